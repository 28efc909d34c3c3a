"""Background jobs: results come back in the GUI thread, errors as sentences."""

from threading import Event, Timer, current_thread, main_thread

import pytest

from desktop_app.background import Background
from vtoonify_rt.errors import AppError, SinkError


@pytest.fixture
def background(qtbot):
    background = Background()
    yield background
    assert background.shut_down(5)


def run(qtbot, background, job):
    """Run `job` to its end; return ("done", result) or ("failed", error), and the thread."""
    told = []
    background.start(
        job,
        lambda result: told.append(("done", result, current_thread())),
        lambda error: told.append(("failed", error, current_thread())),
    )
    qtbot.waitUntil(lambda: bool(told))
    return told[0]


def test_the_result_comes_back_in_the_gui_thread(qtbot, background):
    threads = []

    def job() -> int:
        threads.append(current_thread())
        return 7

    assert run(qtbot, background, job) == ("done", 7, main_thread())
    assert threads[0] is not main_thread()


def test_an_error_for_the_user_is_passed_on(qtbot, background):
    error = SinkError("The disk is full")

    def job() -> None:
        raise error

    assert run(qtbot, background, job) == ("failed", error, main_thread())


def test_a_bug_becomes_a_sentence_and_a_traceback_in_the_log(qtbot, background, caplog):
    def job() -> None:
        raise KeyError("oops")

    _, error, _ = run(qtbot, background, job)

    assert isinstance(error, AppError)
    assert "oops" in error.message
    assert "Traceback" in caplog.text


def test_a_slow_job_does_not_hold_up_the_next(qtbot, background):
    slow = Event()
    background.start(slow.wait, lambda _: None, lambda _: None)

    assert run(qtbot, background, lambda: "quick")[1] == "quick"
    slow.set()


def test_shutting_down_says_when_a_job_hangs(qtbot):
    background = Background()
    hang = Event()
    background.start(hang.wait, lambda _: None, lambda _: None)

    assert background.shut_down(0.05) is False
    hang.set()


def test_a_result_never_comes_before_start_has_returned(qtbot, background):
    told = []

    for _ in range(50):
        background.start(lambda: None, told.append, told.append)
        assert len(told) == 0

    qtbot.waitUntil(lambda: len(told) == 50)


def test_shutting_down_does_every_job_first(qtbot):
    background = Background()
    slow, done = Event(), []
    for number in range(5):
        background.start(lambda number=number: slow.wait() and done.append(number), print, print)

    Timer(0.05, slow.set).start()

    assert background.shut_down(5) is True
    assert sorted(done) == [0, 1, 2, 3, 4]
