"""The content code: what VToonify keeps of a person, from one aligned face.

The encoder is four times as large as all that runs in every frame, and is needed once per person.
So it is opened, run and closed, and the codes of the last few faces are remembered: models that
were exported with the same encoder give the same code, and changing between them costs nothing.
"""

import hashlib
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from checkpoint.manifest import ModelManifest
from vtoonify_rt.frame import Image
from vtoonify_rt.inference.graph import load_graph, verified_graph

ALIGNED_SHAPE = (256, 256, 3)
MAX_CODES = 16  # of 37 KB each

Code = NDArray[np.float32]  # (1, L, W)


class _Memory:
    """The codes of the last faces and the encoders that were found whole, for every session of
    this process; any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._codes: dict[tuple[str, str], Code] = {}
        self._whole: dict[Path, tuple[int, ...]] = {}

    def find(self, key: tuple[str, str]) -> Code | None:
        with self._lock:
            return self._codes.get(key)

    def keep(self, key: tuple[str, str], code: Code) -> None:
        with self._lock:
            self._codes[key] = code
            if len(self._codes) > MAX_CODES:
                del self._codes[next(iter(self._codes))]

    def checked(self, model: ModelManifest) -> Path:
        """Return the path of the encoder; its sha256 is checked unless the files are as before."""
        path = model.folder / "encode.onnx"
        stamp = _stamp(path)
        with self._lock:
            if stamp and self._whole.get(path) == stamp:
                return path
        verified_graph(model, path.name)  # a second or more
        with self._lock:
            self._whole[path] = stamp
        return path


_memory = _Memory()


def content_code(model: ModelManifest, face: Image, threads: int) -> Code:
    """Return the Z+ code (1, L, W) of an aligned face (256, 256, 3); some seconds for a new one.

    Raises ModelError if the encoder is missing or damaged, ValueError for a face of another shape.
    """
    if face.shape != ALIGNED_SHAPE:
        raise ValueError(f"an aligned face is {ALIGNED_SHAPE}, not {face.shape}")
    encoder = "".join(model.sha256.get(f"encode.{part}", "") for part in ("onnx", "weights"))
    key = encoder, hashlib.sha256(face.tobytes()).hexdigest()
    code = _memory.find(key)
    if code is None:
        code = _encode(model, face, threads)
        _memory.keep(key, code)
    return code


def _encode(model: ModelManifest, face: Image, threads: int) -> Code:
    encoder = load_graph(_memory.checked(model), threads, runs_once=True)
    code: Code = encoder.run(["content"], {"face": face[None]})[0]
    return code


def _stamp(graph: Path) -> tuple[int, ...]:
    """Return what changes when the graph or its weights are written; () where one is missing."""
    try:
        stats = [path.stat() for path in (graph, graph.with_suffix(".weights"))]
    except OSError:
        return ()
    return tuple(value for stat in stats for value in (stat.st_size, stat.st_mtime_ns))
