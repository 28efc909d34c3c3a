import shutil
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from fake_camera import FakeClock
from made_video import make_video, number

from vtoonify_rt.errors import EndOfStream, SourceError
from vtoonify_rt.frame import Frame
from vtoonify_rt.sources.video_file import VideoFile


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def paced(path: Path, clock: FakeClock, *, loop: bool = False) -> VideoFile:
    return VideoFile(path, paced=True, loop=loop, clock=clock, wait=clock.wait)


def read_all(video: VideoFile) -> list[Frame]:
    frames: list[Frame] = []
    try:
        while True:
            frames.append(video.read())
    except EndOfStream:
        return frames


def test_unpaced_frames_come_in_order_with_their_presentation_times(tmp_path: Path) -> None:
    frames = read_all(VideoFile(make_video(tmp_path / "v.mp4", frames=6, fps=25), paced=False))

    assert [number(frame.image) for frame in frames] == [0, 1, 2, 3, 4, 5]
    assert [frame.time for frame in frames] == pytest.approx([n / 25 for n in range(6)])


def test_info_tells_size_rate_and_count(tmp_path: Path) -> None:
    info = VideoFile(make_video(tmp_path / "v.mp4", frames=6, fps=25), paced=False).info

    assert (info.name, info.width, info.height) == ("v.mp4", 64, 48)
    assert (info.fps, info.frame_count) == (25, 6)


def test_colours_are_those_of_the_video(tmp_path: Path) -> None:
    image = VideoFile(make_video(tmp_path / "v.mp4"), paced=False).read().image

    assert image[2, 2] == pytest.approx(np.array([255, 255, 255]), abs=4)
    assert image[24, 32] == pytest.approx(np.array([20, 20, 20]), abs=4)


def test_variable_frame_rates_keep_their_times(tmp_path: Path) -> None:
    times = [Fraction(n, 1000) for n in (0, 40, 50, 200, 233, 300)]
    path = make_video(tmp_path / "v.mp4", frames=6, times=times)

    read = [frame.time for frame in read_all(VideoFile(path, paced=False))]

    assert read == pytest.approx([float(time) for time in times], abs=1e-4)


def test_times_that_matroska_rounds_to_milliseconds_are_exact_again(tmp_path: Path) -> None:
    fps = Fraction(24_000, 1001)
    path = make_video(tmp_path / "v.mkv", frames=8, fps=fps)

    read = [frame.time for frame in read_all(VideoFile(path, paced=False))]

    assert read == pytest.approx([float(n / fps) for n in range(8)], abs=1e-9)


@pytest.mark.parametrize(
    ("rotation", "hflip", "corner"),
    [
        (90, False, (-3, 2)),
        (180, False, (-3, -3)),
        (270, False, (2, -3)),
        (0, True, (2, -3)),
        (90, True, (-3, -3)),
    ],
)
def test_turned_videos_are_shown_upright(
    tmp_path: Path, rotation: int, hflip: bool, corner: tuple[int, int]
) -> None:
    path = make_video(tmp_path / "v.mp4", rotation=rotation, hflip=hflip)

    image = VideoFile(path, paced=False).read().image

    assert image[corner].min() > 200  # the corner that was stored top left


def test_a_turned_video_swaps_width_and_height(tmp_path: Path) -> None:
    info = VideoFile(make_video(tmp_path / "v.mp4", rotation=90), paced=False).info

    assert (info.width, info.height) == (48, 64)


