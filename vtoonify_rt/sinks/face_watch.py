"""Whether there is a face, for those who show no frames."""

from collections.abc import Callable

from vtoonify_rt.frame import Frame


class FaceWatch:
    """Calls `note` with each frame: whether it has a face; at the end it has none."""

    def __init__(self, note: Callable[[bool], None]) -> None:
        self._note = note

    def write(self, frame: Frame) -> None:
        """Note whether the frame has a face."""
        self._note(frame.landmarks is not None)

    def close(self) -> None:
        """Note that there is none any more."""
        self._note(False)
