"""Run a frame graph, and the parsing graph before it, in buffers that are kept.

Buffers of the last few picture sizes are bound once and used for every frame, so a live picture
allocates nothing; the parsing goes from one graph to the other in place.
"""

from dataclasses import dataclass

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from checkpoint.errors import ModelError
from vtoonify_rt.frame import NUM_CLASSES, Image

MAX_SIZES = 3  # a live crop, its surroundings, and the whole frame while there is no face

Pictures = NDArray[np.uint8]  # (N, H, W, 3)


@dataclass(frozen=True, slots=True)
class _Buffers:
    """Inputs and outputs of one picture size, and the graphs bound to them."""

    pictures: Pictures
    parsing: NDArray[np.float32]  # (N, 19, H, W); empty where the model needs none
    stylized: Pictures  # (N, sH, sW, 3)
    frame: onnxruntime.IOBinding
    parse: onnxruntime.IOBinding | None


class FrameGraphs:
    """The graphs that make one picture of another, for pictures of any size.

    `multiple`: that the network's height and width must be of; what is missing is padded and cut
    off again. `scale`: output pixels per input pixel, along one side.
    `conditioning`, (1, C), is written to in place and holds for the next run. One thread calls.
    """

    def __init__(
        self,
        frame: onnxruntime.InferenceSession,
        parse: onnxruntime.InferenceSession | None,
        *,
        multiple: int,
        scale: int,
    ) -> None:
        shapes = {value.name: value.shape for value in frame.get_inputs()}
        self.conditioning = np.zeros((1, _length(shapes)), np.float32)
        self._frame = frame
        self._parse = parse
        self._multiple = multiple
        self._scale = scale
        self._one_by_one = shapes["picture"][0] == 1
        self._buffers: dict[tuple[int, ...], _Buffers] = {}  # by number, height and width

    def parse(self, pictures: Pictures) -> NDArray[np.float32] | None:
        """Return the parsing (N, 19, H, W) of pictures (N, H, W, 3), None where there is no graph
        for it. It is a buffer: valid until the next call with pictures of this size."""
        if self._parse is None:
            return None
        buffers = self._filled(pictures)
        self._parse.run_with_iobinding(buffers.parse)
        return buffers.parsing[:, :, : pictures.shape[1], : pictures.shape[2]]

    def run(self, pictures: Pictures, parsing: NDArray[np.float32] | None = None) -> Pictures:
        """Return the stylized pictures (N, sH, sW, 3), with `parsing` or else with their own.

        The result is a buffer: valid until the next call.
        """
        if self._one_by_one and len(pictures) != 1:
            parts = parsing if parsing is not None else [None] * len(pictures)
            alone = [None if part is None else part[None] for part in parts]
            done = [self.run(pictures[i : i + 1], alone[i]).copy() for i in range(len(pictures))]
            return np.concatenate(done)
        buffers = self._filled(pictures)
        if self._parse is not None:
            if parsing is None:
                self._parse.run_with_iobinding(buffers.parse)
            elif not np.may_share_memory(parsing, buffers.parsing):
                buffers.parsing[:] = _pad_parsing(parsing, *buffers.parsing.shape[2:])
        self._frame.run_with_iobinding(buffers.frame)
        height, width = (side * self._scale for side in pictures.shape[1:3])
        return buffers.stylized[:, :height, :width]

    def close(self) -> None:
        """Give buffers and graphs back: who still holds this holds no memory by it."""
        self._buffers.clear()
        self._frame = self._parse = None

    def _filled(self, pictures: Pictures) -> _Buffers:
        """Return the buffers for pictures of this size, with the pictures in them."""
        count, height, width = pictures.shape[:3]
        up = self._multiple
        key = (count, -(-height // up) * up, -(-width // up) * up)
        buffers = self._buffers.pop(key, None) or self._bind(*key)
        self._buffers[key] = buffers  # as the newest
        if len(self._buffers) > MAX_SIZES:
            del self._buffers[next(iter(self._buffers))]
        if pictures.shape == buffers.pictures.shape:
            np.copyto(buffers.pictures, pictures)
        else:
            for padded, picture in zip(buffers.pictures, pictures, strict=True):
                padded[:] = _pad(picture, *padded.shape[:2])
        return buffers

    def _bind(self, count: int, height: int, width: int) -> _Buffers:
        of = onnxruntime.OrtValue.ortvalue_from_numpy  # on the CPU it shares the memory
        pictures = np.zeros((count, height, width, 3), np.uint8)
        stylized = np.zeros((count, height * self._scale, width * self._scale, 3), np.uint8)
        shown = of(pictures)
        frame = self._frame.io_binding()
        frame.bind_ortvalue_input("picture", shown)
        frame.bind_ortvalue_input("conditioning", of(self.conditioning))
        frame.bind_ortvalue_output("stylized", of(stylized))
        if self._parse is None:
            return _Buffers(pictures, np.zeros(0, np.float32), stylized, frame, None)
        parsing = np.zeros((count, NUM_CLASSES, height, width), np.float32)
        handed_on = of(parsing)
        parse = self._parse.io_binding()
        parse.bind_ortvalue_input("picture", shown)
        parse.bind_ortvalue_output("parsing", handed_on)
        frame.bind_ortvalue_input("parsing", handed_on)
        return _Buffers(pictures, parsing, stylized, frame, parse)


def _length(shapes: dict[str, list[int | str]]) -> int:
    """Return the length of the conditioning of a frame graph with inputs of these shapes."""
    length = shapes.get("conditioning", [0, 0])[-1]
    if "picture" not in shapes or not isinstance(length, int) or length < 1:
        raise ModelError(
            f"The graph's inputs are {', '.join(shapes)}, not picture and conditioning",
            "Export the model again",
        )
    return length


def _pad(picture: Image, height: int, width: int) -> Image:
    """Extend right and bottom to (height, width) by reflection, as the teacher looks do."""
    down, right = height - picture.shape[0], width - picture.shape[1]
    reflects = down < picture.shape[0] and right < picture.shape[1]
    border = cv2.BORDER_REFLECT_101 if reflects else cv2.BORDER_REPLICATE
    return cv2.copyMakeBorder(picture, 0, down, 0, right, border).astype(np.uint8, copy=False)


def _pad_parsing(parsing: NDArray[np.float32], height: int, width: int) -> NDArray[np.float32]:
    """Extend right and bottom to (height, width) by the values at the edge."""
    down, right = height - parsing.shape[2], width - parsing.shape[3]
    return np.pad(parsing, ((0, 0), (0, 0), (0, down), (0, right)), mode="edge")
