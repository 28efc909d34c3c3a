"""Holds a frame rate or a latency by choosing a level of quality, and never oscillates.

Pure policy: it is fed with what frames cost and says which level to run at. It looks at the work
of a frame, not at the frame rate, so that a slow camera is no reason to lower anything. What keeps
it calm: medians, of the longer a time the less urgent it is; a gap between the pressure that lowers
the quality and the one that, as predicted by the pixels, lets it rise; a pause after each change;
and a wait before it rises that grows threefold whenever a rise had to be taken back.
"""

import statistics
from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from vtoonify_rt.config import GovernorConfig
from vtoonify_rt.ladder import Level
from vtoonify_rt.workload import Workload

READINGS = 20  # that a median is taken of, one each half second,
URGENT_READINGS = 5  # and when many frames are missed
SETTLE = 1.5  # s after a change, a start or an interruption that are not looked at
LOWER = 0.95  # pressure, 1.0 being just as much as there is time for, that lowers the quality,
URGENT = 1.25  # and that lowers it at once
AIM = 0.85  # predicted pressure at most at a level that it is lowered to,
RISE = 0.75  # and at one that it rises to
FIRST_WAIT = 15.0  # s after a change before the quality rises, at first,
LONGEST_WAIT = 600.0  # and at most;
BACK_OFF = 3.0  # how much longer when the last rise was taken back
PROBATION = 60.0  # s that a rise must last to have been right
# Frames per second that make it worth while to lower the quality when the target is out of reach
# by more than half anyway; and that end it again.
WORTH, WORTH_AGAIN = 8.0, 10.0

Reason = Literal["slow", "room", "memory", "choice", "out_of_reach"]


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernorChange:
    """A change of level, or why there is none: `governor_words` says it in a sentence."""

    time: float  # seconds, on the clock of the readings
    reason: Reason
    before: Level
    after: Level  # the same as `before` when the target is out of reach
    config: GovernorConfig
    fps: float  # as it was
    latency: float  # seconds, as it was


