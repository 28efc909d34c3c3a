"""The thread that encodes: nobody waits for it for ever."""

from threading import Event, Thread

import numpy as np

from vtoonify_rt.sinks.writer_thread import WriterThread

PICTURE = np.zeros((2, 2, 3), np.uint8)
SECONDS = 20.0


class Slow:
    """A writer, and its output, that takes until `may_end` to finish."""

    def __init__(self) -> None:
        self.finishes = Event()
        self.may_end = Event()

    def write(self, image: np.ndarray, time: float) -> None:
        pass

    def close(self) -> None:
        self.finishes.set()
        assert self.may_end.wait(SECONDS)

    def settle(self, *, keep: bool) -> None:
        pass


def test_two_may_close_it_while_pictures_still_come():
    slow = Slow()
    thread = WriterThread(slow, slow, "it", drop=True)
    first, second = (Thread(target=thread.close, daemon=True) for _ in range(2))
    first.start()
    assert slow.finishes.wait(SECONDS)
    while thread.put(PICTURE, 0.0):  # until the queue, which nobody empties any more, is full
        pass
    second.start()
    second.join(0.05)
    slow.may_end.set()
    first.join(SECONDS)
    second.join(2.0)

    assert not first.is_alive()
    assert not second.is_alive()
