"""Checkpoints go to the exporter, with all that it has to know; it is a fake here."""

from pathlib import Path
from threading import Event

import pytest
from importing import Exporter, shown, take, zipped

from checkpoint.errors import ModelError, Stopped
from checkpoint.export_process import EXPORT
from checkpoint.store_folder import StoreFolder


@pytest.fixture
def store(tmp_path) -> StoreFolder:
    return StoreFolder(tmp_path / "models")


@pytest.fixture
def exporter(monkeypatch) -> Exporter:
    monkeypatch.setattr("checkpoint.model_import.check_export_packages", lambda: None)
    return Exporter()


def test_checkpoints_go_to_the_exporter(tmp_path, store, exporter):
    (tmp_path / "vtoonify_s_d.pt").touch()
    told = []

    models = take(tmp_path / "vtoonify_s_d.pt", store, exporter, told=told, name="Mine")

    assert models == ["cartoon"]
    assert exporter.arguments[0] == str(tmp_path / "vtoonify_s_d.pt")
    assert (exporter.option("--out"), exporter.option("--name")) == (str(store.models), "Mine")
    assert "--keep-installed" in exporter.arguments
    assert [(each.phase, each.done, each.total) for each in told] == [("exporting", 1, 4)]


def test_the_exporter_may_replace_where_that_is_wanted(tmp_path, store, exporter):
    (tmp_path / "vtoonify_s_d.pt").touch()

    take(tmp_path / "vtoonify_s_d.pt", store, exporter, replace=True)

    assert "--keep-installed" not in exporter.arguments


def test_a_name_may_begin_with_a_dash(tmp_path, store, exporter):
    (tmp_path / "vtoonify_s_d.pt").touch()

    take(tmp_path / "vtoonify_s_d.pt", store, exporter, name="-mine")

    assert "--name=-mine" in exporter.arguments


def test_the_users_portrait_goes_to_the_exporter(tmp_path, store, exporter):
    store.root.mkdir(parents=True)
    store.portrait.touch()
    (tmp_path / "vtoonify_s_d.pt").touch()

    take(tmp_path / "vtoonify_s_d.pt", store, exporter)

    assert exporter.option("--portrait") == str(store.portrait)


@pytest.mark.parametrize("where", ["style", "above", "downloads"])
def test_the_encoder_is_taken_from_the_downloads_where_none_is_beside(
    tmp_path, store, exporter, where
):
    style = tmp_path / "checkpoint" / "vtoonify_d_cartoon"
    downloads = store.downloads / "owner--name" / "models"
    for folder in (style, downloads):
        folder.mkdir(parents=True)
    (style / "vtoonify_s_d.pt").touch()
    (downloads / "encoder.pt").touch()
    places = {"style": style, "above": style.parent, "downloads": downloads}
    (places[where] / "encoder.pt").touch()

    for path in (style, style / "vtoonify_s_d.pt", style.parent):
        take(path, store, exporter)
        expected = str(downloads / "encoder.pt") if where == "downloads" else None
        assert exporter.option("--encoder") == expected
        assert exporter.option("--faceparsing") is None


def test_checkpoints_in_a_zip_are_called_by_the_zip(tmp_path, store, exporter):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "vtoonify_s_d.pt").touch()
    path = zipped(tmp_path / "files", tmp_path / "vtoonify_d_cartoon.zip")
    exporter.error = ModelError("encoder.pt was not found beside PLACE")

    with pytest.raises(ModelError):
        take(path, store, exporter)
    assert Path(exporter.arguments[0]).name == "vtoonify_d_cartoon"
    assert exporter.seen == ["vtoonify_s_d.pt"]
    assert shown(store) == []


def test_only_one_exporter_works_at_a_time(tmp_path, store, exporter):
    (tmp_path / "vtoonify_s_d.pt").touch()
    stop = Event()

    class Told(list):
        def append(self, progress):
            super().append(progress)
            stop.set()

    told = Told()
    with store.lock(EXPORT), pytest.raises(Stopped):
        take(tmp_path / "vtoonify_s_d.pt", store, exporter, stop=stop, told=told)

    assert [progress.phase for progress in told] == ["waiting"]
    assert exporter.arguments == []
