"""What an engine of TensorRT depends on: where any of it differs, another engine is needed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from checkpoint.errors import ModelError
from checkpoint.model import ModelManifest

ANY_GPU = "any"  # name and driver of the GPU, in the key of an engine that was built ahead
SIZE_MULTIPLE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRange:
    """Sides of the pictures that an engine takes, in pixels, and which of them it is best at."""

    smallest: int
    best: int
    largest: int
    batch: int = 1  # pictures at a time, at most

    def __post_init__(self) -> None:
        sides = (self.smallest, self.best, self.largest)
        if any(side < SIZE_MULTIPLE or side % SIZE_MULTIPLE for side in sides):
            raise ValueError(f"sides must be multiples of {SIZE_MULTIPLE}, got {sides}")
        if list(sides) != sorted(sides):
            raise ValueError(f"sides must not fall from smallest to largest, got {sides}")
        if self.batch < 1:
            raise ValueError(f"batch must be at least 1, got {self.batch}")

    @classmethod
    def only(cls, side: int) -> "SizeRange":
        """Return the range of one size."""
        return cls(smallest=side, best=side, largest=side)


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineKey:
    """All that an engine depends on."""

    model: str  # id; for people, the digest tells models apart
    graph: str  # name of its ONNX file, which decides the precision: "frame_fp16.onnx"
    graph_digest: str  # see `graph_digest`
    gpu: str  # name, or ANY_GPU
    capabilities: tuple[str, ...]  # compute capabilities of the cards that it is for: ("8.9",)
    driver: str  # version of the GPU's driver, or ANY_GPU
    library: str  # "tensorrt_rtx" or "tensorrt"
    library_version: str
    sizes: SizeRange

    @property
    def precision(self) -> str:
        """Of the arithmetic: "f16" or "f32"."""
        return "f16" if "_fp16" in self.graph else "f32"

    @property
    def digest(self) -> str:
        """Return a name for files, another one for each key."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @classmethod
    def from_table(cls, table: Mapping[str, Any]) -> "EngineKey":
        """Return the key that `dataclasses.asdict` made a table of.

        Raises KeyError, TypeError or ValueError for any other table.
        """
        fields = dict(table)
        return cls(
            capabilities=tuple(fields.pop("capabilities")),
            sizes=SizeRange(**fields.pop("sizes")),
            **fields,
        )


def graph_digest(model: ModelManifest, name: str) -> str:
    """Return one sha256 for a graph of a model and its weights, by what the manifest says of them.

    ModelError if the model has no such graph.
    """
    if name not in model.sha256:
        raise ModelError(f"Model '{model.id}' has no {name}", "Install the model again")
    sums = [model.sha256[name], model.sha256.get(weights_file(name), "")]
    return hashlib.sha256(" ".join(sums).encode()).hexdigest()


def weights_file(graph: str) -> str:
    """Return the name of the weights beside a graph: "frame_x2.onnx" shares those of
    "frame.onnx"."""
    return graph.partition(".")[0].partition("_x")[0].partition("_256")[0] + ".weights"
