"""Where finished frames go."""

from typing import Protocol

from vtoonify_rt.frame import Frame


class Sink(Protocol):
    """Takes finished frames: a preview, a recorder, a virtual camera.

    `write` is called from the pipeline thread, once per frame, and returns well within one frame
    time; it never changes the frame. It raises `SinkError` when the output is lost for good.
    `close` finishes the output and may be called more than once.
    """

    def write(self, frame: Frame) -> None: ...

    def close(self) -> None: ...


class NullSink:
    """Discards every frame; for benchmarks."""

    def write(self, frame: Frame) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""
