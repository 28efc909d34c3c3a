"""Where catalogs come from in tests, and who signs them."""

from minisign import KeyPair

from checkpoint.errors import FetchError

HOME = "https://example.org/mine.toml"


class Author:
    """Someone with a key."""

    def __init__(self) -> None:
        self._keys = KeyPair.generate()

    @property
    def key(self) -> str:
        return self._keys.public_key.to_base64().decode()

    def sign(self, text: str, time: int = 1000) -> bytes:
        comment = f"timestamp:{time}\tfile:mine.toml"  # as the tool writes it
        return bytes(self._keys.secret_key.sign(text.encode(), trusted_comment=comment))


class Web:
    """Pages by address; those that are not there cannot be fetched."""

    def __init__(self) -> None:
        self.pages: dict[str, bytes] = {}
        self.asked: list[str] = []

    def put(self, text: str, signature: bytes | None = None, origin: str = HOME) -> None:
        self.pages[origin] = text.encode()
        self.pages.pop(f"{origin}.minisig", None)
        if signature is not None:
            self.pages[f"{origin}.minisig"] = signature

    def __call__(self, origin: str) -> bytes:
        self.asked.append(origin)
        if origin not in self.pages:
            raise FetchError(f"{origin} is not there")
        return self.pages[origin]
