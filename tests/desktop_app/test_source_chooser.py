"""The sources: cameras, the sample and the open file, in a menu that asks."""

import pytest
from desktop_fakes import CAMERA
from PySide6.QtTest import QSignalSpy

from desktop_app.run_time import SAMPLE, camera_spec
from desktop_app.source_chooser import SourceChooser


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


def test_a_name_with_an_ampersand_is_shown_as_it_is(chooser):
    chooser.show_sources([], "/videos/you & me.mp4", looking=False)

    assert entries(chooser)["you && me.mp4"]
    assert chooser.button.text() == " you && me.mp4"


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
