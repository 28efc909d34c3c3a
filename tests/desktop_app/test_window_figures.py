"""What the window tells of how it runs: figures, changes of quality, backend, engines, the face."""

from types import SimpleNamespace

from fake_live import CHANGE, FakeGoverned

from desktop_app.progress import CHANGE_LOOKS
from vtoonify_rt.errors import AppError


def test_the_figures_are_shown(window):
    window.progress.show_all()

    text = window.status.text()
    for part in ("30 fps", "41 ms", "59 ms", "Fake CPU", "64 × 36"):
        assert part in text
    assert "20.0" in window.status.toolTip()


def test_a_change_of_quality_is_told_for_a_while_and_then_only_the_size(window, live):
    live.governed = FakeGoverned(crop_px=320, change=CHANGE)

    window.progress.show_all()
    assert window.status.accessibleName().startswith(
        "Figures: Crop 384 → 320 px to hold 30 fps (it was at 24)"
    )

    for _ in range(CHANGE_LOOKS):
        window.progress.show_all()
    assert "to hold 30 fps" not in window.status.accessibleName()
    assert "crop lowered to 320 px" in window.status.accessibleName()


def test_a_backend_that_fell_back_is_told_once(window, live):
    live.backend_note = "The GPU gives wrong pictures"
    window.progress.show_all()
    assert window.stage.message.text.startswith("The GPU gives wrong pictures")

    window.stage.message.dismiss()
    window.progress.show_all()
    assert not window.stage.message.isVisible()


def test_the_status_line_tells_how_far_engines_are_built(window, live):
    live.engines.build = SimpleNamespace(state="running", progress=0.404, error=None)
    window.progress.show_all()

    assert "ready for the graphics card: 40 %" in window.status.accessibleName()


def test_engines_that_cannot_be_built_are_told_once(window, live):
    error = AppError("The disk is full", "Free some space")
    live.engines.build = SimpleNamespace(state="failed", progress=0.4, error=error)
    window.progress.show_all()
    assert window.stage.message.text.startswith("The disk is full")

    window.stage.message.dismiss()
    window.progress.show_all()
    assert not window.stage.message.isVisible()


def test_a_face_that_is_missing_for_a_while_is_said(qtbot, window, live):
    live.face = False
    for _ in range(4):
        window.progress.show_all()
    assert "No face" in window.stage.hint.text()

    live.face = True
    window.progress.show_all()
    assert window.stage.hint.text() == ""
