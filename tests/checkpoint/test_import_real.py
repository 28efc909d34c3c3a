"""Imports through the real exporter: tiny models, packs of them, and files that attack."""

import os
import shutil
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from importing import shown, zipped
from made_models import contents_of

from checkpoint.errors import ModelError
from checkpoint.export_process import run_import
from checkpoint.manifest import load_manifest
from checkpoint.model_import import ImportOptions, import_path
from checkpoint.pack import export_pack
from checkpoint.store_folder import StoreFolder
from checkpoint.upkeep import verify


class Attack:
    """Makes a file `mark` where it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self._mark = mark

    def __reduce__(self):
        return os.mkdir, (str(self._mark),)


@pytest.fixture
def store(tmp_path) -> StoreFolder:
    return StoreFolder(tmp_path / "models")


@pytest.fixture
def official(tiny_checkpoints, tmp_path) -> Path:
    """A folder of one checkpoint and all that belongs to it, as upstream's are laid out."""
    style = tmp_path / "checkpoint" / "vtoonify_d_synthetic"
    style.mkdir(parents=True)
    for name in ("vtoonify_s_d.pt", "exstyle_code.npy"):
        shutil.copyfile(tiny_checkpoints / style.name / name, style / name)
    for name in ("encoder.pt", "faceparsing.pth"):
        shutil.copyfile(tiny_checkpoints / name, style.parent / name)
    return style.parent


def take(path, store, **options):
    return import_path(
        path, store, ImportOptions(**options), lambda progress: None, Event(), run_import
    )


def test_a_real_model_is_packed_and_installed_elsewhere_bit_for_bit(tiny_vtoonify, store, tmp_path):
    from vtoonify_rt.inference import open_session

    pack = export_pack(load_manifest(tiny_vtoonify), tmp_path, Event(), lambda *facts: None)

    (model_id,) = take(pack, store)

    model = load_manifest(store.models / model_id)
    assert contents_of(model.folder) == contents_of(tiny_vtoonify)
    assert verify([model], store, lambda *facts: None, Event()) == []
    open_session(model).close()


def test_a_zip_of_a_checkpoint_becomes_a_model_with_the_downloaded_encoder(
    official, store, tiny_vtoonify
):
    take(tiny_vtoonify, store)  # has the graphs of encoder and parser, which take half of the time
    downloads = store.downloads / "owner--name" / "models"
    downloads.mkdir(parents=True)
    for name in ("encoder.pt", "faceparsing.pth"):
        (official / name).rename(downloads / name)
    path = zipped(official, official.parent / "a.zip")

    assert take(path, store, id="mine") == ["mine"]
    assert shown(store) == ["mine", "synthetic"]
    assert load_manifest(store.models / "mine").synthetic
    with pytest.raises(ModelError, match="There is a model 'mine' already"):
        take(path, store, id="mine")


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("name", ["exstyle_code.npy", "vtoonify_s_d.pt"])
def test_a_pickle_that_runs_code_is_refused_and_runs_nothing(official, store, name, packed):
    mark = official.parent / "ran"
    path = official / "vtoonify_d_synthetic" / name
    if path.suffix == ".npy":
        np.save(path, np.array(Attack(mark), dtype=object), allow_pickle=True)
    else:
        import torch

        torch.save({"g_ema": Attack(mark)}, path)

    with pytest.raises(ModelError, match=r"mkdir"):
        take(zipped(official, official.parent / "a.zip") if packed else official, store)
    assert not mark.exists()
    assert shown(store) == []


def test_the_attack_would_work_on_a_reader_that_trusts(tmp_path):
    np.save(tmp_path / "a.npy", np.array(Attack(tmp_path / "ran"), dtype=object))
    np.load(tmp_path / "a.npy", allow_pickle=True)

    assert (tmp_path / "ran").exists()
