"""Notes and locks of the store: replaced whole, and what the system refuses is one sentence."""

from threading import Event

import pytest

from checkpoint.errors import ModelError
from checkpoint.jobs import Jobs
from checkpoint.store_folder import StoreFolder


@pytest.fixture
def folder(tmp_path):
    return StoreFolder(tmp_path / "models")


@pytest.fixture
def blocked(folder):
    """The same store, where nothing can be written: a file lies where its folder should be."""
    folder.models.mkdir()
    folder.root.write_bytes(b"")
    return folder


def test_changed_notes_are_read_again(folder):
    folder.change("some", lambda notes: notes.update(a=1))
    folder.change("some", lambda notes: notes.update(b="乙"))

    assert folder.read("some") == {"a": 1, "b": "乙"}
    assert [path.name for path in folder.root.iterdir() if path.is_file()] == ["some.json"]


def test_a_change_that_fails_leaves_the_notes_as_they_were(folder):
    folder.change("some", lambda notes: notes.update(a=1))

    with pytest.raises(TypeError):
        folder.change("some", lambda notes: notes.update(a=object()))
    assert folder.read("some") == {"a": 1}


def test_damaged_notes_are_set_aside(folder):
    folder.change("some", lambda notes: notes.update(a=1))
    (folder.root / "some.json").write_bytes(b'{"a": ')

    assert folder.read("some") == {}
    assert (folder.root / "some.damaged").read_bytes() == b'{"a": '


def test_notes_that_cannot_be_read_are_one_sentence(folder):
    (folder.root / "some.json").mkdir(parents=True)

    with pytest.raises(ModelError, match=r"some\.json cannot be read"):
        folder.read("some")


def test_notes_that_cannot_be_written_are_one_sentence(blocked):
    with pytest.raises(ModelError, match=r"cannot be (read|written)"):
        blocked.change("some", lambda notes: notes.update(a=1))


def test_a_lock_that_cannot_be_made_is_one_sentence(blocked):
    with pytest.raises(ModelError, match="cannot be written"), blocked.held("some", Event()):
        pass


def test_a_lock_is_held_within_the_block_only(folder):
    with folder.held("some", Event()):
        assert folder.is_held("some")
    assert not folder.is_held("some")


def test_jobs_can_be_looked_at_where_no_lock_can_be_made(folder):
    jobs = Jobs(folder)
    jobs.begin("cartoon", "vtoonify")
    locks = folder.root / "locks"
    locks.rename(folder.root / "gone")
    locks.write_bytes(b"")

    assert [(job.model, job.busy) for job in jobs.list()] == [("cartoon", False)]
