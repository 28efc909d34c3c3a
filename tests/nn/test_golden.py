"""The golden numbers of layers and networks that are quick; `parity.py` does them all."""

from pathlib import Path

import pytest

pytest.importorskip("torch", reason="the networks need torch (extra 'train')")

from parity import Verdict, check
from parity_inputs import vtoonify_d, vtoonify_t

COMMITTED = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="module", autouse=True)
def give_the_networks_back():
    yield
    vtoonify_d.cache_clear()
    vtoonify_t.cache_clear()


def too_far_off(verdicts: list[Verdict]) -> list[Verdict]:
    return [verdict for verdict in verdicts if not verdict.passed]


@pytest.mark.parametrize("name", ["ops", "zplus2wplus_d", "zplus2wplus_t", "d_wcode2d_64x64_ds0.3"])
def test_committed_numbers_are_recomputed(name) -> None:
    assert too_far_off(check(COMMITTED / f"{name}.npz")) == []


@pytest.mark.parametrize(
    "name", ["d_small_64x64_trace_ds0.6", "d_small_ds_tiny", "t_small_48x64_trace"]
)
def test_every_module_gives_what_it_should(name, shared) -> None:
    assert too_far_off(check(shared / "golden" / f"{name}.npz")) == []
