from pathlib import Path

import numpy as np
import pytest
from made_video import make_video
from PIL import Image as Picture

from vtoonify_rt.errors import SinkError, SourceError
from vtoonify_rt.sinks.gif import write_gif


def drawn(index: int, width: int, height: int) -> np.ndarray:
    image = np.zeros((height, width, 3), np.uint8)
    image[:, :, 0] = np.linspace(0, 255, width)
    image[: height // 2, :, 1] = 8 * index
    return image


def test_the_last_seconds_become_an_endless_gif_of_their_length(tmp_path: Path):
    video = make_video(tmp_path / "v.mp4", frames=30, fps=10, width=960, height=540, draw=drawn)
    write_gif(video, tmp_path / "v.gif", seconds=2.0)

    with Picture.open(tmp_path / "v.gif") as gif:
        assert gif.size == (480, 270)
        assert gif.info["loop"] == 0
        lasts = gif.info["duration"] * gif.n_frames
        gif.seek(gif.n_frames - 1)
        shown = np.asarray(gif.convert("RGB"), np.int16)
    assert lasts == pytest.approx(2000, abs=170)
    assert np.abs(shown - drawn(29, 480, 270)).mean() < 8


def test_small_videos_keep_their_size(tmp_path: Path):
    video = make_video(tmp_path / "v.mp4", frames=5)
    write_gif(video.read_bytes(), tmp_path / "v.gif")

    with Picture.open(tmp_path / "v.gif") as gif:
        assert gif.size == (64, 48)


def test_what_is_no_video_is_told_and_leaves_nothing(tmp_path: Path):
    with pytest.raises(SourceError, match="cannot be read"):
        write_gif(b"nothing", tmp_path / "v.gif")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_told(tmp_path: Path):
    video = make_video(tmp_path / "v.mp4", frames=2)

    with pytest.raises(SinkError, match="folder does not exist"):
        write_gif(video, tmp_path / "gone" / "v.gif")
