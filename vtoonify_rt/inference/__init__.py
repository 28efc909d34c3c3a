"""Models that run: one protocol over every backend."""

from collections.abc import Sequence
from typing import Protocol

from checkpoint.manifest import ModelManifest
from vtoonify_rt.frame import Image


class Session(Protocol):
    """A loaded model, ready to stylize pictures; opened by `open_session`.

    Used from one thread at a time.
    """

    @property
    def model(self) -> ModelManifest: ...

    @property
    def backend(self) -> str:
        """What runs it, for the status line: "ONNX Runtime CPU, 2 threads"."""
        ...

    def condition(self, style: str, degree: float, palette: Sequence[str] | None = None) -> None:
        """Choose what the next `run` gives: style id, degree 0..1, and for a tone style
        another palette ("#rrggbb" from dark to light). Takes a few milliseconds at most.

        Raises ModelError for a style that the model does not have.
        """
        ...

    def run(self, picture: Image) -> Image:
        """Stylize one picture, (H, W, 3) uint8 of any size, and return (sH, sW, 3) uint8 with
        s = model.output_scale.

        The result is a buffer of the session: it is valid until the next call.
        """
        ...

    def close(self) -> None: ...


def open_session(model: ModelManifest, *, threads: int | None = None) -> Session:
    """Load `model` on the best backend there is.

    `threads`: CPU threads to use; None: as many as were measured to be fastest on this machine.
    Raises ModelError if a file is missing or damaged.
    """
    from vtoonify_rt.inference.ort import OrtSession  # here: takes half a second to import

    return OrtSession(model, threads=threads)
