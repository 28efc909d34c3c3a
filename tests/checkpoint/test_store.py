"""What the store does with what is installed."""

from threading import Event

import pytest
from pulling import ignore, pull, visible

from checkpoint.errors import ModelError
from checkpoint.model_import import ImportOptions
from checkpoint.store import Store


def test_the_starter_is_installed_and_stays(tmp_path):
    (starter,) = Store(tmp_path / "models").installed()

    assert (starter.manifest.id, starter.removable) == ("starter", False)
    assert starter.num_bytes > 1_000_000


def test_a_pulled_model_is_listed_with_its_size(store):
    pull(store)
    _, oil = store.installed()

    files = [path for path in oil.manifest.folder.rglob("*") if path.is_file()]
    assert (oil.manifest.id, oil.removable) == ("oil", True)
    assert oil.num_bytes == sum(path.stat().st_size for path in files)


def test_a_removed_model_is_gone(store):
    pull(store)
    size = store.installed()[1].num_bytes

    assert store.remove("oil") == size
    assert visible(store) == []


def test_a_planned_model_is_gone_on_with(store):
    store.plan("test/oil")

    (job,) = store.jobs()
    assert (job.wished, job.interrupted) == ("test/oil", True)


def test_a_planned_model_can_be_paused(store):
    store.plan("oil")
    store.pause("oil")

    assert [job.state for job in store.jobs()] == ["paused"]


def test_what_is_not_planned_is_not_paused(store):
    store.pause("oil")

    assert list(store.folder.jobs.glob("*")) == []


def test_the_catalogs_are_the_apps_and_the_users(store):
    assert [(each.id, each.signature) for each in store.catalogs()] == [
        ("vtoonify", "built in"),
        ("test", "unsigned"),
    ]


def test_a_whole_store_has_no_damage(store):
    pull(store)

    assert store.verify() == []


def test_damage_is_told_by_file(store):
    model = store.pull("oil", ignore, Event())
    (model.folder / "style.onnx").write_bytes(b"rot")

    (damage,) = store.verify(["oil"])
    assert (damage.model, damage.file.name, damage.what) == ("oil", "style.onnx", "damaged")


@pytest.mark.parametrize("ids", [None, ["oil"]])
def test_a_model_whose_manifest_is_damaged_is_told_too(store, ids):
    model = store.pull("oil", ignore, Event())
    (model.folder / "manifest.toml").write_text("rot")

    (damage,) = store.verify(ids)
    assert (damage.model, damage.file.name) == ("oil", "manifest.toml")


def test_a_model_that_is_unknown_cannot_be_verified(store):
    with pytest.raises(ModelError, match="There is no model 'oil'"):
        store.verify(["oil"])


def test_a_damaged_model_is_replaced_by_a_pull(store):
    model = store.pull("oil", ignore, Event())
    (model.folder / "manifest.toml").write_text("rot")
    pull(store)

    assert visible(store) == ["oil"]


def test_a_pack_goes_from_one_store_to_another(store, tmp_path):
    pull(store)
    pack = store.export_pack("oil", tmp_path)
    other = Store(tmp_path / "other")

    (model,) = other.import_path(pack, ImportOptions(), ignore, Event())
    assert model.id == "oil"
    assert visible(other) == ["oil"]
