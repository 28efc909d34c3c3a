"""What others see instead of a picture that must not leave: the last one that left, a blur of it,
or a card.

No cover is ever made from a picture as captured. What others saw already, or a card, is all there
is to make it from, so a fault in here cannot show the user either.
"""

from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np

from vtoonify_rt.config import CoverPolicy
from vtoonify_rt.frame import Image

_CARD_SIZE = (720, 1280)  # height, width
_TOP, _BOTTOM = (52, 58, 70), (28, 31, 38)  # RGB of the plain card, which is dark and calm
_BAR = (120, 130, 148)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cover:
    """What the user wants others to see instead, and the card for it; None: a plain one."""

    policy: CoverPolicy = "blur"
    card: Image | None = None


def plain_ground() -> Image:
    """Return what a card is painted on, 1280x720: dark and calm."""
    height, width = _CARD_SIZE
    down = np.linspace(0.0, 1.0, height)[:, None, None]
    rows = (np.array(_TOP) * (1 - down) + np.array(_BOTTOM) * down).round().astype(np.uint8)
    return np.broadcast_to(rows, (height, width, 3)).copy()  # of whole numbers: it is quick


@lru_cache(maxsize=1)
def plain_card() -> Image:
    """Return a card without words, 1280x720: a dark picture with the two bars of a pause."""
    card = plain_ground()
    height, width = card.shape[:2]
    middle, centre = height // 2, width // 2
    for left in (centre - 44, centre + 20):
        card[middle - 60 : middle + 60, left : left + 24] = _BAR
    return card


class Covers:
    """Makes covers, each once for as long as it stays the same; any thread may call."""

    def __init__(self) -> None:
        self._lock = Lock()  # two threads that want the same cover make it once
        self._source: Image | None = None  # of the newest cover
        self._made_as: tuple[str, int, int] | None = None
        self._made: Image | None = None

    def make(self, policy: str, source: Image, height: int, width: int) -> Image:
        """Return the cover that `policy` makes of `source`, in (height, width).

        `source` is a card or, for "hold" and "blur", a picture that has left. Some milliseconds at
        the first time, nothing after that.
        """
        from vtoonify_rt import compose  # here: the guard is there before cv2 is loaded

        made_as = policy, height, width
        with self._lock:
            if self._made is None or source is not self._source or made_as != self._made_as:
                picture = compose.blur(source) if policy == "blur" else source
                self._made = compose.letterbox(picture, height, width)
                self._source, self._made_as = source, made_as
            return self._made
