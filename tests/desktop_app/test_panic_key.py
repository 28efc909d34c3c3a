"""The panic key while another program is active; an X server is asked where there is one."""

import os
import shutil
import subprocess
from threading import Event

import pytest

from desktop_app.card_painter import paint_card
from desktop_app.panic_key import X11Key, listen_everywhere
from vtoonify_rt.cover import plain_ground


def test_without_a_desktop_it_is_heard_in_our_windows_only(qapp):
    assert listen_everywhere(lambda: None) is None


@pytest.fixture(scope="module")
def x_server():
    """The name of a display of our own, which no other test types into."""
    if shutil.which("Xvfb") is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-noreset", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading) as told:
        number = told.readline().strip()
    yield f":{number}"
    server.terminate()
    server.wait(10)


@pytest.fixture
def display(x_server, monkeypatch):
    monkeypatch.setenv("DISPLAY", x_server)
    from Xlib.display import Display

    display = Display()
    yield display
    display.close()


def type_keys(display, *names: str) -> None:
    from Xlib import XK, X
    from Xlib.ext.xtest import fake_input

    codes = [display.keysym_to_keycode(XK.string_to_keysym(name)) for name in names]
    for code in codes:
        fake_input(display, X.KeyPress, code)
    for code in reversed(codes):
        fake_input(display, X.KeyRelease, code)
    display.sync()


def test_x11_tells_of_the_key_whoever_is_active(display):
    heard = Event()
    key = X11Key(heard.set)
    type_keys(display, "Control_L", "Shift_L", "h")

    assert heard.wait(10)
    key.close()


def test_x11_refuses_a_key_that_another_program_has(display):
    key = X11Key(lambda: None)

    with pytest.raises(OSError, match="another program has"):
        X11Key(lambda: None)
    key.close()


def test_the_card_says_the_words_in_the_middle_and_nothing_at_the_edge(qapp):
    card, ground = paint_card("Back soon, 马上回来"), plain_ground()
    changed = (card != ground).any(axis=2)

    assert card.shape == ground.shape
    assert changed[300:420, 300:980].any()
    assert not changed[:90].any()
    assert not changed[:, :90].any()


def test_many_words_fit_on_the_card(qapp):
    changed = (paint_card("I am away for a moment. " * 5) != plain_ground()).any(axis=2)

    assert not changed[:90].any()
    assert not changed[-90:].any()
