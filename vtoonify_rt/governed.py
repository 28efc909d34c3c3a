"""The stylizer with a governor: runs it at the level of quality that holds the target.

It stands in the stylizer's place, so that levels change between two frames, and watches what
frames cost. Where the memory is not enough for a crop, it goes on with the next smaller one.
"""

from collections.abc import Callable
from threading import Lock
from typing import Protocol

from checkpoint.manifest import ModelManifest
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.cpu import count_cores
from vtoonify_rt.errors import ModelError, OutOfMemoryError
from vtoonify_rt.frame import Frame
from vtoonify_rt.governor import Governor, GovernorChange
from vtoonify_rt.inference import Session
from vtoonify_rt.ladder import Level, ladder
from vtoonify_rt.timing import Meter, Totals
from vtoonify_rt.workload import Workload, workload

READING_S = 0.5  # at least, and
READING_FRAMES = 3  # at least, make a reading
KEPT = 8  # sums that `workload` looks back on: 3.5 s
OUT_OF_MEMORY: tuple[type[Exception], ...] = (MemoryError, OutOfMemoryError)


class Stylizer(Protocol):
    """What is governed; `StylizeFilter` promises it."""

    def configure(self, config: StyleConfig) -> None:
        """Use `config` from the next frame on; any thread."""
        ...

    def use(self, session: Session, config: StyleConfig) -> None:
        """Use another model from the next frame on; any thread."""
        ...

    def apply(self, frame: Frame) -> Frame:
        """Return the stylized frame."""
        ...

    def close(self) -> None:
        """Close the session."""
        ...


