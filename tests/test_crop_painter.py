"""The crop's painter: steady in time, parsed once in a while, and anew when the past is over."""

import numpy as np
import pytest
from fakes import FakeListener, FakeSession, face_at
from flickering import FlickeringSession
from moving_scenes import CROP, INNER, SIZE, Scene, noisy
from vtoonify_fakes import FakeVToonify

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.crop_painter import MAX_GAP, CropPainter
from vtoonify_rt.frame import Frame, Image, Parsing
from vtoonify_rt.timing import Meter

FPS = 30
SMOOTH = StyleConfig(smoothing=1.0)


class Painting:
    """A painter, its session, and frames of a scene at 30 a second."""

    def __init__(self, session=None, config: StyleConfig = SMOOTH) -> None:
        self.session = session or FlickeringSession()
        self.meter = Meter()
        self.painter = CropPainter(self.meter)
        self.config = config
        self.time = 10.0

    def paint(self, picture: Image, after: float = 1 / FPS, region=CROP, landmarks=None) -> Image:
        self.time += after
        frame = Frame(picture, self.time, landmarks)
        return self.painter.paint(self.session, picture, region, self.config, frame)

    def is_new(self, shown: Image) -> bool:
        return np.array_equal(shown, self.session.results[-1])


@pytest.fixture(scope="module")
def scene():
    return Scene()


def test_a_still_scene_comes_to_rest(scene):
    painting = Painting()
    for _ in range(60):
        shown = painting.paint(scene.picture())

    clean = 255.0 - scene.picture()
    assert (shown - clean).std() < 0.3 * (painting.session.results[-1] - clean).std()


def test_what_moves_is_painted_where_it_is(scene):
    """The motion is that of the picture as captured."""
    painting = Painting()
    for index in range(20):
        picture = scene.picture((2 * index, -index))
        shown = painting.paint(picture)

    assert (shown - (255.0 - picture))[INNER, INNER].std() < 0.6 * 8.0


def test_a_crop_that_glides_over_a_still_scene_is_as_steady(scene):
    painting = Painting()
    for index in range(30):
        region = (300 + 2 * index, 300 - index, 192, 192)
        picture = scene.picture(region=region)
        shown = painting.paint(picture, region=region)

    known = np.s_[40:, :-70]  # what has been seen long enough
    assert (shown - (255.0 - picture))[known].std() < 0.45 * 8.0


def test_a_crop_that_leaps_over_a_still_scene_is_steady_where_it_was(scene):
    """Farther than a motion is looked for: how far is known."""
    painting = Painting()
    for index in range(30):
        region = (300 + 60 * (index % 2), 300, 192, 192)
        picture = scene.picture(region=region)
        shown = painting.paint(picture, region=region)

    known = np.s_[8:-8, 8:-80]
    assert (shown - (255.0 - picture))[known].std() < 0.5 * 8.0


def test_without_smoothing_it_is_the_sessions_own_buffer(scene):
    painting = Painting(config=StyleConfig(smoothing=0.0))
    for index in range(4):
        shown = painting.paint(scene.picture((index, 0)))
        assert painting.is_new(shown)

    assert shown is painting.session._buffers[shown.shape]
    assert painting.session.parsed == []
    assert set(painting.meter.stats().stages) == {"generator"}


@pytest.mark.parametrize("after", [1.1 * MAX_GAP, -1 / FPS, -5.0, float("nan")])
def test_after_a_pause_or_a_jump_of_the_clock_the_past_is_over(scene, after):
    painting = Painting()
    for _ in range(5):
        painting.paint(scene.picture())

    assert painting.is_new(painting.paint(scene.picture(), after))


@pytest.mark.parametrize("after", [0.0, 0.9 * MAX_GAP])
def test_a_slow_camera_is_smoothed_too(scene, after):
    painting = Painting()
    painting.paint(scene.picture())

    assert not painting.is_new(painting.paint(scene.picture(), after))


def test_after_a_reset_the_past_is_over(scene):
    painting = Painting()
    painting.paint(scene.picture())
    painting.painter.reset()

    assert painting.is_new(painting.paint(scene.picture()))


def test_another_scene_is_painted_by_itself(scene):
    painting = Painting()
    painting.paint(scene.picture())

    assert painting.is_new(painting.paint(Scene(seed=4).picture()))


