"""Reads style codes: `exstyle_code.npy`, `refined_exstyle_code.npy`, and the same as `.npz`.

Upstream keeps them as a pickled dict in an .npy file, and a pickle can run any program. Here it
is read by `pickled`, which cannot. A code is (1, L, W): L rows of W numbers each, in Z+.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import numpy as np
from numpy.lib import format as npy
from numpy.typing import NDArray

from checkpoint.errors import ModelError
from checkpoint.pickled import read_pickle
from checkpoint.pickled_array import PickledArray

Codes = Mapping[str, NDArray[np.float32]]  # file name of the picture -> (1, L, W)
MAX_BYTES = 512 << 20  # 14,000 codes of 18 rows
# As numpy writes it, whose own reader warns, runs out of memory or stumbles over some others.
_HEADER = re.compile(
    rb"\s*\{'descr': *'([<>=|]?[A-Za-z]\d{0,4})', *'fortran_order': *(True|False), *"
    rb"'shape': *\(((?:\d{1,12}(?:, ?\d{1,12})*,?)?)\),? *\}\s*"
)
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # numpy's
_DAMAGES = (ValueError, zipfile.BadZipFile, zlib.error, EOFError, RuntimeError)
_REFUSED = "Style codes hold numbers only: get the file from where the model came from"


def read_codes(
    path: Path, *, shape: tuple[int, int] | None = None
) -> dict[str, NDArray[np.float32]]:
    """Return the style codes in `path`, in their order, each float32 (1, L, W).

    Nothing in the file can run. `shape` is the (L, W) that the model needs; None takes any, but
    one for all. Raises ModelError for a file that holds anything else, or numbers that are none.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"it is larger than {MAX_BYTES >> 20} MB")
        arrays = _read_npz(path) if zipfile.is_zipfile(path) else _read_npy(path.read_bytes())
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(f"{path} cannot be read ({reason})", "Check its permissions") from error
    except _DAMAGES as error:
        raise ModelError(f"{path} is not a file of style codes: {error}", _REFUSED) from error
    if not arrays:
        raise ModelError(f"{path} is not a file of style codes: it is empty", _REFUSED)
    rows, width = shape or _first_shape(arrays)
    return {name: _check(path, name, array, (1, rows, width)) for name, array in arrays.items()}


def style_names(codes: Codes) -> list[str]:
    """Return what to call each style: the file name of its picture, without folder and suffix.

    What cannot be printed is "?"; a name that would be empty is the style's number.
    """
    names = []
    for number, key in enumerate(codes):
        stem = PurePosixPath(key.replace("\\", "/")).stem
        text = "".join(letter if letter.isprintable() else "?" for letter in stem)
        names.append(text.strip() or str(number))
    return names


def _first_shape(arrays: Mapping[str, NDArray[Any]]) -> tuple[int, int]:
    first = next(iter(arrays.values())).shape
    return (first[-2], first[-1]) if len(first) >= 2 else (18, 512)


def _check(
    path: Path, name: str, array: NDArray[Any], expected: tuple[int, int, int]
) -> NDArray[np.float32]:
    if array.shape != expected:
        raise ModelError(
            f"Style '{name:.80}' in {path} has the shape {list(array.shape)}, not {list(expected)}",
            "Give the style codes that belong to the model",
        )
    with np.errstate(over="ignore"):  # what is too large becomes infinite
        code = array.astype(np.float32)
    if not np.isfinite(code).all():
        raise ModelError(
            f"Style '{name:.80}' in {path} holds numbers that are not finite",
            "Get the file from where the model came from",
        )
    return code


def _read_npy(data: bytes) -> dict[str, NDArray[Any]]:
    """Return the dict of arrays in an .npy file; ValueError if it is something else."""
    shape, fortran, dtype, contents = _split_npy(data)
    if dtype != np.dtype(object):
        raise ValueError(f"it holds one array of shape {list(shape)}, not a dict of them")
    held = read_pickle(contents)
    if not isinstance(held, PickledArray) or held.objects is None or held.shape or fortran:
        raise ValueError("it holds no dict")
    (codes,) = held.objects
    if not isinstance(codes, dict):
        raise ValueError("it holds no dict")
    for name, array in codes.items():
        if not isinstance(array, PickledArray) or array.floats is None:
            raise ValueError(f"'{name:.80}' in it is no array of numbers with a point")
    # An array that is written once may be there under many names.
    if sum(array.floats.nbytes for array in codes.values()) > MAX_BYTES:
        raise ValueError(f"it holds more than {MAX_BYTES >> 20} MB")
    return {name: array.floats for name, array in codes.items()}


def _read_npz(path: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays in an .npz file; ValueError if there is something else among them."""
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MAX_BYTES:
            raise ValueError(f"it holds more than {MAX_BYTES >> 20} MB")
        if any(member.compress_type not in _COMPRESSIONS for member in members):
            raise ValueError("it is compressed in another way than numpy does")
        return {
            member.filename.removesuffix(".npy"): _one_array(archive.read(member))
            for member in members
        }


def _one_array(data: bytes) -> NDArray[Any]:
    shape, fortran, dtype, contents = _split_npy(data)
    if dtype.kind != "f":
        raise ValueError("it holds other things than numbers with a point")
    order: Any = "F" if fortran else "C"
    return np.frombuffer(contents, dtype).reshape(shape, order=order)


def _split_npy(data: bytes) -> tuple[tuple[int, ...], bool, np.dtype[Any], bytes]:
    """Return the header of an .npy file and what follows it; the header is never run."""
    if not data.startswith(npy.MAGIC_PREFIX):
        raise ValueError("it is no .npy file" if data else "it is empty")
    file = io.BytesIO(data)
    major, minor = npy.read_magic(file)
    if (major, minor) not in ((1, 0), (2, 0)):
        raise ValueError(f"its .npy version is {major}.{minor}")
    size = int.from_bytes(file.read(2 if major == 1 else 4), "little")
    header = _HEADER.fullmatch(file.read(size))
    if header is None:
        raise ValueError("its .npy header is not as numpy writes it")
    code, fortran, sides = (part.decode("ascii") for part in header.groups())
    shape = tuple(int(side) for side in sides.split(",") if side)
    try:
        dtype = np.dtype(code)
    except TypeError as error:
        raise ValueError(f"it holds elements of an unknown kind, {code}") from error
    return shape, fortran == "True", dtype, file.read()
