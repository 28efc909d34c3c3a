"""Every state of the Chinese window looks as in docs/screens, all of it fits, and is in Chinese."""

import pytest
from screen_check import BY_NAME, check

pytestmark = pytest.mark.usefixtures("one_font")


@pytest.mark.parametrize("name", BY_NAME)
def test_it_looks_as_it_did_all_of_it_fits_and_is_in_chinese(reach, name):
    check(reach(name, "zh", "dark"), name, ("zh", "dark"))
