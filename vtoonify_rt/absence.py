"""How long the face is gone, and how far the picture has faded away because of it."""

from dataclasses import dataclass

GRACE = 1.0  # seconds without a face before the picture fades
FADE = 0.3  # seconds that a fade takes


@dataclass(slots=True)
class Absence:
    """How far the picture has faded away from the face: 0 face shown, 1 hidden."""

    value: float = 1.0  # before the first face there is nothing to show
    seen: float | None = None  # time of the last frame with a face
    last: float | None = None  # time of the last frame

    def update(self, face: bool, now: float) -> float:
        """Take one frame into account and return the new value."""
        if self.last is None and face:
            self.value = 0.0  # a clip that begins with a face is stylized from its first frame on
        step = (now - self.last) / FADE if self.last is not None else 0.0
        self.last = now
        if face:
            self.seen = now
        lost = self.seen is None or now - self.seen > GRACE
        self.value = min(1.0, max(0.0, self.value + (step if lost else -step)))
        return self.value

    def hide(self) -> None:
        """Have faded away, all at once: there is nothing to show, also where there is a face."""
        self.value = 1.0
