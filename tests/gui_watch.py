"""Measures how long the window does not answer: `python tests/gui_watch.py [--json] [--stacks]`.

It walks through the window's controls on the real pipeline, the sample clip and the starter model,
and notes for each the longest time in which the GUI thread did not come back to its event loop.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # run from anywhere
HOME = tempfile.mkdtemp()
os.environ |= {"HOME": HOME, "XDG_CONFIG_HOME": HOME, "VTOONIFY_RT_MODELS": f"{HOME}/models"}
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["QT_NO_GLIB"] = "1"  # glib's loop tells only when it begins to wait, not when it wakes

from PySide6.QtCore import QAbstractEventDispatcher, QCoreApplication, QEvent, QObject, QThread  # noqa: E402

SAMPLE_S = 0.005  # between two looks at what the GUI thread does,
LONG_S = 0.02  # if it has been at it for so long
DEPTH = 7  # calls of its stack that are noted


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One stay of the GUI thread outside of its event loop, in milliseconds."""

    wall: float
    ran: float  # on a core
    queued: float  # ready to run, but no core was free: the machine's doing

    @property
    def slept(self) -> float:
        """How long it waited for something: a file, a lock, another thread of Python's."""
        return max(0.0, self.wall - self.ran - self.queued)

    @property
    def felt(self) -> float:
        """How long the window would not answer on a machine that has nothing else to do."""
        return self.wall - self.queued


class Watch(QObject):
    """Measures every stay of the GUI thread outside of its event loop; made in that thread.

    A stay begins with the first event that is delivered after the loop has waited, and ends when
    it is about to wait again, or begins another round: then it looks at what has come. So what a
    user does waits for all that lies between, whatever it is made of; nested loops are loops, too.
    Its own cost is three calls a round, some microseconds, which count as the window's. It is
    blind to what Qt does without any event, as while a window is made before the loop runs.
    """

    def __init__(self, *, stacks: bool = False) -> None:
        super().__init__()
        self.blocks: list[Block] = []
        self.stacks: Counter[str] = Counter()  # what the thread was at, while it took long
        self._sched = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._python_thread = threading.get_ident()
        self._start: tuple[float, float, float] | None = None
        dispatcher = QAbstractEventDispatcher.instance(QThread.currentThread())
        dispatcher.awake.connect(self._begin)
        dispatcher.aboutToBlock.connect(self._end)
        self._application = QCoreApplication.instance()
        self._application.installEventFilter(self)
        if stacks:
            threading.Thread(target=self._look, daemon=True).start()

    def take(self) -> list[Block]:
        """Return the blocks since the last time, this one included; called outside of the loop."""
        self._end()
        blocks, self.blocks = self.blocks, []
        return blocks

    def _now(self) -> tuple[float, float, float]:
        try:
            ran, queued = map(int, self._sched.read_text().split()[:2])
        except OSError:  # not on Linux
            return time.perf_counter(), time.thread_time(), 0.0
        return time.perf_counter(), ran / 1e9, queued / 1e9

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin where a timer or a socket has woken the loop, of which it tells nobody."""
        self._application.removeEventFilter(self)  # one call a round is enough, and costs less
        if self._start is None:
            self._start = self._now()
        return False

    def _begin(self) -> None:
        self._end()  # it did not wait, but looked at what has come
        self._start = self._now()

    def _end(self) -> None:
        if self._start is None:
            return
        wall, ran, queued = (
            1000 * (now - then) for now, then in zip(self._now(), self._start, strict=True)
        )
        self._start = None
        self._application.installEventFilter(self)
        self.blocks.append(Block(wall=wall, ran=ran, queued=queued))

    def _look(self) -> None:
        while True:
            time.sleep(SAMPLE_S)
            start = self._start
            if start is not None and time.perf_counter() - start[0] > LONG_S:
                self.stacks[calls_of(sys._current_frames().get(self._python_thread))] += 1


def calls_of(frame: FrameType | None) -> str:
    """Return the innermost calls of a thread; reads no file, or the thread would run meanwhile."""
    calls: list[str] = []
    while frame is not None and len(calls) < DEPTH:
        code = frame.f_code
        calls.insert(0, f"{Path(code.co_filename).name}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return " > ".join(calls)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What an action did to the window: its longest blocks, in milliseconds."""

    action: str
    ran: float  # most that the thread ran without a look at its events
    slept: float
    felt: float


def worst(action: str, blocks: list[Block]) -> Row:
    """Return the worst of each kind."""
    ran, slept, felt = (
        round(max((getattr(block, kind) for block in blocks), default=0.0), 1)
        for kind in ("ran", "slept", "felt")
    )
    return Row(action=action, ran=ran, slept=slept, felt=felt)


def main() -> None:
    """Go through the tour and print the table."""
    from gui_tour import tour

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    parser.add_argument("--stacks", action="store_true", help="say what took long, by 5 ms")
    asked = parser.parse_args()
    rows, watch = tour(stacks=asked.stacks)
    if asked.json:
        print(json.dumps([asdict(row) for row in rows], indent=1))
    else:
        print(f"{'action':32}{'ran':>8}{'slept':>8}{'felt':>8}   worst block, ms")
        for row in rows:
            print(f"{row.action:32}{row.ran:8.1f}{row.slept:8.1f}{row.felt:8.1f}")
    for stack, count in watch.stacks.most_common(25):
        print(count, stack, file=sys.stderr)


if __name__ == "__main__":
    main()
