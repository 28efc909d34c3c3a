"""The video that shows versions of a clip side by side."""

import numpy as np
import pytest
from video_facts import read_video, video_facts

from vtoonify_rt.errors import SinkError
from vtoonify_rt.quality.side_by_side import MAX_WIDTH, SideBySide

NAMES = ("input", "off", "on")


def grey(level: int, height: int = 48, width: int = 64) -> np.ndarray:
    return np.full((height, width, 3), level, np.uint8)


def test_pictures_lie_beside_each_other_below_their_names(tmp_path):
    path = tmp_path / "sides.mp4"
    with SideBySide(path, NAMES, fps=25) as video:
        for index in range(5):
            video.write((grey(50), grey(120), grey(200)), index / 25)
    facts, picture = video_facts(path), read_video(path)[-1]

    assert (facts.frames, facts.fps) == (5, 25)
    shown = [picture[-30:, 64 * place + 20 : 64 * place + 44].mean() for place in range(3)]
    assert shown == pytest.approx([50, 120, 200], abs=4)
    assert all(picture[:20, 64 * place : 64 * place + 64].max() > 150 for place in range(3))


def test_large_pictures_are_shown_smaller(tmp_path):
    path = tmp_path / "sides.mp4"
    with SideBySide(path, ("input",), fps=25) as video:
        video.write((grey(50, height=100, width=2 * MAX_WIDTH),), 0.0)

    assert read_video(path)[0].shape[1] == MAX_WIDTH


def test_no_half_video_is_left(tmp_path):
    def break_off() -> None:
        with SideBySide(tmp_path / "sides.mp4", NAMES, fps=25) as video:
            video.write((grey(50),) * 3, 0.0)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(SinkError, match="the folder does not exist"):
        SideBySide(tmp_path / "gone" / "sides.mp4", NAMES, fps=25)
