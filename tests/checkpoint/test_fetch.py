"""Files come whole, as promised, and no more often than needed."""

import hashlib
from threading import Event

import pytest
from fetching import CONTENT, KEY, PATH, REPOSITORY, bench_in, remote

from checkpoint.errors import FetchError


@pytest.fixture
def bench(tmp_path):
    with bench_in(tmp_path) as bench:
        yield bench


def test_a_file_comes_whole(bench):
    [fetched] = bench.fetch()

    assert fetched.path == bench.folder.downloads / "owner--name" / "models" / "some.pt"
    assert fetched.path.read_bytes() == CONTENT
    assert fetched.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert bench.parts() == []
