"""Time several processes in turns, so that what else the computer does falls on all of them."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from vtoonify_rt.errors import ModelError

QUIET = 0.05  # share of the processors that others may take of a turn
TRIES = 3  # for a quiet turn
_STAT = Path("/proc/stat")
_ENV = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """What one process runs; see `export.bench_worker`."""

    name: str
    kind: str
    graph: Path
    calls: int = 1  # per turn


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one call of a variant took in a turn."""

    seconds: float
    cpu_seconds: float  # of all its threads
    others: float  # share of the processors' time that other programs, and other machines, took
    peak_mb: float | None  # of the process so far


class TakesTurns(Protocol):
    """What can be timed."""

    def turn(self) -> Turn:
        """Run, and return what a call took."""
        ...


class Worker:
    """A process that runs a variant whenever it is asked to."""

    def __init__(self, variant: Variant, feed: Path, threads: int) -> None:
        """Start it and wait until it is ready; raises ModelError if it cannot run the variant."""
        self.variant = variant
        command = [sys.executable, "-m", "export.bench_worker", variant.kind, str(variant.graph)]
        self._process = subprocess.Popen(
            [*command, str(feed), str(threads), str(variant.calls)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **dict.fromkeys(_ENV, str(threads))},
        )
        try:
            self._read()
        except ModelError:
            self.close()
            raise

    def turn(self) -> Turn:
        """Let it run, and return what a call took."""
        assert self._process.stdin is not None
        before, start = _busy_seconds(), time.perf_counter()
        self._process.stdin.write("turn\n")
        self._process.stdin.flush()
        event = self._read()
        wall, busy = time.perf_counter() - start, _busy_seconds() - before
        others = busy - event["cpu_seconds"] * self.variant.calls
        return Turn(
            seconds=event["seconds"],
            cpu_seconds=event["cpu_seconds"],
            others=max(others, 0.0) / (wall * (os.cpu_count() or 1)),
            peak_mb=event["peak_mb"],
        )

    def close(self) -> None:
        """End the process and wait until it has."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait()

    def _read(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise ModelError(
                f"The benchmark of {self.variant.name} ended with exit status "
                f"{self._process.wait()}",
                "What it wrote above tells why; --only leaves a variant out",
            )
        event: dict[str, Any] = json.loads(line)
        return event


def take_turns(
    variants: Sequence[Variant],
    feed: Path,
    threads: int,
    rounds: int,
    tell: Callable[[str], None],
) -> Mapping[str, list[Turn]]:
    """Return each variant's turns, one per round, by its name.

    All processes live at the same time, one runs at a time.  A turn in which others took more than
    QUIET of the processors is repeated, up to TRIES in all; the quietest counts.
    """
    workers: list[Worker] = []
    turns: dict[str, list[Turn]] = {variant.name: [] for variant in variants}
    try:
        for variant in variants:
            tell(f"loading {variant.name}")
            workers.append(Worker(variant, feed, threads))
        for index in range(rounds):
            tell(f"round {index + 1} of {rounds}")
            for worker in workers:
                turns[worker.variant.name].append(quiet_turn(worker))
    finally:
        for worker in workers:
            worker.close()
    return turns


def quiet_turn(worker: TakesTurns) -> Turn:
    """Let the worker run up to TRIES times, until others leave it the processors; return the turn
    in which they took the least."""
    tries = [worker.turn()]
    while tries[-1].others > QUIET and len(tries) < TRIES:
        tries.append(worker.turn())
    return min(tries, key=lambda turn: turn.others)


def _busy_seconds() -> float:
    """Return what all processors have worked so far, also for other virtual machines; 0 where the
    system does not say."""
    try:
        fields = _STAT.read_text().split("\n", 1)[0].split()[1:9]
    except OSError:
        return 0.0
    user, nice, system, _idle, _iowait, irq, softirq, steal = (int(field) for field in fields)
    ticks: int = os.sysconf("SC_CLK_TCK")
    return (user + nice + system + irq + softirq + steal) / ticks
