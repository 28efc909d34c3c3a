"""VToonify's session, on a model whose results are plain sums: see made_vtoonify.py."""

import weakref

import numpy as np
import pytest
from made_vtoonify import CODES, face, make_vtoonify, picture, shift, write_manifest

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from vtoonify_rt.inference import open_session, vtoonify

pytestmark = pytest.mark.usefixtures("no_memory")


def opened(folder, **options):
    return open_session(load_manifest(folder), threads=1, **options)


def test_the_picture_is_four_times_as_large(session):
    session.encode(face(0))

    assert session.output_scale == 4
    assert session.run(picture(16, 24)).shape == (64, 96, 3)


@pytest.mark.parametrize("scale", [1, 2])
def test_a_smaller_scale_has_a_graph_of_its_own(made_vtoonify, scale):
    session = open_session(made_vtoonify, threads=1, output_scale=scale)
    session.encode(face(0))

    assert session.run(picture(16, 24)).shape == (16 * scale, 24 * scale, 3)


def test_an_unknown_scale_is_refused(made_vtoonify):
    with pytest.raises(ModelError, match="no output scale 3"):
        open_session(made_vtoonify, threads=1, output_scale=3)


@pytest.mark.parametrize("shape", [(1, 1), (15, 17), (16, 24), (8, 33)])
def test_any_size_is_padded_and_cut(session, shape):
    session.condition("0", 0.0)
    session.encode(face(0))
    image = picture(*shape)

    assert session.run(image).shape == (4 * shape[0], 4 * shape[1], 3)
    np.testing.assert_allclose(shift(session, image), [0, 10, 0], atol=1)


def test_the_person_the_style_and_the_degree_are_all_in_the_picture(session):
    session.condition("second", 0.3)
    session.encode(face(51))

    np.testing.assert_allclose(shift(session, picture()), [20, 40, 30], atol=1)


def test_each_person_has_pictures_of_their_own(session):
    session.encode(face(51), 1)
    session.encode(face(255), 2)
    first = shift(session, picture())
    session.turn_to(2)
    second = shift(session, picture())
    session.turn_to(1)

    np.testing.assert_array_equal(shift(session, picture()), first)
    assert np.abs(np.subtract(first, second)).max() > 5
    session.encode(face(255), 1)
    np.testing.assert_array_equal(shift(session, picture()), second)


def test_who_is_painted_stays_known_however_many_come_and_go(session):
    session.encode(face(51), 1)
    first = shift(session, picture())
    for other in range(2, 2 * vtoonify.PEOPLE):
        session.turn_to(1)
        session.encode(face(255), other)
    session.turn_to(1)

    np.testing.assert_array_equal(shift(session, picture()), first)


def test_without_a_face_there_is_no_picture(session):
    assert session.wants_face
    with pytest.raises(RuntimeError, match="encode a face"):
        session.run(picture())


def test_colour_transfer_needs_no_face(session):
    session.condition("0", 0.5, color_transfer=True)

    assert not session.wants_face
    np.testing.assert_allclose(shift(session, picture()), [0, 10, 50], atol=1)


def test_without_a_face_no_code_of_zeros_is_given(session, monkeypatch):
    """It has no length, and a graph that norms it may divide by that."""
    given = []

    def run_style(_graph, inputs):
        given.append(inputs["content"])
        return np.zeros((1, 3), np.float32)

    monkeypatch.setattr(vtoonify, "run_style", run_style)
    session.condition("0", 0.5, color_transfer=True)
    session.run(picture())

    assert (given[0] != 0).all()


def test_colour_transfer_keeps_nothing_of_the_person(session):
    session.encode(face(255))
    session.condition("0", 0.5, color_transfer=True)

    np.testing.assert_allclose(shift(session, picture()), [0, 10, 50], atol=1)


def test_a_model_that_was_trained_for_it_transfers_colours_unless_told_not_to(tmp_path):
    session = opened(make_vtoonify(tmp_path / "c", color_transfer=True))
    by_default = session.wants_face
    session.condition("0", 0.5, color_transfer=False)

    assert (by_default, session.wants_face) == (False, True)


