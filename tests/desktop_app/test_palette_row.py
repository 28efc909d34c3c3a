"""Palettes: given ones and the user's own, made and changed in a dialog."""

import pytest
from desktop_fakes import POSTER, button_named
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QDialog

from desktop_app.palette_dialog import MAX_COLOURS, MIN_COLOURS, PaletteDialog
from desktop_app.palette_row import PaletteChip, PaletteRow

MINE = ("#000000", "#ff0000", "#ffffff")


@pytest.fixture
def palettes(show) -> PaletteRow:
    row = PaletteRow()
    row.show_palettes([POSTER], [], POSTER)
    return show(row)


def chips(row: PaletteRow) -> list[PaletteChip]:
    return [chip for chip in row.findChildren(PaletteChip) if chip.isVisible()]


def edit(row: PaletteRow, name: str) -> PaletteDialog:
    """Open the dialog with the button of this name."""
    button_named(row, name).click()
    return row.findChildren(PaletteDialog)[-1]


def test_the_own_palette_of_the_style_comes_first_and_is_ringed(palettes):
    assert chips(palettes)[0].colours == POSTER
    assert [chip.isChecked() for chip in chips(palettes)].count(True) == 1


def test_no_palette_is_offered_twice(palettes):
    palettes.show_palettes([POSTER, POSTER], [], POSTER)

    assert len({chip.colours for chip in chips(palettes)}) == len(chips(palettes))


def test_a_chip_asks_for_its_palette(palettes):
    wanted = QSignalSpy(palettes.chosen)

    chips(palettes)[1].click()

    assert wanted.at(0) == [chips(palettes)[1].colours]


def test_a_new_palette_is_kept_and_chosen(palettes):
    kept, wanted = QSignalSpy(palettes.customs_changed), QSignalSpy(palettes.chosen)
    dialog = edit(palettes, "New palette")

    dialog.set_colour(0, "#abcdef")
    mine = dialog.colours
    dialog.accept()

    assert kept.at(0) == [(mine,)]
    assert wanted.at(wanted.count() - 1) == [mine]


def test_a_palette_shows_in_the_picture_while_it_is_made(palettes):
    wanted = QSignalSpy(palettes.chosen)
    dialog = edit(palettes, "New palette")

    dialog.set_colour(0, "#abcdef")

    assert wanted.at(0) == [dialog.colours]
    dialog.reject()


def test_a_palette_that_is_cancelled_leaves_everything_as_it_was(palettes):
    kept, wanted = QSignalSpy(palettes.customs_changed), QSignalSpy(palettes.chosen)
    dialog = edit(palettes, "New palette")
    dialog.set_colour(0, "#abcdef")

    dialog.done(QDialog.DialogCode.Rejected)

    assert kept.count() == 0
    assert wanted.at(wanted.count() - 1) == [POSTER]


def test_a_palette_of_ones_own_can_be_changed(palettes):
    palettes.show_palettes([POSTER], [MINE], MINE)
    kept = QSignalSpy(palettes.customs_changed)
    dialog = edit(palettes, "Edit this palette")

    dialog.set_colour(1, "#00ff00")
    dialog.accept()

    assert kept.at(0) == [(("#000000", "#00ff00", "#ffffff"),)]


def test_a_palette_of_ones_own_can_be_removed(palettes):
    palettes.show_palettes([POSTER], [MINE], MINE)
    kept, wanted = QSignalSpy(palettes.customs_changed), QSignalSpy(palettes.chosen)

    button_named(palettes, "Remove this palette").click()

    assert kept.at(0) == [()]
    assert wanted.at(0) == [POSTER]


def test_a_given_palette_cannot_be_removed(palettes):
    assert not button_named(palettes, "Remove this palette").isVisible()


def test_a_palette_has_two_to_eight_colours(show):
    dialog = show(PaletteDialog(MINE))

    for _ in range(10):
        dialog.more.click()
    assert len(dialog.colours) == MAX_COLOURS
    for _ in range(10):
        dialog.fewer.click()
    assert len(dialog.colours) == MIN_COLOURS
