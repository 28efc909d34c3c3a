"""Which engine runs a graph on this computer, and the TensorRT backend that runs it.

The engine's sizes are no matter here: it says itself what it takes.
"""

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.model import ModelManifest
from vtoonify_rt.inference.backend import BackendAbsent, EnginePrecision
from vtoonify_rt.inference.cuda import Cuda, Gpu
from vtoonify_rt.inference.engine_key import ANY_GPU, EngineKey, graph_digest
from vtoonify_rt.inference.engine_store import EngineStore, StoredEngine
from vtoonify_rt.inference.trt_library import MODULES, TrtLibrary, load_library

if TYPE_CHECKING:
    from vtoonify_rt.inference.trt import TrtBackend


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineTarget:
    """What engines are built with and for."""

    library: TrtLibrary
    gpu: str
    driver: str
    capabilities: tuple[str, ...]

    @classmethod
    def this_computer(
        cls, library: TrtLibrary | None = None, gpu: Gpu | None = None
    ) -> "EngineTarget":
        """Return the GPU of this computer; ModelError where there is none, or no TensorRT."""
        library = library or load_library()
        gpu = gpu or Cuda.load().gpu()
        return cls(library=library, gpu=gpu.name, driver=gpu.driver, capabilities=(gpu.capability,))

    @classmethod
    def elsewhere(
        cls, capabilities: Sequence[str], library: TrtLibrary | None = None
    ) -> "EngineTarget":
        """Return any card of these compute capabilities; ModelError unless TensorRT for RTX is
        there: the others build for the GPU that they run on."""
        library = library or load_library()
        if not library.is_rtx:
            raise ModelError(
                f"{library.title} builds for the GPU of this computer only",
                "Install TensorRT for RTX: pip install 'vtoonify-rt[tensorrt]'",
            )
        found = tuple(sorted(capabilities))
        return cls(library=library, gpu=ANY_GPU, driver=ANY_GPU, capabilities=found)

    def runs(self, key: EngineKey) -> bool:
        """Whether an engine with this key is for this target."""
        return (
            (key.gpu, key.driver, key.capabilities) == (self.gpu, self.driver, self.capabilities)
            and key.library == self.library.name
            and key.library_version == self.library.version
        )


def graphs_of(
    model: ModelManifest, output_scale: int | None, precision: EnginePrecision | None
) -> dict[str, str]:
    """Return the graphs that run for every picture: by the name that a session loads, the one to
    compile. `precision` None: half, where the model has a graph for it.

    ModelError if the model has no such scale, or no graph in half precision and that is asked for.
    """
    frame = model.frame_file(output_scale or model.output_scale)
    half = _half(frame)
    if precision == "f16" and half not in model.sha256:
        raise ModelError(
            f"Model '{model.id}' has no {half}", "Choose f32, or export the model again"
        )
    chosen = half if precision != "f32" and half in model.sha256 else frame
    return {frame: chosen} | ({"parse.onnx": "parse.onnx"} if model.is_vtoonify else {})


def why_no_engines(
    model: ModelManifest, precision: EnginePrecision, store: EngineStore | None = None
) -> str:
    """Return in a few words what `model` lacks to run on TensorRT, "" if nothing; takes
    milliseconds and does not look whether the engines are for this GPU."""
    if not any(importlib.util.find_spec(name) for name in MODULES):
        return "the package tensorrt-rtx is not installed"
    if precision == "f16" and _half(model.frame_file(model.output_scale)) not in model.sha256:
        return "the model has no graph in half precision"
    wanted = {graph_digest(model, name) for name in graphs_of(model, None, precision).values()}
    there = {e.key.graph_digest for e in (store or EngineStore()).all() if e.key.gpu != ANY_GPU}
    return "" if wanted <= there else "its engines are not built yet"


def engine_finder(
    target: EngineTarget, precision: EnginePrecision, store: EngineStore | None = None
) -> Callable[[Path], StoredEngine]:
    """Return what finds the engine of a graph of a model folder, for `TrtBackend`."""
    kept = store or EngineStore()

    def find(path: Path) -> StoredEngine:
        model = load_manifest(path.parent)
        half = _half(path.name)
        name = half if precision == "f16" and half in model.sha256 else path.name
        digest = graph_digest(model, name)
        for engine in kept.all():
            if engine.key.graph_digest == digest and target.runs(engine.key):
                return engine
        raise BackendAbsent(f"there is no engine of {name} for this GPU, driver and version yet")

    return find


def open_tensorrt(precision: EnginePrecision) -> "TrtBackend":
    """Open the backend; BackendAbsent where there is no GPU for it, or no TensorRT."""
    from vtoonify_rt.inference.trt import TrtBackend

    try:
        cuda = Cuda.load()
        target = EngineTarget.this_computer(gpu=cuda.gpu())
    except ModelError as error:
        raise BackendAbsent(error.message) from error
    return TrtBackend(
        engine_finder(target, precision), cuda=cuda, library=target.library, precision=precision
    )


def _half(graph: str) -> str:
    return graph.replace(".onnx", "_fp16.onnx")
