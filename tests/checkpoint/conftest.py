"""Fixtures of the store's tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fetching import Bench, bench_in


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    """A hub with a file, and a store to fetch it into."""
    with bench_in(tmp_path) as bench:
        yield bench
