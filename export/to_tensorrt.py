"""Compile a frame graph to an engine of TensorRT-RTX, ahead of time: no graphics card is needed.

TensorRT for RTX compiles in two steps.  This one, some seconds on a CPU, fixes the network, its
precision (that of the graph) and the range of sizes, for the generations of cards that are named;
the card's own kernels are chosen when the engine is loaded.
"""

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vtoonify_rt.errors import ModelError

COMPUTE_CAPABILITIES = ("8.6", "8.9", "12.0")  # GeForce RTX 30, 40 and 50
SIZE_MULTIPLE = 8
_SCRATCH = re.compile(r"Max Scratch Memory: (\d+) bytes")


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeRange:
    """Sides of the pictures that an engine takes, in pixels, and which of them it is best at.

    Scratch memory follows the largest size, so the range should be no wider than needed.
    """

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
class Engine:
    """A compiled graph, and what compiling it told."""

    plan: bytes  # what TensorRT loads
    num_layers: int  # of the network as parsed, before any are joined
    parse_seconds: float
    build_seconds: float
    scratch_bytes: int | None  # device memory it needs beside its weights, where the log tells
    warnings: tuple[str, ...]


def build_engine(
    graph: Path, sizes: SizeRange, targets: Sequence[str] = COMPUTE_CAPABILITIES
) -> Engine:
    """Compile the ONNX graph at `graph`, with the weights beside it, for compute capabilities such
    as "8.6".

    Raises ModelError if TensorRT-RTX is not installed, does not know a compute capability, or
    cannot parse or build the graph; the message has its own first error.
    """
    trt = _load_tensorrt()
    log = _log_of(trt)
    builder = trt.Builder(log)
    network = builder.create_network()
    parser = trt.OnnxParser(network, log)
    start = time.perf_counter()
    if not parser.parse_from_file(str(graph)):
        first = parser.get_error(0)
        raise ModelError(
            f"TensorRT cannot parse {graph.name}: {first.desc()} (node {first.node_name()})",
            "Export the model again, or run it without TensorRT",
        )
    parsed = time.perf_counter()
    config = builder.create_builder_config()
    _set_targets(trt, config, targets)
    _add_sizes(builder, network, config, sizes)
    plan = builder.build_serialized_network(network, config)
    if plan is None:
        raise ModelError(
            f"TensorRT cannot build {graph.name}: {log.first_error()}",
            "Run the model without TensorRT",
        )
    return Engine(
        plan=bytes(plan),
        num_layers=network.num_layers,
        parse_seconds=parsed - start,
        build_seconds=time.perf_counter() - parsed,
        scratch_bytes=log.scratch_bytes,
        warnings=tuple(log.warnings),
    )


def _load_tensorrt() -> Any:
    try:
        import tensorrt_rtx
    except (ImportError, OSError) as error:  # OSError: its libraries are not all there
        raise ModelError(
            f"TensorRT-RTX cannot be loaded ({error})",
            "Install it: pip install tensorrt-rtx",
        ) from error
    return tensorrt_rtx


def _log_of(trt: Any) -> Any:
    """Return a logger that keeps what TensorRT says; its base class is known only at run time."""

    class Log(trt.ILogger):  # type: ignore[misc]
        """Keeps warnings and errors, and the size of the scratch memory."""

        def __init__(self) -> None:
            super().__init__()
            self.warnings: list[str] = []
            self._errors: list[str] = []
            self.scratch_bytes: int | None = None

        def log(self, severity: Any, message: str) -> None:
            """Take a message; called by TensorRT, on a thread of its choice."""
            if severity in (self.ERROR, self.INTERNAL_ERROR):
                self._errors.append(message)
            elif severity == self.WARNING:
                self.warnings.append(message)
            elif found := _SCRATCH.search(message):
                self.scratch_bytes = int(found[1])

        def first_error(self) -> str:
            """Return the first error, which is the cause of the others."""
            return self._errors[0] if self._errors else "it gives no reason"

    return Log()


def _set_targets(trt: Any, config: Any, targets: Sequence[str]) -> None:
    known = {
        name: value for name, value in trt.ComputeCapability.__members__.items() if "SM" in name
    }
    config.num_compute_capabilities = len(targets)
    for index, target in enumerate(targets):
        name = f"SM{target.replace('.', '')}"
        if name not in known:
            raise ModelError(
                f"TensorRT {trt.__version__} does not build for compute capability {target}",
                f"It knows {', '.join(sorted(known))}",
            )
        config.set_compute_capability(known[name], index)


def _add_sizes(builder: Any, network: Any, config: Any, sizes: SizeRange) -> None:
    profile = builder.create_optimization_profile()
    batches = (1, 1, sizes.batch)
    sides = (sizes.smallest, sizes.best, sizes.largest)
    for index in range(network.num_inputs):
        tensor = network.get_input(index)
        if -1 in tensor.shape:
            # Free are the batch, which is the first axis, and the two sides.
            shapes = [
                [
                    (batch if axis == 0 else side) if length == -1 else length
                    for axis, length in enumerate(tensor.shape)
                ]
                for batch, side in zip(batches, sides, strict=True)
            ]
            profile.set_shape(tensor.name, *shapes)
    config.add_optimization_profile(profile)
