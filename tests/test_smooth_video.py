"""A video's maps: they fit what is stylized with them, and are whole or not there at all."""

import signal
from collections import namedtuple
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeSession
from made_video import make_video
from stylize_fakes import FakeReport
from vtoonify_fakes import FaceFrom, FakeVToonify

from vtoonify_rt import parsing_maps
from vtoonify_rt.config import Padding
from vtoonify_rt.errors import FaceError, SinkError, SourceError, UsageError
from vtoonify_rt.smooth_video import SmoothRequest, smooth_video
from vtoonify_rt.stop_signals import StopSignal

PORTRAIT = Path(__file__).parent / "media" / "astronaut.jpg"

SMALL = Padding(left=64, right=72, top=64, bottom=80)  # a crop of 136 x 144


@pytest.fixture
def clip(tmp_path) -> Path:
    return make_video(tmp_path / "in.mp4", frames=8, width=126, height=98)


def smooth(source, target, *, first=0, report=None, stop=None, **options) -> FakeVToonify:
    session = FakeVToonify()
    options = {"model": session.model, "window": 1, **options}
    smooth_video(
        SmoothRequest(source=source, target=target, **options),
        report or FakeReport(),
        stop or StopSignal(),
        session=lambda _: session,
        landmarker=lambda: FaceFrom(first),
    )
    return session


def test_there_is_a_map_for_every_frame_as_it_is(clip, tmp_path):
    report = FakeReport()
    session = smooth(clip, tmp_path / "maps.npy", report=report)

    maps = np.load(tmp_path / "maps.npy", allow_pickle=False)
    assert (maps.shape, maps.dtype) == ((8, 19, 98, 126), np.float32)
    assert report.frames == [(done, 8) for done in range(1, 9)]
    assert report.results[0].frames == 8
    assert (session.parsed, session.closed) == (8, 1)


def test_without_neighbours_a_map_is_the_parsing_itself(clip, tmp_path):
    smooth(clip, tmp_path / "maps.npy", window=0)

    maps = np.load(tmp_path / "maps.npy")[:, 0, 60, 60]
    np.testing.assert_allclose(maps, [20 + 8 * i for i in range(8)], atol=3)  # see `numbered`


def test_a_crop_begins_with_the_first_face(clip, tmp_path):
    smooth(clip, tmp_path / "maps.npy", first=3, crop=True, padding=SMALL)

    assert np.load(tmp_path / "maps.npy").shape == (5, 19, 144, 136)


def test_a_crop_without_a_face_is_refused(clip, tmp_path):
    with pytest.raises(FaceError, match=r"No face was found in .*in\.mp4\. Leave --crop out"):
        smooth(clip, tmp_path / "maps.npy", first=99, crop=True)


def test_no_room_is_told_before_anything_is_parsed(clip, tmp_path, monkeypatch):
    usage = namedtuple("usage", "total used free")(10**6, 0, 10**6)
    monkeypatch.setattr(parsing_maps.shutil, "disk_usage", lambda _: usage)

    with pytest.raises(SinkError, match=r"maps\.npy needs 8 MB, and its disk has 1 MB free"):
        smooth(clip, tmp_path / "maps.npy")
    assert [path.name for path in tmp_path.iterdir()] == ["in.mp4"]


def test_ctrl_c_leaves_nothing(clip, tmp_path):
    stop = StopSignal()
    report = FakeReport(on_frame=lambda: stop.receive(signal.SIGINT))

    with pytest.raises(KeyboardInterrupt):
        smooth(clip, tmp_path / "maps.npy", report=report, stop=stop)
    assert [path.name for path in tmp_path.iterdir()] == ["in.mp4"]
    assert report.frames[-1][0] < 8


def test_maps_that_were_there_are_kept_until_the_new_ones_are_whole(clip, tmp_path):
    (tmp_path / "maps.npy").write_bytes(b"old")
    stop = StopSignal()
    report = FakeReport(on_frame=lambda: stop.receive(signal.SIGINT))

    with pytest.raises(KeyboardInterrupt):
        smooth(clip, tmp_path / "maps.npy", report=report, stop=stop)
    assert (tmp_path / "maps.npy").read_bytes() == b"old"


def test_a_video_that_cannot_be_read_is_told(tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        smooth(tmp_path / "gone.mp4", tmp_path / "maps.npy")


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"target": Path("maps.mp4")}, "Cannot write maps named maps.mp4. Use a .npy file."),
        ({"window": -1}, "Window is -1. Give 0 to 30 frames."),
        ({"window": 31}, "Window is 31. Give 0 to 30 frames."),
        ({"source": PORTRAIT}, f"{PORTRAIT} is a picture."),
        ({"model": FakeSession().model}, "Model 'starter' parses no faces."),
    ],
)
def test_what_cannot_be_meant_is_refused_at_once(options, sentence):
    usual = {"source": Path("in.mp4"), "target": Path("m.npy"), "model": FakeVToonify().model}

    with pytest.raises(UsageError) as told:
        SmoothRequest(**{**usual, **options})
    assert str(told.value).startswith(sentence)
