"""How many threads run a model fastest on this machine, by measurement.

More is not always faster: hyper-threads, slow cores and other programs decide, and no table knows
them. The first load of a model tries a few counts, a second in all, and remembers the answer. Of
a VToonify, a thousand times the work, it tries fewer counts on a smaller picture, one after
another because each holds all the weights: some seconds, once for all models of one family.

The counts take turns and the quickest run of each is compared, since what else the machine does
for a moment only makes runs slower. A machine that is busy all the while would decide for ever: one
or two threads that did not get the processor tell it, and then the answer is not believed.
"""

import json
import logging
import math
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import onnxruntime
import platformdirs

from checkpoint.manifest import ModelManifest
from vtoonify_rt.cpu import count_cores
from vtoonify_rt.inference.backend import Threads
from vtoonify_rt.inference.graph import gray_inputs, load_graph, telling_damage, verified_graph

logger = logging.getLogger(__name__)

MAX_THREADS = 8  # a frame of a Lite model is too little work for more
PROBE_PX = 256  # about; rounded to the model's multiple
LARGE_PROBE_PX = 64  # of a VToonify: 14 billion multiplications
ROUNDS = 6
LARGE_ROUNDS = 3
USUAL_THREADS = 4  # at most, where no measurement is to be believed
CALM = 0.75  # of the time that one or two threads ask for; undisturbed they get 0.85 and more
WORK = 1.5  # times the processor time of one thread; two undisturbed ones need 1.2 times


@dataclass(frozen=True, slots=True)
class Run:
    """How long a picture took, and how much of the processor it got, in seconds."""

    seconds: float
    processor: float

    def share(self, threads: int) -> float:
        """Return how much it got of what `threads` threads could use."""
        return self.processor / (threads * self.seconds)


def wanted_threads(model: ModelManifest, wished: int | None) -> Threads:
    """Return what tells how many threads run `model`: `wished`, or else as many as are fastest,
    which is found out when it is asked for. ModelError if a file is missing or damaged, also
    then."""

    @cache
    def threads() -> int:
        return wished or fastest_thread_count(verified_graph(model, "frame.onnx"), model)

    return threads


def fastest_thread_count(frame_path: Path, model: ModelManifest) -> int:
    """Return the thread count with the quickest run, remembered between starts; ModelError if the
    model gives no picture."""
    cores = count_cores()
    key = f"{model.sha256['frame.onnx'][:16]} {cores} {onnxruntime.__version__}"
    cache = platformdirs.user_cache_path("vtoonify-rt") / "threads.json"
    known = _read(cache)
    if key not in known:
        counts = _few_candidates(cores) if model.is_vtoonify else _candidates(cores)
        with telling_damage(model):
            runs = _quickest_runs(frame_path, model, counts)
        logger.info("runs by threads: %s", runs)
        if not _believable(runs):
            return min(cores, USUAL_THREADS)
        known[key] = min(runs, key=lambda count: runs[count].seconds)
        _write(cache, known)
    return known[key]


def _believable(runs: Mapping[int, Run]) -> bool:
    """Tell whether one and two threads got the processor, and nothing else in this process did."""
    few = {count: run for count, run in runs.items() if count <= 2}
    work = max(run.processor for run in few.values())
    return all(run.share(count) >= CALM for count, run in few.items()) and (
        work <= WORK * few[1].processor
    )


def _candidates(cores: int) -> list[int]:
    most = min(cores, MAX_THREADS)
    return sorted({1, 2, 3, 4, 6, 8, most} & set(range(1, most + 1)))


def _few_candidates(cores: int) -> list[int]:
    """Return one thread, to tell whether the measurement is to be believed, all cores, and as
    many as there are without hyper-threads."""
    return sorted({1, max(1, cores // 2), cores})


def _quickest_runs(path: Path, model: ModelManifest, counts: list[int]) -> dict[int, Run]:
    """Return for each thread count the quickest run on a small gray picture."""
    if not model.is_vtoonify:
        return _take_turns(path, model, counts, PROBE_PX, ROUNDS)
    runs: dict[int, Run] = {}
    for count in counts:
        runs |= _take_turns(path, model, [count], LARGE_PROBE_PX, LARGE_ROUNDS)
    return runs


def _take_turns(
    path: Path, model: ModelManifest, counts: list[int], px: int, rounds: int
) -> dict[int, Run]:
    sessions = {count: load_graph(path, count) for count in counts}
    inputs = gray_inputs(sessions[counts[0]], -(-px // model.size_multiple) * model.size_multiple)
    quickest = dict.fromkeys(counts, Run(math.inf, 0.0))
    for _ in range(1 + rounds):  # the first run plans the memory and is never the quickest
        for count, session in sessions.items():
            start, processor = time.perf_counter(), time.process_time()
            session.run(None, inputs)
            run = Run(time.perf_counter() - start, time.process_time() - processor)
            quickest[count] = min(quickest[count], run, key=lambda run: run.seconds)
    return quickest


def _read(cache: Path) -> dict[str, int]:
    """Return what is remembered; a missing or damaged file is an empty memory."""
    try:
        known = json.loads(cache.read_text())
        return {str(key): int(count) for key, count in known.items() if int(count) > 0}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _write(cache: Path, known: dict[str, int]) -> None:
    try:
        cache.parent.mkdir(parents=True, exist_ok=True)
        cache.write_text(json.dumps(known))
    except OSError as error:  # it will be measured again next time, which is all
        logger.warning("thread count not remembered: %s", error)
