"""How much memory there is, as the system tells it."""

import json
import subprocess
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


GROWING = """
import json
from vtoonify_rt.memory import peak_resident_mb, resident_mb
figures = [resident_mb()]
block = bytearray(b"1") * 50_000_000
figures += [resident_mb()]
del block
print(json.dumps([*figures, resident_mb(), peak_resident_mb()]))
"""


def test_memory_is_that_of_this_process():
    """In a process of its own: in ours 50 MB may lie free already, or others take and give some."""
    run = [sys.executable, "-c", GROWING]
    told = subprocess.run(run, check=True, capture_output=True, text=True, timeout=60).stdout
    now, grown, after, peak = json.loads(told)
    if now is None:
        pytest.skip("the system does not tell")

    assert grown - now == pytest.approx(50, abs=5)
    assert after == pytest.approx(now, abs=5)
    assert peak == pytest.approx(grown, abs=5)
