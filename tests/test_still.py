"""Photos: every face, at the photo's own resolution, once."""

from dataclasses import replace

import numpy as np
from fakes import FakeSession, face_at, portrait_at

from vtoonify_rt.config import Padding, StyleConfig
from vtoonify_rt.regions import NETWORK_MAX_PX
from vtoonify_rt.still import STILL_MAX_PX, stylize_faces

CONFIG = StyleConfig(style="comic", degree=1.0, crop_px=384, surroundings="camera")


def gray(height: int, width: int) -> np.ndarray:
    return np.full((height, width, 3), 100, np.uint8)


def test_every_face_is_stylized_and_what_is_far_is_not():
    image = gray(400, 1600)
    faces = [face_at(300, 200, 30), face_at(1300, 200, 20)]
    result = stylize_faces(FakeSession(), image, faces, CONFIG)

    assert (result[200, 300] == 155).all()
    assert (result[200, 1300] == 155).all()
    assert (result[200, 800] == 100).all()


def test_overlapping_faces_are_stylized_once():
    faces = [face_at(300, 200, 40), face_at(380, 200, 30)]
    result = stylize_faces(FakeSession(), gray(400, 700), faces, CONFIG)

    assert (result[180:220, 290:390] == 155).all()


def test_a_large_face_is_seen_at_its_own_size():
    session = FakeSession()
    stylize_faces(session, gray(1000, 1000), [face_at(500, 500, 96)], CONFIG)
    height, width = session.shapes[0][:2]

    assert height == width
    assert abs(width - 600) <= session.model.size_multiple


def test_a_huge_face_is_seen_at_the_largest_size():
    session = FakeSession()
    stylize_faces(session, gray(4000, 4000), [face_at(2000, 2000, 600)], CONFIG)

    assert session.shapes[0][0] == STILL_MAX_PX


def test_a_small_face_is_enlarged_to_the_usual_size():
    session = FakeSession()
    stylize_faces(session, gray(400, 400), [face_at(200, 200, 16)], CONFIG)

    assert session.shapes[0][0] == CONFIG.crop_px


def test_a_fixed_size_is_kept():
    session = FakeSession()
    faces = [face_at(1000, 1000, 300)]
    stylize_faces(session, gray(2000, 2000), faces, CONFIG, fixed_size=True)

    assert session.shapes[0][0] == CONFIG.crop_px


def test_at_degree_0_the_picture_is_itself():
    image = gray(400, 400)
    config = StyleConfig(style="comic", degree=0.0)

    assert stylize_faces(FakeSession(), image, [face_at(200, 200, 30)], config) is image


def test_a_wide_padding_does_not_take_all_memory():
    session = FakeSession()
    wide = Padding(left=1200, right=1200, top=1200, bottom=1200)
    config = StyleConfig(style="comic", padding=wide)
    stylize_faces(session, gray(4000, 5000), [face_at(2500, 2000, 160)], config)

    assert max(session.shapes[0]) == NETWORK_MAX_PX


def test_by_default_the_whole_photo_is_stylized():
    session = FakeSession()
    image = gray(600, 900)
    shown = stylize_faces(session, image, [face_at(450, 300, 20)], StyleConfig())

    np.testing.assert_array_equal(shown, 255 - image)
    assert session.shapes[0] == image.shape


def test_a_photo_that_one_crop_covers_is_stylized_once():
    session = FakeSession()
    stylize_faces(session, gray(300, 300), [face_at(150, 150, 100)], StyleConfig())

    assert len(session.shapes) == 1


def test_every_face_is_shown_to_a_model_that_asks():
    session = FakeSession(asks=True)
    image = gray(400, 1600)
    image[:, 800:] = 200
    faces = [portrait_at(300, 200, 30), portrait_at(1300, 200, 20)]
    stylize_faces(session, image, faces, CONFIG)

    assert [round(face.mean()) for face in session.faces] == [200, 100]


def test_what_lies_around_has_the_colours_of_the_largest_face():
    session = FakeSession(asks=True)
    faces = [portrait_at(300, 200, 20), portrait_at(1300, 200, 30)]
    image = gray(400, 1500)
    image[:, 800:] = 200
    stylize_faces(session, image, faces, replace(CONFIG, surroundings="stylized"))

    assert [round(face.mean()) for face in session.faces] == [200, 100, 200]
    assert session.shapes[0] == image.shape


def test_a_vtoonify_sees_large_faces_at_its_own_size():
    session = FakeSession()
    session.model = replace(session.model, family="vtoonify_d")
    stylize_faces(session, gray(4000, 4000), [face_at(2000, 2000, 600)], CONFIG)

    assert session.shapes[0][0] == CONFIG.crop_px


def test_output_pixels_limit_what_a_large_padding_gives():
    session = FakeSession()
    session.model = replace(session.model, output_scale=4, output_scales=())
    wide = Padding(left=1200, right=1200, top=1200, bottom=1200)
    config = StyleConfig(style="comic", padding=wide)
    stylize_faces(session, gray(4000, 5000), [face_at(2500, 2000, 160)], config)

    assert max(session.shapes[0]) == NETWORK_MAX_PX // 4
