"""The panel: it shows what is chosen, and asks for what is clicked."""

import pytest
from desktop_fakes import CAMERA, POSTER, make_model, make_style
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QDialog, QPushButton

from desktop_app.framing import PRESETS, Framing
from desktop_app.palette_dialog import MAX_COLOURS, MIN_COLOURS, PaletteDialog
from desktop_app.palette_row import PaletteChip, PaletteRow
from desktop_app.run_time import SAMPLE, camera_spec
from desktop_app.source_chooser import SourceChooser
from desktop_app.strength import Strength
from desktop_app.style_grid import StyleButton, StyleGrid, qualified_styles
from vtoonify_rt.config import Padding

MINE = ("#000000", "#ff0000", "#ffffff")


@pytest.fixture
def show(qtbot):
    def show_(widget):
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show_


# Styles


@pytest.fixture
def grid(show) -> StyleGrid:
    grid = StyleGrid()
    grid.set_models([make_model(), make_model("mine", make_style("oil"))])
    return show(grid)


def chosen_style(grid: StyleGrid) -> list[str]:
    return [b.style_id for b in grid.findChildren(StyleButton) if b.isChecked()]


def test_every_style_of_every_model_is_offered(grid):
    ids = [button.style_id for button in grid.findChildren(StyleButton)]

    assert ids == ["comic", "poster", "oil", "mine/oil"]


def test_the_chosen_style_alone_is_ringed(grid):
    grid.select("comic")
    grid.select("mine/oil")

    assert chosen_style(grid) == ["mine/oil"]


def test_a_click_asks_for_a_style(grid):
    wanted = QSignalSpy(grid.chosen)

    grid.findChildren(StyleButton)[1].click()

    assert wanted.at(0) == ["poster"]


def test_arrow_keys_move_between_the_styles(grid):
    first = grid.findChildren(StyleButton)[0]
    first.setFocus()

    QTest.keyClick(first, Qt.Key.Key_Right)

    assert grid.focusWidget().style_id == "poster"


def test_a_number_beyond_the_styles_does_nothing(grid):
    wanted = QSignalSpy(grid.chosen)

    grid.choose_number(9)

    assert wanted.count() == 0


def test_a_style_without_thumbnail_is_painted_nevertheless(grid):
    assert not grid.grab().isNull()


def test_styles_of_one_name_are_told_apart():
    models = [make_model("a", make_style("oil")), make_model("b", make_style("oil"))]

    assert [key for key, _ in qualified_styles(models)] == ["oil", "b/oil"]


# Strength


def test_showing_a_degree_asks_for_nothing(show):
    strength = show(Strength())
    wanted = QSignalSpy(strength.chosen)

    strength.show_degree(0.4, fixed=False)

    assert strength.slider.value() == 40
    assert wanted.count() == 0


def test_the_slider_asks_for_a_degree(show):
    strength = show(Strength())
    strength.show_degree(0.4, fixed=False)
    wanted = QSignalSpy(strength.chosen)

    strength.step(2)

    assert wanted.at(0) == [0.5]


def test_a_fixed_degree_cannot_be_changed(show):
    strength = show(Strength())
    strength.show_degree(0.7, fixed=True)
    wanted = QSignalSpy(strength.chosen)

    strength.step(-1)

    assert not strength.slider.isEnabled()
    assert wanted.count() == 0


# Framing


@pytest.fixture
def framing(show) -> Framing:
    framing = Framing()
    framing.show_choices(Padding(), 384, "blur")
    return show(framing)


def segment(widget, name: str) -> QPushButton:
    return next(b for b in widget.findChildren(QPushButton) if b.accessibleName() == name)


def test_the_section_is_folded_at_first_and_opens(framing):
    unfolded = QSignalSpy(framing.unfolded)
    assert not framing.spins["left"].isVisible()

    framing.toggle.click()

    assert framing.spins["left"].isVisible()
    assert unfolded.count() == 1