class GovernedStylizer:
    """A filter that governs another one; `configure`, `use` and `govern` may be called from any
    thread, `apply` and `close` from the pipeline's.

    `session` and `config` are what `stylizer` has already. `look_every` sets how many frames one
    look for landmarks serves, from `every` up. `reopen` is asked for the model's session with
    another output scale, and answers from another thread by `reopened` or `give_up_scale`.
    """

    def __init__(
        self,
        stylizer: Stylizer,
        session: Session,
        config: StyleConfig,
        governor: GovernorConfig,
        meter: Meter,
        *,
        every: int,
        look_every: Callable[[int], None],
        reopen: "Callable[[GovernedStylizer, ModelManifest, int], None]",
    ) -> None:
        self._stylizer = stylizer
        self._meter = meter
        self._every = every
        self._look_every = look_every
        self._reopen = reopen
        self._lock = Lock()
        self.session = session  # that runs, or will from the next frame on; any thread may look
        self._model = session.model
        self._scale = session.output_scale  # that runs, or is being loaded
        self._config = config  # the user's choice,
        self._given = config  # and what the stylizer has
        self._goal = governor
        self._paused = False
        self._governor = self._new_governor()
        self._sums: tuple[Totals, ...] = ()  # at this level; a whole new one at each change
        self._faceless = False  # whether a frame since the last sum has no face
        self.change: GovernorChange | None = None  # the last one; any thread may look

    @property
    def level(self) -> Level:
        """What it runs at; any thread."""
        return self._governor.level

    @property
    def workload(self) -> Workload | None:
        """What frames cost of late, at this level; any thread. None until there are some."""
        sums = self._sums
        return workload(sums[0], sums[-1]) if len(sums) > 1 else None

    def govern(self, goal: GovernorConfig) -> None:
        """Hold `goal` from the next frame on."""
        with self._lock:
            self._goal = goal
            self._governor.configure(goal)
            self._run_at_level()

    def configure(self, config: StyleConfig) -> None:
        """Use `config` from the next frame on, at the best level if its size is another, or who is
        stylized."""
        with self._lock:
            before, self._config = self._config, config
            if _begins_with(before) != _begins_with(config):
                self._governor = self._new_governor()
            self._run_at_level()

    def use(self, session: Session, config: StyleConfig) -> None:
        """Use another model from the next frame on, at its best level."""
        with self._lock:
            self.session = session
            self._model, self._scale = session.model, session.output_scale
            self._config = self._given = config
            self._governor = self._new_governor()
            self._paused = False
            self._sums = ()
            self._stylizer.use(session, config)
            self._look_every(self.level.every)

    def reopened(self, session: Session) -> None:
        """Take the session that `reopen` was asked for, unless something else is wanted by now."""
        with self._lock:
            wanted = (self._model.id, self._scale)
            if (session.model.id, session.output_scale) != wanted:
                session.close()
                return
            self.session = session
            self._paused = False
            self._governor.interrupt()
            self._sums = ()
            self._stylizer.use(session, self._given)

    def give_up_scale(self, model: ModelManifest, scale: int) -> None:
        """Go on without an output scale that cannot be loaded, unless something else is wanted by
        now."""
        with self._lock:
            if (model.id, scale) != (self._model.id, self._scale):
                return
            self._scale = self.session.output_scale
            self.change = self._governor.give_up_scale(scale, self._meter.clock()) or self.change
            self._paused = False
            self._run_at_level()

    def pause(self, paused: bool) -> None:
        """Look at nothing while a model is loaded, which takes processor time."""
        with self._lock:
            self._paused = paused
            self._governor.interrupt()

    def apply(self, frame: Frame) -> Frame:
        """Return the stylized frame; with less quality where the memory is not enough.

        Raises ModelError if it is not enough for the smallest crop either.
        """
        self._watch(frame)
        while True:
            try:
                return self._stylizer.apply(frame)
            except OUT_OF_MEMORY as error:
                self._use_less_memory(error)

    def close(self) -> None:
        """Close the session."""
        self._stylizer.close()

    def _new_governor(self) -> Governor:
        levels = ladder(self._model, self._config, self._every)
        return Governor(self._goal, levels, count_cores())

    def _watch(self, frame: Frame) -> None:
        """Take a reading when it is time, and change the level if that is what follows."""
        mode = self._config.faces.mode
        self._faceless = self._faceless or (frame.landmarks is None and mode != "whole")
        now = self._meter.totals()
        with self._lock:  # also of the sums: another thread may begin them anew
            self._governor.paint(self._painted(frame))
            if self._sums and not _is_due(self._sums[-1], now):
                return
            reading = workload(self._sums[-1], now) if self._sums else None
            self._sums = (*self._sums, now)[-KEPT:]
            faceless, self._faceless = self._faceless, False
            if reading is None or faceless or self._paused or reading.stalled:
                self._governor.interrupt()
                return
            change = self._governor.update(reading)
            if change is not None:
                self.change = change
                self._run_at_level()

    def _painted(self, frame: Frame) -> int:
        """Return how many faces are painted of this frame; 1 where that is not known."""
        faces = self._config.faces
        if faces.mode != "all":
            return 1
        seen = [face for face in frame.faces if face.landmarks is not None]
        return max(1, sum(face.number not in faces.off for face in seen))

    def _run_at_level(self) -> None:
        """Hand the level over; `_lock` is held."""
        level = self.level
        wanted = level.apply(self._config)
        if wanted != self._given:
            self._given = wanted
            self._sums = ()
            self._stylizer.configure(wanted)
        self._look_every(level.every)
        if level.output_scale != self._scale:
            self._scale = level.output_scale
            self._paused = True
            self._reopen(self, self._model, level.output_scale)

    def _use_less_memory(self, error: Exception) -> None:
        with self._lock:
            px = self.level.crop_px
            change = self._governor.use_less_memory(self._meter.clock())
            if change is None:
                raise ModelError(
                    f"The memory is not enough for {self._model.name}, even with {px} pixels",
                    "Close other programs, or choose a smaller model",
                ) from error
            self.change = change
            self._run_at_level()


def _begins_with(config: StyleConfig) -> tuple[object, ...]:
    """Return what the ladder is made of."""
    return config.crop_px, config.parse_every, config.faces.mode, config.faces.others_every


def _is_due(before: Totals, now: Totals) -> bool:
    if now.time <= before.time:
        return True  # the clock jumped
    enough = now.frames - before.frames >= READING_FRAMES
    return enough and now.time - before.time >= READING_S
