"""Models are removed, looked through, and what nobody needs is freed."""

import hashlib
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from importing import shown, take
from made_models import contents_of, make_model

from checkpoint.downloads import Downloads
from checkpoint.errors import ModelError, Stopped
from checkpoint.hub import Stated
from checkpoint.installed import list_models
from checkpoint.landing import building_place
from checkpoint.manifest import load_manifest
from checkpoint.remote_file import RemoteFile
from checkpoint.store_folder import StoreFolder
from checkpoint.upkeep import (
    Damage,
    collect,
    disk_use,
    find_leftovers,
    find_unreadable,
    remove,
    size_of,
    verify,
)

ENCODER = RemoteFile(repository="owner/name", path="models/encoder.pt")
PARSER = RemoteFile(repository="owner/name", path="models/faceparsing.pth")
SHARED = b"s" * 5000


@pytest.fixture
def store(tmp_path) -> StoreFolder:
    """A store of two models that share a file."""
    store = StoreFolder(tmp_path / "models")
    for name in ("cartoon", "arcane"):
        take(make_model(tmp_path / "made" / name, encoder=SHARED), store)
    return store


def manifests(store):
    return [load_manifest(store.models / name) for name in shown(store)]


def look_through(store, stop=None, told=None):
    report = (lambda *facts: None) if told is None else lambda *facts: told.append(facts)
    return verify(manifests(store), store, report, stop or Event())


def download(store, file: RemoteFile, content: bytes = b"weights") -> Path:
    """Put a whole download into the store, as a fetch does."""
    downloads = Downloads(store)
    sha256 = hashlib.sha256(content).hexdigest()
    stated = Stated(url="", etag=sha256, num_bytes=len(content), commit="c")
    part = make_part(store, file, content)
    return downloads.keep(file, part, stated, sha256).path


def make_part(store, file: RemoteFile, content: bytes = b"half") -> Path:
    stated = Stated(url="", etag="e" * 64, num_bytes=len(content), commit="c")
    part = Downloads(store).part(file, stated)
    part.parent.mkdir(parents=True, exist_ok=True)
    part.write_bytes(content)
    return part


def test_a_removed_model_is_gone_and_the_others_keep_what_they_share(store):
    own = size_of(store.models / "cartoon") - len(SHARED)
    before = contents_of(store.models / "arcane")

    assert remove("cartoon", store) == own
    assert shown(store) == ["arcane"]
    assert contents_of(store.models / "arcane") == before
    assert remove("arcane", store) > len(SHARED)


def test_a_damaged_model_can_be_removed(store):
    (store.models / "cartoon" / "manifest.toml").write_text("damaged")

    remove("cartoon", store)

    assert shown(store) == ["arcane"]


@pytest.mark.parametrize("model_id", ["none", "..", ".store", "../made", "", "cartoon/.."])
def test_what_is_no_model_is_not_removed(store, model_id):
    with pytest.raises(ModelError, match="There are: arcane, cartoon"):
        remove(model_id, store)
    assert shown(store) == ["arcane", "cartoon"]


def test_the_starter_is_not_removed(store):
    with pytest.raises(ModelError, match="ships with the app"):
        remove("starter", store)


def test_whole_models_have_no_damage(store):
    assert look_through(store) == []


def test_each_damaged_or_missing_file_is_found(store):
    frame = store.models / "cartoon" / "frame.onnx"
    frame.write_bytes(frame.read_bytes()[:-1])
    style = store.models / "arcane" / "style.onnx"
    style.unlink()
    thumbnail = store.models / "arcane" / "thumbs" / "0.jpg"
    thumbnail.write_bytes(b"x" + thumbnail.read_bytes()[1:])

    assert look_through(store) == [
        Damage(model="arcane", file=style, what="missing"),
        Damage(model="arcane", file=thumbnail, what="damaged"),
        Damage(model="cartoon", file=frame, what="damaged"),
    ]


def test_a_damaged_shared_file_is_the_damage_of_all(store):
    (store.models / "cartoon" / "encoder.bin").write_bytes(b"other")

    assert [damage.model for damage in look_through(store)] == ["arcane", "cartoon"]


def test_a_shared_file_is_read_once(store):
    told = []
    look_through(store, told=told)

    assert (
        told[-1][1]
        == told[-1][2]
        == sum(disk_use(manifests(store)).values())
        - sum((store.models / name / "manifest.toml").stat().st_size for name in shown(store))
    )


def test_a_damaged_download_is_found(store):
    download(store, PARSER)
    path = download(store, ENCODER)
    path.write_bytes(b"Weights")

    assert look_through(store) == [Damage(model="", file=path, what="damaged")]


def test_a_model_that_is_removed_meanwhile_is_not_damaged(store):
    models = manifests(store)
    remove("cartoon", store)

    assert verify(models, store, lambda *facts: None, Event()) == []


def test_models_that_no_list_shows_are_found(store):
    (store.models / "cartoon" / "manifest.toml").write_text("damaged")
    (store.models / "arcane" / "manifest.toml").unlink()

    found = [(damage.model, damage.what) for damage in find_unreadable(store)]
    assert found == [("arcane", "missing"), ("cartoon", "damaged")]


def test_looking_through_ends_when_it_is_asked_to(store):
    stop = Event()
    stop.set()

    with pytest.raises(Stopped):
        look_through(store, stop)


def test_shared_files_are_counted_once(store):
    use = disk_use(manifests(store))

    assert use["arcane"] - use["cartoon"] == pytest.approx(len(SHARED), abs=100)
    assert sum(use.values()) == size_of(store.models / "arcane") + use["cartoon"]


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
    assert look_through(store) == []
    assert collect(store) == 0
