"""What draws and takes the user's own face, made by hand."""


class FakeOwnThumbnails:
    """Has drawn what a test says: full id of a style -> picture."""

    def __init__(self) -> None:
        self.has_portrait = False
        self.pictures = {}
        self.wanted = []
        self.cleared = self.stopped = 0

    @property
    def drawn(self) -> int:
        return len(self.pictures)

    def want(self, wanted) -> None:
        self.wanted = [f"{model.id}/{style.id}" for model, style in wanted]

    def thumbnail(self, model, style):
        return self.pictures.get(f"{model.id}/{style.id}")

    def clear(self) -> None:
        self.cleared += 1
        self.has_portrait = False
        self.pictures = {}

    def stop(self) -> None:
        self.stopped += 1


class FakeTaker:
    """A sink that takes no portrait."""

    active = False

    def write(self, frame) -> None:
        pass

    def close(self) -> None:
        pass
