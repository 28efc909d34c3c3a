"""Arrays whose memory the GPU copies from and to by itself, each with a twin on the GPU."""

import ctypes
import math
import weakref
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.inference.backend import S
from vtoonify_rt.inference.cuda import Cuda, Held


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Twin:
    """The memory of one array: in the computer, pinned, and on the GPU."""

    host: Held
    device: Held
    nbytes: int


class TwinMemory:
    """Makes such arrays, and finds the twin of one; an array's memory goes when the array does."""

    def __init__(self, cuda: Cuda) -> None:
        self._cuda = cuda
        self._twins: weakref.WeakValueDictionary[int, Twin] = weakref.WeakValueDictionary()

    def zeros(self, shape: tuple[int, ...], dtype: type[S]) -> NDArray[S]:
        """Return an array of zeros; MemoryError if it does not fit here or on the GPU."""
        nbytes = max(1, math.prod(shape) * np.dtype(dtype).itemsize)
        twin = Twin(self._cuda.pinned_memory(nbytes), self._cuda.device_memory(nbytes), nbytes)
        address = int(twin.host.handle)
        memory = (ctypes.c_uint8 * nbytes).from_address(address)
        memory.twin = twin  # type: ignore[attr-defined]  # lives as long as the array
        self._twins[address] = twin
        array: NDArray[S] = np.ndarray(shape, dtype, buffer=memoryview(memory).cast("B"))
        array[...] = 0
        return array

    def twin(self, array: NDArray[Any]) -> Twin:
        """Return the memory of a whole array that `zeros` made; ValueError for any other."""
        twin = self._twins.get(array.ctypes.data)
        if twin is None or twin.nbytes != max(1, array.nbytes) or not array.flags.c_contiguous:
            raise ValueError("the array was not made by zeros of this backend")
        return twin
