"""What stands for a numpy array while its pickle is read; numpy itself is not called before all
of it is checked.
"""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

_FLOATS = {"f2", "f4", "f8"}
_OBJECTS = {"O", "O4", "O8"}


class PickledDtype:
    """Stands for the element type of an array: one of the floats, or "O" for Python objects."""

    def __init__(self, code: str, *_flags: object) -> None:
        if not isinstance(code, str) or code not in _FLOATS | _OBJECTS:
            raise ValueError("an array holds other things than numbers with a point")
        self.code = code
        self._order = "="

    def build(self, state: Any) -> None:
        """Take the byte order; a type with fields or a shape of its own is a ValueError."""
        _, order, subarray, names, fields, *_ = state
        if (subarray, names, fields) != (None, None, None) or order not in ("<", ">", "=", "|"):
            raise ValueError("an array holds elements with parts")
        self._order = order

    def to_numpy(self) -> np.dtype[Any]:
        """Return the numpy type of a float."""
        return np.dtype(self._order + self.code)


class PickledArray:
    """Stands for an array until its contents come: then `floats` or `objects` is set."""

    def __init__(self) -> None:
        self.shape: tuple[int, ...] = ()
        self.floats: NDArray[np.floating[Any]] | None = None
        self.objects: list[Any] | None = None

    def build(self, state: Any) -> None:
        """Take shape, type and contents; ValueError if they do not fit each other."""
        _, shape, dtype, fortran, contents = state
        if not isinstance(dtype, PickledDtype):
            raise ValueError("an array has no type")
        if not all(type(side) is int and side >= 0 for side in shape):
            raise ValueError("an array has no shape")
        count = math.prod(shape)
        self.shape = tuple(shape)
        if dtype.code in _OBJECTS:
            if not isinstance(contents, list) or len(contents) != count:
                raise ValueError("an array of objects does not have as many as it says")
            self.objects = contents
            return
        element = dtype.to_numpy()
        if not isinstance(contents, bytes) or len(contents) != count * element.itemsize:
            raise ValueError(f"an array of shape {self.shape} does not have as many numbers")
        order: Any = "F" if fortran else "C"
        self.floats = np.frombuffer(contents, element).reshape(self.shape, order=order)