class Governor:
    """Chooses among `levels`, from best to fastest; starts at the best. One thread at a time.

    `cores`: of the machine. With few of them the landmarks take time from the generator.
    """

    def __init__(self, config: GovernorConfig, levels: Sequence[Level], cores: int) -> None:
        self._config = config
        self._levels = list(levels)
        self._cores = cores
        self._place = 0  # of the level in `_levels`
        self._readings: deque[Workload] = deque(maxlen=READINGS)
        self._from: float | None = None  # when the readings may begin; None: at the first's time
        self._changed = 0.0  # time of the last change
        self._rise: float | None = None  # when the quality rose, while that is on trial
        self._wait = FIRST_WAIT
        self._out_of_reach = False
        self._faces = 1  # that are painted

    @property
    def level(self) -> Level:
        """The level to run at now."""
        return self._levels[self._place]

    @property
    def levels(self) -> Sequence[Level]:
        """The levels that can be run at."""
        return self._levels

    def configure(self, config: GovernorConfig) -> None:
        """Hold `config` from now on; off: the level is the best again, at once."""
        if config == self._config:
            return
        self._config = config
        self._wait, self._rise, self._out_of_reach = FIRST_WAIT, None, False
        self._changed = 0.0  # what was found out for the old target holds nothing back
        self.interrupt()
        if config.mode == "off":
            self._place = 0

    def interrupt(self) -> None:
        """Start looking anew: a model was switched, a face was lost, the source stood still."""
        self._readings.clear()
        self._from = None

    def paint(self, faces: int) -> None:
        """Predict for so many faces from now on; what was measured with others says nothing."""
        if faces != self._faces:
            self._faces = faces
            self.interrupt()

    def update(self, reading: Workload) -> GovernorChange | None:
        """Take a reading, and return the change of level that follows from it.

        One reading comes about every half second; those of frames that no face was on, or that
        a model was loaded beside, are left out by the caller.
        """
        if self._config.mode == "off" or not self._takes(reading):
            return None
        if self._rise is not None and reading.time - self._rise > PROBATION:
            self._rise, self._wait = None, max(FIRST_WAIT, self._wait / BACK_OFF)
        newest = _median(list(self._readings)[-URGENT_READINGS:])
        if self._pressure(newest, self.level) > URGENT:
            return self._lower(newest)
        if len(self._readings) < READINGS:
            return None
        load = _median(self._readings)
        if self._pressure(load, self.level) > LOWER:
            return self._lower(load)
        return self._rise_again(load)

    def use_less_memory(self, time: float) -> GovernorChange | None:
        """Give up this level's crop size for good; None if there is no smaller one."""
        before = self.level
        smaller = [level for level in self._levels if level.crop_px < before.crop_px]
        if not smaller:
            return None
        self._levels, self._place = smaller, 0
        self._note_change(time)
        return self._change(time, "memory", before, None)

    def give_up_scale(self, scale: int, time: float) -> GovernorChange | None:
        """Run without an output scale that could not be loaded; None if that changes nothing."""
        before = self.level
        self._levels = [level for level in self._levels if level.output_scale != scale]
        self._place = min(self._place, len(self._levels) - 1)
        self._note_change(time)
        return None if self.level == before else self._change(time, "choice", before, None)

    def _takes(self, reading: Workload) -> bool:
        """Keep a reading, and tell whether there are enough to decide by."""
        if self._readings and reading.time <= self._readings[-1].time:
            self.interrupt()  # the clock jumped
            self._changed = min(self._changed, reading.time)
        if self._from is None:
            self._from = reading.time + SETTLE
        if reading.time - reading.seconds < self._from:
            return False
        self._readings.append(reading)
        return len(self._readings) >= URGENT_READINGS

    def _lower(self, load: Workload) -> GovernorChange | None:
        """Go down as far as it is predicted to take; not at all where that is of no use."""
        below = range(self._place + 1, len(self._levels))
        if not below:
            return None
        fits = (at for at in below if self._pressure(load, self._levels[at]) <= AIM)
        place = next(fits, below[-1])
        if not self._worth_while(load, self._levels[place]):
            if self._out_of_reach:
                return None
            self._out_of_reach = True
            return self._change(load.time, "out_of_reach", self.level, load)
        self._out_of_reach = False
        if self._rise is not None:
            self._rise, self._wait = None, min(BACK_OFF * self._wait, LONGEST_WAIT)
        return self._go(place, "slow", load)

    def _rise_again(self, load: Workload) -> GovernorChange | None:
        """Go up as far as it is predicted to hold, once the last change is long ago."""
        if load.time - self._changed < self._wait:
            return None
        above = range(self._place)
        fits = (at for at in above if self._pressure(load, self._levels[at]) <= RISE)
        place = next(fits, None)
        if place is None:
            return None
        self._rise = load.time
        return self._go(place, "room", load)

    def _go(self, place: int, reason: Reason, load: Workload) -> GovernorChange:
        before, self._place = self.level, place
        self._note_change(load.time)
        return self._change(load.time, reason, before, load)

    def _note_change(self, time: float) -> None:
        self.interrupt()
        self._changed = time
        self._from = time + SETTLE

    def _change(
        self, time: float, reason: Reason, before: Level, load: Workload | None
    ) -> GovernorChange:
        return GovernorChange(
            time=time,
            reason=reason,
            before=before,
            after=self.level,
            config=self._config,
            fps=0.0 if load is None else load.fps,
            latency=0.0 if load is None else load.latency,
        )

    def _pressure(self, load: Workload, level: Level) -> float:
        """Return how much of the time there is a frame takes at `level`; above 1 it is missed."""
        tracker, stylizer = self._predict(load, level)
        if self._config.mode == "latency":
            grown = (tracker + stylizer) / max(load.tracker + load.stylizer, 1e-9)
            return load.latency * grown * 1000 / self._config.target
        # More than the source gives cannot be shown.
        wanted = min(self._config.target, load.source_fps) if load.source_fps > 0 else 0.0
        return max(tracker, stylizer) * (wanted or self._config.target)

    def _predict(self, load: Workload, level: Level) -> tuple[float, float]:
        """Return what a frame would cost tracker and stylizer at `level`, in seconds."""
        now = self.level
        tracker = load.tracker * now.every / level.every
        grown = level.cost_of(self._faces) / now.cost_of(self._faces)
        own = load.stylizer - load.crop + load.crop * grown
        # All cores work for the generator, and one of them for the landmarks, too.
        return tracker, max(own - (load.tracker - tracker) / self._cores, 0.0)

    def _worth_while(self, load: Workload, level: Level) -> bool:
        """Tell whether `level` brings something that can be called fluent."""
        fps = 1 / max(*self._predict(load, level), 1e-9)
        least = WORTH_AGAIN if self._out_of_reach else WORTH
        return self._place > 0 or fps >= least or fps >= self._config.target / 2


def _median(readings: Collection[Workload]) -> Workload:
    """Return a reading with the median of each figure, at the time of the last one."""

    def middle(name: str) -> float:
        return float(statistics.median(getattr(reading, name) for reading in readings))

    return Workload(
        time=max(reading.time for reading in readings),
        seconds=sum(reading.seconds for reading in readings),
        fps=middle("fps"),
        source_fps=middle("source_fps"),
        latency=middle("latency"),
        tracker=middle("tracker"),
        stylizer=middle("stylizer"),
        crop=middle("crop"),
    )
