"""The quiet offer to tell why the picture is slow, and what is told."""

from dataclasses import replace

import pytest
from fake_live import LOAD, FakeGoverned
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop_app.slow_dialog import figures, reasons
from desktop_app.slowness import FAST_LOOKS, SHOWN, SLOW_LOOKS
from desktop_app.translation import set_language
from vtoonify_rt.config import GovernorConfig
from vtoonify_rt.sources import SourceInfo

FAST = replace(LOAD, fps=30.0)


@pytest.fixture
def slow(window, live):
    """A live picture that is slow, and looks at it."""
    live.governed = FakeGoverned(workload=LOAD)

    def look(count: int = SLOW_LOOKS, load=LOAD) -> None:
        live.governed.workload = load
        for _ in range(count):
            window.slowness.look(live, recording=False)

    return look


def test_it_is_offered_only_when_it_is_slow_for_some_seconds(window, slow):
    slow(SLOW_LOOKS - 1)
    assert not window.slowness.line.isVisible()

    slow(1)
    assert window.slowness.line.isVisible()


def test_a_moment_of_speed_starts_the_count_anew(window, slow):
    slow(SLOW_LOOKS - 1)
    slow(1, FAST)
    slow(SLOW_LOOKS - 1)

    assert not window.slowness.line.isVisible()


def test_the_offer_goes_when_it_is_fast_again(window, slow):
    slow()
    slow(FAST_LOOKS, FAST)

    assert not window.slowness.line.isVisible()


def test_without_a_goal_24_fps_are_wanted(window, slow):
    window.player.choose_governor(GovernorConfig(mode="off"))
    slow(load=replace(LOAD, fps=23.0))

    assert not window.slowness.line.isVisible()


@pytest.mark.parametrize("fps", [15.0, None])
def test_a_file_is_not_slow_for_having_few_pictures(window, live, slow, fps):
    live.source_info = SourceInfo(name="clip", width=64, height=36, fps=fps)
    slow(load=replace(LOAD, fps=15.0, source_fps=15.0))

    assert not window.slowness.line.isVisible()


def test_nothing_that_plays_is_not_slow(window, slow):
    slow()
    for _ in range(FAST_LOOKS):
        window.slowness.look(None, recording=False)

    assert not window.slowness.line.isVisible()
    assert window.slowness.situation is None


def test_the_stage_its_cost_and_the_remedy_are_told_and_copied(window, slow):
    slow()
    window.slowness.line.click()
    dialog = window.findChild(object, "dialog")

    next(b for b in dialog.findChildren(QPushButton) if b.text() == "Copy").click()

    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0] == "It waits for the model that stylizes"
    assert "18 of 30 fps" in text
    assert "The detail is being lowered" in text
    assert "latency 80 ms" in text
    assert "Stylize: 50.0 ms" in text
    dialog.reject()


def test_whoever_wants_low_latency_is_not_told_of_a_frame_rate_to_reach(window, slow):
    window.player.choose_governor(GovernorConfig(mode="latency", target=60))
    slow()

    assert figures(window.slowness.situation).startswith("18 fps  ·  latency 80 ms")


def test_it_is_told_in_chinese(window, slow):
    set_language("zh")
    slow()
    window.slowness.line.click()
    dialog = window.findChild(object, "dialog")

    texts = [child.text() for child in dialog.findChildren(object, "title")]

    assert texts == ["在等待风格化模型"]
    dialog.reject()


def test_the_note_on_the_backend_is_told_in_chinese(window, live, slow):
    set_language("zh")
    live.backend_note = "OpenVINO GPU is not used: gives a black picture"
    slow()

    assert reasons(window.slowness.situation)[0][0] == (
        "模型没有在预期的设备上运行：未使用 OpenVINO GPU：输出的画面全黑。"
    )


def test_the_quickest_that_the_model_was_is_remembered(window, slow):
    slow(1, replace(FAST, stages={"generator": 0.02}))
    slow(1)

    assert window.slowness.situation.quickest == 0.02


def test_pictures_that_are_not_painted_are_noticed(window, slow):
    now = [0.0]
    window.slowness._clock = lambda: now[0]
    for _ in range(SHOWN):
        now[0] += 0.1
        window.slowness.note_shown()
    slow(1, FAST)

    assert window.slowness.situation.shown_fps == pytest.approx(10)
