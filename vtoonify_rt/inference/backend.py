"""What differs between ONNX Runtime, OpenVINO and TensorRT when a graph is run for every frame.

A backend loads an ONNX file to a `Graph`. A graph is bound to arrays once for each picture size,
and then run: so an implementation may pin memory, share it, or record its work, at that one time.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

S = TypeVar("S", bound=np.generic)
Shape = tuple[int | None, ...]  # None: any length
Arrays = Mapping[str, NDArray[Any]]  # by the name of input or output
Run = Callable[[], None]


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

        It keeps the arrays alive. Raises MemoryError, there or here, where they do not fit, and
        ModelError where the backend cannot run the graph.
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
