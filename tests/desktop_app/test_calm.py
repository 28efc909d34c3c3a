"""Things stand still for who wants it so."""

import subprocess

import pytest

from desktop_app.calm import ask_desktop, choose_less_motion, less_motion, obey_desktop
from desktop_app.spinner import Spinner


@pytest.fixture(autouse=True)
def _as_before():
    yield
    choose_less_motion(None)
    obey_desktop(False)


@pytest.mark.parametrize("chosen", [True, False])
def test_the_user_decides_and_not_the_desktop(chosen):
    obey_desktop(not chosen)
    choose_less_motion(chosen)

    assert less_motion() is chosen


def test_without_a_choice_the_desktop_decides():
    obey_desktop(True)

    assert less_motion()


@pytest.mark.parametrize(
    ("platform", "program", "answer", "wants_less"),
    [
        ("linux", "gsettings", "false\n", True),
        ("linux", "gsettings", "true\n", False),
        ("linux", "kreadconfig6", "0\n", True),
        ("darwin", "defaults", "1\n", True),
        ("darwin", "defaults", "0\n", False),
    ],
)
def test_the_desktop_is_asked_with_its_own_program(platform, program, answer, wants_less):
    def run(command):
        if command[0] != program:
            raise FileNotFoundError(command[0])
        return answer

    assert ask_desktop(platform, run) is wants_less


def test_a_desktop_that_cannot_be_asked_wants_nothing():
    def run(command):
        raise subprocess.TimeoutExpired(command, 3)

    assert not ask_desktop("linux", run)


@pytest.mark.parametrize("less", [True, False])
def test_the_sign_of_work_turns_only_if_it_may(show, qtbot, less):
    choose_less_motion(less)
    spinner = show(Spinner())

    assert spinner.turns is not less
