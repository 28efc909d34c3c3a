"""A small model that was trained here, on ONNX Runtime's CPU provider."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from checkpoint.manifest import ModelManifest, Style
from vtoonify_rt.frame import Image, Parsing
from vtoonify_rt.inference.backend import Backend
from vtoonify_rt.inference.frames import FrameGraphs, Pictures
from vtoonify_rt.inference.graph import (
    StyleInputs,
    load_codes,
    load_graph,
    run_style,
    verified_graph,
)
from vtoonify_rt.inference.ort import OrtCpu
from vtoonify_rt.inference.palette import palette_table
from vtoonify_rt.inference.threads import fastest_thread_count


class LiteSession:
    """A Lite model; see `Session` for what it promises. It looks at no face and at no parsing."""

    wants_face = False

    def __init__(
        self, model: ModelManifest, *, threads: int | None = None, output_scale: int | None = None
    ) -> None:
        self.model = model
        self.output_scale = output_scale or model.output_scale
        frame_path = verified_graph(model, model.frame_file(self.output_scale))
        self._threads = threads or fastest_thread_count(frame_path, model)
        self._backend: Backend = OrtCpu(self._threads)
        self._frames = FrameGraphs(
            self._backend.load(frame_path),
            None,
            multiple=model.size_multiple,
            scale=self.output_scale,
        )
        self._style = load_graph(verified_graph(model, "style.onnx"), 1)
        self._codes = load_codes(model)
        self.condition(model.default_style, model.default_degree)

    @property
    def backend(self) -> str:
        """What runs the model: "ONNX Runtime CPU, 2 threads"."""
        return self._backend.name

    def condition(
        self,
        style: str,
        degree: float,
        palette: Sequence[str] | None = None,
        color_transfer: bool | None = None,
    ) -> None:
        """Choose what the next `run` gives; there is no colour transfer to choose."""
        chosen = self.model.style(style)
        inputs = style_inputs(chosen, self._codes[chosen.code], degree, palette)
        self._frames.conditioning[:] = run_style(self._style, inputs)

    def encode(self, face: Image) -> None:
        """Do nothing: the pictures do not depend on who is seen."""

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


def style_inputs(
    style: Style, code: NDArray[np.float32], degree: float, palette: Sequence[str] | None = None
) -> StyleInputs:
    """Return what the style graph takes for a style with this code."""
    any_palette = ("#000000", "#ffffff")  # a colour style does not look at it
    colours = palette or style.palette if style.kind == "tone" else any_palette
    return {
        "code": code[None],
        "palette": palette_table(colours)[None],
        "degree": np.array([degree], np.float32),
    }
