"""The strength: a slider that shows without asking, and asks when it is moved."""

from PySide6.QtTest import QSignalSpy

from desktop_app.strength import Strength


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
