"""Signatures of catalogs, as the minisign tool makes them.

A signature lies beside the file as `FILE.minisig`.  A key is trusted because the user gave it, and
for nothing else: none is ever taken from where the catalog came from.
"""

import re
from urllib.parse import urlsplit, urlunsplit

from checkpoint.errors import ModelError, UsageError

_SUFFIX = ".minisig"
_TIME = re.compile(r"^trusted comment: .*\btimestamp:(\d{1,15})\b", re.MULTILINE)


def check_key(key: str) -> str:
    """Return the key without blanks around it; UsageError unless minisign can use it."""
    from minisign import Error, PublicKey

    bare = key.strip()
    try:
        PublicKey.from_base64(bare)
    except Error as error:
        raise UsageError(
            f"'{bare[:80]}' is not a public key of minisign",
            "Give the line of its .pub file that begins with RW",
        ) from error
    return bare


def check_signature(content: bytes, signature: bytes, *, key: str, origin: str) -> None:
    """Raise ModelError unless `signature` is one of `content` by the owner of `key`.

    The comment that is signed with it is checked, too; `origin` is named in the error.
    """
    from minisign import Error, PublicKey, Signature

    try:
        PublicKey.from_base64(key).verify(content, Signature.from_bytes(signature))
    except Error as error:
        raise ModelError(
            f"The signature of {origin} is not one by the key {key[:8]}... ({error})",
            "Get catalog and key from their author again; do not use this one",
        ) from error


def signing_time(signature: str) -> int:
    """Return when a signature was made, in seconds since 1970; 0 if its comment does not tell.

    The comment is signed, too, so this is true of a signature that `check_signature` took.
    """
    match = _TIME.search(signature)
    return int(match[1]) if match else 0


def signature_of(origin: str) -> str:
    """Return the path or address of the signature of the catalog at `origin`."""
    if "://" not in origin:
        return origin + _SUFFIX
    parts = urlsplit(origin)
    return urlunsplit(parts._replace(path=parts.path + _SUFFIX, fragment=""))
