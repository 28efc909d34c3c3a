"""The parity program: its verdicts, its exit status, and the golden numbers that are committed."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("torch", reason="the networks need torch (extra 'train')")

from parity import check, judge, kind_of, main
from parity_inputs import bisenet, psp

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def wrong(tmp_path) -> Path:
    """A file with one number that is not what comes out."""
    with np.load(GOLDEN / "smooth_warp.npz") as file:
        arrays = dict(file)
    arrays["out"][0, 0, 10, 10] += 0.01
    path = tmp_path / "smooth_warp.npz"
    np.savez(path, **arrays)
    return path


@pytest.fixture(scope="module", autouse=True)
def _networks_are_given_back():
    yield
    psp.cache_clear()
    bisenet.cache_clear()


@pytest.mark.parametrize("name", ["align_face", "smooth_warp", "psp_256", "parsing_path_200x312"])
def test_committed_numbers_are_recomputed(name):
    assert [verdict.name for verdict in check(GOLDEN / f"{name}.npz") if not verdict.passed] == []


def test_what_is_too_far_off_fails(wrong, capsys):
    assert main([str(GOLDEN / "smooth_warp.npz"), str(wrong)]) == 1
    assert "TOO FAR OFF" in capsys.readouterr().out


def test_what_is_near_enough_passes(capsys):
    assert main([str(GOLDEN / "smooth_warp.npz")]) == 0
    assert "largest error of numbers" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["flowers.npz", "smooth_warp.npz"], ids=["kind", "missing"])
def test_a_file_that_cannot_be_judged_is_named(name, tmp_path, capsys):
    assert main([str(tmp_path / name)]) == 2
    assert f"{name}: it " in capsys.readouterr().err


def test_a_file_that_lacks_an_array_cannot_be_judged(tmp_path, capsys):
    np.savez(tmp_path / "crop_parameters.npz", desc="nothing")

    assert main([str(tmp_path / "crop_parameters.npz")]) == 2
    assert "no array 'landmarks'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("stem", "kind"),
    [
        ("psp_batch7", "psp_"),
        ("heldout-bisenet_72x104", "bisenet_"),
        ("e2e_d_x", "e2e_"),
        ("d_small_ds_tiny", "d_small_ds_tiny"),
        ("t_96", "t_"),
        ("zplus2wplus_d", "zplus2wplus_d"),
    ],
)
def test_the_name_tells_the_kind(stem, kind):
    assert kind_of(stem) == kind


@pytest.mark.parametrize(
    ("found", "passes"),
    [([100, 200], True), ([100, 201], False), ([102, 200], False)],
    ids=["equal", "one step in too many", "two steps"],
)
def test_picture_values_may_be_a_step_off_here_and_there(found, passes):
    expected = np.array([100, 200], np.uint8)

    assert judge("out0", np.array(found, np.uint8), expected).passed == passes


def test_one_step_in_a_thousand_values_passes():
    expected = np.zeros(1000, np.uint8)
    found = expected.copy()
    found[3] = 1

    assert judge("out0", found, expected).passed


@pytest.mark.parametrize(
    ("name", "passes"), [("quad0", False), ("y/stats", True)], ids=["geometry", "statistics"]
)
def test_64_bit_floats_are_geometry_but_for_statistics(name, passes):
    expected = np.array([3.0, 5.0])

    assert judge(name, expected + 1e-7, expected).passed == passes


def test_not_a_number_fails():
    expected = np.ones(3, np.float32)

    assert not judge("y", np.full(3, np.nan, np.float32), expected).passed
