"""How fast a download goes."""

from collections import deque
from collections.abc import Callable

_WINDOW = 8.0  # seconds that the rate is the mean of
_SETTLE = 1.0  # seconds before there is one


class Rate:
    """The mean rate of a count that grows, over the last seconds; `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def update(self, count: int) -> float | None:
        """Take the count as of now and return its growth per second, if it is known yet."""
        now = self._clock()
        self._seen.append((now, count))
        while now - self._seen[0][0] > _WINDOW and len(self._seen) > 2:
            self._seen.popleft()
        began, at_first = self._seen[0]
        if now - began < _SETTLE:
            return None
        return (count - at_first) / (now - began)