def test_a_result_larger_than_what_is_shown_of_it_is_smoothed_in_the_smaller_size(scene):
    """A VToonify's 768 pixels along a side, for a crop of 192: a tenth of the work."""
    painting = Painting(FakeVToonify(color_transfer=True))
    painting.config = StyleConfig(smoothing=0.5)
    for index in range(3):
        picture = scene.picture((index, 0))
        shown = painting.paint(picture)

    assert shown.shape == (192, 192, 3)
    wrong = np.abs(shown.astype(float) - (255 - picture))[INNER, INNER]
    assert wrong.mean() < 4


def test_a_result_as_small_as_what_is_shown_of_it_stays(scene):
    shown = Painting().paint(scene.picture(), region=(200, 200, 384, 384))

    assert shown.shape == (*SIZE, 3)


def test_sizes_may_change_from_frame_to_frame(scene):
    painting = Painting(config=StyleConfig(smoothing=0.5, parse_every=2))
    for size in [(192, 192), (128, 160), (128, 160), (384, 384), (64, 48), (192, 192)]:
        picture = scene.picture(size=size)
        shown = painting.paint(picture)
        parsing = painting.session.parsings[-1]

        assert shown.shape == picture.shape or shown.shape[0] == CROP[3]
        assert parsing is not None
        assert parsing.shape == (19, *size)


# Parsing


@pytest.fixture
def parsed():
    return Painting(FakeVToonify(color_transfer=True), StyleConfig(smoothing=0.0, parse_every=4))


def test_a_parsing_that_serves_several_frames_moves_along(parsed, scene):
    """The fake's logits are the picture's red channel: carried they are like the new one's."""
    for index in range(4):
        picture = scene.picture((4 * index, 0))
        parsed.paint(picture)

    assert parsed.session.parsed == 1
    used = parsed.session.parsings[-1][0, 0]
    stale = scene.picture()[..., 0].astype(float)
    wrong = np.abs(used - picture[..., 0])[INNER, INNER].mean()
    assert wrong < 0.1 * np.abs(stale - picture[..., 0])[INNER, INNER].mean()


def test_a_cut_is_parsed_at_once(parsed, scene):
    parsed.paint(scene.picture())
    parsed.paint(scene.picture())
    other = Scene(seed=4).picture()
    parsed.paint(other)

    assert parsed.session.parsed == 2
    np.testing.assert_array_equal(parsed.session.parsings[-1][0, 0], other[..., 0])


def test_the_frames_after_a_cut_are_served_by_its_parsing(parsed, scene):
    for seed in (0, 0, 4, 4, 4, 4, 4):
        parsed.paint(Scene(seed=seed).picture())

    assert parsed.session.parsed == 3  # of frames 1, 3 and 7


def test_smoothing_steadies_the_parsing(scene):
    painting = Painting(FakeVToonify(color_transfer=True))
    random = np.random.default_rng(3)
    for _ in range(20):
        painting.paint(noisy(scene.picture(), 5.0, random))

    used = np.stack([parsing[0, 0] for parsing in painting.session.parsings[10:]])
    assert painting.session.parsed == 20
    assert (used - scene.picture()[..., 0]).std() < 0.8 * 5.0


def test_a_model_that_needs_no_parsing_gets_none(scene):
    class Lite(FlickeringSession):
        def parse(self, picture: Image) -> Parsing | None:
            return None

    painting = Painting(Lite(), StyleConfig(smoothing=0.5, parse_every=3))
    for _ in range(4):
        painting.paint(scene.picture())

    assert painting.session.parsings == [None] * 4


def test_each_stage_is_measured_once_a_frame(scene):
    painting, told = Painting(), FakeListener()
    painting.meter.listen(told)
    for _ in range(3):
        painting.paint(scene.picture())

    assert told.stages == ["motion", "parsing", "generator", "smoothing"] * 3


def test_eyes_and_mouth_follow_a_small_change_sooner_than_all_else(scene):
    x, y, width, height = CROP
    face = face_at(x + width / 2, y + height / 2, eye_distance=30)  # its lips are all of its oval
    picture = scene.picture()
    changed = np.clip(picture.astype(int) + 4, 0, 255).astype(np.uint8)

    def lag(landmarks) -> np.ndarray:
        painting = Painting(FakeSession())
        painting.paint(picture, landmarks=landmarks)
        shown = painting.paint(changed, landmarks=landmarks)
        return np.abs(255 - changed - shown.astype(int))

    known, unknown = lag(face), lag(None)

    assert known[90:110, 90:110].mean() < 0.7 * unknown[90:110, 90:110].mean()
    np.testing.assert_array_equal(known[:30, :30], unknown[:30, :30])
