"""What the style graphs take, of what the user chose; they make the frame graph's conditioning."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from checkpoint.manifest import ModelManifest, Style
from vtoonify_rt.inference.encoding import Code
from vtoonify_rt.inference.graph import (
    StyleInputs,
    load_codes,
    load_graph,
    run_style,
    verified_graph,
)
from vtoonify_rt.inference.palette import palette_table


def default_conditioning(model: ModelManifest) -> NDArray[np.float32]:
    """Return the conditioning (1, C) for the model's first style at full strength, on nobody."""
    style = model.style(model.default_style)
    code = load_codes(model)[style.code]
    if model.is_vtoonify:
        inputs = vtoonify_inputs(None, code, 1.0, color_transfer=True)
    else:
        inputs = lite_inputs(style, code, 1.0)
    return run_style(load_graph(verified_graph(model, "style.onnx"), 1), inputs)


def mixed(
    start: NDArray[np.float32], end: NDArray[np.float32], share: float
) -> NDArray[np.float32]:
    """Return what lies `share` of the way, 0..1, from `start` to `end`; with 1 `end` itself."""
    return end if share == 1.0 else start + np.float32(share) * (end - start)


def lite_inputs(
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


def vtoonify_inputs(
    content: Code | None, code: NDArray[np.float32], degree: float, color_transfer: bool
) -> StyleInputs:
    """Return what the style graph takes for a VToonify's style code (L, W).

    Without `content` the style stands for the person; with `color_transfer` that is no matter.
    """
    return {
        "content": code[None] if content is None else content,
        "code": code[None],
        "color_transfer": np.array([color_transfer], np.float32),
        "degree": np.array([degree], np.float32),
    }
