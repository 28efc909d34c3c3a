"""Pictures are made where the window does not wait for them."""

from threading import get_ident

import pytest
from desktop_fakes import make_frame
from PySide6.QtCore import QSize

from desktop_app import ready_pictures
from desktop_app.ready_pictures import ReadyPictures

SIZE = QSize(64, 36)


@pytest.fixture
def made(monkeypatch):
    """What pictures are made of, in order."""
    images = []
    real = ready_pictures.Picture

    def picture(image, size, *, mirror):
        images.append(image[0, 0, 0])
        return real(image, size, mirror=mirror)

    monkeypatch.setattr(ready_pictures, "Picture", picture)
    return images


def shown(ready, frame, size=SIZE, which="stylized", *, mirror=False) -> int:
    picture = ready.picture(frame, size, which, mirror=mirror)
    return picture.qimage.pixelColor(0, 0).red()


def test_the_next_frame_is_made_as_the_present_one_is_painted(made):
    ready = ReadyPictures()
    first, second = make_frame(10, before=11), make_frame(20, before=21)
    shown(ready, first)
    shown(ready, first, which="captured", mirror=True)
    ready.prepare(second)
    made.clear()

    assert (shown(ready, second), shown(ready, second, which="captured", mirror=True)) == (20, 21)
    assert made == []


@pytest.mark.parametrize(
    "change", [{"size": QSize(32, 18)}, {"which": "captured"}, {"mirror": True}]
)
def test_what_was_not_foreseen_is_made_on_the_spot(made, change):
    ready = ReadyPictures()
    shown(ready, make_frame(10))
    second = make_frame(20, before=21)
    ready.prepare(second)
    made.clear()

    assert shown(ready, second, **change) == (21 if "which" in change else 20)
    assert len(made) == 1


def test_a_view_that_is_left_is_made_no_more(made):
    ready = ReadyPictures()
    first, second, third = (make_frame(value) for value in (10, 20, 30))
    shown(ready, first, which="captured")
    shown(ready, second)
    made.clear()

    ready.prepare(third)

    assert made == [30]


def test_the_frame_before_is_still_there_when_the_next_one_is_ready(made):
    ready = ReadyPictures()
    shown(ready, make_frame(10))
    second, third = make_frame(20), make_frame(30)
    ready.prepare(second)
    ready.prepare(third)
    made.clear()

    assert [shown(ready, second), shown(ready, third)] == [20, 30]
    assert made == []


def test_the_window_paints_what_another_thread_has_made(window, live, qtbot, monkeypatch):
    threads = []
    real = ready_pictures.Picture
    monkeypatch.setattr(
        ready_pictures, "Picture", lambda *a, **k: (threads.append(get_ident()), real(*a, **k))[1]
    )
    for value in (120, 130):
        live.send(make_frame(value))
        qtbot.waitUntil(lambda value=value: window.stage.frame.image[0, 0, 0] == value)
        window.stage.repaint()

    assert threads[-1] != get_ident()
