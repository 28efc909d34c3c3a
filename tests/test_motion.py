"""Motion: each pixel's place in the picture before, exactly, and how sure that is."""

import numpy as np
import pytest
from moving_scenes import CROP, INNER, SIZE, Scene, frame_places, pixel_places, pixels

from vtoonify_rt.motion import Motion, MotionFinder, Place
from vtoonify_rt.temporal import is_cut

LARGE = (384, 384)  # the usual crop
LARGE_CROP = (200, 200, 384, 384)


@pytest.fixture(scope="module")
def scene():
    return Scene()


def motion_of(before, now, region_before=CROP, region=CROP) -> Motion:
    finder = MotionFinder()
    finder.update(before, region_before)
    motion = finder.update(now, region)
    assert motion is not None
    return motion


def still(region=CROP, region_before=CROP, size=SIZE, size_before=SIZE) -> Motion:
    """A motion without any but the crop's."""
    flow, trust = np.zeros((*SIZE, 2), np.float32), np.ones(SIZE, np.float32)
    return Motion(flow, trust, Place(region, size), Place(region_before, size_before))


@pytest.mark.parametrize(
    "shift", [(0.25, 0), (0.5, -0.5), (1.5, -2.25), (5, 3), (8.5, -8.5), (0, 12), (-12, 7.3)]
)
def test_a_shift_is_found_to_a_fraction_of_a_pixel(scene, shift):
    before, now = (scene.picture(by, LARGE_CROP, LARGE) for by in ((0, 0), shift))
    motion = motion_of(before, now, LARGE_CROP, LARGE_CROP)

    wrong = motion.places(LARGE, LARGE) - (pixels(LARGE) - np.float32(shift))
    trust = motion.trust_at(LARGE)
    assert np.abs(wrong[INNER, INNER]).max() <= 0.3
    assert trust[INNER, INNER].min() > 0.9
    assert trust.mean() > 0.85  # also with what came in from outside


@pytest.mark.parametrize("size", [SIZE, (384, 384), (333, 217), (96, 150)])
def test_what_did_not_move_is_where_it_was(scene, size):
    picture = scene.picture()
    motion = motion_of(picture, picture)

    np.testing.assert_allclose(motion.places(size, size), pixels(size), atol=0.05)
    assert motion.trust_at(size).min() > 0.99


@pytest.mark.parametrize("size", [(384, 384), (333, 217), (96, 150)])
@pytest.mark.parametrize("size_before", [SIZE, (301, 444)])
def test_places_of_another_size_lie_at_the_middle_of_the_same_pixels(size, size_before):
    """Computed anew: pixel -> frame -> pixel."""
    places = still().places(size, size_before)

    expected = pixel_places(frame_places(CROP, size), CROP, size_before)
    np.testing.assert_allclose(places, expected, atol=1e-3)


def test_a_motion_is_longer_in_a_larger_picture():
    """Twice as high and three halves as wide: 2 pixels down are 4, 4 to the right are 6."""
    flow = np.full((*SIZE, 2), np.float32([-4, -2]), np.float32)
    size = (384, 288)
    motion = Motion(flow, np.ones(SIZE, np.float32), Place(CROP, SIZE), Place(CROP, SIZE))

    np.testing.assert_allclose(motion.places(size, size), pixels(size) - [6, 4], atol=1e-3)


@pytest.mark.parametrize("size", [SIZE, (384, 384), (250, 190)])
@pytest.mark.parametrize(
    "before", [(307, 296, 192, 192), (290, 280, 230, 230), (310, 305, 150, 171)]
)
def test_the_crops_own_motion_is_taken_out_exactly(size, before):
    places = still(CROP, before).places(size, size)

    expected = pixel_places(frame_places(CROP, size), before, size)
    np.testing.assert_allclose(places, expected, atol=1e-3)


@pytest.mark.parametrize("size", [(384, 384), (296, 384)])
@pytest.mark.parametrize(
    "region", [(207, 196, 384, 384), (210, 205, 360, 360), (190, 215, 410, 384)]
)
def test_a_still_frame_through_a_crop_that_moves_is_still(scene, region, size):
    before = scene.picture(region=LARGE_CROP, size=size)
    now = scene.picture(region=region, size=size)
    motion = motion_of(before, now, LARGE_CROP, region)

    expected = pixel_places(frame_places(region, size), LARGE_CROP, size)
    wrong = np.abs(motion.places(size, size) - expected)[INNER, INNER]
    assert np.quantile(wrong, 0.99) <= 0.1
    assert wrong.max() <= 0.2
    assert motion.trust_at(size)[INNER, INNER].min() > 0.9


