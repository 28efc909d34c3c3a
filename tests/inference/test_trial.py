"""A backend is right when it gives the picture of ONNX Runtime on the CPU."""

import hashlib
import shutil
from dataclasses import replace

import numpy as np
import pytest
from fake_backend import black, fake_kind, raising

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference.backend import BackendAbsent
from vtoonify_rt.inference.trial import try_here, try_reference
from vtoonify_rt.likeness import SAME


def one_thread():
    return 1


@pytest.fixture(scope="module")
def model():
    return load_manifest(STARTER)


@pytest.fixture(scope="module")
def expected(model):
    return try_reference(model, one_thread)[1]


@pytest.fixture
def attempt(model, expected):
    def attempt(spoil, **options):
        return try_here(model, fake_kind("fake", spoil, **options), one_thread, expected)

    return attempt


def coarse(picture):
    picture &= 0b11110000


def mirrored(picture):
    picture[:] = picture[:, :, ::-1].copy()


def grey(picture):
    picture[:] = 128


def test_the_right_picture(attempt):
    trial = attempt(lambda picture: None)

    assert (trial.runs, trial.reason, trial.psnr) == (True, "", SAME)
    assert trial.milliseconds > 0


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [(black, "a black picture"), (grey, "another picture"), (mirrored, "another picture")],
)
def test_a_wrong_picture_disqualifies(attempt, spoil, reason):
    trial = attempt(spoil)

    assert not trial.runs
    assert reason in trial.reason


def test_a_coarse_picture_will_do_for_int8_only(attempt):
    """Without the last four bits the error is 0 to 15, its root mean square about 8.8: 29 dB."""

    def three_bits(picture):
        picture &= 0b11111000  # 0 to 7, 4.2: 36 dB or a little less

    assert not attempt(coarse, precision="int8").runs
    assert 34 < attempt(three_bits).psnr < 38
    assert not attempt(three_bits, precision="bf16").runs


def test_what_a_library_raises_is_told_in_one_line(attempt):
    trial = attempt(raising(RuntimeError("Exception from src/x.cpp:1:\nno driver\nat line 2")))

    assert (trial.runs, trial.absent) == (False, False)
    assert trial.reason == "no driver"


def test_what_the_computer_lacks_is_no_failure(model, expected):
    def absent(threads):
        raise BackendAbsent("no such card")

    trial = try_here(model, replace(fake_kind(), open=absent), one_thread, expected)

    assert (trial.runs, trial.absent, trial.reason) == (False, True, "no such card")


def test_the_hint_of_an_error_is_no_part_of_the_reason(attempt):
    def spoil(picture):
        raise ModelError("The engine is damaged", "Build it again")

    assert attempt(spoil).reason == "The engine is damaged"


def test_nan_weights_are_a_damaged_model(made_vtoonify, tmp_path):
    """Nothing but a sum of NaN: a black picture, and no backend is to blame."""
    onnx = pytest.importorskip("onnx")
    folder = tmp_path / "made"
    folder.mkdir()
    for path in made_vtoonify.folder.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    frame = onnx.load(folder / "frame.onnx", load_external_data=False)
    for tensor in frame.graph.initializer:
        if tensor.name == "weights":
            tensor.CopyFrom(onnx.numpy_helper.from_array(np.array([np.nan], np.float32), "weights"))
    onnx.save(frame, folder / "frame.onnx")
    damaged = replace(made_vtoonify, folder=folder, sha256=_sums(made_vtoonify, folder))

    with pytest.raises(ModelError, match="gives no picture: its weights are damaged"):
        try_reference(damaged, one_thread)


def test_nan_that_becomes_an_index_is_a_damaged_model_and_nothing_else_is_told(tmp_path, capfd):
    """The starter's style graph makes NaN of NaN codes, and its frame graph an index of that."""
    codes = {
        name: np.full_like(code, np.nan) for name, code in np.load(STARTER / "styles.npz").items()
    }
    folder = tmp_path / "bad"
    shutil.copytree(STARTER, folder)
    np.savez(folder / "styles.npz", **codes)
    model = load_manifest(STARTER)
    damaged = replace(model, folder=folder, sha256=_sums(model, folder))

    with pytest.raises(ModelError, match="gives no picture: its weights are damaged"):
        try_reference(damaged, one_thread)
    assert capfd.readouterr().err == ""


def _sums(model, folder):
    return {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in model.sha256}
