"""Compile a graph to an engine of TensorRT.

TensorRT for RTX compiles in two steps. This one, some seconds on a CPU and without a graphics
card, fixes the network, its precision (that of the graph) and the range of sizes, for the
generations of cards that are named; the card's own kernels are chosen when the engine is loaded.
TensorRT 10 and 11 do all of it here, for minutes, on the card itself.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vtoonify_rt.errors import ModelError
from vtoonify_rt.inference.engine_key import SizeRange
from vtoonify_rt.inference.trt_library import TrtLibrary, failure, load_library, log_of
from vtoonify_rt.inference.trt_onnx import graph_for_tensorrt

COMPUTE_CAPABILITIES = ("8.6", "8.9", "12.0")  # GeForce RTX 30, 40 and 50

Progress = Callable[[float], None]  # of 0..1; it never falls


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A compiled graph, and what compiling it told."""

    plan: bytes  # what TensorRT loads
    num_layers: int  # of the network as parsed, before any are joined
    parse_seconds: float
    build_seconds: float
    scratch_bytes: int | None  # device memory for the largest size, where the log tells
    warnings: tuple[str, ...]


def build_engine(
    graph: Path,
    sizes: SizeRange,
    targets: Sequence[str] = COMPUTE_CAPABILITIES,
    *,
    progress: Progress = lambda share: None,
    library: TrtLibrary | None = None,
) -> Engine:
    """Compile the ONNX graph at `graph`, with the weights beside it, for compute capabilities such
    as "8.6"; what is not TensorRT for RTX compiles for the GPU of this computer.

    Raises ModelError if TensorRT is not installed, does not know a compute capability, or cannot
    parse or build the graph; the message has its own first error. MemoryError if the GPU is full.
    """
    library = library or load_library()
    trt, log = library.api, log_of(library)
    builder = trt.Builder(log)
    network = builder.create_network(_network_flags(trt))
    start = time.perf_counter()
    _parse(trt.OnnxParser(network, log), graph)
    parsed = time.perf_counter()
    config = builder.create_builder_config()
    if library.is_rtx:
        _set_targets(library, config, targets)
        # Scratch memory is ours then: without it, work cannot be recorded as a CUDA graph.
        config.set_flag(trt.BuilderFlag.REQUIRE_USER_ALLOCATION)
    _add_sizes(builder, network, config, sizes)
    monitor = _monitor_of(trt, progress)
    config.progress_monitor = monitor
    plan = builder.build_serialized_network(network, config)
    if plan is None:
        raise failure(log, f"TensorRT cannot build {graph.name}", "Run the model without TensorRT")
    return Engine(
        plan=bytes(plan),
        num_layers=network.num_layers,
        parse_seconds=parsed - start,
        build_seconds=time.perf_counter() - parsed,
        scratch_bytes=log.scratch_bytes,
        warnings=tuple(log.warnings),
    )


def _network_flags(trt: Any) -> int:
    """Return the flags of a network whose types are those of its graph, as they always are from
    TensorRT 11 on."""
    strong = trt.NetworkDefinitionCreationFlag.__members__.get("STRONGLY_TYPED")
    return 0 if strong is None else 1 << int(strong)


def _parse(parser: Any, graph: Path) -> None:
    if parser.parse(graph_for_tensorrt(graph), str(graph)):
        return
    first = parser.get_error(0)
    raise ModelError(
        f"TensorRT cannot parse {graph.name}: {first.desc()} (node {first.node_name()})",
        "Export the model again, or run it without TensorRT",
    )


def _set_targets(library: TrtLibrary, config: Any, targets: Sequence[str]) -> None:
    capabilities = library.api.ComputeCapability.__members__
    known = {name: value for name, value in capabilities.items() if "SM" in name}
    config.num_compute_capabilities = len(targets)
    for index, target in enumerate(targets):
        name = f"SM{target.replace('.', '')}"
        if name not in known:
            raise ModelError(
                f"{library.title} does not build for compute capability {target}",
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


class BuildShare:
    """How much of a build is done, from the phases, one within another, that TensorRT tells of."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._phases: dict[str, list[int]] = {}  # steps, and how many are done; outermost first
        self._share = 0.0

    def begin(self, phase: str, steps: int) -> None:
        """Note that a phase within those that run has begun."""
        self._phases[phase] = [steps, 0]

    def step(self, phase: str, index: int) -> None:
        """Note that a step, counted from 0, is done."""
        if phase in self._phases:
            self._phases[phase][1] = index + 1
            self._tell()

    def end(self, phase: str) -> None:
        """Note that a phase is done."""
        self._phases.pop(phase, None)

    def _tell(self) -> None:
        share, width = 0.0, 1.0
        for steps, done in self._phases.values():
            share += width * min(done, steps) / steps
            width /= steps
        self._share = max(self._share, min(share, 1.0))
        self._progress(self._share)


def _monitor_of(trt: Any, progress: Progress) -> Any:
    """Return what TensorRT tells its progress to; the base class is known only at run time."""

    base: Any = trt.IProgressMonitor

    class Monitor(base):  # type: ignore[misc]
        """Passes progress on; called by TensorRT."""

        def __init__(self) -> None:
            super().__init__()
            self._share = BuildShare(progress)

        def phase_start(self, phase_name: str, parent_phase: str | None, num_steps: int) -> None:
            """Note that a phase begins."""
            self._share.begin(phase_name, num_steps)

        def step_complete(self, phase_name: str, step: int) -> bool:
            """Note that a step is done; True: go on."""
            self._share.step(phase_name, step)
            return True

        def phase_finish(self, phase_name: str) -> None:
            """Note that a phase is done."""
            self._share.end(phase_name)

    return Monitor()
