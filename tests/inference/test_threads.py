"""The measured thread count and its memory."""

import json

import pytest

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference import threads


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(threads.platformdirs, "user_cache_path", lambda _name: tmp_path)
    return tmp_path / "threads.json"


@pytest.fixture
def measured(monkeypatch):
    """Pretend that 2 threads are fastest, and note what was tried."""
    tried = []

    def quickest_runs(_path, _model, counts):
        tried.extend(counts)
        seconds = {count: abs(count - 2) + 0.1 for count in counts}
        return {count: threads.Run(s, 0.9 * count * s) for count, s in seconds.items()}

    monkeypatch.setattr(threads, "_quickest_runs", quickest_runs)
    monkeypatch.setattr(threads, "count_cores", lambda: 4)
    return tried


@pytest.fixture
def model():
    return load_manifest(STARTER)


def count(model):
    return threads.fastest_thread_count(model.folder / "frame.onnx", model)


def test_the_fastest_is_chosen(cache, measured, model):
    assert count(model) == 2
    assert measured == [1, 2, 3, 4]


def test_the_answer_is_remembered(cache, measured, model):
    count(model)
    measured.clear()

    assert count(model) == 2
    assert measured == []


@pytest.mark.parametrize("content", ["", "[]", '{"a": "b"}', "{"])
def test_a_damaged_memory_is_measured_anew(cache, measured, model, content):
    cache.write_text(content)

    assert count(model) == 2
    assert 2 in json.loads(cache.read_text()).values()


def test_every_count_is_measured(model):
    runs = threads._quickest_runs(model.folder / "frame.onnx", model, [1, 2])

    assert set(runs) == {1, 2}
    assert all(0 < run.seconds < 60 and run.processor > 0 for run in runs.values())


@pytest.mark.parametrize(
    "processor",
    [0.0115, 0.0215],
    ids=["another program has the second core", "another thread of ours has it"],
)
def test_a_busy_machine_decides_nothing(cache, monkeypatch, model, processor):
    runs = {1: threads.Run(0.010, 0.010), 2: threads.Run(0.011, processor)}
    monkeypatch.setattr(threads, "_quickest_runs", lambda *_: runs)
    monkeypatch.setattr(threads, "count_cores", lambda: 2)

    assert count(model) == 2
    assert not cache.exists()


def test_a_vtoonify_is_measured_with_few_counts_each_alone(cache, monkeypatch, made_vtoonify):
    turns = []

    def take_turns(_path, _model, counts, px, _rounds):
        turns.append((counts, px))
        return {count: threads.Run(1 / count, 0.9) for count in counts}

    monkeypatch.setattr(threads, "_take_turns", take_turns)
    monkeypatch.setattr(threads, "count_cores", lambda: 16)

    assert count(made_vtoonify) == 16
    assert turns == [([number], threads.LARGE_PROBE_PX) for number in (1, 8, 16)]


def test_a_vtoonify_is_run_with_a_parsing(made_vtoonify):
    runs = threads._quickest_runs(made_vtoonify.folder / "frame.onnx", made_vtoonify, [1, 2])

    assert set(runs) == {1, 2}
    assert all(0 < run.seconds < 60 for run in runs.values())
