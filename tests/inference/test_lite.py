"""A session of a Lite model, the starter."""

import shutil

import numpy as np
import onnxruntime
import pytest

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference import open_session


@pytest.fixture(scope="module")
def session():
    session = open_session(load_manifest(STARTER), threads=1)
    yield session
    session.close()


@pytest.fixture
def picture():
    return np.random.default_rng(5).integers(0, 256, (64, 96, 3), np.uint8)


@pytest.fixture
def starter_copy(tmp_path):
    return shutil.copytree(STARTER, tmp_path / "starter")


STYLES = [style.id for style in load_manifest(STARTER).styles]


@pytest.mark.parametrize("style", STYLES)
def test_degree_zero_is_the_input_bit_for_bit(session, picture, style):
    session.condition(style, 0.0)

    np.testing.assert_array_equal(session.run(picture), picture)


@pytest.mark.parametrize("style", STYLES)
def test_more_degree_is_further_from_the_input(session, picture, style):
    distances = []
    for degree in np.linspace(0, 1, 6):
        session.condition(style, float(degree))
        difference = session.run(picture).astype(int) - picture
        distances.append(np.abs(difference).mean())

    assert (np.diff(distances) > 0).all()


def test_styles_differ(session, picture):
    results = []
    for style in STYLES:
        session.condition(style, 1.0)
        results.append(session.run(picture).astype(int))

    for index, result in enumerate(results):
        for other in results[index + 1 :]:
            assert np.abs(result - other).mean() > 2


@pytest.mark.parametrize("shape", [(1, 1), (31, 33), (64, 64), (40, 200)])
def test_any_size_comes_back_in_its_size(session, shape):
    picture = np.random.default_rng(6).integers(0, 256, (*shape, 3), np.uint8)
    session.condition("comic", 1.0)
    result = session.run(picture)

    assert result.shape == picture.shape
    assert result.dtype == np.uint8


def test_the_graph_alone_gives_the_same(session, picture):
    """The session's buffers and padding change nothing: a plain run of the graph agrees."""
    session.condition("comic", 0.7)
    graph = onnxruntime.InferenceSession(STARTER / "frame.onnx", providers=["CPUExecutionProvider"])
    inputs = {"picture": picture[None], "conditioning": session._frames.conditioning}
    expected = graph.run(["stylized"], inputs)[0][0]
    difference = session.run(picture).astype(int) - expected

    assert np.abs(difference).max() <= 1  # thread counts may round differently


def test_buffers_are_reused(session, picture):
    first = session.run(picture)

    assert np.shares_memory(first, session.run(picture))


def test_a_user_palette_colours_a_tone_style(session, picture):
    session.condition("poster", 1.0, palette=["#00ff00", "#00ff00"])

    np.testing.assert_array_equal(session.run(picture), np.full_like(picture, (0, 255, 0)))


def test_a_damaged_graph_is_refused(starter_copy):
    path = starter_copy / "frame.onnx"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)

    with pytest.raises(ModelError, match=r"frame\.onnx of model 'starter' is damaged"):
        open_session(load_manifest(starter_copy), threads=1)


def test_a_graph_that_is_none_is_refused(starter_copy):
    """A hash that fits says nothing of the contents."""
    import hashlib

    path = starter_copy / "frame.onnx"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(b"not a graph")
    manifest = starter_copy / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    new = hashlib.sha256(b"not a graph").hexdigest()
    manifest.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(ModelError, match="not a graph that this version runs"):
        open_session(load_manifest(starter_copy), threads=1)


def test_an_unknown_style_is_refused(session):
    with pytest.raises(ModelError, match="no style 'manga'"):
        session.condition("manga", 1.0)
