"""A finished model is pulled as a pack, without the exporter."""

import io
import zipfile
from threading import Event

import pytest
from pulling import REPOSITORY, ignore, pull, visible, write_model

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.pack import export_pack

PACK = "packed.vtoonify.zip"


@pytest.fixture
def publish_pack(tmp_path, hub):
    """Return what publishes a model as the pack of the catalog."""

    def publish(**changes):
        options = {
            "id": "packed",
            "name": "Packed",
            "family": "vtoonify_t",
            "licence": "My terms",
            **changes,
        }
        folder = tmp_path / options["id"]
        folder.mkdir()
        write_model(folder, options, {})
        out = export_pack(load_manifest(folder), tmp_path / PACK, Event(), lambda done, total: None)
        hub.put(REPOSITORY, PACK, out)

    return publish


def test_a_pack_is_installed_whole_without_the_exporter(store, publish_pack, exporter):
    publish_pack()

    assert pull(store, "packed") == "packed"
    assert visible(store) == ["packed"]
    assert exporter.given == []


def test_the_pack_itself_is_gone_afterwards(store, publish_pack):
    publish_pack()
    pull(store, "packed")

    assert [path for path in store.folder.downloads.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("change", [{"id": "cuckoo"}, {"family": "vtoonify_d"}])
def test_a_pack_of_another_model_than_promised_is_refused(store, publish_pack, change):
    publish_pack(**change)

    with pytest.raises(ModelError, match="the catalog promised 'packed'"):
        pull(store, "packed")
    assert visible(store) == []
    assert store.jobs()[0].state == "failed"


def test_a_pack_that_is_none_is_refused(store, hub):
    hub.put(REPOSITORY, PACK, b"no zip")

    with pytest.raises(ModelError):
        pull(store, "packed")
    assert visible(store) == []


def test_a_pack_of_checkpoints_never_reaches_the_exporter(store, hub, exporter):
    """It could land under any id, and replace what the user has."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("vtoonify_t.pt", b"weights")
    hub.put(REPOSITORY, PACK, content.getvalue())

    with pytest.raises(ModelError, match="it is no finished model"):
        pull(store, "packed")
    assert exporter.given == []


def test_a_pack_needs_no_packages_and_no_memory(store):
    needs = store.needs(store.find("packed").model)

    assert (needs.export_packages, needs.memory_bytes) == ((), 0)


def test_a_damaged_model_makes_room_for_the_pulled_one(store, publish_pack):
    publish_pack()
    store.folder.models.joinpath("packed").mkdir(parents=True)

    model = store.pull("packed", ignore, Event())

    assert visible(store) == [model.id]
