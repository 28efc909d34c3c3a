from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from made_video import number, numbered

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.sinks.recorder import Recorder


def record(path: Path, images: Iterable[Image], *, fps: float = 30, drop: bool = False) -> Recorder:
    with Recorder(path, fps_hint=fps, drop=drop) as recorder:
        for index, image in enumerate(images):
            recorder.write(Frame(image, time=7.0 + index / fps))
    return recorder


def read(path: Path) -> list[tuple[float, Image]]:
    """Return the times and pictures of a video."""
    with av.open(str(path)) as container:
        return [
            (frame.time, frame.to_ndarray(format="rgb24")) for frame in container.decode(video=0)
        ]


def test_every_frame_of_a_file_is_kept_in_order(tmp_path: Path) -> None:
    record(tmp_path / "v.mp4", [numbered(n) for n in range(25)])

    assert [number(image) for _, image in read(tmp_path / "v.mp4")] == list(range(25))


@pytest.mark.parametrize("drop", [True, False])
def test_frames_are_spaced_as_they_were_captured(tmp_path: Path, drop: bool) -> None:
    times = [10.0, 10.03, 10.2, 10.21, 10.5]
    with Recorder(tmp_path / "v.mp4", drop=drop) as recorder:
        for index, time in enumerate(times):
            recorder.write(Frame(numbered(index), time))

    written = [time for time, _ in read(tmp_path / "v.mp4")]

    assert written == pytest.approx([time - 10 for time in times], abs=1 / 90_000)


@pytest.mark.parametrize("drop", [True, False])
def test_what_lay_there_stays_until_there_is_a_picture(tmp_path: Path, drop: bool) -> None:
    before = b"of yesterday" * 10_000
    (tmp_path / "v.mp4").write_bytes(before)
    record(tmp_path / "v.mp4", [], drop=drop)
    assert (tmp_path / "v.mp4").read_bytes() == before

    record(tmp_path / "v.mp4", [numbered(n) for n in range(3)], drop=drop)
    assert [number(image) for _, image in read(tmp_path / "v.mp4")] == [0, 1, 2]
    assert before not in (tmp_path / "v.mp4").read_bytes()
    assert (tmp_path / "v.mp4").stat().st_size < len(before)


def test_that_the_machine_slept_is_not_in_a_live_recording(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "v.mp4", fps_hint=25, drop=True)
    for index, time in enumerate((10.0, 10.04, 10.04 + 14 * 3600, 10.14 + 14 * 3600)):
        recorder.write(Frame(numbered(index), time))
    recorder.close()

    assert [time for time, _ in read(tmp_path / "v.mp4")] == pytest.approx([0, 0.04, 0.08, 0.18])
    assert recorder.elapsed == pytest.approx(0.18)


def test_a_camera_that_was_lost_for_a_while_leaves_a_pause(tmp_path: Path) -> None:
    with Recorder(tmp_path / "v.mp4", drop=True) as recorder:
        for index, time in enumerate((10.0, 40.0)):
            recorder.write(Frame(numbered(index), time))

    assert [time for time, _ in read(tmp_path / "v.mp4")] == pytest.approx([0, 30])


def test_times_that_do_not_increase_are_moved_on(tmp_path: Path) -> None:
    with Recorder(tmp_path / "v.mp4", drop=False) as recorder:
        for time in (1.0, 1.0, 0.9, 1.1):
            recorder.write(Frame(numbered(0), time))

    times = [time for time, _ in read(tmp_path / "v.mp4")]

    assert times == sorted(set(times))


@pytest.mark.parametrize(
    "fps", [15, 25, 30, 60, Fraction(24_000, 1001), Fraction(30_000, 1001), Fraction(25, 2)]
)
def test_a_constant_rate_stays_exact(tmp_path: Path, fps: Fraction | int) -> None:
    record(tmp_path / "v.mp4", [numbered(n % 25) for n in range(40)], fps=float(fps))

    with av.open(str(tmp_path / "v.mp4")) as container:
        stream = container.streams.video[0]
        assert (stream.average_rate, stream.frames) == (fps, 40)
        assert stream.duration * stream.time_base == 40 / Fraction(fps)


