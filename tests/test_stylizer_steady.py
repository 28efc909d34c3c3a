"""The stylizer in time: steady while a face is painted, and nothing left of what was before."""

from contextlib import closing

import cv2
import numpy as np
import pytest
from fakes import FakeSession, face_at
from flickering import FlickeringSession
from moving_scenes import Scene
from stylizer_frames import FACE, FPS, make

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.absence import FADE, GRACE
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.flow_warp import warp
from vtoonify_rt.frame import Frame
from vtoonify_rt.inference import open_session
from vtoonify_rt.smooth_parsing import DisFlow
from vtoonify_rt.sources.sample import sample_clip
from vtoonify_rt.sources.video_file import VideoFile

CROPPED = np.s_[120:220, 260:380]  # well within the crop, which is pasted in full there
CLIP_FACE = face_at(564, 263, 105)  # of the sample clip's first frames
STILL = Scene().picture(region=(80, 200, 640, 360), size=(360, 640))


class Show:
    """A stylizer that flickers, and frames of a still scene at 30 a second."""

    def __init__(self, session=None, **config) -> None:
        self.session = session or FlickeringSession()
        config = {"surroundings": "camera", "smoothing": 1.0, **config}
        self.stylizer = make(self.session, **config)
        self.frames = 0

    def frame(self, face=FACE, image=STILL) -> np.ndarray:
        self.frames += 1
        return self.stylizer.apply(Frame(image, self.frames / FPS, face)).image

    def run(self, seconds: float, face=FACE) -> list[np.ndarray]:
        return [self.frame(face) for _ in range(round(seconds * FPS))]

    def configure(self, **config) -> None:
        self.stylizer.configure(StyleConfig(surroundings="camera", **config))


def is_faded_in(picture: np.ndarray) -> bool:
    """Tell whether all of the crop has one tone."""
    return bool((picture[CROPPED] == picture[CROPPED][0, 0, 0]).all())


def roughness(picture: np.ndarray) -> float:
    """Return the spread of the crop around the still scene, inverted."""
    return float((picture.astype(float) - (255 - STILL))[CROPPED].std())


def test_it_is_steady_by_default():
    show = Show(smoothing=StyleConfig().smoothing)
    first, last = show.frame(), show.run(1)[-1]

    assert roughness(last) < 0.6 * roughness(first)


def test_without_smoothing_every_frame_is_the_sessions():
    on, off = Show(), Show(smoothing=0.0)
    first = on.frame(), off.frame()
    shown = off.run(1)[-1]

    np.testing.assert_array_equal(*first)
    assert roughness(shown) == pytest.approx(roughness(first[1]), rel=0.05)


@pytest.mark.parametrize("change", [{"style": "poster"}, {"degree": 0.5}, {"smoothing": 0.9}])
def test_after_a_change_of_the_look_the_next_frame_is_new(change):
    """It is, bit for bit, what a stylizer shows that has no past."""
    show, alone = Show(), Show()
    show.run(0.5)
    show.configure(**change)
    alone.configure(smoothing=0.0, **{k: v for k, v in change.items() if k != "smoothing"})
    for _ in range(15):  # the same noise comes next
        alone.session.run(np.zeros((384, 384, 3), np.uint8))

    np.testing.assert_array_equal(show.frame(), alone.frame())


def test_another_model_starts_anew():
    show = Show()
    show.run(0.5)
    show.stylizer.use(FlickeringSession(), StyleConfig(surroundings="camera", smoothing=1.0))

    np.testing.assert_array_equal(show.frame(), Show().frame())


class ToneSession(FakeSession):
    """Paints everything in one tone, which the test changes."""

    tone = 50

    def run(self, picture, parsing=None):
        return np.full_like(super().run(picture, parsing), self.tone)


def test_nothing_from_before_a_degree_of_zero_shines_through():
    show = Show(ToneSession())
    show.run(0.5)
    show.configure(degree=0.0, smoothing=1.0)
    np.testing.assert_array_equal(show.frame(), STILL)
    show.session.tone = 56  # so near that the range of tones would let the past through
    show.configure(degree=1.0, smoothing=1.0)

    assert (show.frame()[CROPPED] == 56).all()


def test_nothing_from_before_an_absence_shines_through():
    """Nor in the surroundings. Hidden for a frame or two, which is no pause: yet somebody else may
    be seen."""
    show = Show(ToneSession(), surroundings="stylized")
    show.run(0.5)
    painted = -1
    while painted != len(show.session.shapes):  # until the fade is over
        painted = len(show.session.shapes)
        show.frame(None)
    show.session.tone = 56
    shown = show.run(FADE + 0.1)

    assert len(show.session.shapes) >= painted + len(shown)
    first = next(picture for picture in shown if is_faded_in(picture))
    assert (first == 56).all()


def test_a_short_loss_goes_on_steadily():
    show = Show()
    rough = roughness(show.run(1)[0])

    assert roughness(show.run(0.8 * GRACE, None)[-1]) < 0.4 * rough


def test_another_face_elsewhere_starts_anew():
    """The crop jumps to where there was nothing known."""
    show = Show(ToneSession())
    far = face_at(80, 60, 20)
    show.run(0.5, far)
    show.session.tone = 56

    assert (show.frame(face_at(520, 280, 20))[270:300, 500:540] == 56).all()


def test_a_camera_that_changes_its_size_starts_anew():
    show = Show(ToneSession())
    show.run(0.5)
    show.session.tone = 56
    small = np.ascontiguousarray(STILL[:300, :560])

    assert (show.frame(image=small)[CROPPED] == 56).all()


def test_the_sample_clip_flickers_less():
    """Its lines do not tremble as much. Had nothing moved, a third would be left at the default
    strength; faces do move, and flow is not exact."""
    frames = clip_frames(12)
    off, on = (warping_error(frames, stylized(frames, strength)) for strength in (0.0, 0.5))

    assert on < 0.75 * off


def clip_frames(count: int) -> list[np.ndarray]:
    with closing(VideoFile(sample_clip(), paced=False)) as clip:
        return [clip.read().image for _ in range(count)]


def stylized(frames: list[np.ndarray], smoothing: float) -> list[np.ndarray]:
    session = open_session(load_manifest(STARTER), threads=1)
    config = {"style": "comic", "surroundings": "camera", "smoothing": smoothing}
    with closing(make(session, **config)) as stylizer:
        return [
            stylizer.apply(Frame(image, index / FPS, CLIP_FACE)).image
            for index, image in enumerate(frames)
        ]


def warping_error(captured: list[np.ndarray], shown: list[np.ndarray]) -> float:
    """Return by how many grey levels a crop differs from the one before, moved along the motion of
    the captured frames. That is found anew, by another method at full resolution."""
    finder, errors, crop = DisFlow(), [], np.s_[100:500, 400:740]
    grey = [cv2.cvtColor(image[crop], cv2.COLOR_RGB2GRAY) for image in captured]
    pictures = [image[crop].transpose(2, 0, 1).astype(np.float32) for image in shown]
    for index in range(3, len(grey)):  # the past has to grow first
        moved, inside = warp(pictures[index - 1], finder(grey[index], grey[index - 1]))
        errors.append((np.abs(moved - pictures[index]) * inside).mean())
    return float(np.mean(errors))
