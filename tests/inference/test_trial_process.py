"""A backend is tried in a process of its own, which may end as it likes."""

import sys

import numpy as np
import pytest
from fake_backend import fake_kind

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.inference.known_backends import find_kind
from vtoonify_rt.inference.trial import known_picture
from vtoonify_rt.inference.trial_process import try_all, try_apart

FOREVER = "import threading; threading.Event().wait()"
CRASH = "import os; print('{}', flush=True); os.abort()"


def one_thread():
    return 1


@pytest.fixture
def model():
    return load_manifest(STARTER)


@pytest.fixture
def attempt(model, tmp_path):
    def attempt(script, seconds=60.0):
        command = [sys.executable, "-c", script]
        return try_apart(model, fake_kind(), 1, tmp_path, command=command, seconds=seconds)

    return attempt


def test_a_crash_is_a_failure_of_the_backend(attempt):
    trial = attempt(CRASH)

    assert not trial.runs
    assert "ended its process, with status" in trial.reason


def test_a_hang_is_ended(attempt):
    trial = attempt(FOREVER, seconds=0.2)

    assert trial.reason == "gave no picture within 0 s"


def test_what_libraries_print_is_passed_over(attempt):
    line = '{"backend": "fake", "name": "Fake", "runs": true}'

    assert attempt(f"print('hello'); print('{line}')").name == "Fake"


@pytest.mark.parametrize("output", ["", "hello", "[]", '{"backend": "fake"}'])
def test_a_process_that_says_nothing_of_use_failed(attempt, output):
    assert not attempt(f"print('{output}')").runs


def test_the_child_compares_with_the_picture_that_it_is_given(model, tmp_path):
    path = tmp_path / "other.npy"
    np.save(path, known_picture(model))  # not stylized
    trial = try_apart(model, find_kind("onnxruntime"), 1, path)

    assert not trial.runs
    assert "gives another picture than the CPU" in trial.reason


def test_the_reference_comes_first_and_is_not_tried_twice(model):
    (trial,) = try_all(model, [find_kind("onnxruntime")], one_thread)

    assert (trial.backend, trial.runs, trial.is_compared) == ("onnxruntime", True, False)


def test_openvino_is_tried_in_a_child(model):
    kind = find_kind("openvino")
    if kind.missing(model):
        pytest.skip(kind.missing(model))
    _, trial = try_all(model, [kind], one_thread)

    assert (trial.name, trial.runs) == ("OpenVINO CPU, 1 thread", True)
    assert trial.psnr > 80
