"""A backend that fails while it runs is replaced by the next, and that is told."""

from dataclasses import replace

import numpy as np
import pytest
from fake_backend import fake_kind, nothing, raising
from made_vtoonify import face, picture, shift

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.errors import BackendFailed, OutOfMemoryError
from vtoonify_rt.inference import lite, open_session, vtoonify
from vtoonify_rt.inference.choice import Choice

LOST = RuntimeError("device lost\nand many lines more")


@pytest.fixture
def start(monkeypatch, no_memory):
    def start(model, *spoils):
        kinds = [fake_kind(name, spoil) for name, spoil in zip("ABC", spoils, strict=False)]
        choice = Choice(kinds=tuple(kinds), trials=())
        for module in (lite, vtoonify):
            monkeypatch.setattr(module, "choose_backend", lambda *_: choice)
        return open_session(model, threads=1)

    return start


@pytest.fixture
def starter(start):
    return lambda *spoils: start(load_manifest(STARTER), *spoils)


def test_a_failure_at_the_first_run_is_not_seen_in_the_picture(starter):
    image = np.full((32, 32, 3), 200, np.uint8)
    expected = starter(nothing).run(image).copy()
    session = starter(raising(LOST), nothing)

    np.testing.assert_array_equal(session.run(image), expected)
    assert session.backend == "B"
    assert session.backend_note == "A failed: device lost; now B is used"


def test_a_failure_later_keeps_the_look(starter):
    image = np.random.default_rng(1).integers(0, 256, (32, 32, 3), np.uint8)
    session = starter(raising(LOST, after=1), nothing)
    session.condition("comic", 0.0)
    session.run(255 - image)

    np.testing.assert_array_equal(session.run(image), image)
    assert session.backend == "B"


def test_a_failure_between_parsing_and_painting(start, made_vtoonify):
    session = start(made_vtoonify, raising(LOST, after=1), nothing)
    session.encode(face(0))
    session.condition("0", 0.0)

    np.testing.assert_allclose(shift(session, picture()), [0, 10, 0], atol=1)
    assert session.backend == "B"


def test_a_parsing_of_the_backend_before_still_serves(start, made_vtoonify):
    session = start(made_vtoonify, raising(LOST, after=1), nothing)
    session.encode(face(0))
    image = np.zeros((8, 8, 3), np.uint8)
    session.parse(image)[:] = 2.0
    parsing = session.parse(image + 255)

    assert (parsing == 1).all()  # white, by the second backend
    assert session.backend == "B"
    assert (session.run(image, 3 * parsing)[..., 0] == 30).all()


def test_two_failures_go_to_the_third(starter):
    session = starter(raising(LOST), raising(ValueError("no")), nothing)
    session.run(np.zeros((32, 32, 3), np.uint8))

    assert session.backend == "C"
    assert session.backend_note == "B failed: no; now C is used"


def test_when_none_is_left_the_failure_is_an_error(starter):
    session = starter(raising(LOST))

    with pytest.raises(BackendFailed, match=r"A failed: device lost\. Choose another backend"):
        session.run(np.zeros((32, 32, 3), np.uint8))


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("CUDA failure 2: out of memory ; GPU=0"),
        RuntimeError("Failed to allocate memory for requested buffer of size 76800000000"),
        RuntimeError("[GPU] clEnqueueNDRangeKernel, error code: -5 CL_OUT_OF_RESOURCES"),
        RuntimeError("DmlCommittedResourceAllocator failed: 8007000E Not enough memory"),
    ],
)
def test_a_size_that_does_not_fit_is_told_and_a_smaller_one_still_runs(starter, error):
    def spoil(array):
        if array.shape[1] > 32:
            raise error

    session = starter(spoil, nothing)
    with pytest.raises(OutOfMemoryError, match="96 x 64 does not fit into memory") as told:
        session.run(np.zeros((64, 96, 3), np.uint8))

    assert (told.value.height, told.value.width) == (64, 96)
    assert session.run(np.zeros((32, 32, 3), np.uint8)).shape == (32, 32, 3)
    assert session.backend == "A"


def test_one_that_does_not_load_is_passed_over(monkeypatch):
    def fail(threads):
        raise RuntimeError("no driver")

    kinds = (replace(fake_kind("A"), open=fail), fake_kind("B"))
    monkeypatch.setattr(lite, "choose_backend", lambda *_: Choice(kinds=kinds, trials=()))
    session = open_session(load_manifest(STARTER), threads=1)

    assert session.backend == "B"
    assert session.backend_note == "A failed: no driver; now B is used"


def test_a_damaged_file_is_the_models_fault(start, made_vtoonify, tmp_path):
    empty = replace(made_vtoonify, folder=tmp_path)

    with pytest.raises(ModelError, match=r"lacks frame\.weights"):
        start(empty, nothing, nothing)
