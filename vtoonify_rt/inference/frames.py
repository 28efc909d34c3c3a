"""Run a frame graph, and the parsing graph before it, in buffers that are kept.

Buffers of the last few picture sizes are bound once and used for every frame, so a live picture
allocates nothing; the parsing goes from one graph to the other in place.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest
from vtoonify_rt.errors import BackendFailed, OutOfMemoryError
from vtoonify_rt.frame import NUM_CLASSES, Image
from vtoonify_rt.inference.backend import (
    Arrays,
    Backend,
    Graph,
    Precision,
    Run,
    Shape,
    chain,
    first_line,
    is_out_of_memory,
)
from vtoonify_rt.inference.graph import verified_graph

MAX_SIZES = 3  # a live crop, its surroundings, and the whole frame while there is no face
OTHER = "Choose another backend, as with --backend onnxruntime"  # the way on from a failure

Pictures = NDArray[np.uint8]  # (N, H, W, 3)


@dataclass(frozen=True, slots=True)
class _Buffers:
    """Inputs and outputs of one picture size, and the graphs bound to them."""

    pictures: Pictures
    parsing: NDArray[np.float32]  # (N, 19, H, W); empty where the model needs none
    stylized: Pictures  # (N, sH, sW, 3)
    run_frame: Run
    run_parse: Run | None
    run_both: Run | None  # parse, then frame


def open_frames(
    model: ModelManifest, backend: Backend, output_scale: int, precision: Precision = "f32"
) -> "FrameGraphs":
    """Load the graphs of `model` that run for every picture; with precision "int8" the one that
    was made for it, which is there for the model's own output scale.

    Raises ModelError if a file is missing or damaged, BackendAbsent, and what `backend` raises.
    """
    own_scale = output_scale == model.output_scale
    int8_file = model.int8_file if precision == "int8" and own_scale else None
    frame = verified_graph(model, int8_file or model.frame_file(output_scale))
    parse = verified_graph(model, "parse.onnx") if model.is_vtoonify else None
    return FrameGraphs(
        backend.load(frame),
        None if parse is None else backend.load(parse),
        multiple=model.size_multiple,
        scale=output_scale,
        backend=backend.name,
    )


class FrameGraphs:
    """The graphs that make one picture of another, for pictures of any size.

    `backend`: its name, for errors. BackendFailed is raised for whatever it raises, or
    OutOfMemoryError.
    `multiple`: that the network's height and width must be of; what is missing is padded and cut
    off again. `scale`: output pixels per input pixel, along one side.
    `conditioning`, (1, C), is written to in place and holds for the next run. One thread calls.
    """

    def __init__(
        self,
        frame: Graph,
        parse: Graph | None,
        *,
        multiple: int,
        scale: int,
        backend: str,
    ) -> None:
        shapes = frame.input_shapes
        self.conditioning = frame.zeros((1, _length(shapes)), np.float32)
        self._frame: Graph | None = frame
        self._parse = parse
        self._multiple = multiple
        self._scale = scale
        self._backend = backend
        self._one_by_one = shapes["picture"][0] == 1
        self._buffers: dict[tuple[int, ...], _Buffers] = {}  # by number, height and width

    def parse(self, pictures: Pictures) -> NDArray[np.float32] | None:
        """Return the parsing (N, 19, H, W) of pictures (N, H, W, 3), None where there is no graph
        for it. It is a buffer: valid until the next call with pictures of this size."""
        buffers = self._filled(pictures)
        if buffers.run_parse is None:
            return None
        with self._telling(pictures):
            buffers.run_parse()
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
        if parsing is not None and not np.may_share_memory(parsing, buffers.parsing):
            buffers.parsing[:] = _pad_parsing(parsing, *buffers.parsing.shape[2:])
        run_all = buffers.run_both if parsing is None else None
        with self._telling(pictures):
            (run_all or buffers.run_frame)()
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
        buffers = self._buffers.pop(key, None)
        if buffers is None:
            with self._telling(pictures):
                buffers = self._bind(*key)
        self._buffers[key] = buffers  # as the newest
        if len(self._buffers) > MAX_SIZES:
            del self._buffers[next(iter(self._buffers))]
        if pictures.shape == buffers.pictures.shape:
            np.copyto(buffers.pictures, pictures)
        else:
            for padded, picture in zip(buffers.pictures, pictures, strict=True):
                padded[:] = _pad(picture, *padded.shape[:2])
        return buffers

    @contextmanager
    def _telling(self, pictures: Pictures) -> Iterator[None]:
        """Raise what the backend raises as an error that can be told."""
        try:
            yield
        except Exception as error:  # vendors' libraries raise what they like
            if is_out_of_memory(error):
                self._buffers.clear()  # those of other sizes may be what is in the way
                height, width = pictures.shape[1:3]
                raise OutOfMemoryError(height, width, self._backend) from error
            raise BackendFailed(f"{self._backend} failed: {first_line(error)}", OTHER) from error

    def _bind(self, count: int, height: int, width: int) -> _Buffers:
        assert self._frame is not None  # not closed yet
        zeros, scale = self._frame.zeros, self._scale
        pictures = zeros((count, height, width, 3), np.uint8)
        stylized = zeros((count, height * scale, width * scale, 3), np.uint8)
        inputs: Arrays = {"picture": pictures, "conditioning": self.conditioning}
        if self._parse is None:
            run = self._frame.bind(inputs, {"stylized": stylized})
            return _Buffers(pictures, np.zeros(0, np.float32), stylized, run, None, None)
        parsing = zeros((count, NUM_CLASSES, height, width), np.float32)
        parse = self._parse.bind({"picture": pictures}, {"parsing": parsing})
        run = self._frame.bind({**inputs, "parsing": parsing}, {"stylized": stylized})
        return _Buffers(pictures, parsing, stylized, run, parse, chain(parse, run))


def _length(shapes: Mapping[str, Shape]) -> int:
    """Return the length of the conditioning of a frame graph with inputs of these shapes."""
    length = shapes.get("conditioning", (0, 0))[-1]
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
