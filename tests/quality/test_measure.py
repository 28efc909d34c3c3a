"""A clip measured with smoothing off and on, by fakes whose flicker and faces are known."""

import numpy as np
import pytest
from made_quality import FakeLandmarker, LiteSession, NoisySession, moving_clip, request
from made_video import make_video
from video_facts import read_video

from vtoonify_rt.errors import FaceError, ModelError, SourceError, UsageError
from vtoonify_rt.quality import measure
from vtoonify_rt.stop_signals import StopSignal


@pytest.fixture
def clip(tmp_path):
    return moving_clip(tmp_path / "clip.mp4")


def run(request, session=None, landmarker=None):
    session = session or LiteSession()
    landmarker = landmarker or FakeLandmarker()
    made = measure.run_quality(
        request,
        StopSignal(),
        session=lambda model: session,
        landmarker=lambda: landmarker,
    )
    assert (session.closed, landmarker.closed) == (1, 1)
    return made


def test_smoothing_takes_the_noise_of_a_look_but_not_its_time(clip):
    figures = run(request(clip), NoisySession())[0]

    assert figures.flicker_off > 1.3 * figures.flicker_input
    assert figures.flicker_ratio < 0.8
    assert abs(figures.motion_lag) < 0.1


def test_stronger_smoothing_takes_more(clip):
    weak, strong = (run(request(clip, strength=s), NoisySession())[0] for s in (0.1, 0.9))

    assert strong.flicker_on < weak.flicker_on
    assert strong.flicker_off == weak.flicker_off


def test_a_look_that_is_steady_by_itself_flickers_as_the_clip_does(clip):
    figures = run(request(clip))[0]

    assert figures.flicker_off == pytest.approx(figures.flicker_input, rel=0.15)
    assert figures.style == "comic"
    assert (figures.clip, figures.backend) == ("clip.mp4", "fake")


def test_both_versions_share_one_picture_of_each_frame(clip):
    session = LiteSession()
    frames = len(run(request(clip), session)[0].frames)

    assert frames == 7
    assert len(session.shapes) == 8


def test_every_look_is_measured_on_the_same_frames(clip):
    comic, oil = run(request(clip, "comic", "oil"))

    assert (comic.style, oil.style) == ("comic", "oil")
    assert comic.flicker_input == oil.flicker_input
    assert len(comic.frames) == len(oil.frames) == 7


def test_no_more_frames_are_read_than_asked_for(clip):
    assert len(run(request(clip, frames=3))[0].frames) == 2


def test_a_pair_with_a_lost_face_is_left_out(clip):
    # Looks at frame 0, thrice at frame 1 for the drift, at frame 2, at frame 4, which has none.
    figures = run(request(clip), landmarker=FakeLandmarker(missing=range(5, 100)))[0]

    assert [round(30 * frame.time) for frame in figures.frames] == [1, 2, 3]


def test_a_face_that_the_output_does_not_show_is_counted(clip):
    class Blind(FakeLandmarker):
        def detect(self, image, time):
            return super().detect(image, time) if image.mean() < 140 else []

    class White(LiteSession):
        def run(self, picture, parsing=None):
            return np.full_like(picture, 255)

    figures = run(request(clip), White(), Blind())[0]

    assert figures.identity_off.looked > 0
    assert figures.identity_off.found == 0.0
    assert figures.identity_on.mean is None


def test_progress_is_told_after_each_frame(clip):
    told = []
    measure.run_quality(
        request(clip, frames=4),
        StopSignal(),
        lambda done, total: told.append((done, total)),
        session=lambda model: LiteSession(),
        landmarker=FakeLandmarker,
    )

    assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_video_shows_every_frame(clip, tmp_path):
    run(request(clip, video=tmp_path / "sides.mp4"))
    pictures = read_video(tmp_path / "sides.mp4")

    assert len(pictures) == 8
    height, width, _ = pictures[0].shape
    assert (width, height > 160) == (3 * 192, True)
    given, off = (pictures[4][60:, x : x + 192].mean() for x in (0, 192))
    assert given + off == pytest.approx(255, abs=5)  # the fake inverts


def test_a_clip_without_a_face_is_refused_and_leaves_no_video(clip, tmp_path):
    class Nobody(FakeLandmarker):
        def detect(self, image, time):
            return []

    video = tmp_path / "sides.mp4"
    with pytest.raises(FaceError, match=r"No two frames in a row of .*clip\.mp4 show a face"):
        run(request(clip, video=video), landmarker=Nobody())

    assert not video.exists()


def test_a_single_frame_cannot_be_compared(tmp_path):
    clip = make_video(tmp_path / "one.mp4", frames=1)
    with pytest.raises(FaceError, match="No two frames"):
        run(request(clip))


def test_a_clip_that_is_none_is_told(tmp_path):
    clip = tmp_path / "notes.mp4"
    clip.write_text("none")
    with pytest.raises(SourceError, match=r"notes\.mp4"):
        measure.run_quality(request(clip), StopSignal())


def test_a_style_that_the_model_does_not_have_is_told(clip):
    with pytest.raises(ModelError, match="manga"):
        run(request(clip, "manga"))


def test_a_signal_ends_it(clip):
    stop = StopSignal()
    stop.receive(2)
    session = LiteSession()
    with pytest.raises(KeyboardInterrupt):
        measure.run_quality(
            request(clip), stop, session=lambda model: session, landmarker=FakeLandmarker
        )

    assert session.closed == 1


@pytest.mark.parametrize("strength", [0.0, -0.5, 1.5, float("nan")])
def test_a_strength_that_is_none_is_refused(clip, strength):
    with pytest.raises(UsageError, match="Strength is"):
        request(clip, strength=strength)


def test_one_frame_or_two_looks_in_a_video_are_refused(clip, tmp_path):
    with pytest.raises(UsageError, match="Frames are 1"):
        request(clip, frames=1)
    with pytest.raises(UsageError, match="one style only"):
        request(clip, "comic", "oil", video=tmp_path / "sides.mp4")
    with pytest.raises(UsageError, match=r"sides\.avi is no file for a video"):
        request(clip, video=tmp_path / "sides.avi")


def test_what_is_to_be_told_of_the_backend_is_told(clip, caplog):
    class Fallen(LiteSession):
        backend_note = "A is not used: gives a black picture"

    run(request(clip, frames=3), Fallen())

    assert caplog.messages == ["A is not used: gives a black picture"]
