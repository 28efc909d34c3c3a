"""What is forgotten of the backends that were tried."""

import pytest

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference import choice_memory
from vtoonify_rt.inference.trial import Trial

MODEL = load_manifest(STARTER)


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    monkeypatch.setattr(choice_memory, "_path", lambda: tmp_path / "backends.json")


def test_only_what_has_changed_is_tried_again():
    trials = {name: Trial(backend=name, name=name, runs=True) for name in ("tensorrt", "other")}
    choice_memory.keep(MODEL, trials)
    choice_memory.forget(MODEL, ["tensorrt", "tensorrt-f16"])

    assert list(choice_memory.recall(MODEL)) == ["other"]


def test_nothing_is_forgotten_where_nothing_is_known(tmp_path):
    choice_memory.forget(MODEL, ["tensorrt"])

    assert not (tmp_path / "backends.json").exists()
