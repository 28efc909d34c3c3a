"""What differs between ONNX Runtime, OpenVINO and TensorRT when a graph is run for every frame.

A backend loads an ONNX file to a `Graph`. A graph is bound to arrays once for each picture size,
and then run: so an implementation may pin memory, share it, or record its work, at that one time.
"""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from checkpoint.errors import AppError

S = TypeVar("S", bound=np.generic)
Shape = tuple[int | None, ...]  # None: any length
Arrays = Mapping[str, NDArray[Any]]  # by the name of input or output
Run = Callable[[], None]
Precision = Literal["f32", "f16", "bf16", "int8"]
EnginePrecision = Literal["f16", "f32"]  # of the engines that we build for TensorRT
Threads = Callable[[], int]  # how many CPU threads to use: asking for it may measure it

_NO_MEMORY = re.compile(  # how the libraries say it, whatever they raise
    r"out of memory|failed to allocate|bad[ _]alloc|E_OUTOFMEMORY|8007000E"
    r"|CL_OUT_OF_|ALLOCATION_FAILURE|CUDA_ERROR_OUT_OF_MEMORY",
    re.IGNORECASE,
)


class BackendAbsent(Exception):  # no error: most computers lack most of them
    """This computer lacks what a backend needs, in words for the user: "no GPU that OpenVINO can
    use"."""


def is_out_of_memory(error: BaseException) -> bool:
    """Tell whether a library ran out of memory, of the computer or of the graphics card."""
    return isinstance(error, MemoryError) or _NO_MEMORY.search(str(error)) is not None


def first_line(error: BaseException) -> str:
    """Return what an error says, without the places in their sources and the pages that vendors'
    libraries add, and without the hint of an error of ours."""
    text = error.message if isinstance(error, AppError) else str(error)
    lines = [line.strip() for line in text.splitlines()]
    said = [line for line in lines if line and not line.startswith("Exception from ")]
    return said[0] if said else type(error).__name__


def count_threads(threads: int) -> str:
    """Return "1 thread" or "2 threads"."""
    return f"{threads} {'thread' if threads == 1 else 'threads'}"


class Graph(Protocol):
    """A loaded ONNX file. One thread calls."""

    @property
    def input_shapes(self) -> Mapping[str, Shape]:
        """The shape that each input asks for, by name."""
        ...

    def zeros(self, shape: tuple[int, ...], dtype: type[S]) -> NDArray[S]:
        """Return an array of zeros in memory that suits `bind`."""
        ...

    def bind(self, inputs: Arrays, outputs: Arrays) -> Run:
        """Return what runs the graph on these arrays, made by `zeros`: it reads the inputs as they
        are then, and has written the outputs when it returns.

        It keeps the arrays alive. There and here it may raise what the library raises; where
        something does not fit, `is_out_of_memory` has to know it.
        """
        ...


class Backend(Protocol):
    """A way to run graphs on this computer."""

    @property
    def id(self) -> str:
        """What options and files call it: "onnxruntime"."""
        ...

    @property
    def name(self) -> str:
        """What people call it, for the status line: "ONNX Runtime CPU, 2 threads"."""
        ...

    def load(self, path: Path) -> Graph:
        """Load an ONNX file, with the weights beside it; ModelError if it cannot be run here."""
        ...


@runtime_checkable
class Joins(Protocol):
    """A run that a backend can join with one before it."""

    def after(self, first: Run) -> Run:
        """Return what runs `first`, then this; see `chain`."""
        ...


def chain(first: Run, second: Run) -> Run:
    """Return what runs `first`, then `second`. What one writes and the other reads may stay where
    the backend has it: the array in between is not to be read after it.
    """
    if isinstance(second, Joins):
        return second.after(first)

    def both() -> None:
        first()
        second()

    return both
