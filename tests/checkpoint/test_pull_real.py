"""From a hub to a model that draws, with the real exporter."""

from threading import Event

import pytest
from fetching import bench_in
from pulling import REPOSITORY, ignore, new_store, sha256_of, visible
from vtoonify_models import needs_export

from checkpoint.errors import ModelError
from checkpoint.export_process import run_import
from checkpoint.needs import SPARE_DISK_BYTES

needs_export()

D = "vtoonify_d_synthetic"
SOURCES = {
    "encoder.pt": "encoder.pt",
    "faceparsing.pth": "faceparsing.pth",
    "ink/vtoonify_s_d_c.pt": f"{D}/vtoonify_s_d_c.pt",
    "ink/exstyle_code.npy": f"{D}/exstyle_code.npy",
    "oil/vtoonify.pt": f"{D}/vtoonify_s_d.pt",  # a D where the catalog promises a T
}


@pytest.fixture(scope="module")
def real_store(tmp_path_factory, tiny_checkpoints):
    """A store with the real exporter, and a hub that has tiny checkpoints."""
    folder = tmp_path_factory.mktemp("real")
    with bench_in(folder) as bench:
        for name, source in SOURCES.items():
            bench.hub.put(REPOSITORY, name, tiny_checkpoints / source)
        yield new_store(folder, bench.hub, run_import)


@pytest.fixture(scope="module")
def pulled(real_store):
    """The model "ink", and the progress of its pull with the models seen at that time."""
    seen = []

    def look(progress):
        seen.append((progress, visible(real_store)))

    return real_store.pull("ink", look, Event()), seen


def test_it_is_the_model_that_the_catalog_promises(pulled):
    model, _ = pulled

    assert (model.id, model.name, model.family) == ("ink", "Ink", "vtoonify_d")
    assert model.licence == "My terms (non-commercial)"
    assert model.color_transfer
    assert (len(model.styles), model.default_style) == (3, "2")


def test_every_file_is_whole(pulled, real_store):
    assert visible(real_store) == ["ink"]


def test_the_sources_are_the_files_of_the_hub(pulled, tiny_checkpoints):
    model, _ = pulled

    assert model.sources["encoder.pt"] == sha256_of(tiny_checkpoints / "encoder.pt")


def test_nothing_could_be_seen_before_it_was_whole(pulled):
    _, seen = pulled

    assert not any(models for _, models in seen)
    assert {"fetching", "exporting"} <= {progress.phase for progress, _ in seen}


def test_a_checkpoint_of_another_family_than_promised_is_refused(pulled, real_store):
    with pytest.raises(ModelError, match="it is a VToonify-D checkpoint"):
        real_store.pull("oil", ignore, Event())
    assert visible(real_store) == ["ink"]


def test_what_is_exported_already_needs_no_disk_again(pulled, real_store):
    """The encoder's and the parser's graphs are shared with "ink"."""
    needs = real_store.needs(real_store.find("oil").model)

    assert needs.disk_bytes == 1200 + SPARE_DISK_BYTES
