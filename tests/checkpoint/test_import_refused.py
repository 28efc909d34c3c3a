"""A model folder that is not right is refused, and nothing of it is left."""

import os
import shutil
import zipfile
from threading import Event

import pytest
from importing import shown, take
from made_models import make_model, write_manifest

from checkpoint.errors import ModelError, Stopped
from checkpoint.import_kinds import recognise
from checkpoint.store_folder import StoreFolder


@pytest.fixture
def store(tmp_path) -> StoreFolder:
    return StoreFolder(tmp_path / "models")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_a_pipe_is_not_waited_for(tmp_path, store):
    os.mkfifo(tmp_path / "pipe.zip")

    with pytest.raises(ModelError, match="neither a file nor a folder"):
        take(tmp_path / "pipe.zip", store)


@pytest.mark.parametrize("name", ["frame.onnx", "thumbs/0.jpg"])
def test_a_changed_byte_is_found_and_nothing_is_installed(tmp_path, store, name):
    model = make_model(tmp_path / "cartoon")
    (model / name).write_bytes((model / name).read_bytes().replace(b" of ", b" oF "))

    with pytest.raises(ModelError, match=f"{name} is damaged"):
        take(model, store)
    assert shown(store) == []


def test_a_missing_file_is_told(tmp_path, store):
    model = make_model(tmp_path / "cartoon")
    (model / "style.onnx").unlink()

    with pytest.raises(ModelError, match="is not installed"):
        take(model, store)


@pytest.mark.parametrize("model_id", ["starter", "..", ".store", "a/b", "a\\\\b", "con"])
def test_an_id_that_is_no_folder_of_its_own_is_refused(tmp_path, store, model_id):
    model = make_model(tmp_path / "cartoon", model_id=model_id)

    with pytest.raises(ModelError, match=r"cannot be the id|ships with the app|damaged"):
        take(model, store)
    assert shown(store) == []


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/hostname", "thumbs/../../secret", "a\\\\b", "FRAME.onnx", "c:x"]
)
def test_a_name_that_leads_out_of_the_folder_is_refused(tmp_path, store, name):
    (tmp_path / "secret").write_bytes(b"secret")
    model = make_model(tmp_path / "cartoon")
    manifest = model / "manifest.toml"
    manifest.write_text(manifest.read_text() + f'"{name}" = "00"\n')

    with pytest.raises(ModelError, match="is not installed"):
        take(model, store)
    assert shown(store) == []


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
@pytest.mark.parametrize("name", ["frame.onnx", "manifest.toml", "thumbs"])
def test_a_link_in_a_model_folder_is_refused(tmp_path, store, name):
    model = make_model(tmp_path / "cartoon")
    (model / name).rename(tmp_path / "outside")
    (model / name).symlink_to(tmp_path / "outside")

    with pytest.raises(ModelError, match=r"no plain file or folder|outside the folder"):
        take(model, store)


def test_a_model_without_what_makes_it_run_is_refused(tmp_path, store):
    model = make_model(tmp_path / "cartoon")
    write_manifest(model, "cartoon", {})

    with pytest.raises(ModelError, match=r"does not name frame\.onnx, style\.onnx, styles\.npz"):
        take(model, store)


def test_a_zip_that_leads_out_is_refused(tmp_path, store):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("../outside", b"bad")

    with pytest.raises(ModelError, match="is not unpacked"):
        take(tmp_path / "a.zip", store)
    assert shown(store) == []
    assert not (tmp_path / "outside").exists()


def test_what_is_not_there_or_packed_otherwise_is_told(tmp_path):
    (tmp_path / "a.7z").touch()
    for name, words in (("none", "does not exist"), ("a.7z", "cannot be unpacked here")):
        with pytest.raises(ModelError, match=words):
            recognise(tmp_path / name)


def test_a_disk_without_room_is_told_before(tmp_path, store, monkeypatch):
    model = make_model(tmp_path / "cartoon")
    full = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: full)

    with pytest.raises(ModelError, match="disk space"):
        take(model, store)
    assert shown(store) == []


def test_it_ends_when_it_is_asked_to(tmp_path, store):
    stop = Event()
    stop.set()

    with pytest.raises(Stopped):
        take(make_model(tmp_path / "cartoon"), store, stop=stop)
    assert shown(store) == []


def test_a_zip_of_zips_is_not_unpacked_further(tmp_path, store):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("b.zip", b"inner")

    with pytest.raises(ModelError, match=r"a\.zip holds further zips"):
        take(tmp_path / "a.zip", store)
    assert shown(store) == []
