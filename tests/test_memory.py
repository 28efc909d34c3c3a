"""How much memory there is, as the system tells it."""

import sys

import pytest

from vtoonify_rt import memory


@pytest.mark.skipif(sys.platform not in ("linux", "win32"), reason="the system does not say")
def test_the_available_memory_is_a_sane_figure():
    available = memory.available_mb()

    assert available is not None
    assert 10 < available < 10_000_000


def test_the_available_memory_is_read_from_the_table(tmp_path, monkeypatch):
    table = tmp_path / "meminfo"
    table.write_text("MemTotal:       16000000 kB\nMemAvailable:    2000000 kB\n")
    monkeypatch.setattr(memory, "_MEMORY", table)
    monkeypatch.setattr(memory.sys, "platform", "linux")

    assert memory.available_mb() == pytest.approx(2048.0)


def test_a_system_that_does_not_say_gives_none(tmp_path, monkeypatch):
    monkeypatch.setattr(memory, "_MEMORY", tmp_path / "none")
    monkeypatch.setattr(memory.sys, "platform", "linux")

    assert memory.available_mb() is None
