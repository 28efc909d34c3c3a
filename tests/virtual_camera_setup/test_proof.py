"""A virtual camera that is looked at as other programs do."""

import itertools
from threading import Event

import cv2
import numpy as np
import pytest

from vtoonify_rt.errors import SinkError
from vtoonify_rt.sinks.virtual_camera import MemoryDevice
from vtoonify_rt.virtual_camera_setup.proof import agree, draw_test_picture, prove

HEIGHT, WIDTH = 90, 160


class Lens:
    """Looks at a device in memory, and sees what `through` makes of it."""

    def __init__(self, through=lambda picture: picture) -> None:
        self.device = MemoryDevice(HEIGHT, WIDTH)
        self._through = through

    def open(self) -> MemoryDevice:
        return self.device

    def look(self, name):
        assert name == "memory"
        while True:
            if self.device.pictures:
                yield self._through(self.device.pictures[-1])


def clock():
    return itertools.count().__next__


def as_a_camera_gives_it(picture):
    """Half the colours, smaller, and through JPEG."""
    small = cv2.resize(picture, (WIDTH // 2, HEIGHT // 2))
    _, encoded = cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 60])
    return cv2.imdecode(encoded, cv2.IMREAD_COLOR)


@pytest.mark.parametrize("through", [lambda picture: picture, as_a_camera_gives_it])
def test_a_device_that_shows_what_it_is_sent_is_proven(through):
    lens = Lens(through)
    proof = prove(lens.open, lens.look, clock())

    assert proof.agrees
    assert proof.reason == ""
    assert lens.device.closed == 1


@pytest.mark.parametrize(
    "through",
    [np.zeros_like, lambda picture: picture[..., ::-1], lambda picture: picture[:, ::-1]],
    ids=["black", "colours swapped", "mirrored"],
)
def test_a_device_that_shows_something_else_is_not(through):
    lens = Lens(through)
    proof = prove(lens.open, lens.look, clock())

    assert not proof.agrees
    assert proof.seen is not None
    assert "not what was sent" in proof.reason


def test_a_device_that_cannot_be_looked_at_is_told_so():
    proof = prove(Lens().open, lambda name: iter(()), clock())

    assert proof.seen is None
    assert "cannot be looked at" in proof.reason


def test_a_device_that_fails_meanwhile_is_told_why():
    lens, failed = Lens(), Event()

    def fail(_):
        failed.set()
        raise SinkError("It was unplugged")

    def look(name):
        assert failed.wait(30)
        yield np.zeros((9, 16, 3), np.uint8)

    lens.device.send = fail
    proof = prove(lens.open, look, clock())

    assert proof.reason == "It was unplugged"


def test_the_picture_agrees_with_no_other_of_a_camera():
    picture = draw_test_picture(HEIGHT, WIDTH)

    assert agree(picture, cv2.resize(picture, (640, 360)))
    assert not agree(picture, np.full((HEIGHT, WIDTH, 3), int(picture.mean()), np.uint8))
