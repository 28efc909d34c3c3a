"""Whose face is stylized, and how: the section, and what a click on a face in the picture does."""

from dataclasses import replace

import pytest
from desktop_fakes import button_named, make_frame
from fakes import face_at
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop_app.main_window import MainWindow
from vtoonify_rt.config import FacesConfig, FaceStyle, Look, StyleConfig
from vtoonify_rt.frame import Face

ANN, BEN = Face(1, face_at(160, 100, 30)), Face(2, face_at(480, 100, 30))


@pytest.fixture
def group(qtbot, open_window, live) -> MainWindow:
    """A window with two faces, all of which are stylized."""
    window = open_window(stylize=StyleConfig(faces=FacesConfig(mode="all")), mirror=False)
    show(window, ANN, BEN)
    return window


def show(window: MainWindow, *faces: Face, crowded: bool = False) -> None:
    frame = make_frame(height=360, width=640)
    landmarks = faces[0].landmarks if faces else None
    frame = replace(frame, faces=faces, landmarks=landmarks, shows="stylized", crowded=crowded)
    window.stage.show_frame(frame)
    window.faces.look()


def faces_of(window: MainWindow) -> FacesConfig:
    return window.player.config.faces


def middle_of(window: MainWindow, face: Face) -> QPoint:
    area = window.stage.picture_rect()
    x, y = face.landmarks.mean(axis=0) / (640, 360)
    return QPoint(round(area.left() + x * area.width()), round(area.top() + y * area.height()))


def test_whom_to_stylize_can_be_chosen(window):
    for name, mode in (("All faces", "all"), ("Whole picture", "whole"), ("Main face", "main")):
        button_named(window.controls.faces, f"Faces: {name}").click()

        assert faces_of(window).mode == mode


def test_each_of_several_faces_has_a_picture_with_its_style(group):
    chips = group.controls.faces.chips

    assert [chip.accessibleName() for chip in chips.values()] == ["Face 1: Comic", "Face 2: Comic"]
    assert chips[1].grab().toImage().pixelColor(28, 28).red() == 100


def test_one_face_alone_needs_no_choice(group):
    show(group, ANN)

    assert not group.controls.faces.chips[1].isVisibleTo(group.controls.faces)


def test_the_next_style_is_for_the_face_that_was_chosen_and_then_for_all_again(group):
    group.controls.faces.chips[2].click()
    group.controls.styles.choose_number(2)
    group.controls.faces.chips[2].click()
    group.controls.styles.choose_number(3)

    assert group.player.config.style == "oil"
    assert faces_of(group).styles == (FaceStyle(number=2, look=Look(style="poster")),)


def test_a_face_in_the_picture_can_be_clicked(group):
    QTest.mouseClick(group.stage, Qt.MouseButton.LeftButton, pos=middle_of(group, BEN))
    assert group.controls.faces.chosen == 2

    QTest.mouseClick(group.stage, Qt.MouseButton.LeftButton, pos=middle_of(group, BEN))
    assert group.controls.faces.chosen is None


def test_in_a_mirror_the_face_is_on_the_other_side(group):
    group.player.set_mirror(True)
    group.faces.look()
    QTest.mouseClick(group.stage, Qt.MouseButton.LeftButton, pos=middle_of(group, BEN))

    assert group.controls.faces.chosen == 1


def test_a_face_can_be_left_out_and_taken_in_again(group):
    faces = group.controls.faces
    faces.chips[1].click()
    button_named(faces, "This face: Left out").click()
    assert (faces_of(group).off, faces.chips[1].is_off) == ((1,), True)

    button_named(faces, "This face: Stylized").click()
    assert faces_of(group).off == ()


def test_a_face_can_have_the_style_of_all_again(group):
    group.controls.faces.chips[1].click()
    group.controls.styles.choose_number(2)
    group.controls.strength.chosen.emit(0.5)
    assert faces_of(group).styles[0].look.degree == 0.5

    group.controls.faces.as_all.click()
    assert faces_of(group).styles == ()
    assert group.player.config.degree == 1.0


def test_a_style_of_another_model_is_refused_for_one_face(group, run_time):
    model = replace(group.player.models[0], id="other", name="Other")
    group.player.models = [*group.player.models, model]
    group.controls.faces.chips[1].click()
    group.faces.choose_style("other/oil")

    assert faces_of(group).styles == ()
    assert "one of the model" in group.stage.message.text


def test_it_is_said_when_there_are_too_many_faces(group):
    show(group, ANN, BEN, crowded=True)

    assert "Up to four faces" in group.controls.faces.note
    show(group, ANN, BEN)
    assert group.controls.faces.note == ""


def test_who_has_left_is_no_longer_chosen(group):
    group.controls.faces.chips[2].click()
    show(group, ANN)

    assert group.controls.faces.chosen is None


def test_another_source_shows_others(group):
    group.controls.faces.chips[1].click()
    group.controls.styles.choose_number(2)
    group.player.choose_source("/elsewhere.mp4")

    assert faces_of(group) == FacesConfig(mode="all")


def test_what_was_chosen_for_single_faces_is_not_remembered_for_others(open_window):
    faces = FacesConfig(mode="all", off=(1,), styles=(FaceStyle(number=2, look=Look(style="oil")),))
    window = open_window(stylize=StyleConfig(faces=faces))

    assert window.settings.stylize.faces == FacesConfig(mode="all")


def test_a_face_whose_style_was_removed_keeps_its_id(group):
    group.controls.faces.chips[2].click()
    group.controls.styles.choose_number(2)
    group.player.models = []

    group.faces.look()

    style = faces_of(group).styles[0].look.style
    assert group.controls.faces.chips[2].accessibleName() == f"Face 2: {style}"
