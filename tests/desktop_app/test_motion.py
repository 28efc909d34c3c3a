"""Motion and speed: how steady the picture is, and what is held."""

import pytest
from desktop_fakes import button_named
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest

from desktop_app.motion import GOALS, Motion
from vtoonify_rt.config import GovernorConfig


@pytest.fixture
def motion(show) -> Motion:
    motion = Motion()
    motion.show_choices(0.5, GovernorConfig())
    return show(motion)


def test_the_section_folds(motion):
    assert motion.slider.isVisible()

    motion.toggle.click()

    assert not motion.slider.isVisible()


def test_what_is_chosen_is_shown_without_asking_for_it(motion):
    asked = QSignalSpy(motion.smoothing_chosen), QSignalSpy(motion.goal_chosen)

    motion.show_choices(0.2, GovernorConfig(mode="off"))

    assert [spy.count() for spy in asked] == [0, 0]
    assert motion.slider.value() == 20
    assert button_named(motion, "Keep it fluent: Off").isChecked()


def test_the_slider_asks_for_a_share(motion):
    asked = QSignalSpy(motion.smoothing_chosen)

    QTest.keyClick(motion.slider, Qt.Key.Key_Right)

    assert asked.at(0) == [0.55]


def test_none_at_all_is_called_off(motion):
    motion.slider.setValue(0)

    assert motion._value.text() == "Off"


@pytest.mark.parametrize(
    ("name", "key"),
    [("30 fps", "30"), ("24 fps", "24"), ("Low latency", "latency"), ("Off", "off")],
)
def test_each_choice_asks_for_its_goal(motion, name, key):
    asked = QSignalSpy(motion.goal_chosen)

    button_named(motion, f"Keep it fluent: {name}").click()

    assert asked.at(0) == [GOALS[key]]


def test_a_goal_of_ones_own_is_none_of_them(motion):
    motion.show_choices(0.5, GovernorConfig(target=50))

    names = ("30 fps", "24 fps", "Low latency", "Off")
    assert not any(button_named(motion, f"Keep it fluent: {n}").isChecked() for n in names)
