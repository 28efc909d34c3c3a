"""A small model that was trained here, on whatever backend is quickest."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from checkpoint.manifest import ModelManifest
from vtoonify_rt.frame import Image, Parsing
from vtoonify_rt.inference.choice import choose_backend
from vtoonify_rt.inference.conditioning import lite_inputs, mixed
from vtoonify_rt.inference.fallback import ChosenFrames
from vtoonify_rt.inference.frames import Pictures
from vtoonify_rt.inference.graph import load_codes, load_graph, run_style, verified_graph
from vtoonify_rt.inference.threads import wanted_threads


class LiteSession:
    """A Lite model; see `Session` for what it promises. It looks at no face and at no parsing."""

    wants_face = False

    def __init__(
        self,
        model: ModelManifest,
        *,
        threads: int | None = None,
        output_scale: int | None = None,
        backend: str | None = None,
    ) -> None:
        self.model = model
        self.output_scale = output_scale or model.output_scale
        self._threads = wanted_threads(model, threads)
        choice = choose_backend(model, self._threads, backend)
        self._frames = ChosenFrames(model, choice, self._threads, self.output_scale)
        self._style = load_graph(verified_graph(model, "style.onnx"), 1)
        self._codes = load_codes(model)
        self.condition(model.default_style, model.default_degree)

    @property
    def backend(self) -> str:
        """What runs the model: "ONNX Runtime CPU, 2 threads"."""
        return self._frames.backend

    @property
    def backend_note(self) -> str:
        """What is to be told of the backend."""
        return self._frames.note

    def condition(
        self,
        style: str,
        degree: float,
        palette: Sequence[str] | None = None,
        color_transfer: bool | None = None,
    ) -> None:
        """Choose what the next `run` gives; there is no colour transfer to choose."""
        chosen = self.model.style(style)
        inputs = lite_inputs(chosen, self._codes[chosen.code], degree, palette)
        self._target = run_style(self._style, inputs)
        self._frames.conditioning[:] = self._target

    @property
    def conditioning(self) -> NDArray[np.float32]:
        """What the last `run` was conditioned by, (1, C); a copy."""
        return self._frames.conditioning.copy()

    def mix(self, start: NDArray[np.float32], share: float) -> None:
        """Condition the next runs `share` of the way from `start` to what was chosen last."""
        self._frames.conditioning[:] = mixed(start, self._target, share)

    def encode(self, face: Image, person: int = 1) -> None:
        """Do nothing: the pictures do not depend on who is seen."""

    def turn_to(self, person: int) -> None:
        """Do nothing, for the same reason."""

    def parse(self, picture: Image) -> Parsing | None:
        """Return None: the model needs no parsing."""
        return None

    def run(self, picture: Image, parsing: Parsing | None = None) -> Image:
        """Stylize one picture; the result is valid until the next call."""
        stylized: Image = self._frames.run(picture[None])[0]
        return stylized

    def run_batch(self, pictures: Pictures, parsing: NDArray[np.float32] | None = None) -> Pictures:
        """Stylize several pictures; the result is valid until the next call."""
        return self._frames.run(pictures)

    def close(self) -> None:
        """Give buffers and graphs back; there is no next picture."""
        self._frames.close()
