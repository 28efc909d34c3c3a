"""TensorRT put through all that it has to do, with engines that are built and thrown away."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from checkpoint.errors import ModelError
from checkpoint.model import ModelManifest
from vtoonify_rt.doctor.gpu_selftest import NO_CARD, Row, has_card
from vtoonify_rt.engines import ModelEngines
from vtoonify_rt.inference.backend import EnginePrecision
from vtoonify_rt.inference.cuda import Cuda
from vtoonify_rt.inference.engine_lookup import EngineTarget, graphs_of
from vtoonify_rt.inference.engine_store import EngineStore
from vtoonify_rt.timing import percentiles

if TYPE_CHECKING:
    from vtoonify_rt.frame import Image
    from vtoonify_rt.inference.frames import FrameGraphs

RUNS = 200  # at most
SECONDS = 10.0  # at most, about
COPIES = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class TrtTest:
    """The test for one model and one precision. `engines`, `cuda` and `clock`: given by tests."""

    model: ModelManifest
    engines: ModelEngines
    cuda: Cuda
    precision: EnginePrecision
    expected: "Image"  # of the known picture, by ONNX Runtime on the CPU
    clock: Callable[[], float] = time.perf_counter

    def rows(self) -> Iterator[Row]:
        """Build, load, compare, measure with and without a CUDA graph, and damage."""
        yield self._build()
        for record in (True, False):
            yield from self._run(record=record)
        yield self._copies()
        yield self._damaged()

    def _build(self) -> Row:
        start = self.clock()
        built = self.engines.build()
        seconds = self.clock() - start
        megabytes = sum(engine.nbytes for engine in built) / 1e6
        graphs = ", ".join(engine.key.graph for engine in built)
        return Row(
            name=self._name("build"),
            outcome="ok",
            detail=f"{graphs}: {megabytes:.1f} MB in {seconds:.1f} s",
            data={"graphs": graphs, "megabytes": megabytes, "seconds": seconds},
        )

    def _run(self, *, record: bool) -> Iterator[Row]:
        from vtoonify_rt.inference.frames import open_frames
        from vtoonify_rt.inference.known_backends import LEAST_PSNR
        from vtoonify_rt.inference.trial import known_picture
        from vtoonify_rt.likeness import psnr

        how = "a CUDA graph asked for" if record else "no CUDA graph"
        free_before, _ = self.cuda.memory()
        start = self.clock()
        backend = self.engines.backend(self.cuda, record=record)
        frames = open_frames(self.model, backend, self.model.output_scale)
        frames.conditioning[:] = _conditioning(self.model)
        picture = frames.run(known_picture(self.model)[None])[0]
        loaded = self.clock() - start
        found = psnr(picture, self.expected)
        least = LEAST_PSNR[self.precision]
        yield Row(
            name=self._name(f"picture, {how}"),
            outcome="ok" if found >= least else "failed",
            detail=f"{found:.0f} dB from the CPU's, wanted {least:.0f}; "
            f"first picture after {loaded:.1f} s",
            data={"psnr": found, "least": least, "load_seconds": loaded},
        )
        yield self._time(frames, how, free_before)
        frames.close()

    def _time(self, frames: "FrameGraphs", how: str, free_before: int) -> Row:
        side = self.model.crop_px
        pictures = np.full((1, side, side, 3), 128, np.uint8)
        for _ in range(10):
            frames.run(pictures)
        times: list[float] = []
        while len(times) < RUNS and sum(times) < SECONDS:
            start = self.clock()
            frames.run(pictures)
            times.append(self.clock() - start)
        found = percentiles(times)
        used = (free_before - self.cuda.memory()[0]) / 1e6
        return Row(
            name=self._name(f"{side} x {side}, {how}"),
            outcome="ok",
            detail=f"p50 {found.p50:.2f} ms, p95 {found.p95:.2f} ms of {len(times)}; "
            f"{used:.0f} MB of the GPU's memory",
            data={"p50_ms": found.p50, "p95_ms": found.p95, "runs": len(times), "memory_mb": used},
        )

    def _copies(self) -> Row:
        """Measure what going to the GPU and back takes of that."""
        side = self.model.crop_px
        into = side * side * 3
        out = into * self.model.output_scale**2
        host, device = self.cuda.pinned_memory(out), self.cuda.device_memory(out)
        stream = self.cuda.stream()
        times = []
        for _ in range(COPIES):
            start = self.clock()
            self.cuda.copy_in(device.handle, host.handle, into, stream)
            self.cuda.copy_out(host.handle, device.handle, out, stream)
            self.cuda.synchronize(stream)
            times.append(self.clock() - start)
        found = percentiles(times)
        return Row(
            name=self._name("copies alone"),
            outcome="ok",
            detail=f"p50 {found.p50:.2f} ms, p95 {found.p95:.2f} ms, {into} bytes in, {out} out",
            data={"p50_ms": found.p50, "p95_ms": found.p95, "in": into, "out": out},
        )

    def _damaged(self) -> Row:
        """Put another thing in the place of an engine: it must be refused, in a sentence."""
        name = next(iter(self.engines.graphs))
        self.engines.store.add(self.engines.keys[0], b"no engine" * 1000)
        try:
            self.engines.backend(self.cuda).load(self.model.folder / name)
        except ModelError as error:
            gone = self.engines.ready() is None
            return Row(
                name=self._name("damaged engine"),
                outcome="ok" if gone else "failed",
                detail=f"{'refused and removed' if gone else 'refused, but kept'}: {error.message}",
            )
        return Row(name=self._name("damaged engine"), outcome="failed", detail="it was loaded")

    def _name(self, part: str) -> str:
        return f"TensorRT {self.precision}: {part}"


def trt_rows(model: ModelManifest, card: Callable[[], bool] = has_card) -> Iterator[Row]:
    """Put TensorRT on this computer's GPU through its test, in each precision the model has.

    ModelError where a card is there that CUDA cannot use, or no TensorRT.
    """
    from vtoonify_rt.inference.trial import try_reference

    try:
        cuda = Cuda.load()
        gpu = cuda.gpu()
    except ModelError:
        if card():
            raise
        yield Row(name="TensorRT", outcome="none", detail=NO_CARD)
        return
    target = EngineTarget.this_computer(gpu=gpu)
    yield Row(name="TensorRT", outcome="ok", detail=target.library.title)
    _, expected = try_reference(model, lambda: 1)
    with tempfile.TemporaryDirectory() as folder:
        for precision in _precisions(model):
            store = EngineStore(Path(folder) / precision)
            engines = ModelEngines(model, target, precision=precision, store=store)
            test = TrtTest(
                model=model, engines=engines, cuda=cuda, precision=precision, expected=expected
            )
            yield from test.rows()


def _precisions(model: ModelManifest) -> list[EnginePrecision]:
    half = any("_fp16" in graph for graph in graphs_of(model, None, None).values())
    return ["f16", "f32"] if half else ["f32"]


def _conditioning(model: ModelManifest) -> "np.ndarray[tuple[int, ...], np.dtype[np.float32]]":
    from vtoonify_rt.inference.conditioning import default_conditioning

    return default_conditioning(model)
