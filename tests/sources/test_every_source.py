"""What the `Source` protocol promises, on every source. A new one joins a list and is tested."""

from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest
from fake_camera import DEVICE, FakeCapture, FakeClock, bgr
from made_video import make_video, numbered

from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.image_io import write_image
from vtoonify_rt.sources import Source
from vtoonify_rt.sources.camera import Camera
from vtoonify_rt.sources.fresh import FreshFrames
from vtoonify_rt.sources.image_files import ImageFiles
from vtoonify_rt.sources.sample import open_sample
from vtoonify_rt.sources.video_file import VideoFile


class SteadyCamera(FakeCapture):
    """A camera that always has a picture, and takes a moment for it as real ones do."""

    def read(self) -> tuple[bool, Image | None]:
        Event().wait(0.001)
        return True, bgr(200)


def camera(folder: Path) -> Source:
    return Camera(DEVICE, open_capture=lambda device: SteadyCamera())


def paced_video(folder: Path) -> Source:
    clock = FakeClock()
    path = make_video(folder / "video.mp4", frames=3)
    return VideoFile(path, paced=True, clock=clock, wait=clock.wait)


def unpaced_video(folder: Path) -> Source:
    return VideoFile(make_video(folder / "video.mp4", frames=3), paced=False)


def picture(folder: Path) -> Source:
    write_image(folder / "picture.png", numbered(1))
    return ImageFiles(folder / "picture.png")


def pictures(folder: Path) -> Source:
    for index in range(3):
        write_image(folder / f"{index}.png", numbered(index))
    return ImageFiles(folder)


def paced_pictures(folder: Path) -> Source:
    clock = FakeClock()
    write_image(folder / "picture.png", numbered(1))
    return ImageFiles(folder, paced=True, clock=clock, wait=clock.wait)


def sample(folder: Path) -> Source:
    return open_sample()


def fresh_frames(folder: Path) -> Source:
    return FreshFrames(unpaced_video(folder), 64, 48, in_flight=9)


Opener = Callable[[Path], Source]
WITH_COUNT: list[Opener] = [paced_video, unpaced_video, picture, pictures]
OPENERS: list[Opener] = [*WITH_COUNT, camera, paced_pictures, sample, fresh_frames]


@pytest.fixture(params=OPENERS, ids=lambda opener: opener.__name__)
def source(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Source]:
    source = request.param(tmp_path)
    yield source
    source.close()


@pytest.fixture(params=WITH_COUNT, ids=lambda opener: opener.__name__)
def counted(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Source]:
    source = request.param(tmp_path)
    yield source
    source.close()


def test_images_are_rgb_uint8_of_the_size_in_info(source: Source) -> None:
    image = source.read().image

    assert image.dtype == np.uint8
    assert image.shape == (source.info.height, source.info.width, 3)
    assert image.flags.c_contiguous


def test_info_has_a_name_for_the_user(source: Source) -> None:
    assert source.info.name


def test_times_increase(source: Source) -> None:
    times = [frame.time for frame in up_to(3, source)]

    assert times == sorted(set(times))


def test_frames_keep_their_pixels_while_later_ones_are_read(source: Source) -> None:
    frame = source.read()
    before = frame.image.copy()
    up_to(2, source)

    np.testing.assert_array_equal(frame.image, before)


def test_a_source_with_a_count_delivers_that_many_frames(counted: Source) -> None:
    assert len(up_to(99, counted)) == counted.info.frame_count


def test_reading_after_the_end_raises_each_time(counted: Source) -> None:
    up_to(99, counted)

    for _ in range(2):
        with pytest.raises(EndOfStream):
            counted.read()


def test_reading_after_closing_raises(source: Source) -> None:
    source.read()
    source.close()

    with pytest.raises(EndOfStream):
        source.read()


def test_closing_twice_does_no_harm(source: Source) -> None:
    source.close()
    source.close()

    with pytest.raises(EndOfStream):
        source.read()


def test_closing_from_another_thread_ends_a_reader(source: Source) -> None:
    ended = Event()

    def read_all() -> None:
        try:
            while True:
                source.read()
        except EndOfStream:
            ended.set()

    reader = Thread(target=read_all, daemon=True)
    reader.start()
    source.close()

    assert ended.wait(5)


def up_to(count: int, source: Source) -> list[Frame]:
    """Return the next frames of `source`, `count` of them if it has so many."""
    frames: list[Frame] = []
    try:
        while len(frames) < count:
            frames.append(source.read())
    except EndOfStream:
        pass
    return frames