def test_colours_are_kept(tmp_path: Path) -> None:
    colours = np.zeros((64, 96, 3), np.uint8)
    colours[:, :32], colours[:, 32:64], colours[:, 64:] = (
        (220, 30, 30),
        (30, 200, 40),
        (30, 40, 210),
    )
    record(tmp_path / "v.mp4", [colours])

    image = read(tmp_path / "v.mp4")[0][1]

    assert image[32, 16::32] == pytest.approx(colours[32, 16::32], abs=4)


def test_odd_sizes_repeat_their_last_row_and_column(tmp_path: Path) -> None:
    image = numbered(3, 65, 47)
    image[:, -1] = 250
    record(tmp_path / "v.mp4", [image])

    written = read(tmp_path / "v.mp4")[0][1]

    assert written.shape == (48, 66, 3)
    assert written[24, -1].min() > 200


def test_pictures_of_another_size_are_fitted_between_black_bars(tmp_path: Path) -> None:
    record(tmp_path / "v.mp4", [numbered(20, 64, 48), numbered(20, 24, 48)])

    second = read(tmp_path / "v.mp4")[1][1]

    assert second.shape == (48, 64, 3)
    assert second[24, 4].max() < 40  # the bar
    assert number(second) == 20


def test_live_frames_that_find_the_encoder_busy_are_dropped_and_counted(tmp_path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (480, 640, 3), np.uint8)
    recorder = record(tmp_path / "v.mp4", [noise] * 100, drop=True)

    assert recorder.dropped > 0
    assert len(read(tmp_path / "v.mp4")) == 100 - recorder.dropped


def test_live_a_key_frame_comes_every_second_even_when_frames_are_few(tmp_path: Path) -> None:
    with Recorder(tmp_path / "v.mp4", fps_hint=30, drop=True) as recorder:
        for index in range(7):
            recorder.write(Frame(numbered(index), index / 2))

    with av.open(str(tmp_path / "v.mp4")) as container:
        keys = [float(p.pts * p.time_base) for p in container.demux(video=0) if p.is_keyframe]
    assert keys == [0, 1, 2, 3]


def test_progress_is_told(tmp_path: Path) -> None:
    recorder = record(tmp_path / "v.mp4", [numbered(n) for n in range(10)])

    assert recorder.path == tmp_path / "v.mp4"
    assert recorder.elapsed == pytest.approx(9 / 30)
    assert recorder.bytes_written == (tmp_path / "v.mp4").stat().st_size


def test_a_file_appears_when_it_is_closed(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "v.mp4", drop=False)
    recorder.write(Frame(numbered(0), time=0.0))
    before = (tmp_path / "v.mp4").exists()
    recorder.close()

    assert not before
    assert [path.name for path in tmp_path.iterdir()] == ["v.mp4"]


def test_a_live_recording_grows_under_its_own_name(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "v.mp4", drop=True)

    assert (tmp_path / "v.mp4").exists()
    recorder.close()


@pytest.mark.parametrize("drop", [True, False])
def test_what_is_discarded_leaves_nothing(tmp_path: Path, drop: bool) -> None:
    recorder = Recorder(tmp_path / "v.mp4", drop=drop)
    recorder.write(Frame(numbered(0), time=0.0))
    recorder.discard()

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_interrupted_leaves_what_was_there_before(tmp_path: Path) -> None:
    (tmp_path / "v.mp4").write_text("before")

    def interrupted() -> None:
        with Recorder(tmp_path / "v.mp4", drop=False) as recorder:
            recorder.write(Frame(numbered(0), time=0.0))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["before"]


def test_a_live_recording_that_is_interrupted_is_finished(tmp_path: Path) -> None:
    def interrupted() -> None:
        with Recorder(tmp_path / "v.mp4", drop=True) as recorder:
            recorder.write(Frame(numbered(7), time=0.0))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert [number(image) for _, image in read(tmp_path / "v.mp4")] == [7]


@pytest.mark.parametrize("drop", [True, False])
@pytest.mark.parametrize("name", ["gone/v.mp4", "file/v.mp4"])
def test_a_folder_that_cannot_be_written_is_told_at_once(
    tmp_path: Path, name: str, drop: bool
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SinkError, match=r"v\.mp4"):
        Recorder(tmp_path / name, drop=drop)
