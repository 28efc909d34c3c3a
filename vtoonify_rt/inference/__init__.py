"""Models that run: one protocol over every family and backend."""

import os
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from checkpoint.manifest import ModelManifest
from vtoonify_rt.frame import Image, Parsing

BACKEND_VARIABLE = "VTOONIFY_RT_BACKEND"  # of the environment


class Session(Protocol):
    """A loaded model, ready to stylize pictures; opened by `open_session`.

    Used from one thread at a time, but for `encode`.
    """

    @property
    def model(self) -> ModelManifest: ...

    @property
    def backend(self) -> str:
        """What runs it, for the status line: "ONNX Runtime CPU, 2 threads"."""
        ...

    @property
    def backend_note(self) -> str:
        """What is to be told of it: which quicker ones were passed over and why, or that another
        failed while it ran; "" where there is nothing. `backend` and this may change in `run`."""
        ...

    @property
    def output_scale(self) -> int:
        """Output pixels per input pixel, along one side."""
        ...

    @property
    def wants_face(self) -> bool:
        """Whether the pictures depend on who is seen, by what was chosen last: then `encode`
        comes before the first `run`."""
        ...

    def condition(
        self,
        style: str,
        degree: float,
        palette: Sequence[str] | None = None,
        color_transfer: bool | None = None,
    ) -> None:
        """Choose what the next `run` gives: style id, degree 0..1, for a tone style another
        palette ("#rrggbb" from dark to light), and whether the colours are the style's own
        instead of the person's (None: as the model was trained; models that cannot, do not).
        Takes a few milliseconds at most, here or in the next `run`.

        Raises ModelError for a style that the model does not have.
        """
        ...

    @property
    def conditioning(self) -> NDArray[np.float32]:
        """What the last `run` was conditioned by, (1, C), as an array of the caller's own: to come
        from with `mix`."""
        ...

    def mix(self, start: NDArray[np.float32], share: float) -> None:
        """Condition the next runs `share` of the way, 0..1, from `start` to what was chosen last;
        with 1 by exactly that. Holds until the next `condition`."""
        ...

    def encode(self, face: Image, person: int = 1) -> None:
        """Take over from an aligned face, (256, 256, 3) uint8, how one person looks: a few seconds
        for a large model, nothing for one that does not ask. From the next `run` on; any thread.

        Raises ModelError if a file is missing or damaged.
        """
        ...

    def turn_to(self, person: int) -> None:
        """Paint this person, whose face came to `encode`, from the next `run` on; at first 1."""
        ...

    def parse(self, picture: Image) -> Parsing | None:
        """Return the raw logits (19, H, W) of a picture (H, W, 3) of any size; None where the
        model needs none. For a caller that wants to use them again.

        The result may be a buffer of the session: it is valid until the next call.
        """
        ...

    def run(self, picture: Image, parsing: Parsing | None = None) -> Image:
        """Stylize one picture, (H, W, 3) uint8 of any size, and return (sH, sW, 3) uint8 with
        s = `output_scale`. Without `parsing` it is parsed first, if the model needs that.

        The result is a buffer of the session: it is valid until the next call.
        """
        ...

    def run_batch(
        self, pictures: NDArray[np.uint8], parsing: NDArray[np.float32] | None = None
    ) -> NDArray[np.uint8]:
        """Stylize N pictures of one size, (N, H, W, 3), with `parsing` (N, 19, H, W), as `run`
        does one; returns (N, sH, sW, 3)."""
        ...

    def close(self) -> None: ...


def open_session(
    model: ModelManifest,
    *,
    threads: int | None = None,
    output_scale: int | None = None,
    backend: str | None = None,
) -> Session:
    """Load `model` on the backend that was tried and found quickest here, or on `backend`.

    `threads`: CPU threads to use; None: as many as were measured to be fastest on this machine.
    `output_scale`: one of `model.output_scales`; None: the model's own.
    `backend`: the id of one of `known_backends.KINDS`; None: what VTOONIFY_RT_BACKEND says, or
    else the choice is free. One that was asked for is never replaced by another.
    Raises ModelError if a file is missing or damaged, or there is no such output scale, and
    BackendUnusable for a backend that is unknown or not usable here.
    """
    wished = wished_backend(backend)
    # Imported here: ONNX Runtime takes half a second.
    if model.is_vtoonify:
        from vtoonify_rt.inference.vtoonify import VToonifySession

        return VToonifySession(model, threads=threads, output_scale=output_scale, backend=wished)
    from vtoonify_rt.inference.lite import LiteSession

    return LiteSession(model, threads=threads, output_scale=output_scale, backend=wished)


def wished_backend(backend: str | None) -> str | None:
    """Return the backend that is asked for: `backend`, or else what VTOONIFY_RT_BACKEND says; None:
    the choice is free."""
    return backend or os.environ.get(BACKEND_VARIABLE) or None
