"""Measurements that take a second or two."""

from pathlib import Path

import pytest
from made_bench import make_portrait_clip

from vtoonify_rt.bench import account, alone, processor, tally


@pytest.fixture(autouse=True)
def short(monkeypatch) -> None:
    monkeypatch.setattr(tally, "WARM_UP_FRAMES", 3)
    monkeypatch.setattr(alone, "ALONE_RUNS", 2)
    monkeypatch.setattr(account, "ROUNDS", 1)
    monkeypatch.setattr(account, "TURN", tally.Goal(frames=4))
    monkeypatch.setattr(processor, "FRAMES", 4)


@pytest.fixture
def clip(tmp_path) -> Path:
    return make_portrait_clip(tmp_path / "clip.mp4")
