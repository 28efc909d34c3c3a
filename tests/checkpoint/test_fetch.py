"""Files come whole, as promised, and no more often than needed."""

import hashlib
import os

import pytest
from fetching import CONTENT, KEY, PATH, REPOSITORY, remote

from checkpoint.errors import FetchError
from checkpoint.remote_file import RemoteFile

OTHER = CONTENT[::-1]
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def test_a_file_comes_whole(bench):
    [fetched] = bench.fetch()

    assert fetched.path == bench.folder.downloads / "owner--name" / "models" / "some.pt"
    assert fetched.path.read_bytes() == CONTENT
    assert fetched.sha256 == SHA256
    assert bench.parts() == []


def test_a_small_file_outside_lfs_comes_too(bench):
    bench.hub.put(REPOSITORY, "style.toml", b"small", lfs=False)

    [fetched] = bench.fetch(remote("style.toml"))

    assert fetched.path.read_bytes() == b"small"


def test_an_empty_file_comes_too(bench):
    bench.hub.put(REPOSITORY, "empty", b"", lfs=False)

    [fetched] = bench.fetch(remote("empty"))

    assert fetched.num_bytes == 0


def test_a_file_of_an_address_comes_too(bench):
    url = bench.hub.put_plain("packs/some model.zip", CONTENT)

    [fetched] = bench.fetch(RemoteFile(path="some model.zip", url=url, sha256=SHA256))

    assert fetched.path.read_bytes() == CONTENT
    assert fetched.path.name == "some model.zip"


def test_files_come_in_their_order_and_each_once(bench):
    for name in "abcde":
        bench.hub.put(REPOSITORY, name, name.encode() * 1000)

    fetched = bench.fetch(*map(remote, "edcba"), remote("a"))

    assert [each.path.read_bytes()[:1] for each in fetched] == [b"e", b"d", b"c", b"b", b"a", b"a"]
    assert len(bench.hub.fetched(f"{REPOSITORY}/a")) == 1


def test_what_is_here_is_not_asked_for_again(bench):
    bench.fetch()
    bench.hub.requests.clear()

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT
    assert bench.hub.requests == []


def test_what_is_here_is_found_offline(bench):
    bench.fetch()

    assert bench.fetch(offline=True) == [bench.local(remote())]


def test_a_file_that_was_touched_is_read_again(bench):
    [fetched] = bench.fetch()
    os.utime(fetched.path, (1, 1))

    assert bench.local(remote()) == fetched


def test_a_file_that_was_damaged_is_fetched_again(bench):
    [fetched] = bench.fetch()
    fetched.path.write_bytes(OTHER)

    assert bench.local(remote()) is None
    bench.fetch()
    assert fetched.path.read_bytes() == CONTENT


def test_a_file_whose_note_is_lost_is_known_by_what_the_hub_states(bench):
    bench.fetch()
    (bench.folder.root / "hashes.json").write_text("{ damaged")

    bench.fetch()

    assert len(bench.hub.fetched(KEY)) == 1


def test_a_file_that_was_removed_is_held_to_the_first_one(bench):
    [fetched] = bench.fetch()
    fetched.path.unlink()
    bench.hub.put(REPOSITORY, PATH, OTHER)

    with pytest.raises(FetchError, match=r"than the one that was fetched before.*--accept-changed"):
        bench.fetch()
    assert len(bench.hub.fetched(KEY)) == 1


def test_a_small_file_is_held_to_the_first_one(bench):
    bench.hub.put(REPOSITORY, "small", b"first", lfs=False)
    [fetched] = bench.fetch(remote("small"))
    fetched.path.unlink()
    bench.hub.put(REPOSITORY, "small", b"other", lfs=False)

    with pytest.raises(FetchError, match="than the one that was fetched"):
        bench.fetch(remote("small"))
    assert not fetched.path.exists()


def test_a_changed_file_can_be_accepted(bench):
    bench.fetch()
    bench.hub.put(REPOSITORY, PATH, OTHER)

    [fetched] = bench.fetch(accept_changed=True)

    assert fetched.path.read_bytes() == OTHER
    assert bench.local(remote()) == fetched


def test_accepting_changes_fetches_nothing_that_did_not_change(bench):
    bench.fetch()

    bench.fetch(accept_changed=True)

    assert len(bench.hub.fetched(KEY)) == 1


@pytest.mark.parametrize("promise", [{"sha256": "0" * 64}, {"num_bytes": 5}], ids=str)
def test_the_promise_of_the_catalog_is_held_before_the_first_byte(bench, promise):
    with pytest.raises(FetchError, match="than the catalog promises"):
        bench.fetch(remote(**promise), accept_changed=True)
    assert bench.hub.fetched(KEY) == []


def test_a_newer_catalog_makes_the_old_file_worthless(bench):
    bench.fetch()
    bench.hub.put(REPOSITORY, PATH, OTHER)
    newer = remote(sha256=hashlib.sha256(OTHER).hexdigest())

    [fetched] = bench.fetch(newer)

    assert fetched.path.read_bytes() == OTHER


def test_the_hash_is_noted_with_where_it_came_from(bench):
    bench.fetch()

    note = bench.folder.read("hashes")[KEY]

    assert (note["sha256"], note["num_bytes"]) == (SHA256, len(CONTENT))
    assert note["path"] == "owner--name/models/some.pt"
    assert len(note["commit"]) == 40


@pytest.mark.parametrize("path", ["../../some.pt", "/some.pt", "a\\..\\b", "c:some.pt", "con"])
def test_no_file_lies_outside_of_the_store(bench, path):
    with pytest.raises(FetchError, match="names a file that cannot be one here"):
        bench.fetch(remote(path))


def test_progress_ends_at_the_whole(bench):
    seen = []

    bench.fetch(report=seen.append)

    assert (seen[-1].done, seen[-1].total) == (len(CONTENT), len(CONTENT))
    assert {each.step for each in seen} == {"some.pt"}


def test_a_small_file_is_read_from_an_address_or_a_path(bench, tmp_path):
    url = bench.hub.put_plain("catalog.toml", b"id = 1")
    path = tmp_path / "catalog.toml"
    path.write_bytes(b"id = 2")

    assert bench.fetcher().read(url) == b"id = 1"
    assert bench.fetcher().read(str(path)) == b"id = 2"


def test_what_is_read_has_a_limit(bench, tmp_path):
    url = bench.hub.put_plain("catalog.toml", bytes(2001))
    path = tmp_path / "catalog.toml"
    path.write_bytes(bytes(2001))

    for place in (url, str(path)):
        with pytest.raises(FetchError, match="is larger than"):
            bench.fetcher().read(place, limit=2000)


def test_what_cannot_be_read_is_said(bench, tmp_path):
    with pytest.raises(FetchError, match="cannot be read"):
        bench.fetcher().read(str(tmp_path / "none.toml"))
    with pytest.raises(FetchError, match="has no file none"):
        bench.fetcher().read(f"{bench.hub.endpoint}/none.toml")
