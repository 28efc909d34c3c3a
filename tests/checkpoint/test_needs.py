"""What a model needs is foretold from what the catalog says and what is here."""

from dataclasses import replace

import pytest

from checkpoint.catalog import built_in
from checkpoint.catalog_search import find
from checkpoint.downloads import Downloads
from checkpoint.installed import STARTER
from checkpoint.manifest import load_manifest
from checkpoint.needs import SPARE_DISK_BYTES, needs_of
from checkpoint.store_folder import StoreFolder

CHECKPOINT, ENCODER, PARSER, CODES = 666e6, 1200e6, 53e6, 11.7e6


@pytest.fixture
def folder(tmp_path):
    return StoreFolder(tmp_path / "models")


@pytest.fixture
def cartoon():
    return find("cartoon", [built_in()]).model


def needs(model, folder, installed=(), missing=()):
    return needs_of(model, Downloads(folder), installed, lambda: tuple(missing))


def test_everything_is_to_be_fetched_at_first(cartoon, folder):
    assert needs(cartoon, folder).download_bytes == CHECKPOINT + ENCODER + PARSER + CODES


def test_what_has_come_so_far_is_not_counted_again(cartoon, folder):
    file = cartoon.files["encoder"]
    path = Downloads(folder).place(file)
    path.parent.mkdir(parents=True)
    with path.open("wb") as partial:
        partial.truncate(200_000_000)

    assert needs(cartoon, folder).download_bytes == CHECKPOINT + 1000e6 + PARSER + CODES


def test_the_disk_holds_graphs_in_two_precisions_and_what_is_shared(cartoon, folder):
    expected = 1.2 * CHECKPOINT + ENCODER + PARSER + SPARE_DISK_BYTES

    assert needs(cartoon, folder).disk_bytes == expected


def test_the_memory_is_that_for_the_largest_network(cartoon, folder):
    assert needs(cartoon, folder).memory_bytes == 1.5e9 + 2.75 * ENCODER


def test_missing_packages_are_told(cartoon, folder):
    assert needs(cartoon, folder, missing=["torch"]).export_packages == ("torch",)


@pytest.mark.parametrize("role", ["checkpoint", "encoder"])
def test_an_unknown_size_makes_the_sums_unknown(cartoon, folder, role):
    file = replace(cartoon.files[role], approximate_bytes=None)
    found = needs(replace(cartoon, files={**cartoon.files, role: file}), folder)

    assert (found.download_bytes, found.disk_bytes, found.memory_bytes) == (None, None, None)


def test_a_model_to_get_by_hand_has_nothing_to_fetch(folder):
    by_hand = find("cartoon-t", [built_in()]).model

    assert needs(by_hand, folder).download_bytes == 0


def test_the_graph_of_an_encoder_that_is_installed_needs_no_disk(cartoon, folder):
    """What is shared is known by the hash of the file that it was made of."""
    file = replace(cartoon.files["encoder"], sha256="a" * 64)
    model = replace(cartoon, files={**cartoon.files, "encoder": file})
    installed = replace(load_manifest(STARTER), sources={"encoder.pt": "a" * 64})
    expected = 1.2 * CHECKPOINT + PARSER + SPARE_DISK_BYTES

    assert needs(model, folder, [installed]).disk_bytes == expected
