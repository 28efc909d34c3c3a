"""Palettes become tables."""

import numpy as np
import pytest

from vtoonify_rt.errors import UsageError
from vtoonify_rt.inference.palette import palette_table


def test_the_ends_are_the_first_and_last_colour():
    table = palette_table(["#102030", "#ff0000", "#ffeedd"])

    assert table.shape == (256, 3)
    assert table[0].tolist() == [0x10, 0x20, 0x30]
    assert table[-1].tolist() == [0xFF, 0xEE, 0xDD]


def test_colours_are_mixed_linearly():
    np.testing.assert_allclose(
        palette_table(["#000000", "#ffffff"]), np.arange(256)[:, None].repeat(3, 1), atol=1e-4
    )


@pytest.mark.parametrize("palette", [[], ["#000000"], ["#000000", "red"], ["#000000", "#12345g"]])
def test_a_wrong_palette_is_refused(palette):
    with pytest.raises(UsageError, match="palette is not usable"):
        palette_table(palette)
