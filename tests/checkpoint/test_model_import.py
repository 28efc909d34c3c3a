"""Model folders, and zips of them, become installed models."""

from pathlib import Path

import pytest
from importing import shown, take, zipped
from made_models import contents_of, make_model

from checkpoint.errors import ModelError, UsageError
from checkpoint.store_folder import StoreFolder


@pytest.fixture
def store(tmp_path) -> StoreFolder:
    return StoreFolder(tmp_path / "models")


def test_a_model_folder_is_installed_as_it_is(tmp_path, store):
    model = make_model(tmp_path / "stick" / "cartoon")

    assert take(model, store) == ["cartoon"]
    assert contents_of(store.models / "cartoon") == contents_of(model)
    assert shown(store) == ["cartoon"]


def test_what_the_manifest_does_not_name_is_not_taken(tmp_path, store):
    model = make_model(tmp_path / "cartoon")
    (model / "autorun.exe").write_bytes(b"bad")

    take(model, store)

    assert not (store.models / "cartoon" / "autorun.exe").exists()


def test_all_model_folders_in_a_folder_are_installed(tmp_path, store):
    for name in ("cartoon", "arcane"):
        make_model(tmp_path / "stick" / name)
    (tmp_path / "stick" / "holiday pictures").mkdir()

    assert take(tmp_path / "stick", store) == ["arcane", "cartoon"]
    assert shown(store) == ["arcane", "cartoon"]


def test_a_file_that_an_installed_model_has_is_not_there_twice(tmp_path, store):
    for name in ("cartoon", "arcane"):
        take(make_model(tmp_path / name, encoder=b"the same"), store)

    first, second = (store.models / name / "encoder.bin" for name in ("cartoon", "arcane"))
    assert first.samefile(second)


def test_a_damaged_file_of_an_installed_model_is_not_shared(tmp_path, store):
    take(make_model(tmp_path / "cartoon", encoder=b"the same"), store)
    (store.models / "cartoon" / "encoder.bin").write_bytes(b"the sane")
    take(make_model(tmp_path / "arcane", encoder=b"the same"), store)

    assert (store.models / "arcane" / "encoder.bin").read_bytes() == b"the same"


def test_a_model_that_is_there_is_replaced_only_where_that_is_wanted(tmp_path, store):
    take(make_model(tmp_path / "old" / "cartoon", extra=b"old"), store)
    newer = make_model(tmp_path / "new" / "cartoon", extra=b"new")

    with pytest.raises(ModelError, match="There is a model 'cartoon' already"):
        take(newer, store)
    assert (store.models / "cartoon" / "extra.bin").read_bytes() == b"old"
    take(newer, store, replace=True)
    assert (store.models / "cartoon" / "extra.bin").read_bytes() == b"new"


def test_a_finished_model_keeps_its_id(tmp_path, store):
    model = make_model(tmp_path / "cartoon")

    with pytest.raises(ModelError, match="is the model 'cartoon', not 'arcane'"):
        take(model, store, id="arcane")
    assert take(model, store, id="cartoon") == ["cartoon"]


def test_options_for_checkpoints_are_not_ignored(tmp_path, store):
    with pytest.raises(UsageError, match="--encoder is for checkpoints"):
        take(make_model(tmp_path / "cartoon"), store, encoder=Path("encoder.pt"))


@pytest.mark.parametrize("folders", ["", "shared", "a/b"])
def test_a_zip_of_a_model_folder_is_installed(tmp_path, store, folders):
    model = make_model(tmp_path / "packed" / folders / "cartoon")

    assert take(zipped(tmp_path / "packed", tmp_path / "a.zip"), store) == ["cartoon"]
    assert contents_of(store.models / "cartoon") == contents_of(model)
    assert shown(store) == ["cartoon"]


def test_a_damaged_model_in_a_zip_is_refused_and_named_by_the_zip(tmp_path, store):
    model = make_model(tmp_path / "packed" / "cartoon")
    (model / "frame.onnx").write_bytes(b"other")
    path = zipped(tmp_path / "packed", tmp_path / "a.zip")

    with pytest.raises(ModelError) as caught:
        take(path, store)
    assert caught.value.message.startswith(f"{path}/cartoon/frame.onnx is damaged")
    assert shown(store) == []


def test_all_packs_in_a_folder_are_installed(tmp_path, store):
    (tmp_path / "stick").mkdir()
    for name in ("cartoon", "arcane"):
        make_model(tmp_path / "packed" / name / name)
        zipped(tmp_path / "packed" / name, tmp_path / "stick" / f"{name}.zip")

    assert take(tmp_path / "stick", store) == ["arcane", "cartoon"]
    assert shown(store) == ["arcane", "cartoon"]
