"""What the processor is."""

import os
import sys

import pytest

from vtoonify_rt import cpu
from vtoonify_rt.cpu import count_cores, cpu_name


def test_there_is_a_core_and_no_more_than_the_machine_has():
    assert 1 <= count_cores() <= os.cpu_count()


@pytest.mark.skipif(sys.platform != "linux", reason="reads Linux's file")
def test_the_processor_is_called_as_it_calls_itself(tmp_path, monkeypatch):
    info = tmp_path / "cpuinfo"
    info.write_text("processor\t: 0\nmodel name\t: Made 3000 @ 2 GHz\nmodel name\t: other\n")
    monkeypatch.setattr(cpu, "_CPU_INFO", info)

    assert cpu_name() == "Made 3000 @ 2 GHz"
