"""Files whose clock starts anew in their middle, as transport streams appended to one another."""

from fractions import Fraction
from pathlib import Path

import pytest
from fake_camera import FakeClock
from made_video import make_video, number

from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.frame import Frame
from vtoonify_rt.sources.video_file import VideoFile

FRAMES = 20  # of each piece


def read_all(video: VideoFile) -> list[Frame]:
    frames: list[Frame] = []
    try:
        while True:
            frames.append(video.read())
    except EndOfStream:
        return frames


@pytest.fixture(params=[0, 300], ids=["the same time", "five minutes before"])
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Two pieces, of which the second begins when the first began, or before."""
    first = make_video(
        tmp_path / "1.ts",
        frames=FRAMES,
        fps=25,
        times=[request.param + Fraction(n, 25) for n in range(FRAMES)],
    )
    second = make_video(tmp_path / "2.ts", frames=FRAMES, fps=25)
    whole = tmp_path / "v.ts"
    whole.write_bytes(first.read_bytes() + second.read_bytes())
    return whole


def test_times_go_on_at_the_same_rate(path: Path) -> None:
    frames = read_all(VideoFile(path, paced=False))

    assert [number(frame.image) for frame in frames] == [*range(FRAMES), *range(FRAMES)]
    assert [frame.time for frame in frames] == pytest.approx([n / 25 for n in range(2 * FRAMES)])


def test_paced_it_plays_on(path: Path) -> None:
    clock = FakeClock()
    frames = read_all(VideoFile(path, paced=True, clock=clock, wait=clock.wait))

    assert len(frames) == 2 * FRAMES
    assert clock.now - 100 == pytest.approx((2 * FRAMES - 1) / 25)
