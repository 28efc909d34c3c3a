"""The virtual camera's thread on a device made by hand, with a clock of its own."""

from threading import Event

import numpy as np
import pytest

from vtoonify_rt.errors import SinkError
from vtoonify_rt.sinks.virtual_camera import RETRY_S, MemoryDevice, VirtualCamera

PICTURE = np.full((48, 64, 3), 50, np.uint8)
FPS = 20.0


class Ticks:
    """A clock that only moves while somebody waits, or a device takes its time."""

    def __init__(self, until: float) -> None:
        self.now = 100.0
        self.over = Event()  # once `until` seconds have gone by
        self._end = self.now + until

    def __call__(self) -> float:
        return self.now

    def wait(self, stop: Event, seconds: float) -> None:
        if self.now >= self._end:
            self.over.set()
            stop.wait()
        self.now += seconds


class Device(MemoryDevice):
    """Notes when each picture is sent; takes `slow` seconds for it, or fails."""

    def __init__(self, clock: Ticks, slow=(), fails=()) -> None:
        super().__init__(48, 64, keep=100)
        self.clock, self.slow, self.fails = clock, dict(slow), set(fails)
        self.tries: list[float] = []

    def send(self, image) -> None:
        self.tries.append(round(self.clock.now - 100.0, 6))
        self.clock.now += self.slow.get(len(self.tries), 0.0)
        if len(self.tries) in self.fails:
            raise SinkError("The device is gone")
        super().send(image)


def run(device: Device, seconds: float, picture=lambda: PICTURE, open_device=None, **options):
    """Run a camera for so many of its clock's seconds, and close it."""
    clock = device.clock
    opener = open_device or (lambda: device)
    camera = VirtualCamera(opener, picture, fps=FPS, clock=clock, wait=clock.wait, **options)
    assert clock.over.wait(30)
    return camera


def test_it_sends_at_its_own_rate_and_repeats_the_last_picture():
    device = Device(Ticks(1.0))
    camera = run(device, 1.0)
    camera.close()

    np.testing.assert_allclose(np.diff(device.tries), 1 / FPS, atol=1e-6)
    assert device.sent == camera.sent == 21
    assert all(picture is PICTURE for picture in device.pictures)
    assert camera.state == "closed"


def test_a_slow_device_misses_ticks_and_is_not_hurried_after():
    device = Device(Ticks(1.0), slow={3: 0.22})
    run(device, 1.0).close()

    assert device.tries[:5] == [0.0, 0.05, 0.1, 0.35, 0.4]


def test_pictures_of_another_size_are_fitted_in_once():
    asked = []
    large = np.full((100, 100, 3), 90, np.uint8)
    device = Device(Ticks(0.5))
    run(device, 0.5, picture=lambda: asked.append(1) or large).close()

    assert {picture.shape for picture in device.pictures} == {(48, 64, 3)}
    assert len({id(picture) for picture in device.pictures}) == 1
    assert len(asked) == device.sent


def test_a_device_that_cannot_be_opened_is_an_error_at_once():
    def fail():
        raise SinkError("No such device")

    with pytest.raises(SinkError, match="No such device"):
        VirtualCamera(fail, lambda: PICTURE, fps=FPS)


def test_a_device_that_fails_is_told_once_and_opened_again_after_waits_that_grow():
    clock, told, opened = Ticks(20.0), [], []
    device = Device(clock, fails={2, 3, 4})

    def open_device():
        opened.append(round(clock.now - 100.0, 6))
        return device

    camera = run(device, 20.0, open_device=open_device, on_error=lambda error: told.append(error))
    camera.close()

    assert [error.message for error in told] == ["The device is gone"]
    waits = np.diff(opened[1:])
    assert opened[1] - 0.05 == pytest.approx(RETRY_S[0], abs=0.051)
    np.testing.assert_allclose(waits, RETRY_S[1:3], atol=0.051)
    assert camera.error is None
    assert device.sent > 100


def test_a_fault_of_ours_is_told_too_and_the_camera_goes_on(caplog):
    calls = []

    def picture():
        calls.append(1)
        if len(calls) == 2:
            raise ValueError("a bug")
        return PICTURE

    told = []
    device = Device(Ticks(5.0))
    run(device, 5.0, picture=picture, on_error=told.append).close()

    assert "a bug" in str(told[0])
    assert device.sent > 10


def test_closing_gives_the_device_back():
    device = Device(Ticks(0.2))
    camera = run(device, 0.2)
    camera.close()
    camera.close()

    assert device.closed == 1
