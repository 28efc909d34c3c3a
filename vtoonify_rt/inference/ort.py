"""Run a model with ONNX Runtime on the CPU."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest, Style
from vtoonify_rt.frame import Image
from vtoonify_rt.inference.graph import load_graph
from vtoonify_rt.inference.palette import palette_table
from vtoonify_rt.inference.threads import fastest_thread_count

MAX_SIZES = 3  # a live crop, its surroundings, and the whole frame while there is no face


@dataclass(frozen=True, slots=True)
class _Buffers:
    """Input and output of one picture size, bound once and used for every frame."""

    picture: NDArray[np.uint8]  # (1, H, W, 3)
    stylized: NDArray[np.uint8]  # (1, sH, sW, 3)
    binding: onnxruntime.IOBinding


class OrtSession:
    """A model on ONNX Runtime's CPU provider; see `Session` for what it promises.

    Buffers of the last few picture sizes are kept and reused, so a live picture allocates nothing.
    """

    def __init__(self, model: ModelManifest, *, threads: int | None = None) -> None:
        self.model = model
        frame_path = model.verify("frame.onnx")
        self._threads = threads or fastest_thread_count(frame_path, model)
        self._frame = load_graph(frame_path, self._threads)
        self._style = load_graph(model.verify("style.onnx"), 1)
        self._codes = _load_codes(model)
        self._conditioning = np.zeros(_length(self._frame), np.float32)[None]
        self._buffers: dict[tuple[int, int], _Buffers] = {}  # by height and width
        self.condition(model.default_style, model.default_degree)

    @property
    def backend(self) -> str:
        """What runs the model: "ONNX Runtime CPU, 2 threads"."""
        noun = "thread" if self._threads == 1 else "threads"
        return f"ONNX Runtime CPU, {self._threads} {noun}"

    def condition(self, style: str, degree: float, palette: Sequence[str] | None = None) -> None:
        """Choose what the next `run` gives."""
        chosen = self.model.style(style)
        inputs = {
            "code": self._codes[chosen.code][None],
            "palette": palette_table(_palette(chosen, palette))[None],
            "degree": np.array([degree], np.float32),
        }
        self._conditioning[:] = self._style.run(["conditioning"], inputs)[0]

    def run(self, picture: Image) -> Image:
        """Stylize one picture; the result is valid until the next call."""
        height, width = picture.shape[:2]
        buffers = self._buffers_for(height, width)
        whole = buffers.picture[0]
        if whole.shape[:2] == (height, width):
            np.copyto(whole, picture)
        else:
            whole[:] = _pad(picture, *whole.shape[:2])
        self._frame.run_with_iobinding(buffers.binding)
        scale = self.model.output_scale
        return buffers.stylized[0, : height * scale, : width * scale]

    def close(self) -> None:
        """Give the buffers back."""
        self._buffers.clear()

    def _buffers_for(self, height: int, width: int) -> _Buffers:
        multiple = self.model.size_multiple
        height, width = -(-height // multiple) * multiple, -(-width // multiple) * multiple
        buffers = self._buffers.pop((height, width), None) or self._bind(height, width)
        self._buffers[height, width] = buffers  # as the newest
        if len(self._buffers) > MAX_SIZES:
            del self._buffers[next(iter(self._buffers))]
        return buffers

    def _bind(self, height: int, width: int) -> _Buffers:
        scale = self.model.output_scale
        picture = np.zeros((1, height, width, 3), np.uint8)
        stylized = np.zeros((1, height * scale, width * scale, 3), np.uint8)
        binding = self._frame.io_binding()
        of = onnxruntime.OrtValue.ortvalue_from_numpy  # on the CPU it shares the memory
        binding.bind_ortvalue_input("picture", of(picture))
        binding.bind_ortvalue_input("conditioning", of(self._conditioning))
        binding.bind_ortvalue_output("stylized", of(stylized))
        return _Buffers(picture, stylized, binding)


def _load_codes(model: ModelManifest) -> dict[str, NDArray[np.float32]]:
    path = model.verify("styles.npz")
    try:
        with np.load(path, allow_pickle=False) as arrays:
            return {style.code: arrays[style.code].astype(np.float32) for style in model.styles}
    except (KeyError, ValueError, OSError) as error:
        raise ModelError(f"{path} is damaged: {error}", "Install the model again") from error


def _length(session: onnxruntime.InferenceSession) -> int:
    shapes = {value.name: value.shape for value in session.get_inputs()}
    length = shapes.get("conditioning", [0, 0])[-1]
    if "picture" not in shapes or not isinstance(length, int) or length < 1:
        raise ModelError(
            f"The graph's inputs are {', '.join(shapes)}, not picture and conditioning",
            "Export the model again",
        )
    return length


def _palette(style: Style, wished: Sequence[str] | None) -> Sequence[str]:
    if style.kind == "tone":
        return wished or style.palette
    return ("#000000", "#ffffff")  # a colour style does not look at it


def _pad(picture: Image, height: int, width: int) -> Image:
    """Extend right and bottom to (height, width) by reflection, as the teacher looks do."""
    down, right = height - picture.shape[0], width - picture.shape[1]
    reflects = down < picture.shape[0] and right < picture.shape[1]
    border = cv2.BORDER_REFLECT_101 if reflects else cv2.BORDER_REPLICATE
    return cv2.copyMakeBorder(picture, 0, down, 0, right, border).astype(np.uint8, copy=False)
