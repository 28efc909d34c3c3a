"""A microphone for rehearsals: clicks at known times, by a sound card whose clock is wrong."""

import time
from collections.abc import Callable
from threading import Event

import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.microphone import Samples, SoundBlock

Times = NDArray[np.float64]  # seconds

EVERY_S = 1.0  # from click to click
_PITCH = 2000.0  # Hz
_LENGTH_S = 0.016  # of a click
_BLOCK = 480  # samples: 10 ms
_WRONG = 180e-6  # of its rate that the card's clock is too fast: more than cards usually are
SEARCH_S = 0.4  # a click is looked for so far from where it belongs


class ClickMicrophone:
    """Gives clicks, a second apart, in real time; `click_times` says when.

    Its card takes `rate * (1 + clock_error)` samples a second and calls it `rate`.
    """

    name = "test clicks"

    def __init__(
        self,
        *,
        rate: float = 48_000.0,
        clock_error: float = _WRONG,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[Event, float], object] = Event.wait,
    ) -> None:
        self._rate = rate
        self._true_rate = rate * (1 + clock_error)
        self._clock = clock
        self._wait = wait
        self._start = clock()
        self._taken = 0
        self._closed = Event()

    def read(self) -> SoundBlock:
        """Wait until the next 10 ms are over and return them."""
        first = self._taken
        self._taken += _BLOCK
        times = self._start + np.arange(first, self._taken) / self._true_rate
        self._wait(self._closed, max(0.0, times[-1] - self._clock()))
        if self._closed.is_set():
            raise MicrophoneError("The test clicks are over")
        return SoundBlock(clicking(times), float(times[0]), self._rate)

    def close(self) -> None:
        """Stop; again does nothing."""
        self._closed.set()


def clicking(times: Times) -> Samples:
    """Return what is heard at `times`: a click at each whole second, in a faint hum."""
    distance = times - click_times(times)
    near = np.abs(distance) < _LENGTH_S / 2
    shape = np.where(near, np.cos(np.pi * distance / _LENGTH_S) ** 2, 0.0)
    click = 0.5 * shape * np.cos(2 * np.pi * _PITCH * distance)
    hum = 0.01 * np.sin(2 * np.pi * 220.0 * times)
    return (click + hum).astype(np.float32)


def click_times(times: Times) -> Times:
    """Return the time of the click that is nearest to each of `times`."""
    nearest: Times = np.round(times / EVERY_S) * EVERY_S
    return nearest


def heard_at(samples: Samples, rate: int, expected: float) -> float | None:
    """Return when a click is heard, in seconds from the first sample; None: no click there.

    It is looked for within 0.4 s of `expected`.
    """
    first = max(0, round((expected - SEARCH_S) * rate))
    part = samples[first : round((expected + SEARCH_S) * rate)].astype(np.float64)
    times = np.arange(-_LENGTH_S / 2, _LENGTH_S / 2, 1 / rate)
    shape = np.cos(np.pi * times / _LENGTH_S) ** 2
    wave = shape * np.exp(2j * np.pi * _PITCH * times)
    if len(part) < len(wave):
        return None
    loudness = np.abs(np.correlate(part, wave, "valid"))
    at = int(loudness.argmax())
    if loudness[at] < 0.1 * np.square(shape).sum():  # a click has 0.25, half of it cut off 0.12
        return None
    return (first + at + len(wave) / 2) / rate
