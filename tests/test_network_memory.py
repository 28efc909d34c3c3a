"""A network is not asked for more pictures at a time than the memory holds."""

import pytest
from fakes import FakeSession
from vtoonify_fakes import FakeVToonify

from vtoonify_rt.errors import AppError
from vtoonify_rt.network_memory import batch_that_fits

VTOONIFY = FakeVToonify().model
STARTER = FakeSession().model


def fit(side: int, available: float, *, model=VTOONIFY, scale=4, at_most=4) -> int:
    return batch_that_fits(model, scale, side, side, at_most=at_most, available=available)


@pytest.mark.parametrize(("available", "batch"), [(64_000, 4), (10_000, 3), (7000, 2), (3100, 1)])
def test_as_many_crops_as_fit_are_in_work(available, batch):
    """A crop of 400 x 400 takes 2.4 GB."""
    assert fit(400, available) == batch


def test_a_smaller_output_scale_takes_less():
    assert fit(400, 4000, scale=4) < fit(400, 4000, scale=1)


def test_a_photo_that_fits_no_memory_is_refused_with_what_it_would_take():
    with pytest.raises(AppError) as told:
        fit(4000, 8000)

    assert str(told.value).startswith(
        "4000 x 4000 pixels at output scale 4 need 240.0 GB of memory, and 8.0 GB are available."
    )


def test_the_starter_takes_little():
    assert fit(4000, 8000, model=STARTER, scale=1) == 4


def test_the_systems_own_word_is_taken():
    assert 1 <= batch_that_fits(VTOONIFY, 1, 64, 64, at_most=4) <= 4
