from collections.abc import Callable
from contextlib import suppress
from queue import Queue
from threading import Event, Thread

import cv2
import numpy as np
import pytest
from fake_camera import DEVICE, FakeCapture, bgr

from vtoonify_rt.errors import CameraError, EndOfStream
from vtoonify_rt.frame import Image
from vtoonify_rt.sources.camera import Camera, CameraState
from vtoonify_rt.sources.cameras import CameraDevice

STARTING, RUNNING = CameraState.STARTING, CameraState.RUNNING
FAILED, STOPPED = CameraState.FAILED, CameraState.STOPPED


class BlockingCapture(FakeCapture):
    """Gives its pictures, then nothing until it is told to fail, as a driver that waits."""

    def __init__(self, pictures: list[Image | None]) -> None:
        super().__init__(pictures)
        self.fail = Event()

    def read(self) -> tuple[bool, Image | None]:
        if not self._pictures:
            self.fail.wait(5)
        return super().read()


def opener(*captures: FakeCapture) -> Callable[[CameraDevice], FakeCapture]:
    """Return what opens these captures, one after another."""
    left = list(captures)
    return lambda device: left.pop(0)


def no_wait(event: Event, seconds: float) -> bool:
    return event.is_set()


def test_pictures_become_rgb() -> None:
    capture = BlockingCapture([bgr(200)])
    camera = Camera(DEVICE, open_capture=opener(capture))

    image = camera.read().image

    assert image[0, 0].tolist() == [0, 0, 200]
    assert image.dtype == np.uint8
    capture.fail.set()
    camera.close()


def test_mjpg_is_asked_for_before_the_size() -> None:
    capture = BlockingCapture([bgr(1)])
    camera = Camera(DEVICE, width=640, height=480, fps=25, open_capture=opener(capture))
    capture.fail.set()
    camera.close()

    assert capture.settings == [
        (cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG")),
        (cv2.CAP_PROP_FRAME_WIDTH, 640),
        (cv2.CAP_PROP_FRAME_HEIGHT, 480),
        (cv2.CAP_PROP_FPS, 25),
        (cv2.CAP_PROP_BUFFERSIZE, 1),
    ]


def test_info_tells_the_size_that_comes_not_the_one_asked_for() -> None:
    capture = BlockingCapture([bgr(1, height=480, width=640)])
    camera = Camera(DEVICE, width=1280, height=720, open_capture=opener(capture))
    capture.fail.set()
    camera.close()

    assert (camera.info.width, camera.info.height) == (640, 480)


@pytest.mark.parametrize(
    ("code", "name"),
    [(cv2.VideoWriter.fourcc(*"YUYV"), "YUYV"), (0, ""), (-1, ""), (22, ""), (2**40, "")],
)
def test_info_tells_the_format_that_comes_not_the_one_asked_for(code: float, name: str) -> None:
    capture = BlockingCapture([bgr(1)])
    capture.get = lambda prop: code if prop == cv2.CAP_PROP_FOURCC else 0.0  # type: ignore[method-assign]
    camera = Camera(DEVICE, open_capture=opener(capture))
    capture.fail.set()
    camera.close()

    assert camera.info.pixel_format == name


def test_a_camera_may_fail_its_first_reads() -> None:
    capture = BlockingCapture([None, None, bgr(7)])
    camera = Camera(DEVICE, open_capture=opener(capture))

    assert camera.read().image[0, 0, 2] == 7
    capture.fail.set()
    camera.close()


@pytest.mark.parametrize("capture", [FakeCapture(opens=False), FakeCapture([])])
def test_a_camera_that_does_not_open_is_an_error_and_is_released(capture: FakeCapture) -> None:
    with pytest.raises(CameraError, match="Webcam"):
        Camera(DEVICE, open_capture=opener(capture))
    assert capture.released


@pytest.mark.parametrize(
    "picture", [np.zeros((4, 6, 2), np.uint8), np.zeros((4, 6, 3), np.uint16)], ids=["depth", "raw"]
)
def test_pictures_that_are_not_8_bit_colour_are_an_error_not_a_camera_that_waits_for_ever(
    picture: np.ndarray,
) -> None:
    with pytest.raises(CameraError, match="Webcam"):
        Camera(DEVICE, open_capture=opener(FakeCapture([picture] * 20)))


def test_a_camera_that_vanishes_is_tried_again_until_it_is_back() -> None:
    before, after = BlockingCapture([bgr(1)]), BlockingCapture([bgr(2)])
    gone = [FakeCapture(opens=False), FakeCapture([])]
    camera = Camera(DEVICE, open_capture=opener(before, *gone, after), wait=no_wait)
    camera.read()
    before.fail.set()

    assert camera.read().image[0, 0, 2] == 2
    after.fail.set()
    camera.close()
    assert all(capture.released for capture in (before, *gone, after))


def test_attempts_come_ever_later_up_to_four_seconds() -> None:
    waits: Queue[float] = Queue()

    def wait(event: Event, seconds: float) -> bool:
        waits.put(seconds)
        return event.wait(seconds if waits.qsize() > 6 else 0)

    first = FakeCapture([bgr(1)])
    gone = [FakeCapture(opens=False) for _ in range(20)]
    camera = Camera(DEVICE, open_capture=opener(first, *gone), wait=wait)
    delays = [waits.get(timeout=5) for _ in range(7)]
    camera.close()

    assert delays == [0.25, 0.5, 1, 2, 4, 4, 4]


def test_states_are_told_as_they_change() -> None:
    states: Queue[CameraState] = Queue()
    before, after = BlockingCapture([bgr(1)]), BlockingCapture([bgr(2)])
    camera = Camera(
        DEVICE,
        open_capture=opener(before, FakeCapture(opens=False), after),
        on_state=states.put,
        wait=no_wait,
    )
    before.fail.set()
    told = [states.get(timeout=5) for _ in range(4)]
    after.fail.set()
    camera.close()

    assert told == [STARTING, RUNNING, FAILED, RUNNING]
    assert camera.state is STOPPED


def test_closing_wakes_a_reader_whose_camera_is_gone() -> None:
    lost, ended = Event(), Event()

    def on_state(state: CameraState) -> None:
        if state is FAILED:
            lost.set()

    def read_all() -> None:
        with suppress(EndOfStream):
            while True:
                camera.read()
        ended.set()

    first = FakeCapture([bgr(1)])
    gone = [FakeCapture(opens=False) for _ in range(20)]
    camera = Camera(DEVICE, open_capture=opener(first, *gone), on_state=on_state)
    Thread(target=read_all, daemon=True).start()
    assert lost.wait(5)
    camera.close()

    assert ended.wait(5)


def test_the_frame_rate_is_measured() -> None:
    capture = BlockingCapture([bgr(n) for n in range(9)])
    ticks = iter(n / 20 for n in range(100))
    seen_all = Event()
    read = capture.read

    def read_and_tell() -> tuple[bool, Image | None]:
        if not capture._pictures:
            seen_all.set()
        return read()

    capture.read = read_and_tell  # type: ignore[method-assign]
    camera = Camera(DEVICE, open_capture=opener(capture), clock=lambda: next(ticks))
    assert seen_all.wait(5)

    assert camera.fps == pytest.approx(20)
    capture.fail.set()
    camera.close()
