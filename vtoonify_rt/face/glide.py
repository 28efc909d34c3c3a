"""A value that stands still until its goal is far away, then glides onto it."""

import math

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]  # (n,)

FREQUENCY = 12.0  # radians a second; the value trails a steadily moving goal by 2 / this, 0.17 s
NEW_GOAL = 0.02  # while gliding, smaller changes of the goal are taken for jitter


class Glide:
    """A critically damped spring with a dead zone, a bounded speed and a leash.

    The leash is as far as the value ever stays behind its goal: one that runs faster than the
    spring may go drags it along. `zone`, `speed` (a second), `leash` and `arrived` are in the unit
    that `update` is given.
    """

    def __init__(
        self, start: Vector, *, zone: float, speed: float, leash: float, arrived: float
    ) -> None:
        self.value = start
        self._goal: Vector | None = None  # None: at rest
        self._velocity = np.zeros_like(start)
        self._zone = zone
        self._speed = speed
        self._leash = leash
        self._arrived = arrived

    @property
    def at_rest(self) -> bool:
        """Whether the value stands still."""
        return self._goal is None

    def jump(self, value: Vector) -> None:
        """Stand still at `value`."""
        self.value = value
        self.stop()

    def stop(self) -> None:
        """Stand still where the value is."""
        self._goal = None
        self._velocity = np.zeros_like(self.value)

    def update(self, wish: Vector, unit: float, step: float) -> None:
        """Move on by `step` seconds if `wish` is beyond the zone, or until it is reached."""
        if self._goal is None and _distance(wish, self.value) <= self._zone * unit:
            return
        if self._goal is None or _distance(wish, self._goal) > NEW_GOAL * unit:
            self._goal = wish
        self._move(self._goal, self._speed * unit, step)
        leash = self._leash * unit
        self.value = np.clip(self.value, wish - leash, wish + leash)
        if _distance(self._goal, self.value) <= self._arrived * unit:
            self.jump(self._goal)

    def _move(self, goal: Vector, max_speed: float, step: float) -> None:
        """Follow the exact solution of the spring, so that any length of step is stable."""
        away = self.value - goal
        # A spring that is held this far behind its goal settles at just the highest speed.
        reach = 2 * max_speed / FREQUENCY
        length = float(np.linalg.norm(away))
        if length > reach:
            away = away * (reach / length)
            goal = self.value - away
        decay = math.exp(-FREQUENCY * step)
        push = (self._velocity + FREQUENCY * away) * step
        self._velocity = (self._velocity - FREQUENCY * push) * decay
        self.value = goal + (away + push) * decay


def _distance(a: Vector, b: Vector) -> float:
    return float(np.abs(a - b).max())