def test_odd_sizes_are_read_as_they_are(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mkv", width=35, height=21, codec="ffv1")

    assert VideoFile(path, paced=False).read().image.shape == (21, 35, 3)


def test_paced_frames_are_released_at_the_rate_of_the_file(
    tmp_path: Path, clock: FakeClock
) -> None:
    frames = read_all(paced(make_video(tmp_path / "v.mp4", frames=4, fps=20), clock))

    assert [frame.time for frame in frames] == pytest.approx([100, 100.05, 100.1, 100.15])


def test_a_late_reader_misses_frames_and_catches_up(tmp_path: Path, clock: FakeClock) -> None:
    video = paced(make_video(tmp_path / "v.mp4", frames=10, fps=20), clock)
    video.read()
    clock.now += 0.26  # frames 1 to 4 are over, frame 5 is on

    assert number(video.read().image) == 5


def test_a_late_reader_still_gets_the_last_frame(tmp_path: Path, clock: FakeClock) -> None:
    video = paced(make_video(tmp_path / "v.mp4", frames=4, fps=20), clock)
    video.read()
    clock.now += 0.4

    assert number(video.read().image) == 3


def test_after_a_long_pause_the_clip_goes_on_where_it_was(tmp_path: Path, clock: FakeClock) -> None:
    video = paced(make_video(tmp_path / "v.mp4", frames=10, fps=20), clock)
    video.read()
    clock.now += 60

    assert number(video.read().image) == 1
    assert video.read().time == pytest.approx(160.05)


def test_a_loop_goes_on_at_the_same_rate(tmp_path: Path, clock: FakeClock) -> None:
    video = paced(make_video(tmp_path / "v.mp4", frames=3, fps=20), clock, loop=True)

    frames = [video.read() for _ in range(7)]

    assert [number(frame.image) for frame in frames] == [0, 1, 2, 0, 1, 2, 0]
    assert [frame.time - 100 for frame in frames] == pytest.approx([n / 20 for n in range(7)])
    video.close()


def test_sound_and_pictures_beside_the_video_are_ignored(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", frames=3, sound="aac")

    assert len(read_all(VideoFile(path, paced=False))) == 3


def missing(path: Path) -> None:
    pass


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("This is not a video.\n" * 100)


def sound_only(path: Path) -> None:
    make_video(path.with_suffix(".mov"), sound="aac")
    with av.open(str(path.with_suffix(".mov"))) as both, av.open(str(path), "w") as container:
        track = container.add_stream_from_template(both.streams.audio[0])
        for packet in both.demux(both.streams.audio[0]):
            if packet.dts is not None:
                packet.stream = track
                container.mux(packet)


def without_its_index(path: Path) -> None:
    make_video(path, frames=20)
    path.write_bytes(path.read_bytes()[:-600])


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    "make", [missing, empty, text, sound_only, without_its_index, folder], ids=lambda f: f.__name__
)
def test_what_holds_no_video_is_refused_by_name(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    path = tmp_path / "input.mp4"
    make(path)

    with pytest.raises(SourceError, match=r"input\.mp4"):
        VideoFile(path, paced=False)


def test_a_truncated_video_gives_the_frames_that_are_there(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mkv", frames=20)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) * 4 // 5])

    frames = read_all(VideoFile(path, paced=False))

    numbers = [number(frame.image) for frame in frames]
    assert numbers == sorted(numbers)
    assert 3 < len(numbers) < 20


def test_a_video_damaged_in_its_middle_is_read_to_its_end(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = make_video(tmp_path / "v.mp4", frames=20)
    with av.open(str(path)) as container:
        packet = list(container.demux(video=0))[3]
    assert packet.pos is not None
    data = bytearray(path.read_bytes())
    data[packet.pos : packet.pos + 20] = b"\xff" * 20
    path.write_bytes(data)

    frames = read_all(VideoFile(path, paced=False))

    assert frames[-1].time == pytest.approx(19 / 30)
    assert "skipped a damaged part" in caplog.text


def test_a_name_that_looks_like_an_address_is_a_file(tmp_path: Path) -> None:
    path = tmp_path / "http:v.mp4"
    shutil.move(make_video(tmp_path / "v.mp4"), path)

    assert VideoFile(path, paced=False).info.name == "http:v.mp4"


def test_nearly_square_pixels_are_square(tmp_path: Path) -> None:
    """FFmpeg leaves 9000:8993 when it scales to whole pixels; a stretch by a pixel is a blur."""
    path = make_video(tmp_path / "v.mp4", width=1280, height=32, frames=1, aspect=(9000, 8993))

    assert VideoFile(path, paced=False).info.width == 1280


def test_pixels_that_are_not_square_are_stretched(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4", width=720, height=576, frames=1, aspect=(16, 15))

    assert VideoFile(path, paced=False).info.width == 768
