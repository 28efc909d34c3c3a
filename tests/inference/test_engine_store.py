"""Engines on disk: found by their keys, checked, and removed when they are of no use."""

import json
import os
from dataclasses import asdict, replace

import pytest

from checkpoint.errors import ModelError
from vtoonify_rt.inference import engine_store
from vtoonify_rt.inference.engine_key import EngineKey, SizeRange
from vtoonify_rt.inference.engine_store import EngineStore, why_stale

KEY = EngineKey(
    model="made",
    graph="frame.onnx",
    graph_digest="abc",
    gpu="Fake RTX",
    capabilities=("8.9",),
    driver="580.1",
    library="tensorrt_rtx",
    library_version="1.2.3",
    sizes=SizeRange(smallest=64, best=384, largest=512),
)
NOW = 1e9
DAY = 24 * 3600
CHANGES = [
    {"graph_digest": "def"},
    {"graph": "frame_fp16.onnx"},
    {"gpu": "Other RTX"},
    {"capabilities": ("12.0",)},
    {"driver": "581.0"},
    {"library": "tensorrt"},
    {"library_version": "1.2.4"},
    {"sizes": SizeRange.only(384)},
]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def store(tmp_path, said) -> EngineStore:
    return EngineStore(tmp_path / "engines", say=said.append, clock=lambda: NOW)


def fill(store, **nbytes) -> None:
    """Add engines of models by these names, used in this order, the last one just now."""
    for age, (name, size) in enumerate(reversed(nbytes.items())):
        engine = store.add(replace(KEY, model=name), bytes(size))
        os.utime(engine.facts, (NOW - age, NOW - age))


def test_an_engine_is_found_again_with_its_contents(store):
    store.add(KEY, b"plan")

    assert store.find(KEY).read() == b"plan"


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_all_that_an_engine_depends_on_is_in_its_key(store, change):
    store.add(KEY, b"plan")

    assert store.find(replace(KEY, **change)) is None
    assert store.find(KEY) is not None


def test_a_key_is_read_back_from_json():
    assert EngineKey.from_table(json.loads(json.dumps(asdict(KEY)))) == KEY


def test_a_damaged_engine_is_removed_when_it_is_read(store):
    engine = store.add(KEY, b"plan")
    engine.path.write_bytes(b"plam")

    with pytest.raises(ModelError, match=r"damaged: sha256 .*It is removed, and built again"):
        store.find(KEY).read()
    assert store.find(KEY) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"key": {}}', b"\xff"])
def test_damaged_facts_are_removed_with_the_engine_and_that_is_said(store, said, content):
    engine = store.add(KEY, b"plan")
    engine.facts.write_bytes(content)

    assert store.find(KEY) is None
    assert len(said) == 1
    assert not engine.path.exists()


def test_an_engine_of_another_computer_under_this_name_is_removed(store, said):
    engine = store.add(replace(KEY, gpu="Other RTX"), b"plan")
    copied = store.folder / f"{KEY.digest}.json"
    engine.path.rename(copied.with_suffix(".engine"))
    engine.facts.rename(copied)

    assert store.find(KEY) is None
    assert "not for this computer" in said[0]
    assert not list(store.folder.glob("*.engine"))


def test_an_engine_whose_writing_was_interrupted_is_none(store, monkeypatch):
    """Also in the place of an older one, whose JSON is of other contents."""
    store.add(KEY, b"older plan")
    write = store._write

    def killed_after_the_plan(path, content):
        write(path, content)
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "_write", killed_after_the_plan)
    with pytest.raises(KeyboardInterrupt):
        store.add(KEY, b"plan")

    assert store.find(KEY) is None
    assert store.all() == []


def test_a_full_disk_is_told_and_leaves_nothing(store, monkeypatch):
    def full(file):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ModelError, match="No space left on device"):
        store.add(KEY, b"plan")

    assert list(store.folder.iterdir()) == []


def test_engines_that_are_not_used_go(store):
    fill(store, old=4, new=4)
    old = store.find(replace(KEY, model="old"))
    os.utime(old.facts, (NOW - 61 * DAY, NOW - 61 * DAY))
    removed = store.collect(lambda key: None)

    assert [(r.name, r.reason) for r in removed] == [
        ("old frame.onnx", "it was not used for 61 days")
    ]
    assert [engine.key.model for engine in store.all()] == ["new"]


def test_reading_an_engine_is_using_it(store):
    fill(store, old=4)
    engine = store.find(replace(KEY, model="old"))
    os.utime(engine.facts, (NOW - 61 * DAY, NOW - 61 * DAY))
    engine.read()

    assert store.collect(lambda key: None) == []


def test_beyond_the_room_that_they_may_take_those_not_used_for_longest_go(store, monkeypatch):
    monkeypatch.setattr(engine_store, "MAX_BYTES", 10)
    fill(store, first=6, second=6, third=4)
    store.collect(lambda key: None)

    assert [engine.key.model for engine in store.all()] == ["third", "second"]


def test_what_killed_processes_left_goes_after_a_day(store):
    store.add(KEY, b"plan")
    for name, age in (("a.part", 2), ("b.engine", 2), ("c.json", 2), ("new.part", 0.5)):
        (store.folder / name).write_bytes(b"left")
        os.utime(store.folder / name, (NOW - age * DAY, NOW - age * DAY))
    removed = store.collect(lambda key: None)

    assert [r.name for r in removed] == ["a.part", "b.engine", "c.json"]
    assert store.find(KEY) is not None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"graph_digest": "def"}, "model 'made' is not installed any more, or has changed"),
        ({"library_version": "1.2.2"}, "it needs tensorrt_rtx 1.2.2, not 1.2.3"),
        ({"driver": "579.0"}, "it was built with driver 579.0, not 580.1"),
        ({"driver": "any"}, None),
    ],
)
def test_why_an_engine_is_stale(change, reason):
    key = replace(KEY, **change)
    found = why_stale(key, digests={"abc"}, library_version="1.2.3", driver="580.1")

    assert found == reason


def test_nothing_is_stale_for_what_is_not_known():
    assert why_stale(KEY, digests={"abc"}, library_version=None, driver=None) is None