def test_what_is_chosen_is_shown_without_asking_for_it(framing):
    wanted = QSignalSpy(framing.padding_chosen)

    framing.show_choices(PRESETS["wide"], 512, "hold")

    assert wanted.count() == 0
    assert framing.spins["left"].value() == PRESETS["wide"].left
    assert segment(framing, "Crop: Wide").isChecked()
    assert segment(framing, "Detail: Fine").isChecked()
    assert segment(framing, "When no face is found: Keep the last picture").isChecked()


def test_margins_of_ones_own_are_no_preset(framing):
    framing.show_choices(Padding(left=123), 400, "blur")

    assert not any(segment(framing, f"Crop: {n}").isChecked() for n in ("Tight", "Normal", "Wide"))


def test_a_preset_asks_for_its_margins(framing):
    wanted = QSignalSpy(framing.padding_chosen)

    segment(framing, "Crop: Wide").click()

    assert wanted.at(0) == [PRESETS["wide"]]


def test_a_margin_is_asked_for_with_the_others(framing):
    wanted = QSignalSpy(framing.padding_chosen)

    framing.spins["top"].setValue(250)

    assert wanted.at(0) == [Padding(top=250)]


def test_the_detail_asks_for_a_crop_size(framing):
    wanted = QSignalSpy(framing.crop_chosen)

    segment(framing, "Detail: Fast").click()

    assert wanted.at(0) == [320]


# Source


@pytest.fixture
def chooser(show) -> SourceChooser:
    chooser = SourceChooser()
    chooser.resize(300, 40)
    return show(chooser)


def entries(chooser: SourceChooser) -> dict[str, bool]:
    """Texts of the menu, and whether each is ticked."""
    return {a.text(): a.isChecked() for a in chooser.menu.actions() if not a.isSeparator()}


def test_cameras_and_the_sample_are_offered(chooser):
    chooser.show_sources([CAMERA], SAMPLE, looking=False)

    assert entries(chooser) == {
        "Desk camera": False,
        "Sample clip": True,
        "Open a file…": False,
    }


def test_an_open_file_is_offered_by_its_name(chooser):
    chooser.show_sources([], "/videos/a.mp4", looking=False)

    assert entries(chooser)["a.mp4"]
    assert "No camera found" in entries(chooser)


def test_a_camera_asks_for_its_stable_name(chooser):
    chooser.show_sources([CAMERA], SAMPLE, looking=False)
    wanted = QSignalSpy(chooser.chosen)

    chooser.menu.actions()[0].trigger()

    assert wanted.at(0) == [camera_spec(CAMERA)]


def test_looking_for_cameras_is_said_and_not_begun_twice(chooser):
    chooser.show_sources([], "", looking=True)

    assert "Looking for cameras…" in entries(chooser)
    assert not chooser.refresh.isEnabled()


def test_long_names_are_shortened_but_told_whole(chooser):
    name = f"{'long-' * 30}.mp4"

    chooser.show_sources([], f"/videos/{name}", looking=False)

    assert "…" in chooser.button.text()
    assert chooser.button.accessibleName() == f"Source: {name}"


# Palettes


@pytest.fixture
def palettes(show) -> PaletteRow:
    row = PaletteRow()
    row.show_palettes([POSTER], [], POSTER)
    return show(row)


def chips(row: PaletteRow) -> list[PaletteChip]:
    return [chip for chip in row.findChildren(PaletteChip) if chip.isVisible()]


def edit(row: PaletteRow, name: str) -> PaletteDialog:
    """Open the dialog with the button of this name."""
    segment(row, name).click()
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

    segment(palettes, "Remove this palette").click()

    assert kept.at(0) == [()]
    assert wanted.at(0) == [POSTER]


def test_a_given_palette_cannot_be_removed(palettes):
    assert not segment(palettes, "Remove this palette").isVisible()


def test_a_palette_has_two_to_eight_colours(show):
    dialog = show(PaletteDialog(MINE))

    for _ in range(10):
        dialog.more.click()
    assert len(dialog.colours) == MAX_COLOURS
    for _ in range(10):
        dialog.fewer.click()
    assert len(dialog.colours) == MIN_COLOURS
