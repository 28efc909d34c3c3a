"""From one look to the next in a little time, instead of from one frame to the next.

All that a style, a palette or a degree changes is one vector. So between two looks of one model
the vector is mixed, and what is seen is drawn by the network at every moment: lines grow thin and
vanish, tones move, nothing is seen twice. Two models have no vector in common: there the last
picture of the one fades into the pictures of the other.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from vtoonify_rt import compose
from vtoonify_rt.config import Look, StyleConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.inference import Session
from vtoonify_rt.regions import FADE_IN_DEGREE


def fades(before: StyleConfig, after: StyleConfig) -> bool:
    """Tell whether the picture goes from `before` to `after` in a fade: another look of the same
    model, and all else as it was. A degree alone is what a slider moves, and follows at once."""
    if not _may_begin_with(before.look):
        return False
    is_other = (before.style, before.palette) != (after.style, after.palette)
    all_else = replace(after.with_look(before.look), fade=before.fade, other=before.other)
    return after.fade > 0.0 and is_other and all_else == before


def _may_begin_with(look: Look) -> bool:
    """Tell whether a fade may come from `look`: not from one that lets the camera's picture shine
    through, as the fade would show that as stylized."""
    return look.degree >= FADE_IN_DEGREE


def keeps_pictures(before: StyleConfig, after: StyleConfig) -> bool:
    """Tell whether what was painted stays of use: in a fade, where nothing is new but what is
    compared, and where the two that are compared change places."""
    changes_places = after.other == before.look and before.other == after.look
    looks_alike = after.with_look(before.look) if changes_places else after
    only_compared = replace(looks_alike, fade=before.fade, other=before.other) == before
    return (only_compared and after.other != before.other) or fades(before, after)


class Fade:
    """An even way from 0 to 1 by the frames' time, slow at both ends."""

    def __init__(self) -> None:
        self._start: float | None = None  # time; None: there is no fade
        self._seconds = 0.0

    def begin(self, time: float, seconds: float) -> None:
        """Be at 0 at `time` and at 1 after `seconds`, which is more than 0."""
        self._start, self._seconds = time, seconds

    def share(self, time: float) -> float:
        """Return how far it is, 0..1; exactly 1 once it has ended, and where there is none."""
        if self._start is None:
            return 1.0
        share = (time - self._start) / self._seconds
        if share >= 1.0:
            self._start = None
            return 1.0
        share = max(share, 0.0)
        return share * share * (3.0 - 2.0 * share)

    def end(self) -> None:
        """Be at 1."""
        self._start = None


class LookFade:
    """How far the picture has come from the look before to the one that was chosen last."""

    def __init__(self) -> None:
        self._fade = Fade()
        self._look: Look | None = None  # of the last frame
        self._time = 0.0  # of the last frame
        self.began = False  # whether a fade began with the last frame

    def update(self, config: StyleConfig, time: float) -> float:
        """Take one frame into account; return how far it is, 0..1."""
        look = config.look
        is_other = self._look is not None and look != self._look
        self.began = is_other and config.fade > 0.0 and _may_begin_with(self._look or look)
        if self.began:
            self._fade.begin(self._time, config.fade)
        elif is_other:
            self._fade.end()
        self._look, self._time = look, time
        return self._fade.share(time)

    def reset(self) -> None:
        """Show the next look at once."""
        self._fade.end()
        self._look = None


class StyleFade:
    """Fades one crop from look to look of one model; one thread calls.

    The network runs no more often than without, and mixing two vectors takes no time.
    """

    def __init__(self) -> None:
        self._fade = LookFade()
        self._last: NDArray[np.float32] | None = None  # conditioning of the last picture
        self._start: NDArray[np.float32] | None = None  # conditioning that the fade comes from

    @property
    def is_on(self) -> bool:
        """Whether the last picture was on the way from look to look."""
        return self._start is not None

    @contextmanager
    def mixing(self, session: Session, config: StyleConfig, time: float) -> Iterator[None]:
        """Within, `session`, which is set to `config`, is on its way there from the look before.

        Behind it the session is exactly what it was set to.
        """
        share = self._fade.update(config, time)
        if self._fade.began:
            self._start = self._last
        if share == 1.0:
            self._start = None
        if self._start is not None:
            session.mix(self._start, share)
        try:
            yield
        finally:
            if config.fade > 0.0:
                self._last = session.conditioning
            if self._start is not None:
                session.mix(self._start, 1.0)

    def reset(self) -> None:
        """Show the next look at once."""
        self._fade.reset()
        self._last = self._start = None


class ModelFade:
    """Fades the last picture of one model into those of the next; one thread calls.

    What is shown instead of the user fades by itself (`absence.py`), and is left as it is.
    """

    def __init__(self) -> None:
        self._fade = Fade()
        self._last: Frame | None = None  # as shown
        self._before: Frame | None = None  # the last one of the model before

    def begin(self, seconds: float) -> None:
        """Fade from what was shown last, for `seconds`; 0: cut."""
        self._before = None
        if seconds > 0.0 and self._last is not None and self._last.shows != "hidden":
            self._before = self._last
            self._fade.begin(self._last.time, seconds)

    def apply(self, frame: Frame) -> Frame:
        """Return `frame` with the picture to show.

        As long as a part of it was captured, so `shows` says.
        """
        shown, before = frame, self._before
        share = self._fade.share(frame.time)
        if before is not None:
            if share == 1.0 or frame.shows == "hidden" or before.image.shape != frame.image.shape:
                self._before = None
            else:
                mixed = compose.cross_fade(before.image, frame.image, share)
                shows = "camera" if "camera" in (before.shows, frame.shows) else frame.shows
                shown = replace(frame, image=mixed, shows=shows)
        self._last = shown
        return shown
