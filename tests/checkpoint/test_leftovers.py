"""What nobody needs is freed, and nothing else; other processes are left alone."""

import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from downloaded import ENCODER, PARSER, download, make_part
from importing import SHARED, shown, store_of_two
from made_models import contents_of, make_model, size_of

from checkpoint.downloads import Downloads
from checkpoint.errors import ModelError
from checkpoint.export_process import EXPORT
from checkpoint.installed import list_models
from checkpoint.landing import building_place
from checkpoint.manifest import load_manifest
from checkpoint.store_folder import StoreFolder
from checkpoint.upkeep import collect, find_leftovers, verify


@pytest.fixture
def store(tmp_path) -> StoreFolder:
    return store_of_two(tmp_path)


def test_a_store_in_order_has_no_leftovers(store):
    assert find_leftovers(store).paths == ()


def test_what_no_job_needs_is_freed_and_nothing_else(store):
    needed = [download(store, ENCODER, b"needed"), make_part(store, ENCODER)]
    unneeded = [download(store, PARSER, b"unneeded"), make_part(store, PARSER, b"half")]
    before = contents_of(store.models / "cartoon")

    found = find_leftovers(store, [ENCODER])

    assert (set(found.paths), found.num_bytes) == (set(unneeded), 12)
    assert collect(store, [ENCODER]) == 12
    assert all(path.exists() for path in needed)
    assert not any(path.exists() for path in unneeded)
    assert contents_of(store.models / "cartoon") == before
    assert collect(store, [ENCODER]) == 0


def test_what_an_export_may_be_reading_is_left_alone(store):
    file = download(store, ENCODER, b"encoder")

    with store.held(EXPORT, Event()):
        assert find_leftovers(store).paths == ()
        assert collect(store) == 0
    assert file.exists()
    assert collect(store) == 7


def test_a_part_that_is_being_fetched_is_left_alone(store):
    part = make_part(store, ENCODER)

    with Downloads(store).alone(ENCODER):
        assert find_leftovers(store).paths == ()
        assert collect(store) == 0
    assert part.exists()
    assert collect(store) == 4


def test_what_is_being_built_is_left_alone(store):
    with building_place(store.models) as built:
        (built / "frame.onnx").write_bytes(b"half")
        assert collect(store) == 0
        assert (built / "frame.onnx").exists()


def test_what_a_killed_process_left_is_freed(store):
    place = store.models / ".import-killed"
    (place / "removed").mkdir(parents=True)
    (place / "removed" / "frame.onnx").write_bytes(b"1234")

    assert find_leftovers(store).paths == (place,)
    assert collect(store) == 4
    assert shown(store) == ["arcane", "cartoon"]


def test_where_no_store_is_yet_nothing_is_left_and_nothing_made(tmp_path):
    store = StoreFolder(tmp_path / "none")

    assert find_leftovers(store).paths == ()
    assert (collect(store), size_of(store.models)) == (0, 0)
    assert not store.models.exists()


def test_a_store_that_cannot_be_written_to_is_told(tmp_path):
    (tmp_path / "models").touch()

    with pytest.raises(ModelError, match="cannot be written"):
        find_leftovers(StoreFolder(tmp_path / "models"))


INSTALL_AND_REMOVE = """
import sys
from pathlib import Path
from importing import take
from checkpoint.errors import ModelError
from checkpoint.store_folder import StoreFolder
from checkpoint.upkeep import remove
store = StoreFolder(Path(sys.argv[2]))
for _ in range(40):
    if sys.argv[3] == "import":
        take(Path(sys.argv[1]), store, replace=True)
    else:
        try:
            remove("pixar", store)
        except ModelError as error:
            assert "There is no model" in str(error), error
"""


def test_two_processes_may_install_and_remove_one_model(store, tmp_path):
    model = make_model(tmp_path / "made" / "pixar", encoder=SHARED)
    path = f"import sys; sys.path[:0] = [{str(Path(__file__).parents[1])!r}]\n"
    command = [sys.executable, "-c", path + INSTALL_AND_REMOVE, model, store.models]
    root = Path(__file__).parents[2]
    children = [
        subprocess.Popen([*command, what], cwd=root) for what in ("import", "remove", "import")
    ]

    seen = 0
    while any(child.poll() is None for child in children):
        for found in list_models(store.models):
            seen += found.id == "pixar"
    assert [child.returncode for child in children] == [0, 0, 0]
    assert seen > 0
    models = [load_manifest(store.models / name) for name in shown(store)]
    assert verify(models, store, lambda *facts: None, Event()) == []
    assert collect(store) == 0
