"""What every backend promises; a new line in `known_backends.KINDS` is tested by itself.

Those that this computer lacks are skipped with the reason. ONNX Runtime's providers for graphics
cards share their code, which runs here on its CPU provider, too, as "provider". TensorRT runs on a
fake card, too, as "tensorrt-fake", and on a real one with engines that are built for the tests.
"""

import gc
import weakref
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from built_tensorrt import built_tensorrt
from fake_trt import FakeCard
from made_vtoonify import face, picture, shift

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest, load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference import Session, lite, open_session, vtoonify
from vtoonify_rt.inference.backend import BackendAbsent
from vtoonify_rt.inference.choice import Choice
from vtoonify_rt.inference.known_backends import CPU, KINDS, LEAST_PSNR, BackendKind, find_kind
from vtoonify_rt.inference.ort_providers import OrtProvider
from vtoonify_rt.inference.trial import known_picture
from vtoonify_rt.likeness import psnr

STAND_IN = BackendKind(
    id="provider",
    title="provider",
    precision="f32",
    missing=lambda model: "",
    open=lambda threads: OrtProvider(
        id="provider", name="provider", provider="CPUExecutionProvider", options={}, fixed=True
    ),
)
CARD = FakeCard(largest=512)
BUILT = built_tensorrt()
MODEL = load_manifest(STARTER)
INSTALLED = [kind for kind in (*KINDS, STAND_IN, CARD.kind(), BUILT) if not kind.missing(MODEL)]
Open = Callable[[ModelManifest, BackendKind], Session]


@pytest.fixture(
    params=[
        pytest.param(kind, id=kind.id, marks=pytest.mark.gpu if kind.gpu else ())
        for kind in INSTALLED
    ]
)
def kind(request) -> BackendKind:
    kind: BackendKind = request.param
    try:
        kind.open(lambda: 1).load(STARTER / "frame.onnx")
    except BackendAbsent as error:
        pytest.skip(str(error))
    return kind


@pytest.fixture
def start(monkeypatch, no_memory) -> Iterator[Open]:
    """Opens a session that has one backend, untried."""
    sessions = []

    def start(model: ModelManifest, kind: BackendKind) -> Session:
        choice = Choice(kinds=(kind,), trials=())
        for module in (lite, vtoonify):
            monkeypatch.setattr(module, "choose_backend", lambda *_: choice)
        sessions.append(open_session(model, threads=1))
        return sessions[-1]

    yield start
    for session in sessions:
        session.close()


@pytest.fixture
def starter(start, kind) -> Session:
    session = start(MODEL, kind)
    session.condition("comic", 1.0)
    return session


@pytest.fixture
def made(start, kind, made_vtoonify) -> Session:
    session = start(made_vtoonify, kind)
    session.encode(face(0))
    return session


def cut(height: int, width: int) -> np.ndarray:
    """A picture of colours that change softly, as those of a camera do."""
    whole = known_picture(MODEL)
    return np.ascontiguousarray(whole[:height, :width])


@pytest.mark.parametrize("absent", [k for k in KINDS if k not in INSTALLED], ids=lambda k: k.id)
def test_a_backend_that_is_not_installed(absent):
    pytest.skip(absent.missing(MODEL))


@pytest.mark.parametrize("size", [(31, 33), (64, 64), (40, 200), (97, 56)])
def test_the_starter_gives_the_picture_of_onnx_runtime(starter, start, kind, size):
    reference = start(starter.model, find_kind(CPU))
    reference.condition("comic", 1.0)

    likeness = psnr(starter.run(cut(*size)), reference.run(cut(*size)))

    assert likeness >= LEAST_PSNR[kind.precision]


def test_a_vtoonify_is_parsed_and_painted(made, kind):
    """By hand: each colour is raised by 10 times the pixel's mean / 255, and by the look."""
    made.condition("second", 0.3)
    made.encode(face(51))

    exact = kind.precision == "f32"
    np.testing.assert_allclose(shift(made, picture(13, 21)), [20, 40, 30], atol=1 if exact else 2)


