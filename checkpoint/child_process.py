"""A child process whose lines are worked on as they come, and which a stop ends."""

import queue
import subprocess
from collections.abc import Iterator
from threading import Event, Thread
from typing import IO

_POLL = 0.1  # seconds


def lines_of(child: subprocess.Popen[bytes], stop: Event) -> Iterator[bytes]:
    """Yield what the child writes to its stdout, a PIPE, until that ends.

    Once `stop` is set the child is asked to terminate; its lines come to the end all the same.
    """
    lines: queue.Queue[bytes | None] = queue.Queue()
    assert child.stdout is not None  # PIPE was asked for
    Thread(target=_read, args=(child.stdout, lines), name="child", daemon=True).start()
    asked = False
    while True:
        if stop.is_set() and not asked:
            child.terminate()
            asked = True
        try:
            line = lines.get(timeout=_POLL)
        except queue.Empty:
            continue
        if line is None:
            return
        yield line


def _read(stream: IO[bytes], lines: "queue.Queue[bytes | None]") -> None:
    with stream:
        for line in stream:
            lines.put(line)
    lines.put(None)
