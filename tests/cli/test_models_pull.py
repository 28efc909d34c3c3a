"""`vtoonify-rt models pull`: what it asks, tells and leaves to the store."""

import dataclasses
import io
import json
import os
import signal
import sys

import pytest
from fake_store import JOB, FakeStore

from checkpoint.errors import FetchError, Stopped
from checkpoint.progress import Progress
from vtoonify_rt.cli import main

TRY = "vtoonify-rt stylize photo.jpg --model cartoon --style"


class Typing(io.StringIO):
    """A terminal at which somebody types."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def store(monkeypatch) -> FakeStore:
    fake = FakeStore()
    monkeypatch.setattr("checkpoint.store.Store", fake.opened)
    return fake


@pytest.fixture
def answer(monkeypatch):
    """Say what is typed; without it, nobody is there."""

    def type_in(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", Typing(text))
        monkeypatch.setattr(sys.stderr, "isatty", lambda: True)

    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return type_in


def test_accepted_terms_are_noted_and_the_model_is_installed(store, answer, capsys):
    answer("y\n")

    assert main(["models", "pull", "cartoon"]) == 0
    shown = capsys.readouterr()
    assert store.accepted == ["s-lab-1.0"]
    assert "S-Lab License 1.0 (no commercial use)" in shown.err
    assert "https://example.org/licence" in shown.err
    assert "To fetch: about 1.8 GB" in shown.err
    assert f"Installed 'cartoon' (317 styles). Try: {TRY} 26 -o out.png" in shown.out


@pytest.mark.parametrize("typed", ["n\n", "\n", "", "yesterday\n"])
def test_nothing_is_fetched_if_the_terms_are_refused(store, answer, capsys, typed):
    answer(typed)

    assert main(["models", "pull", "cartoon"]) == 1
    assert "its terms were not accepted. Nothing was downloaded." in capsys.readouterr().err
    assert store.calls == []


def test_a_script_is_told_the_option(store, answer, capsys):
    assert main(["models", "pull", "cartoon"]) == 2
    assert "give --accept-licence if you accept" in capsys.readouterr().err
    assert store.calls == []


def test_a_script_can_accept(store, answer):
    assert main(["models", "pull", "cartoon", "--accept-licence"]) == 0
    assert store.accepted == ["s-lab-1.0"]


def test_what_was_accepted_is_not_asked_again(store, answer, capsys):
    store.accepted.append("s-lab-1.0")

    assert main(["models", "pull", "cartoon"]) == 0
    assert capsys.readouterr().err == ""


def test_a_named_style_is_told_as_the_style_to_try(store, answer, capsys):
    assert main(["models", "pull", "cartoon2-d", "--accept-licence"]) == 0
    assert f"{TRY} 64 -o out.png" in capsys.readouterr().out


def test_an_installed_model_is_told_as_such(store, answer, capsys):
    main(["models", "pull", "cartoon", "--accept-licence"])
    capsys.readouterr()

    assert main(["models", "pull", "cartoon2-d"]) == 0
    assert capsys.readouterr().out == f"'cartoon' is installed. Try: {TRY} 64 -o out.png\n"


def test_nothing_is_asked_for_an_installed_model(store, answer, capsys):
    main(["models", "pull", "cartoon", "--accept-licence"])
    store.accepted.clear()
    store.missing = ("torch",)

    assert main(["models", "pull", "cartoon"]) == 0


def test_an_installed_model_with_unfinished_work_is_left_to_the_store(store, answer):
    main(["models", "pull", "cartoon", "--accept-licence"])
    store.unfinished = [JOB]
    store.calls.clear()

    assert main(["models", "pull", "cartoon"]) == 0
    assert store.calls == [("pull", "vtoonify/cartoon")]


def test_an_unknown_name_is_refused_before_anything_is_pulled(store, answer, capsys):
    assert main(["models", "pull", "cartoon", "cartone", "--accept-licence"]) == 2
    assert "The nearest are" in capsys.readouterr().err
    assert store.calls == []


def test_the_starter_is_here_already(store, answer, capsys):
    assert main(["models", "pull", "starter"]) == 0
    assert "ships with the app" in capsys.readouterr().err


def test_a_model_to_get_by_hand_is_told_where(store, answer, capsys):
    assert main(["models", "pull", "arcane-t"]) == 1
    assert "https://example.org/" in capsys.readouterr().err
    assert store.accepted == []


def test_one_that_fails_does_not_keep_the_next_from_being_pulled(store, answer, capsys):
    assert main(["models", "pull", "arcane-t", "cartoon", "--accept-licence", "--json"]) == 1
    shown = capsys.readouterr()
    told = json.loads(shown.out)
    assert [model["id"] for model in told["installed"]] == ["cartoon"]
    assert told["failed"] == [
        {
            "model": "arcane-t",
            "error": "'arcane-t' has to be got by hand",
            "hint": "See https://example.org/",
        }
    ]
    assert shown.err.startswith("Error: arcane-t: ")


def test_the_options_reach_the_store(store, answer):
    main(["models", "pull", "cartoon", "--accept-licence", "--endpoint", "https://m", "--offline"])

    assert store.options["endpoint"] == "https://m"
    assert store.options["offline"] is True


def test_without_a_name_it_goes_on_with_what_is_unfinished(store, answer):
    store.unfinished = [JOB]

    assert main(["models", "pull", "--accept-licence"]) == 0
    assert store.calls == [("pull", "vtoonify/cartoon")]


def test_what_no_catalog_has_any_more_keeps_nothing_else_from_going_on(store, answer, capsys):
    gone = dataclasses.replace(JOB, model="ink", catalog="removed")
    store.unfinished = [gone, JOB]

    assert main(["models", "pull", "--accept-licence"]) == 1
    assert store.calls == [("pull", "vtoonify/cartoon")]
    assert "Error: ink: No catalog has a model 'removed/ink'" in capsys.readouterr().err


def test_without_a_name_and_with_nothing_unfinished_it_says_so(store, answer, capsys):
    assert main(["models", "pull"]) == 0
    assert "Nothing is unfinished" in capsys.readouterr().out


def test_without_a_name_what_another_process_works_on_is_left_to_it(store, answer, capsys):
    store.unfinished = [dataclasses.replace(JOB, state="active", busy=True)]

    assert main(["models", "pull"]) == 0
    assert "Another process works on cartoon" in capsys.readouterr().out
    assert store.calls == []


def test_progress_is_no_text_where_nobody_looks(store, answer, capsys):
    store.pulling = lambda progress, stop: progress(
        Progress(model="cartoon", phase="fetching", step="a.pt", done=1, total=2)
    )

    main(["models", "pull", "cartoon", "--accept-licence"])

    assert capsys.readouterr().err == ""


def test_an_error_of_the_store_is_the_users(store, answer, capsys):
    def fail(progress, stop):
        raise FetchError("example.org cannot be reached", "Check the network")

    store.pulling = fail

    assert main(["models", "pull", "cartoon", "--accept-licence"]) == 1
    told = capsys.readouterr().err
    assert told == "Error: example.org cannot be reached. Check the network.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_ctrl_c_says_that_the_same_command_goes_on(store, answer, capsys):
    def interrupted(progress, stop):
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(5)
        raise Stopped

    store.pulling = interrupted

    assert main(["models", "pull", "cartoon", "--accept-licence"]) == 130
    assert "the same command goes on where it stopped" in capsys.readouterr().err


@pytest.fixture
def installs(store, monkeypatch) -> list[str]:
    """What was installed, by a store that lacks torch until then."""
    done: list[str] = []

    def install(report, stop):
        report("Collecting torch")
        done.extend(store.missing)

    store.missing = ("torch",)
    monkeypatch.setattr("vtoonify_rt.cli_models.pulls.install", install)
    return done


def test_packages_are_installed_if_the_option_says_so(store, answer, installs):
    main(["models", "pull", "cartoon", "--accept-licence", "--install-packages"])

    assert installs == ["torch"]


def test_packages_are_not_installed_unasked(store, answer, installs):
    main(["models", "pull", "cartoon", "--accept-licence"])

    assert installs == []


def test_packages_are_asked_for_at_a_terminal(store, answer, installs):
    answer("y\ny\n")

    main(["models", "pull", "cartoon"])

    assert installs == ["torch"]
