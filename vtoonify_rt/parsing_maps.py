"""Parsing maps of a whole video in a .npy file: what each pixel of each frame shows.

The array is (frames, 19, height, width): the raw logits of the face parser, row i for the i-th
picture that the network sees. A minute of video in 400 x 400 pixels takes 18 GB in float32, so
neither reading nor writing ever holds more than a few rows.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from vtoonify_rt.errors import SinkError, SourceError, UsageError
from vtoonify_rt.frame import NUM_CLASSES, Parsing
from vtoonify_rt.output_file import whole_file

_MAGIC = b"\x93NUMPY"
_MAKE = "Make it with vtoonify-rt smooth-parsing"


class ParsingMaps:
    """A file of parsing maps, open for reading; its rows are read from disk when asked for.

    Raises SourceError when `path` cannot be read or is no .npy file, and UsageError when the array
    in it cannot be parsing maps. Nothing in the file is ever executed: pickles are refused.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._maps = _open(path)
        shape = self._maps.shape
        if len(shape) != 4 or shape[1] != NUM_CLASSES:
            wanted = f"frames x {NUM_CLASSES} x height x width"
            raise UsageError(f"{path} has the shape {_times(shape)}, not {wanted}", _MAKE)
        if self._maps.dtype.kind != "f":
            raise UsageError(f"{path} holds {self._maps.dtype}, not floats", _MAKE)

    def __len__(self) -> int:
        return len(self._maps)

    def check(self, frames: int, height: int, width: int, name: str) -> None:
        """Raise UsageError unless there are maps for `frames` pictures of this size in `name`."""
        shape = self._maps.shape
        if shape[0] < frames or shape[2:] != (height, width):
            needed = _times((frames, NUM_CLASSES, height, width))
            raise UsageError(
                f"{self._path} has the shape {_times(shape)}, but {name} needs {needed}",
                "Make it from the same video, with the same crop and padding",
            )

    def rows(self, start: int, stop: int) -> NDArray[np.float32]:
        """Return maps `start` up to `stop`, (N, 19, H, W)."""
        return np.array(self._maps[start:stop], np.float32)


class MapsWriter:
    """Appends maps to an open file; their number may be found out at the end."""

    def __init__(self, file: BinaryIO, height: int, width: int) -> None:
        self._file = file
        self._shape = (NUM_CLASSES, height, width)
        self._start = file.tell()
        self.rows = 0
        self._write_header(10**12)  # room for any number of rows

    def write(self, parsing: Parsing) -> None:
        """Append one map, (19, H, W)."""
        if parsing.shape != self._shape:
            raise ValueError(f"a map of shape {parsing.shape}, expected {self._shape}")
        self._file.write(np.ascontiguousarray(parsing, np.float32).data)
        self.rows += 1

    def finish(self) -> None:
        """Write down how many maps there are."""
        self._file.seek(self._start)
        self._write_header(self.rows)

    def _write_header(self, rows: int) -> None:
        descr = npy.dtype_to_descr(np.dtype(np.float32))
        # numpy pads the header so that its first axis can grow in place.
        npy.write_array_header_1_0(
            self._file, {"descr": descr, "fortran_order": False, "shape": (rows, *self._shape)}
        )


@contextmanager
def write_maps(path: Path, height: int, width: int) -> Iterator[MapsWriter]:
    """Give a writer of maps to `path`, which appears whole or not at all.

    Raises SinkError when it cannot be written.
    """
    with whole_file(path) as partial, partial.open("wb") as file:
        writer = MapsWriter(file, height, width)
        yield writer
        writer.finish()


def maps_size(frames: int, height: int, width: int) -> int:
    """Return how many bytes the maps of a video take."""
    return frames * NUM_CLASSES * height * width * np.dtype(np.float32).itemsize


def check_room(path: Path, size: int) -> None:
    """Raise SinkError unless `size` bytes more fit on the disk of `path`."""
    try:
        free = shutil.disk_usage(path.absolute().parent).free
    except OSError:
        return  # writing will say it better
    if size > free:
        raise SinkError(
            f"{path} needs {size / 1e6:,.0f} MB, and its disk has {free / 1e6:,.0f} MB free",
            "Free some space, choose another folder, or cut the video",
        )


def _open(path: Path) -> np.memmap:
    try:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise SourceError(f"{path} is not a .npy file", _MAKE)
        return npy.open_memmap(path, mode="r")
    except OSError as error:
        raise SourceError(f"{path} cannot be read ({error.strerror})", "Check it") from error
    except ValueError as error:
        raise SourceError(f"{path} cannot be used ({error})", _MAKE) from error


def _times(shape: tuple[int, ...]) -> str:
    return " x ".join(str(side) for side in shape) or "()"