def test_a_face_that_moves_while_the_crop_follows_is_found(scene):
    """The crop goes along by less than the face does, and closer."""
    region = (206, 203, 370, 370)
    before = scene.picture(region=LARGE_CROP, size=LARGE)
    motion = motion_of(before, scene.picture((4, -3), region, LARGE), LARGE_CROP, region)

    was = frame_places(region, LARGE) - np.float32([4, -3])
    wrong = motion.places(LARGE, LARGE) - pixel_places(was, LARGE_CROP, LARGE)
    assert np.abs(wrong[INNER, INNER]).max() <= 0.3


def test_what_the_crop_before_did_not_show_is_not_trusted(scene):
    region = (330, 300, 192, 192)  # 30 pixels farther to the right
    trust = motion_of(scene.picture(), scene.picture(region=region), CROP, region).trust_at(SIZE)

    assert trust[:, -24:].max() < 0.01  # but for the six next to what was seen
    assert trust[:, :-36].mean() > 0.95


def test_a_patch_that_changes_is_not_trusted(scene):
    """As an eye that closes."""
    before = scene.picture()
    now = before.copy()
    now[80:110, 60:100] = 255 - now[80:110, 60:100] // 2
    trust = motion_of(before, now).trust_at(SIZE)

    far = np.ones(SIZE, bool)
    far[60:130, 40:120] = False
    assert trust[84:106, 64:96].mean() < 0.1
    assert trust[far].min() > 0.9


def test_another_scene_is_a_cut(scene):
    assert is_cut(motion_of(scene.picture(), Scene(seed=1).picture()))


def test_a_fast_motion_is_no_cut(scene):
    assert not is_cut(motion_of(scene.picture(), scene.picture((6, 6))))


def test_noise_of_a_camera_is_no_motion(scene):
    random = np.random.default_rng(3)
    before, now = (
        np.clip(scene.picture() + random.normal(0, 4, (*SIZE, 3)), 0, 255).astype(np.uint8)
        for _ in range(2)
    )
    motion = motion_of(before, now)

    assert np.abs(motion.places(SIZE, SIZE) - pixels(SIZE)).mean() < 0.3
    assert motion.trust_at(SIZE).mean() > 0.7


def test_the_first_picture_has_no_motion(scene):
    assert MotionFinder().update(scene.picture(), CROP) is None


def test_after_a_reset_the_next_picture_is_the_first(scene):
    finder = MotionFinder()
    finder.update(scene.picture(), CROP)
    finder.reset()

    assert finder.update(scene.picture(), CROP) is None
    assert finder.update(scene.picture(), CROP) is not None


def test_flat_pictures_have_no_motion():
    before, now = (np.full((*SIZE, 3), level, np.uint8) for level in (128, 129))
    motion = motion_of(before, now)

    np.testing.assert_allclose(motion.places(SIZE, SIZE), pixels(SIZE), atol=0.05)
    assert np.isfinite(motion.trust).all()


def test_pictures_may_change_their_size(scene):
    """The same region in more or fewer pixels is the same picture."""
    sizes = [(192, 192), (384, 384), (8, 8), (1, 1), (40, 600), (137, 91), (192, 192)]
    finder = MotionFinder()
    for size_before, size in zip([None, *sizes], sizes, strict=False):
        motion = finder.update(scene.picture(size=size), CROP)
        if size_before is None:
            continue
        places = motion.places(size, size_before)
        assert places.shape == (*size, 2)
        assert np.isfinite(places).all()
        assert motion.trust_at(size).shape == size


def test_a_size_that_changes_moves_nothing(scene):
    motion = motion_of(scene.picture(), scene.picture(size=(150, 170)))

    expected = pixel_places(frame_places(CROP, (150, 170)), CROP, SIZE)
    np.testing.assert_allclose(motion.places((150, 170), SIZE), expected, atol=0.3)


def test_pictures_are_not_written_to(scene):
    before, now = scene.picture(), scene.picture((2, 1))
    kept = before.copy(), now.copy()
    before.flags.writeable = now.flags.writeable = False
    motion_of(before, now, CROP, (302, 300, 192, 192))

    np.testing.assert_array_equal(before, kept[0])
    np.testing.assert_array_equal(now, kept[1])
