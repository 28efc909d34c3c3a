"""Tasks: one at a time, and each can be paused, gone on with, cancelled, or fails by itself."""

from queue import Queue

import pytest
from PySide6.QtTest import QSignalSpy

from checkpoint.errors import FetchError, Stopped
from checkpoint.progress import Progress
from desktop_app.tasks import Task, Tasks


class Works:
    """Works that do what a test puts into `news`: tell, raise, or return what is installed."""

    def __init__(self) -> None:
        self.news = Queue()
        self.begun = []

    def task(self, key: str, **changes) -> Task:
        def work(progress, stop):
            self.begun.append(key)
            while True:
                while self.news.empty():
                    if stop.wait(0.005):
                        raise Stopped
                news = self.news.get()
                if isinstance(news, Exception):
                    raise news
                if isinstance(news, list):
                    return news
                progress(news)

        return Task(key=key, name=key, work=work, **changes)


@pytest.fixture
def works() -> Works:
    return Works()


@pytest.fixture
def tasks(qtbot):
    tasks = Tasks()
    yield tasks
    assert tasks.shut_down(5)


def state(tasks: Tasks, key: str) -> str:
    task = tasks.find(key)
    return task.state if task is not None else ""


def test_a_second_task_waits_for_the_first(qtbot, tasks, works):
    tasks.add(works.task("a"))
    tasks.add(works.task("b"))
    qtbot.waitUntil(lambda: works.begun == ["a"])
    assert state(tasks, "b") == "queued"

    works.news.put(["model"])

    qtbot.waitUntil(lambda: works.begun == ["a", "b"])


def test_what_was_installed_is_told_and_the_task_is_gone(qtbot, tasks, works):
    tasks.add(works.task("a"))
    works.news.put(["model"])

    with qtbot.waitSignal(tasks.finished) as told:
        pass

    assert told.args[1] == ["model"]
    assert tasks.all == ()


def test_only_the_newest_progress_is_shown(qtbot, tasks, works):
    for done in (1, 2, 3):
        works.news.put(Progress(model="a", phase="fetching", done=done))
    tasks.add(works.task("a"))

    qtbot.waitUntil(lambda: tasks.find("a").progress is not None)
    qtbot.waitUntil(lambda: tasks.find("a").progress.done == 3)


def test_a_paused_task_goes_on_when_it_is_asked_to(qtbot, tasks, works):
    tasks.add(works.task("a"))
    qtbot.waitUntil(lambda: works.begun == ["a"])

    tasks.pause("a")
    qtbot.waitUntil(lambda: state(tasks, "a") == "paused")
    tasks.start("a")

    qtbot.waitUntil(lambda: works.begun == ["a", "a"])


def test_a_paused_task_lets_the_next_begin(qtbot, tasks, works):
    tasks.add(works.task("a"))
    tasks.add(works.task("b"))

    tasks.pause("a")

    qtbot.waitUntil(lambda: state(tasks, "b") == "running")


def test_a_task_that_waits_is_paused_at_once(qtbot, tasks, works):
    tasks.add(works.task("a"))
    tasks.add(works.task("b"))

    tasks.pause("b")

    assert state(tasks, "b") == "paused"


@pytest.mark.parametrize("key", ["a", "b"])
def test_a_cancelled_task_is_forgotten(qtbot, tasks, works, key):
    tasks.add(works.task("a"))
    tasks.add(works.task("b"))
    halted = QSignalSpy(tasks.halted)

    tasks.cancel(key)

    qtbot.waitUntil(lambda: halted.count() == 1)
    assert halted.at(0)[1] is True
    assert tasks.find(key) is None


def test_an_error_stays_with_the_task_and_the_next_begins(qtbot, tasks, works):
    error = FetchError("There is no network", "Connect to one")
    tasks.add(works.task("a"))
    tasks.add(works.task("b"))

    works.news.put(error)

    qtbot.waitUntil(lambda: works.begun == ["a", "b"])
    assert (state(tasks, "a"), tasks.find("a").error) == ("failed", error)


def test_a_task_that_runs_is_not_taken_twice(qtbot, tasks, works):
    tasks.add(works.task("a"))
    tasks.add(works.task("a"))
    qtbot.waitUntil(lambda: works.begun == ["a"])

    works.news.put([])

    qtbot.waitUntil(lambda: tasks.all == ())
    assert works.begun == ["a"]


def test_a_task_in_another_state_is_shown_and_not_begun(qtbot, tasks, works):
    tasks.add(works.task("a", state="paused"))
    tasks.add(works.task("b", state="elsewhere"))

    assert [task.state for task in tasks.all] == ["paused", "elsewhere"]


def test_the_end_of_the_app_stops_what_runs(qtbot, works):
    tasks = Tasks()
    tasks.add(works.task("a"))
    qtbot.waitUntil(lambda: works.begun == ["a"])

    assert tasks.shut_down(5)
