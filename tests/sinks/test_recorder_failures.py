"""Recordings whose disk fills up or whose process is killed."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.sinks.recorder import Recorder

resource = pytest.importorskip("resource", reason="limits of file size are POSIX")

_ROOM = 1_000_000  # bytes


@pytest.fixture
def full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond `_ROOM`: writing more fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (_ROOM, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def noise(index: int) -> Frame:
    image = np.random.default_rng(index).integers(0, 256, (96, 128, 3), np.uint8)
    return Frame(image, time=index / 30)


def write_until_it_fails(recorder: Recorder) -> int:
    """Return the number of the frame whose writing failed."""
    for index in range(10_000):
        try:
            recorder.write(noise(index))
        except SinkError:
            return index
    raise AssertionError("the disk never filled up")


def count_frames(path: Path) -> int:
    with av.open(str(path)) as container:
        return sum(1 for _ in container.decode(video=0))


@pytest.mark.usefixtures("full_disk")
def test_what_a_live_recording_wrote_before_the_disk_was_full_can_be_played(
    tmp_path: Path,
) -> None:
    recorder = Recorder(tmp_path / "v.mp4", drop=True)
    write_until_it_fails(recorder)
    recorder.close()

    assert count_frames(tmp_path / "v.mp4") > 5


@pytest.mark.usefixtures("full_disk")
def test_a_recording_cut_by_a_full_disk_ends_with_a_whole_fragment(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "v.mp4", drop=True)
    write_until_it_fails(recorder)

    assert 0 < (tmp_path / "v.mp4").stat().st_size < _ROOM


@pytest.mark.usefixtures("full_disk")
def test_a_file_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "v.mp4", drop=False)
    write_until_it_fails(recorder)
    recorder.close()

    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("full_disk")
@pytest.mark.parametrize("drop", [True, False])
def test_a_full_disk_is_told_once(tmp_path: Path, drop: bool) -> None:
    recorder = Recorder(tmp_path / "v.mp4", drop=drop)
    failed = write_until_it_fails(recorder)

    recorder.write(noise(failed + 1))
    recorder.close()


@pytest.mark.usefixtures("full_disk")
def test_a_disk_that_is_full_at_the_end_is_told_when_closing(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "v.mp4", drop=False)
    for index in range(8):  # as many as wait for the encoder
        image = np.random.default_rng(index).integers(0, 256, (480, 640, 3), np.uint8)
        recorder.write(Frame(image, time=index / 30))

    with pytest.raises(SinkError, match=r"v\.mp4"):
        recorder.close()


_RECORD_FOR_EVER = """
import itertools, sys
from pathlib import Path
import numpy as np
from vtoonify_rt.frame import Frame
from vtoonify_rt.sinks.recorder import Recorder

recorder = Recorder(Path(sys.argv[1]), fps_hint=10, drop=True)
image = np.random.default_rng(0).integers(0, 256, (96, 128, 3), np.uint8)
for index in itertools.count():
    recorder.write(Frame(image, time=index / 10))
    if recorder.bytes_written > 600_000:
        print("written", flush=True)
"""


def test_a_live_recording_can_be_played_after_its_process_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    command = [sys.executable, "-c", _RECORD_FOR_EVER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()

    assert process.returncode == -signal.SIGKILL
    assert count_frames(path) > 10


_RECORD_CLICKS_FOR_EVER = """
import sys, time
from pathlib import Path
import numpy as np
from vtoonify_rt.frame import Frame
from vtoonify_rt.microphone import SoundBlock
from vtoonify_rt.take import Take, TakeRequest

take = Take(TakeRequest(path=Path(sys.argv[1]), fps=10, sound=True, raw=True))
image = np.random.default_rng(0).integers(0, 256, (48, 64, 3), np.uint8)
for index in range(10_000):
    moment = index / 10
    take.hear(SoundBlock(np.full(4800, 0.5, np.float32), moment, 48_000.0))
    take.recorder.write(Frame(image, time=moment))
    take.raw.write(Frame(image, time=moment))
    time.sleep(0.004)
    if take.bytes_written > 500_000:
        print("written", flush=True)
"""


def test_sound_and_raw_take_can_be_played_after_the_process_was_killed(tmp_path: Path) -> None:
    path = tmp_path / "v.mp4"
    command = [sys.executable, "-c", _RECORD_CLICKS_FOR_EVER, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.readline()
        process.kill()

    for file in (path, tmp_path / "v raw.mp4"):
        with av.open(str(file)) as film:
            samples = np.concatenate([part.to_ndarray()[0] for part in film.decode(audio=0)])
        with av.open(str(file)) as film:
            shown = max(frame.time for frame in film.decode(video=0))
        assert abs(len(samples) / 48_000 - shown) < 2.0
        assert len(samples) > 96_000
        assert samples[48_000:90_000] == pytest.approx(0.5, abs=0.05)
