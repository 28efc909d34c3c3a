"""Which backend is chosen, what is remembered, and what is told."""

import json
from dataclasses import replace

import pytest
from fake_backend import fake_kind

from checkpoint.errors import UsageError
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference import choice as choice_module
from vtoonify_rt.inference import choice_memory
from vtoonify_rt.inference.choice import choose_backend
from vtoonify_rt.inference.known_backends import CPU
from vtoonify_rt.inference.trial import Trial

MODEL = load_manifest(STARTER)
KINDS = (
    *(fake_kind("quick"), fake_kind("slow")),
    *(fake_kind("away", missing="no card"), fake_kind(CPU)),
)


def one_thread():
    return 1


class Trials:
    """Stands for real trials: milliseconds by backend, or the reason why it failed."""

    def __init__(self, **outcomes):
        self.outcomes = outcomes
        self.asked = []

    def __call__(self, model, kinds, threads):
        names = dict.fromkeys([CPU, *(kind.id for kind in kinds)])
        self.asked.append(set(names))
        return [self._trial(name) for name in names]

    def _trial(self, name):
        outcome = self.outcomes.get(name, 20.0)
        if isinstance(outcome, str):
            return Trial(backend=name, name=name, runs=False, reason=outcome)
        return Trial(backend=name, name=name, runs=True, milliseconds=outcome, psnr=99.0)


@pytest.fixture(autouse=True)
def memory(tmp_path, monkeypatch):
    monkeypatch.setattr(choice_module, "KINDS", KINDS)
    monkeypatch.setattr(choice_module, "find_kind", {kind.id: kind for kind in KINDS}.get)
    monkeypatch.setattr(choice_memory.platformdirs, "user_cache_path", lambda _name: tmp_path)
    return tmp_path / "backends.json"


def choose(trials, wished=None, model=MODEL):
    return choose_backend(model, one_thread, wished, trials)


def ids(choice):
    return [kind.id for kind in choice.kinds]


def test_the_quickest_is_first_and_the_others_stand_by():
    choice = choose(Trials(quick=5.0, slow=30.0))

    assert ids(choice) == ["quick", CPU, "slow"]
    assert choice.note == ""


def test_a_wrong_one_is_passed_over_and_that_is_told():
    choice = choose(Trials(quick="gives a black picture", slow=10.0))

    assert ids(choice) == ["slow", CPU]
    assert choice.note == "quick is not used: gives a black picture"


def test_what_is_not_installed_is_not_tried():
    trials = Trials()
    choose(trials)

    assert trials.asked == [{"quick", "slow", CPU}]


def test_the_outcome_is_remembered():
    choose(Trials(quick=5.0))
    trials = Trials()

    assert ids(choose(trials))[0] == "quick"
    assert trials.asked == []


def test_another_model_or_library_is_tried_anew(monkeypatch):
    choose(Trials())
    trials = Trials()
    choose(trials, model=replace(MODEL, sha256={"frame.onnx": "0"}))
    monkeypatch.setattr(choice_memory, "_versions", lambda: ("onnxruntime 99",))
    choose(trials)

    assert len(trials.asked) == 2


def test_what_is_installed_later_is_tried_alone(monkeypatch):
    monkeypatch.setattr(choice_module, "KINDS", KINDS[1:])
    choose(Trials())
    monkeypatch.setattr(choice_module, "KINDS", KINDS)
    trials = Trials(quick=5.0)

    assert ids(choose(trials))[0] == "quick"
    assert trials.asked == [{"quick", CPU}]


@pytest.mark.parametrize(
    "content", ["", "[]", "{", '{"key": 1}', b"\xff\xfe", '{"KEY": {"quick": {"runs": true}}}']
)
def test_a_damaged_memory_is_an_empty_one(memory, content):
    key = choice_memory._key(MODEL)
    written = content if isinstance(content, bytes) else content.replace("KEY", key).encode()
    memory.write_bytes(written)

    assert ids(choose(Trials(quick=5.0)))[0] == "quick"
    assert key in json.loads(memory.read_text())


def test_a_failure_is_forgotten_after_a_day(memory, monkeypatch):
    choose(Trials(quick="the card was full"))
    later = choice_memory.time.time() + choice_memory.FAILURES_HOLD + 1
    monkeypatch.setattr(choice_memory.time, "time", lambda: later)

    assert ids(choose(Trials(quick=5.0)))[0] == "quick"


def test_a_wish_is_fulfilled_and_nothing_stands_by():
    trials = Trials(quick=5.0, slow=30.0)

    assert ids(choose(trials, "slow")) == ["slow"]
    assert trials.asked == [{"slow", CPU}]


def test_a_wish_that_fails_is_an_error_and_tried_again_the_next_time():
    with pytest.raises(UsageError, match=r"cannot be used: no driver.*one of: slow"):
        choose(Trials(quick="no driver"), "quick")

    assert ids(choose(Trials(quick=5.0), "quick")) == ["quick"]


def test_a_wish_for_what_is_not_there_lists_what_is():
    with pytest.raises(UsageError, match=r"'away' cannot be used: no card. Choose one of: quick"):
        choose(Trials(), "away")
    with pytest.raises(
        UsageError, match=r"'warp' cannot be used.*doctor tells what the others lack"
    ):
        choose(Trials(), "warp")


def test_what_failed_when_it_was_tried_is_not_offered():
    choose(Trials(quick="no GPU that OpenVINO can use"))

    with pytest.raises(UsageError, match=rf"Choose one of: slow, {CPU}\. "):
        choose(Trials(), "warp")


def test_a_wish_of_the_environment_is_told_with_its_variable(monkeypatch):
    monkeypatch.setenv("VTOONIFY_RT_BACKEND", "warp")

    with pytest.raises(UsageError, match=r"^VTOONIFY_RT_BACKEND names .*'warp', .*Unset it, or"):
        choose(Trials(), "warp")


def test_a_memory_that_cannot_be_written_costs_another_trial(memory):
    memory.mkdir()
    trials = Trials()
    choose(trials)
    choose(trials)

    assert len(trials.asked) == 2
