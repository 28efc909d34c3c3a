"""Models are removed and looked through, and the room that they take is told."""

from threading import Event

import pytest
from downloaded import ENCODER, PARSER, download
from importing import SHARED, shown, store_of_two
from made_models import contents_of, size_of

from checkpoint.disk_use import disk_use
from checkpoint.errors import ModelError, Stopped
from checkpoint.manifest import load_manifest
from checkpoint.store_folder import StoreFolder
from checkpoint.upkeep import Damage, find_unreadable, remove, verify


@pytest.fixture
def store(tmp_path) -> StoreFolder:
    return store_of_two(tmp_path)


def manifests(store):
    return [load_manifest(store.models / name) for name in shown(store)]


def look_through(store, stop=None, told=None):
    report = (lambda *facts: None) if told is None else lambda *facts: told.append(facts)
    return verify(manifests(store), store, report, stop or Event())


def test_a_removed_model_is_gone_and_the_others_keep_what_they_share(store):
    own = size_of(store.models / "cartoon") - len(SHARED)
    before = contents_of(store.models / "arcane")

    assert remove("cartoon", store) == own
    assert shown(store) == ["arcane"]
    assert contents_of(store.models / "arcane") == before
    assert remove("arcane", store) > len(SHARED)


def test_a_damaged_model_can_be_removed(store):
    (store.models / "cartoon" / "manifest.toml").write_text("damaged")

    remove("cartoon", store)

    assert shown(store) == ["arcane"]


@pytest.mark.parametrize("model_id", ["none", "..", ".store", "../made", "", "cartoon/.."])
def test_what_is_no_model_is_not_removed(store, model_id):
    with pytest.raises(ModelError, match="There are: arcane, cartoon"):
        remove(model_id, store)
    assert shown(store) == ["arcane", "cartoon"]


def test_the_starter_is_not_removed(store):
    with pytest.raises(ModelError, match="ships with the app"):
        remove("starter", store)


def test_whole_models_have_no_damage(store):
    assert look_through(store) == []


def test_each_damaged_or_missing_file_is_found(store):
    frame = store.models / "cartoon" / "frame.onnx"
    frame.write_bytes(frame.read_bytes()[:-1])
    style = store.models / "arcane" / "style.onnx"
    style.unlink()
    thumbnail = store.models / "arcane" / "thumbs" / "0.jpg"
    thumbnail.write_bytes(b"x" + thumbnail.read_bytes()[1:])

    assert look_through(store) == [
        Damage(model="arcane", file=style, what="missing"),
        Damage(model="arcane", file=thumbnail, what="damaged"),
        Damage(model="cartoon", file=frame, what="damaged"),
    ]


def test_a_damaged_shared_file_is_the_damage_of_all(store):
    (store.models / "cartoon" / "encoder.bin").write_bytes(b"other")

    assert [damage.model for damage in look_through(store)] == ["arcane", "cartoon"]


def test_a_shared_file_is_read_once(store):
    told = []
    look_through(store, told=told)

    assert (
        told[-1][1]
        == told[-1][2]
        == sum(disk_use(manifests(store)).values())
        - sum((store.models / name / "manifest.toml").stat().st_size for name in shown(store))
    )


def test_a_damaged_download_is_found(store):
    download(store, PARSER)
    path = download(store, ENCODER)
    path.write_bytes(b"Weights")

    assert look_through(store) == [Damage(model="", file=path, what="damaged")]


def test_a_model_that_is_removed_meanwhile_is_not_damaged(store):
    models = manifests(store)
    remove("cartoon", store)

    assert verify(models, store, lambda *facts: None, Event()) == []


def test_models_that_no_list_shows_are_found(store):
    (store.models / "cartoon" / "manifest.toml").write_text("damaged")
    (store.models / "arcane" / "manifest.toml").unlink()

    found = [(damage.model, damage.what) for damage in find_unreadable(store)]
    assert found == [("arcane", "missing"), ("cartoon", "damaged")]


def test_looking_through_ends_when_it_is_asked_to(store):
    stop = Event()
    stop.set()

    with pytest.raises(Stopped):
        look_through(store, stop)


def test_shared_files_are_counted_once(store):
    use = disk_use(manifests(store))

    assert use["arcane"] - use["cartoon"] == pytest.approx(len(SHARED), abs=100)
    assert sum(use.values()) == size_of(store.models / "arcane") + use["cartoon"]