def test_style_and_degree_change_on_the_next_picture(session):
    session.encode(face(0))
    session.condition("0", 0.2)
    session.run(picture())
    session.condition("1", 0.8)

    np.testing.assert_allclose(shift(session, picture()), [0, 40, 80], atol=1)


def test_a_toonify_has_only_the_person(tmp_path):
    session = opened(make_vtoonify(tmp_path / "t", family="vtoonify_t"))
    session.condition("0", 0.7, color_transfer=True)

    assert session.wants_face
    session.encode(face(255))
    np.testing.assert_allclose(shift(session, picture()), [100, 0, 0], atol=1)


@pytest.mark.parametrize("shape", [(16, 24), (13, 21)])
def test_the_parsing_has_the_pictures_size(session, shape):
    image = picture(*shape)
    parsing = session.parse(image)

    assert parsing.shape == (19, *shape)
    np.testing.assert_allclose(parsing[7], image.mean(axis=2) / 255, atol=1e-6)


def test_a_given_parsing_takes_the_place_of_its_own(session):
    session.condition("0", 0.0)
    session.encode(face(0))
    image = picture(13, 21)
    shown = session.run(image, np.full((19, 13, 21), 4, np.float32))[::4, ::4].astype(int)

    np.testing.assert_array_equal(shown - image, np.broadcast_to([40, 50, 40], shown.shape))


@pytest.mark.parametrize("kept", [False, True], ids=["the session's buffer", "a copy"])
def test_the_own_parsing_given_back_changes_nothing(session, kept):
    session.encode(face(99))
    image = picture(16, 24)
    expected = session.run(image).copy()
    parsing = session.parse(image)

    np.testing.assert_array_equal(session.run(image, parsing.copy() if kept else parsing), expected)


def test_a_batch_is_its_pictures_one_by_one(session):
    session.encode(face(120))
    images = np.stack([picture(13, 21), 2 * picture(13, 21), 3 * picture(13, 21)])
    together = session.run_batch(images).copy()

    for image, shown in zip(images, together, strict=True):
        np.testing.assert_array_equal(shown, session.run(image))


def test_a_batch_takes_a_parsing_for_each_picture(session):
    session.condition("0", 0.0)
    session.encode(face(0))
    images = np.zeros((2, 8, 8, 3), np.uint8)
    parsings = np.stack([np.full((19, 8, 8), level, np.float32) for level in (1, 2)])
    shown = session.run_batch(images, parsings)

    assert (shown[:, 0, 0, 0] == [10, 20]).all()


def test_buffers_are_reused(session):
    session.encode(face(1))

    assert np.shares_memory(session.run(picture()), session.run(picture()))


@pytest.mark.parametrize("name", ["frame.onnx", "frame.weights", "parse.weights", "styles.npz"])
def test_a_damaged_file_is_refused_when_the_model_is_opened(tmp_path, name):
    folder = make_vtoonify(tmp_path / "model")
    (folder / name).write_bytes(b"?")

    with pytest.raises(ModelError, match=f"{name} of model 'model' is damaged"):
        opened(folder)


def test_weights_of_another_size_are_refused(tmp_path):
    """A sum that fits says nothing of the contents."""
    folder = make_vtoonify(tmp_path / "model")
    (folder / "frame.weights").write_bytes(b"")
    write_manifest(folder)

    with pytest.raises(ModelError, match="not a graph that this version runs"):
        opened(folder)


@pytest.mark.parametrize("style", CODES)
def test_an_unknown_style_leaves_the_one_before(session, style):
    session.encode(face(0))
    session.condition(style, 0.0)
    with pytest.raises(ModelError, match="no style 'manga'"):
        session.condition("manga", 1.0)

    np.testing.assert_allclose(shift(session, picture()), [0, CODES[style], 0], atol=1)


def test_a_closed_session_holds_no_graph(made_vtoonify):
    session = open_session(made_vtoonify, threads=1)
    session.encode(face(0))
    session.run(picture())
    graph = weakref.ref(session._frames._graphs._frame)
    session.close()

    assert graph() is None
