"""What a measurement was made on."""

import json
import os
import platform
import time

import pytest

from vtoonify_rt.bench.machine import describe_machine
from vtoonify_rt.bench.process import process_age
from vtoonify_rt.memory import available_mb, total_mb


def test_it_can_be_told_to_programs():
    described = describe_machine()

    assert json.loads(json.dumps(described)) == described
    assert described["python"] == platform.python_version()
    assert 1 <= described["cores"] <= os.cpu_count()
    assert {"onnxruntime", "mediapipe", "opencv-contrib-python"} <= set(described["libraries"])


def test_no_more_memory_is_available_than_there_is():
    total, available = total_mb(), available_mb()
    if total is None or available is None:
        pytest.skip("the system does not tell")

    assert available <= total


def test_a_process_ages_with_the_clock():
    age, start = process_age(), time.monotonic()
    if age is None:
        pytest.skip("the system does not tell")
    grown = process_age() - age

    assert age >= time.process_time() / os.cpu_count() - 0.02  # the kernel counts in 10 ms
    assert 0 <= grown <= time.monotonic() - start + 1e-3
