"""Every error that can end the picture, or pass, comes with what helps."""

import pytest
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QPushButton

from desktop_app.playback import State
from desktop_app.remedies import camera_settings, remedies
from desktop_app.stage import Stage
from vtoonify_rt.errors import AppError, CameraError, CameraForbidden, ModelError, SourceError

BUG = AppError("The video stopped by an error (x)", "See the log")
NOT_THE_BEST_BACKEND = AppError(
    "TensorRT is not used: x", "Run vtoonify-rt doctor to see what to do"
)


@pytest.fixture
def stage(show) -> Stage:
    return show(Stage())


def buttons(stage: Stage) -> dict[str, QPushButton]:
    found = [*stage.card.findChildren(QPushButton), *stage.message.findChildren(QPushButton)]
    return {button.text(): button for button in found if button.isVisible()}


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (CameraError("Desk camera is in use by zoom"), "Try again"),
        (CameraError("Desk camera is not plugged in"), "Choose another source"),
        (SourceError("clip.mp4 does not exist"), "Play the sample clip"),
        (ModelError("comic is damaged"), "Show the styles"),
        (BUG, "Copy diagnostics"),
    ],
)
def test_an_error_that_ends_the_picture_has_a_way_on(stage, error, text):
    stage.show_state(State.FAILED, "clip.mp4", error, is_sample=False)

    assert text in buttons(stage)
    assert len(buttons(stage)) <= 3


@pytest.mark.parametrize("platform", ["win32", "darwin", "linux"])
def test_a_forbidden_camera_leads_to_the_settings_where_there_are_any(platform):
    offered = remedies(CameraForbidden("no"), platform)

    assert ("settings" in offered) is bool(camera_settings(platform))
    assert {"again", "choice"} <= set(offered)


@pytest.mark.parametrize(
    ("error", "text", "signal"),
    [
        (ModelError("comic is damaged"), "Show the styles", "styles_wanted"),
        (NOT_THE_BEST_BACKEND, "Copy diagnostics", "diagnostics_wanted"),
    ],
)
def test_an_error_that_passes_has_a_way_on_too(stage, error, text, signal):
    asked = QSignalSpy(getattr(stage, signal))
    stage.tell_error(error)

    buttons(stage)[text].click()

    assert asked.count() == 1


def test_a_slower_backend_is_said_with_what_helps(window, live, qtbot):
    live.backend_note = "TensorRT is not used: it failed"
    window.progress.show_all()

    assert "TensorRT is not used" in window.stage.message.text
    assert "Copy diagnostics" in buttons(window.stage)


def test_a_broken_installation_offers_diagnostics(stage):
    stage.show_error(ModelError("The starter is not here"))

    assert list(buttons(stage)) == ["Copy diagnostics"]
