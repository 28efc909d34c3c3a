"""The self-test of the graphics card, on a fake one."""

import getpass
import itertools
import json
import platform
import subprocess
from pathlib import Path

import pytest
from fake_cuda import FakeCudaRuntime
from fake_trt import FakeTrt
from fake_trt_builder import FakeBuilderTrt

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.cli import main
from vtoonify_rt.doctor import gpu_report, gpu_selftest
from vtoonify_rt.doctor.gpu_report import anonymous, report_of, run_selftest
from vtoonify_rt.doctor.gpu_selftest import (
    Row,
    backend_rows,
    gpu_rows,
    has_card,
    run_parts,
    verdict,
)
from vtoonify_rt.doctor.trt_selftest import TrtTest, trt_rows
from vtoonify_rt.engines import ModelEngines
from vtoonify_rt.errors import ModelError, SinkError
from vtoonify_rt.inference.cuda import Cuda
from vtoonify_rt.inference.engine_lookup import EngineTarget
from vtoonify_rt.inference.engine_store import EngineStore
from vtoonify_rt.inference.trial import Trial, try_reference
from vtoonify_rt.inference.trt_library import TrtLibrary

MODEL = load_manifest(STARTER)
GPU = Row(name="GPU", outcome="ok", detail="Fake RTX")
RAN = Trial(backend="a", name="A", runs=True, milliseconds=3.5, psnr=60.0)


class WholeTrt(FakeTrt, FakeBuilderTrt):
    """A module that builds and runs."""

    def __init__(self, cuda: FakeCudaRuntime) -> None:
        FakeBuilderTrt.__init__(self)
        FakeTrt.__init__(self, cuda)
        self.most = 512


@pytest.fixture
def trt() -> WholeTrt:
    return WholeTrt(FakeCudaRuntime())


@pytest.fixture
def test(trt, tmp_path) -> TrtTest:
    cuda = Cuda(trt.cuda, lambda: "580.1")
    target = EngineTarget.this_computer(TrtLibrary("tensorrt_rtx", trt), cuda.gpu())
    seconds = itertools.count()
    return TrtTest(
        model=MODEL,
        engines=ModelEngines(MODEL, target, store=EngineStore(tmp_path)),
        cuda=cuda,
        precision="f32",
        expected=try_reference(MODEL, lambda: 1)[1],
        clock=lambda: float(next(seconds)),
    )


def test_tensorrt_is_built_compared_measured_and_damaged(test):
    rows = {row.name.removeprefix("TensorRT f32: "): row for row in test.rows()}

    assert [row.outcome for row in rows.values()] == ["ok"] * len(rows)
    assert rows["picture, a CUDA graph asked for"].data["psnr"] > 90
    assert rows["384 x 384, no CUDA graph"].data["p50_ms"] == 1000  # each reading is a second later
    assert rows["384 x 384, a CUDA graph asked for"].data["runs"] == 10
    assert rows["copies alone"].data["in"] == rows["copies alone"].data["out"] == 384 * 384 * 3
    assert "refused and removed" in rows["damaged engine"].detail


def test_a_wrong_picture_is_a_failure(test):
    object.__setattr__(test, "expected", 255 - test.expected)
    rows = {row.name: row for row in test.rows()}

    assert rows["TensorRT f32: picture, no CUDA graph"].outcome == "failed"


def test_a_part_that_raises_hides_no_other():
    def raises():
        yield GPU
        raise RuntimeError("driver lost\nat line 7")

    told = []
    rows = run_parts([("first", raises), ("second", lambda: [GPU])], told.append)

    assert [(row.name, row.outcome) for row in rows] == [
        ("GPU", "ok"),
        ("first", "failed"),
        ("GPU", "ok"),
    ]
    assert rows[1].detail == "RuntimeError: driver lost"
    assert told == rows


def test_the_gpu_is_told_as_cuda_and_the_driver_see_it(trt):
    driver, gpu = gpu_rows(lambda: Cuda(trt.cuda, lambda: "580.1"), lambda: ["Fake RTX, 580.1"])

    assert driver.detail == "Fake RTX, 580.1"
    assert gpu.detail.startswith("Fake RTX, compute capability 8.9, driver 580.1, CUDA 13.0")


def no_bindings():
    raise ModelError("CUDA cannot be used", "Install it")


