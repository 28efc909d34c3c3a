"""TensorRT as a backend that builds the engines of a test when they are asked for."""

import atexit
import tempfile
from functools import cache
from pathlib import Path

from checkpoint.errors import ModelError
from checkpoint.store import STARTER
from vtoonify_rt.inference.backend import Backend, BackendAbsent, Threads
from vtoonify_rt.inference.cuda import Cuda
from vtoonify_rt.inference.engine_key import EngineKey, SizeRange
from vtoonify_rt.inference.engine_lookup import EngineTarget
from vtoonify_rt.inference.engine_store import EngineStore, StoredEngine
from vtoonify_rt.inference.known_backends import BackendKind
from vtoonify_rt.inference.trt import TrtBackend
from vtoonify_rt.inference.trt_build import build_engine

LEAST = {STARTER: 32}  # pixels along a side; of the other models of tests, 8


def built_tensorrt() -> BackendKind:
    """Return a line for the table of backends; absent without a GPU or TensorRT."""
    return BackendKind(
        id="tensorrt-built",
        title="TensorRT",
        precision="f32",
        missing=lambda model: "",
        open=_open,
        gpu=True,
    )


def _open(threads: Threads) -> Backend:
    try:
        cuda = Cuda.load()
        target = EngineTarget.this_computer(gpu=cuda.gpu())
    except ModelError as error:
        raise BackendAbsent(error.message) from error
    return TrtBackend(lambda path: _built(path, target), cuda=cuda, library=target.library)


def _built(path: Path, target: EngineTarget) -> StoredEngine:
    sizes = SizeRange(smallest=LEAST.get(path.parent, 8), best=64, largest=512)
    key = EngineKey(
        model="test",
        graph=path.name,
        graph_digest=str(path),
        gpu=target.gpu,
        capabilities=target.capabilities,
        driver=target.driver,
        library=target.library.name,
        library_version=target.library.version,
        sizes=sizes,
    )
    found = _store().find(key)
    if found is not None:
        return found
    engine = build_engine(path, sizes, target.capabilities, library=target.library)
    return _store().add(key, engine.plan)


@cache
def _store() -> EngineStore:
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return EngineStore(Path(folder.name))
