"""Two looks: A and B keep what was chosen, swap at once, and are shown side by side."""

import numpy as np
import pytest
from desktop_fakes import make_model, make_style, press
from PySide6.QtGui import QAction, QColor

from desktop_app.compare_looks import CompareLooks
from desktop_app.comparison import Comparison
from desktop_app.preview import Preview
from vtoonify_rt.config import Look
from vtoonify_rt.frame import Frame


@pytest.fixture
def player(make_idle_player):
    return make_idle_player()


@pytest.fixture
def comparison(player):
    """A is Comic at 40 percent; B, which is shown, is Oil."""
    comparison = Comparison(player)
    player.change(degree=0.4)
    comparison.show("b")
    player.change(style="oil")
    return comparison


@pytest.fixture
def compared(window):
    """A window in which A is Comic, and B, which is shown, is Oil."""
    window.gallery.comparison.show("b")
    window.controls.styles.choose_number(3)
    return window


def test_an_empty_place_takes_what_is_shown(player):
    comparison = Comparison(player)
    comparison.show("b")

    assert comparison.look("b") == Look(style="comic")


def test_what_was_left_comes_back(player, comparison):
    comparison.swap()
    assert (player.config.style, player.config.degree) == ("comic", 0.4)

    comparison.swap()
    assert (player.config.style, player.config.degree) == ("oil", 1.0)


def test_what_is_chosen_changes_the_one_that_is_shown(player, comparison):
    comparison.swap()
    player.change(style="poster")

    assert (comparison.name("a"), comparison.name("b")) == ("Poster", "Oil")


def test_both_are_painted_only_while_they_are_wanted(player, comparison):
    assert player.config.other is None
    comparison.show_both(True)
    assert player.config.other == Look(style="comic", degree=0.4)
    comparison.swap()
    assert (player.config.style, player.config.other.style) == ("comic", "oil")

    comparison.show_both(False)
    assert player.config.other is None


def test_looks_of_two_models_are_swapped_but_not_painted_at_a_time(player, comparison, show):
    player.models = [make_model(), make_model("mine", make_style("ink"))]
    player.change(style="mine/ink")
    comparison.show_both(True)
    section = show(CompareLooks(QAction(), QAction()))
    section.show_comparison(comparison)

    assert not comparison.is_one_model
    assert player.config.other is None
    assert "of two models" in section._note.text()
    comparison.swap()
    assert player.config.style == "comic"


def test_the_key_swaps_the_two_at_once(compared, live):
    press(compared, "x")

    assert (live.configs[-1].style, live.configs[-1].fade) == ("comic", 0.0)


@pytest.mark.parametrize(("wanted", "shown"), [("swap", "B"), ("both", "A")])
def test_where_both_are_the_same_look_it_says_what_to_do(window, wanted, shown):
    getattr(window.commands, wanted).trigger()

    assert window.stage.message.text.endswith(f"Choose another one for {shown}.")


def test_both_are_seen_only_while_they_are_wanted(compared, live):
    compared.commands.both.trigger()
    assert live.configs[-1].other == Look(style="comic")
    assert "twice the time" in compared.gallery.compare_looks._note.text()

    compared.commands.both.trigger()
    assert live.configs[-1].other is None
    assert compared.stage.wipe is None


def test_the_two_comparisons_exclude_each_other(compared):
    compared.commands.both.trigger()
    compared.commands.compare.trigger()
    assert not compared.commands.both.isChecked()
    assert compared.stage.wipe == 0.5

    compared.commands.both.trigger()
    assert not compared.commands.compare.isChecked()
    assert compared.stage.wipe == 0.5


@pytest.mark.parametrize("shown", ["a", "b"])
def test_a_is_left_and_b_is_right_whichever_is_shown(show, shown):
    preview = show(Preview())
    preview.set_wipe(0.5)
    preview.set_looks(("A: Comic", "B: Oil"), other_is_left=shown == "b")
    gray = {"a": 40, "b": 220}
    image, other = (
        np.full((36, 64, 3), gray[slot], np.uint8) for slot in (shown, "ab"["ba".index(shown)])
    )
    preview.show_frame(Frame(image, 0.0, before=image, other=other))
    area = preview.picture_rect()
    seen = preview.grab().toImage()

    left, right = (
        QColor(seen.pixel(area.left() + round(share * area.width()), area.top() + 20)).red()
        for share in (0.25, 0.75)
    )
    assert (left, right) == (40, 220)