def test_what_runs_it_is_named(starter, kind):
    assert starter.backend.startswith((kind.title, "OpenVINO"))
    assert starter.backend_note == ""


def test_buffers_are_kept_and_the_result_lies_in_one(starter):
    first = starter.run(cut(64, 64))

    assert np.shares_memory(first, starter.run(cut(64, 64)))


def test_two_sizes_take_turns(starter):
    first, second = cut(64, 96), cut(96, 32)
    alone = [starter.run(image).copy() for image in (first, second)]

    for _ in range(2):
        for image, expected in zip((first, second), alone, strict=True):
            np.testing.assert_array_equal(starter.run(image), expected)


def test_more_sizes_than_are_kept(starter):
    sides = [32, 64, 96, 128, 160]
    alone = [starter.run(cut(side, side)).copy() for side in sides]

    for side, expected in zip(sides, alone, strict=True):
        np.testing.assert_array_equal(starter.run(cut(side, side)), expected)


def test_a_look_holds_from_the_next_run_on(starter):
    image = cut(64, 64)
    strong = starter.run(image).copy()
    starter.condition("comic", 0.0)

    np.testing.assert_array_equal(starter.run(image), image)  # degree 0 is the picture itself
    assert not np.array_equal(strong, image)


def test_the_same_picture_gives_the_same_result(starter):
    first = starter.run(cut(64, 64)).copy()
    starter.run(255 - cut(64, 64))

    np.testing.assert_array_equal(starter.run(cut(64, 64)), first)


def test_a_batch_is_its_pictures_one_by_one(made):
    images = np.stack([picture(13, 21), 2 * picture(13, 21), 3 * picture(13, 21)])
    together = made.run_batch(images).copy()

    for image, shown in zip(images, together, strict=True):
        np.testing.assert_array_equal(shown, made.run(image))


def test_the_starter_takes_a_batch_too(starter):
    images = np.stack([cut(32, 32), 255 - cut(32, 32)])
    together = starter.run_batch(images).copy()

    np.testing.assert_array_equal(together[1], starter.run(images[1]))


def test_a_parsing_may_come_from_outside(made):
    image = np.zeros((8, 8, 3), np.uint8)
    made.condition("0", 0.0)
    ones = np.ones((19, 8, 8), np.float32)

    difference = made.run(image, 3 * ones).astype(int) - made.run(image, ones)

    assert (difference == 20).all()


def test_arrays_live_as_long_as_what_runs_on_them(kind):
    graph = kind.open(lambda: 1).load(STARTER / "frame.onnx")
    length = graph.input_shapes["conditioning"][1]
    inputs = {
        "picture": graph.zeros((1, 32, 32, 3), np.uint8),
        "conditioning": graph.zeros((1, length), np.float32),
    }
    outputs = {"stylized": graph.zeros((1, 32, 32, 3), np.uint8)}
    run = graph.bind(inputs, outputs)
    alive = [weakref.ref(array) for array in (*inputs.values(), *outputs.values())]
    del inputs, outputs
    gc.collect()

    assert all(array() is not None for array in alive)
    run()


def test_a_closed_session_holds_no_graph(made):
    made.run(picture())
    graph = weakref.ref(made._frames._graphs._frame)
    made.close()
    gc.collect()

    assert graph() is None


def test_what_is_no_graph_is_refused(kind, tmp_path):
    path = tmp_path / "frame.onnx"
    path.write_bytes(b"not a graph")

    with pytest.raises(ModelError, match="is not a graph that"):
        kind.open(lambda: 1).load(path)


def test_a_graph_without_its_weights_is_refused(kind, made_vtoonify, tmp_path):
    path = tmp_path / "frame.onnx"
    path.write_bytes((made_vtoonify.folder / "frame.onnx").read_bytes())

    with pytest.raises(ModelError):
        kind.open(lambda: 1).load(path)
