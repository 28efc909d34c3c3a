"""A pack holds a whole model, and is the same file each time."""

import os
import time
import zipfile
from threading import Event

import pytest
from importing import take
from made_models import contents_of, make_model

from checkpoint.errors import ModelError, Stopped
from checkpoint.installed import STARTER
from checkpoint.manifest import load_manifest
from checkpoint.pack import export_pack
from checkpoint.store_folder import StoreFolder


def pack(model, out, stop=None, told=None):
    report = (lambda done, total: None) if told is None else lambda *facts: told.append(facts)
    return export_pack(load_manifest(model), out, stop or Event(), report)


def test_a_pack_brings_the_model_bit_for_bit(tmp_path):
    model = make_model(tmp_path / "cartoon", encoder=os.urandom(3 << 20))
    store = StoreFolder(tmp_path / "models")

    assert take(pack(model, tmp_path / "a.zip"), store) == ["cartoon"]
    assert contents_of(store.models / "cartoon") == contents_of(model)


def test_a_pack_of_an_imported_pack_is_the_same_file(tmp_path, monkeypatch):
    first = pack(make_model(tmp_path / "cartoon"), tmp_path / "a.zip")
    store = StoreFolder(tmp_path / "models")
    take(first, store)
    monkeypatch.setattr(time, "localtime", lambda *moment: time.gmtime(1e9))

    second = pack(store.models / "cartoon", tmp_path / "b.zip")

    assert first.read_bytes() == second.read_bytes()


def test_in_a_folder_it_is_called_by_the_model(tmp_path):
    assert pack(make_model(tmp_path / "cartoon"), tmp_path).name == "cartoon.vtoonify.zip"


def test_a_folder_for_it_is_made(tmp_path):
    path = pack(make_model(tmp_path / "cartoon"), tmp_path / "usb" / "stick")

    assert path == tmp_path / "usb" / "stick" / "cartoon.vtoonify.zip"
    assert path.is_file()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such files")
def test_what_is_no_plain_file_does_not_give_way_to_a_pack(tmp_path):
    pipe = tmp_path / "pipe.zip"
    os.mkfifo(pipe)

    with pytest.raises(ModelError, match="no plain file"):
        pack(make_model(tmp_path / "cartoon"), pipe)
    assert pipe.is_fifo()


def test_a_pack_tells_the_licence_and_where_its_terms_are(tmp_path):
    path = pack(make_model(tmp_path / "cartoon"), tmp_path)

    with zipfile.ZipFile(path) as archive:
        text = archive.read("LICENCE.txt").decode()
    assert "Licence: S-Lab License 1.0" in text
    assert "The terms: https://" in text


def test_only_what_the_manifest_names_is_packed(tmp_path):
    model = make_model(tmp_path / "cartoon")
    (model / "notes.txt").write_text("private")

    with zipfile.ZipFile(pack(model, tmp_path)) as archive:
        names = archive.namelist()
    assert names == [
        *("LICENCE.txt", "model/manifest.toml", "model/frame.onnx", "model/style.onnx"),
        *("model/styles.npz", "model/thumbs/0.jpg"),
    ]


def test_bytes_are_told(tmp_path):
    model = make_model(tmp_path / "cartoon", encoder=bytes(3 << 20))
    told = []
    pack(model, tmp_path, told=told)

    done = [facts[0] for facts in told]
    assert done == sorted(done)
    assert told[-1][0] == told[-1][1] > 3 << 20


@pytest.mark.parametrize("content", [None, b"other"])
def test_a_damaged_model_is_not_packed_and_an_older_pack_stays(tmp_path, content):
    model = make_model(tmp_path / "cartoon")
    path = pack(model, tmp_path)
    before = path.read_bytes()
    (model / "style.onnx").unlink()
    if content is not None:
        (model / "style.onnx").write_bytes(content)

    with pytest.raises(ModelError, match=r"style\.onnx of model 'cartoon' is damaged or missing"):
        pack(model, tmp_path)
    assert path.read_bytes() == before
    assert sorted(found.name for found in tmp_path.iterdir()) == ["cartoon", path.name]


def test_an_end_that_was_asked_for_leaves_nothing(tmp_path):
    model = make_model(tmp_path / "cartoon")
    stop = Event()
    stop.set()

    with pytest.raises(Stopped):
        pack(model, tmp_path, stop)
    assert [found.name for found in tmp_path.iterdir()] == ["cartoon"]


def test_a_place_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(ModelError, match="Cannot write"):
        pack(make_model(tmp_path / "cartoon"), tmp_path / "file" / "a.zip")


def test_the_starter_is_not_packed(tmp_path):
    with pytest.raises(ModelError, match="ships with the app"):
        pack(STARTER, tmp_path)
