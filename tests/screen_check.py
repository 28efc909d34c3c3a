"""Whether the window looks in a state as it did, and all of it fits."""

import pytest
from cut_off import faults
from screens import MOST, kept_picture, layout_of, moved, picture_of, read_layouts, strangeness
from spoken import english_in
from window_rig import Rig, lacking_font
from window_states import STATES

SMALLEST = (900, 600)
BY_NAME = {state.name: state for state in STATES}


def check(rig: Rig, name: str, variant: tuple[str, str]) -> None:
    """Fail unless a window in the state `name` fits, and looks as kept; the look is compared where
    the fonts are that it was made with."""
    lack = lacking_font(variant[0])
    if not lack:
        difference = differs(rig, name, variant)
        assert difference <= MOST, f"differs by {difference:.0f} of 255"
        expect_none(moved_in(rig, name, variant[0]))
    if variant[0] == "zh":
        expect_none(english_in(rig.shown))
    expect_none(faults(rig.shown))
    if rig.shown is rig.window:
        rig.resize(*SMALLEST)
        expect_none(faults(rig.shown))
    if lack:
        pytest.skip(f"looks not compared: {lack}")


def expect_none(lines: list[str]) -> None:
    """Fail with these lines, if there are any."""
    assert not lines, "\n".join(lines)


def differs(rig: Rig, name: str, variant: tuple[str, str]) -> float:
    """Return how different the window is from its picture, in levels of 255."""
    picture = picture_of(rig.shown)
    return strangeness(picture, kept_picture(name, variant, picture))


def moved_in(rig: Rig, name: str, language: str = "en") -> list[str]:
    """Return what lies elsewhere in the window than it did, a line each."""
    return moved(layout_of(rig.shown), read_layouts()[name][language])
