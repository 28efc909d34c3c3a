"""The TensorRT engines that a model needs on this computer: which are ready, and who builds them.

A session loads `frame.onnx` and, of a VToonify, `parse.onnx`; each has its engine. They are for a
range of sizes that takes in all that is seen live, so that neither crop nor governor asks for
another one.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from checkpoint.errors import ModelError, Stopped
from checkpoint.model import ModelManifest
from vtoonify_rt.inference.backend import EnginePrecision
from vtoonify_rt.inference.cuda import Cuda
from vtoonify_rt.inference.engine_key import EngineKey, SizeRange, graph_digest
from vtoonify_rt.inference.engine_lookup import EngineTarget, graphs_of
from vtoonify_rt.inference.engine_store import EngineStore, Removed, StoredEngine, why_stale
from vtoonify_rt.regions import NETWORK_MAX_PX

if TYPE_CHECKING:
    from vtoonify_rt.inference.trt import TrtBackend

Progress = Callable[[str, float], None]  # the graph that is worked on, and 0..1 of all

SMALLEST_PX = 64  # the short side of what is around a crop, 192 pixels long, of a wide frame


class ModelEngines:
    """The engines of one model for one target.

    `sizes` None: all that is seen live. `precision` None: half, where the model has a graph for
    it. ModelError for a scale or a precision that the model does not have.
    """

    def __init__(
        self,
        model: ModelManifest,
        target: EngineTarget,
        *,
        sizes: SizeRange | None = None,
        output_scale: int | None = None,
        precision: EnginePrecision | None = None,
        store: EngineStore | None = None,
    ) -> None:
        self.model = model
        self.target = target
        self.sizes = sizes or live_sizes(model)
        self.store = store or EngineStore()
        self.graphs = graphs_of(model, output_scale, precision)
        self._keys = {name: self._key(graph) for name, graph in self.graphs.items()}

    @property
    def keys(self) -> list[EngineKey]:
        """The keys of all engines."""
        return list(self._keys.values())

    def ready(self) -> list[StoredEngine] | None:
        """Return the engines if all are there, else None."""
        found = [self.store.find(key) for key in self._keys.values()]
        ready = [engine for engine in found if engine is not None]
        return ready if len(ready) == len(found) else None

    def engine_of(self, path: Path) -> StoredEngine:
        """Return the engine, of exactly these sizes, of a graph that a session loads; ModelError
        if it is not ready."""
        key = self._keys.get(path.name)
        engine = None if key is None else self.store.find(key)
        if engine is None:
            raise ModelError(
                f"There is no TensorRT engine of {path.name} for model '{self.model.id}' yet",
                f"Build it: vtoonify-rt engines build --model {self.model.id}",
            )
        return engine

    def backend(self, cuda: Cuda | None = None, *, record: bool = True) -> "TrtBackend":
        """Return the backend that runs them, on the GPU of this computer; see `TrtBackend`."""
        from vtoonify_rt.inference.trt import TrtBackend

        return TrtBackend(self.engine_of, cuda=cuda, library=self.target.library, record=record)

    def build(
        self, progress: Progress = lambda graph, share: None, stop: Event | None = None
    ) -> list[StoredEngine]:
        """Build what is missing, in this process, and return all; what another process builds
        meanwhile is waited for.

        Raises ModelError, MemoryError if the GPU is full, and Stopped once `stop` is set, between
        two engines.
        """
        built = []
        for index, (name, key) in enumerate(self._keys.items()):
            if stop is not None and stop.is_set():
                raise Stopped

            def tell(share: float, graph: str = self.graphs[name], done: int = index) -> None:
                progress(graph, (done + share) / len(self._keys))

            tell(0.0)
            with self.store.lock(key):
                built.append(self.store.find(key) or self._build(key, tell))
            tell(1.0)
        return built

    def _build(self, key: EngineKey, tell: Callable[[float], None]) -> StoredEngine:
        from vtoonify_rt.inference import choice_memory
        from vtoonify_rt.inference.graph import verified_graph
        from vtoonify_rt.inference.known_backends import TENSORRT
        from vtoonify_rt.inference.trt_build import build_engine

        engine = build_engine(
            verified_graph(self.model, key.graph),
            key.sizes,
            key.capabilities,
            progress=tell,
            library=self.target.library,
        )
        stored = self.store.add(
            key,
            engine.plan,
            layers=engine.num_layers,
            build_seconds=round(engine.parse_seconds + engine.build_seconds, 3),
            scratch_bytes=engine.scratch_bytes,
            warnings=engine.warnings,
        )
        choice_memory.forget(self.model, TENSORRT.values())  # what failed without it is tried again
        return stored

    def _key(self, graph: str) -> EngineKey:
        return EngineKey(
            model=self.model.id,
            graph=graph,
            graph_digest=graph_digest(self.model, graph),
            gpu=self.target.gpu,
            capabilities=self.target.capabilities,
            driver=self.target.driver,
            library=self.target.library.name,
            library_version=self.target.library.version,
            sizes=self.sizes,
        )


def live_sizes(model: ModelManifest) -> SizeRange:
    """Return the range that takes in every picture that `model` gets live, one at a time."""
    largest = NETWORK_MAX_PX // model.output_scale
    multiple = model.size_multiple
    best = -(-model.crop_px // multiple) * multiple
    return SizeRange(smallest=-(-SMALLEST_PX // multiple) * multiple, best=best, largest=largest)


def collect_engines(
    models: Sequence[ModelManifest],
    target: EngineTarget | None,
    store: EngineStore | None = None,
) -> list[Removed]:
    """Remove the engines that will not be used again: of models that are gone or changed, of
    another version of the library or the driver, long unused, beyond the room they may take.

    `target`: this computer; None: without a GPU or TensorRT, which is no reason to remove anything.
    """
    graphs = [(model, name) for model in models for name in model.sha256 if name.endswith(".onnx")]
    digests = {graph_digest(model, name) for model, name in graphs}

    def stale(key: EngineKey) -> str | None:
        version = driver = None
        if target is not None and key.library == target.library.name:
            version = target.library.version
        if target is not None and key.gpu == target.gpu:
            driver = target.driver
        return why_stale(key, digests=digests, library_version=version, driver=driver)

    return (store or EngineStore()).collect(stale)