def test_without_a_card_nothing_is_to_be_installed(monkeypatch):
    def no_program():
        raise FileNotFoundError(2, "No such file or directory", "nvidia-smi")

    monkeypatch.setattr(Cuda, "load", no_bindings)
    rows = [*gpu_rows(no_bindings, no_program), *trt_rows(MODEL, lambda: has_card(no_program))]

    assert [(row.name, row.outcome) for row in rows] == [
        ("driver", "none"),
        ("GPU", "none"),
        ("TensorRT", "none"),
    ]
    assert {row.detail for row in rows[1:]} == {"no NVIDIA graphics card was found"}


def failing_program():
    raise subprocess.CalledProcessError(9, "nvidia-smi")


@pytest.mark.parametrize("cards", [lambda: ["Fake RTX, 580.1"], failing_program])
def test_with_a_card_it_is_told_what_to_install(cards):
    with pytest.raises(ModelError, match="Install it"):
        list(gpu_rows(no_bindings, cards))


def test_backends_are_told_with_time_and_picture():
    lost = Trial(backend="b", name="B", runs=False, reason="gives a black picture")
    away = Trial(backend="c", name="C", runs=False, absent=True, reason="no GPU")
    rows = list(backend_rows(lambda: [RAN, lost, away]))

    assert [row.outcome for row in rows] == ["ok", "failed", "none"]
    assert rows[0].detail == "3.50 ms, 60 dB"


@pytest.mark.parametrize(
    ("rows", "well", "sentence"),
    [
        ([GPU], True, "All is well on this GPU."),
        ([GPU, Row(name="B", outcome="failed", detail="")], False, "Not all is well: B."),
        ([GPU, Row(name="B", outcome="none", detail="")], True, "All is well on this GPU."),
        ([], False, "This computer has no GPU that CUDA can use"),
    ],
)
def test_the_verdict_is_one_sentence(rows, well, sentence):
    found, told = verdict(rows)

    assert found == well
    assert told.startswith(sentence)


def test_the_report_is_text_and_json(tmp_path):
    told = []
    report = tmp_path / "report.txt"
    assert run_selftest(MODEL, report, told.append, [("GPU", lambda: [GPU])])
    text = report.read_text("utf-8")

    assert text.startswith("ok      GPU: Fake RTX\n")
    assert json.loads(text[text.index("{") :])["rows"][0]["name"] == "GPU"
    assert told[0] == "ok      GPU: Fake RTX"


def test_the_report_names_nobody(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/mallory"))
    monkeypatch.setattr(getpass, "getuser", lambda: "mallory")
    monkeypatch.setattr(platform, "node", lambda: "mallorys-box")
    row = Row(name="a", outcome="ok", detail="/home/mallory/x of Mallory", data=["mallorys-box"])
    text = report_of([row])

    assert "mallory" not in text.lower()
    assert "~/x of user" in text


def test_a_short_user_name_does_not_spoil_the_words(monkeypatch):
    monkeypatch.setattr(getpass, "getuser", lambda: "ok")
    monkeypatch.setattr(platform, "node", lambda: "gpu-box")

    assert anonymous("ok GPU of gpu-box, gpu-boxes") == "ok GPU of computer, gpu-boxes"


def test_a_report_that_cannot_be_written_is_told_before_anything_is_tried(tmp_path):
    tried = []
    with pytest.raises(SinkError, match="it is a folder"):
        run_selftest(MODEL, tmp_path, lambda line: None, [("GPU", lambda: tried.append(1) or [])])
    assert tried == []


def test_without_a_gpu_it_says_so_and_writes_what_it_found(tmp_path, monkeypatch, capsys):
    def no_gpu():
        raise ModelError("There is no GPU that CUDA can use")

    monkeypatch.setattr(gpu_selftest.Cuda, "load", no_gpu)
    monkeypatch.setattr(gpu_report, "try_backends", lambda model: [RAN])
    report = tmp_path / "report.txt"
    status = main(["doctor", "--gpu-selftest", "--report", str(report)])

    assert status == 1
    assert "This computer has no GPU that CUDA can use" in capsys.readouterr().out
    assert "3.50 ms, 60 dB" in report.read_text("utf-8")


@pytest.mark.parametrize("option", [["--report", "x"], ["--model", "starter"]])
def test_options_of_the_selftest_belong_to_it(option, capsys):
    assert main(["doctor", *option]) == 2
    assert "belong to --gpu-selftest" in capsys.readouterr().err
