"""Backends for tests: ONNX Runtime's pictures, spoiled or failing as the test wants."""

from collections.abc import Callable
from pathlib import Path

import numpy as np

from checkpoint.manifest import ModelManifest
from vtoonify_rt.inference.backend import Arrays, Run
from vtoonify_rt.inference.known_backends import BackendKind
from vtoonify_rt.inference.ort import OrtCpu, OrtGraph

Spoil = Callable[[np.ndarray], None]  # works on the finished picture, in place


def nothing(picture: np.ndarray) -> None:
    """Leave the picture as it is."""


def black(picture: np.ndarray) -> None:
    """Make the picture black, as NaN does."""
    picture[:] = 0


class FakeGraph:
    """ONNX Runtime's graph; `spoil` is called after each run."""

    def __init__(self, graph: OrtGraph, spoil: Spoil) -> None:
        self._graph = graph
        self._spoil = spoil
        self.input_shapes = graph.input_shapes
        self.zeros = graph.zeros

    def bind(self, inputs: Arrays, outputs: Arrays) -> Run:
        """Run the graph, then spoil what it wrote."""
        run = self._graph.bind(inputs, outputs)

        def run_and_spoil() -> None:
            run()
            for array in outputs.values():
                self._spoil(array)

        return run_and_spoil


class FakeBackend:
    """A backend that is named `name`."""

    def __init__(self, name: str, spoil: Spoil) -> None:
        self.id = self.name = name
        self._spoil = spoil

    def load(self, path: Path) -> FakeGraph:
        """Load the graph on ONNX Runtime."""
        return FakeGraph(OrtCpu(1).load(path), self._spoil)


def fake_kind(
    name: str = "fake", spoil: Spoil = nothing, missing: str = "", precision: str = "f32"
) -> BackendKind:
    """Return a line for the table of backends."""

    def why_missing(model: ModelManifest) -> str:
        return missing

    return BackendKind(
        id=name,
        title=name,
        precision=precision,
        missing=why_missing,
        open=lambda threads: FakeBackend(name, spoil),
    )


def raising(error: Exception, after: int = 0) -> Spoil:
    """Return what raises `error` after so many runs went well."""
    runs = 0

    def spoil(picture: np.ndarray) -> None:
        nonlocal runs
        runs += 1
        if runs > after:
            raise error

    return spoil
