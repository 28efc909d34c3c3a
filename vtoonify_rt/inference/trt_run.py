"""Bound work of TensorRT: copies in, one or two graphs, copies out; recorded once, then replayed.

What is known of overlap: the work of one picture is one chain on one stream, since each part needs
the one before it; within a picture nothing overlaps. While the GPU works, `synchronize` sleeps
without Python's lock, and landmarks, decoding and the window go on. Copies are direct, from and to
pinned memory, and as part of the recorded graph they need no call of their own. A second pair of
buffers would hide them behind the next picture's work, at the price of showing each picture one
frame later: not worth it while a copy takes much less time than the network, which `vtoonify-rt
doctor --gpu-selftest` measures.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from checkpoint.errors import ModelError
from vtoonify_rt.inference.backend import Run
from vtoonify_rt.inference.cuda import Cuda, Held
from vtoonify_rt.inference.trt_memory import Twin

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Step:
    """One graph with memory bound to it."""

    name: str  # of the graph's file, for messages
    context: Any  # TensorRT's execution context: its addresses and sizes do not change any more
    inputs: tuple[Twin, ...]
    outputs: tuple[Twin, ...]
    keeps: tuple[Any, ...]  # whatever has to live as long: arrays, scratch memory
    fail: Callable[[str], Exception]  # makes an error of what TensorRT logged


class TrtRun:
    """Runs steps in turn; see `Run`. One thread calls."""

    def __init__(self, cuda: Cuda, stream: Held, steps: tuple[Step, ...], *, record: bool) -> None:
        self._cuda = cuda
        self._stream = stream
        self._steps = steps
        self._record = record
        self._recorded: Held | None = None
        made = [twin for step in steps for twin in step.outputs]
        read = [twin for step in steps for twin in step.inputs]
        # What one step leaves for the next stays on the GPU.
        self._copied_in = _each_once(twin for twin in read if not _among(twin, made))
        self._copied_out = _each_once(twin for twin in made if not _among(twin, read))

    def __call__(self) -> None:
        """Run, from the inputs as they are now to the outputs."""
        if self._record and self._recorded is None:
            self._recorded = self._try_to_record()
            self._record = self._recorded is not None
        if self._recorded is not None:
            self._cuda.launch(self._recorded, self._stream)
        else:
            self._enqueue()
        self._cuda.synchronize(self._stream)

    @property
    def is_recorded(self) -> bool:
        """Whether a recorded CUDA graph is replayed."""
        return self._recorded is not None

    def after(self, first: Run) -> Run:
        """Return what runs `first`, then this; see `backend.chain`."""
        if isinstance(first, TrtRun) and first._stream is self._stream:
            steps = (*first._steps, *self._steps)
            return TrtRun(self._cuda, self._stream, steps, record=first._record and self._record)

        def both() -> None:
            first()
            self()

        return both

    def warm_up(self) -> None:
        """Run once without recording: TensorRT does the rest of its preparations."""
        self._enqueue()
        self._cuda.synchronize(self._stream)

    def _enqueue(self) -> None:
        cuda, stream = self._cuda, self._stream
        for twin in self._copied_in:
            cuda.copy_in(twin.device.handle, twin.host.handle, twin.nbytes, stream)
        for step in self._steps:
            if not step.context.execute_async_v3(int(stream.handle)):
                raise step.fail(f"TensorRT cannot run {step.name}")
        for twin in self._copied_out:
            cuda.copy_out(twin.host.handle, twin.device.handle, twin.nbytes, stream)

    def _try_to_record(self) -> Held | None:
        """Return the recorded work; None, told once in the log, where it cannot be recorded."""
        names = ", ".join(step.name for step in self._steps)
        try:
            if not all(_may_be_recorded(step.context, self._stream) for step in self._steps):
                raise ModelError("TensorRT says that this engine cannot be recorded")
            return self._cuda.record(self._enqueue, self._stream)
        except ModelError as error:
            logger.warning(
                "%s runs without a CUDA graph, each part started anew for each picture: %s",
                names,
                error.message,
            )
            return None


def _may_be_recorded(context: Any, stream: Held) -> bool:
    """Ask TensorRT for RTX; the others do not tell, and are tried."""
    ask = getattr(context, "is_stream_capturable", None)
    return ask is None or bool(ask(int(stream.handle)))


def _among(twin: Twin, twins: Iterable[Twin]) -> bool:
    return any(twin is other for other in twins)


def _each_once(twins: Iterable[Twin]) -> list[Twin]:
    return list({id(twin): twin for twin in twins}.values())
