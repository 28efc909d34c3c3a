"""What the benchmark measures, and what it tells."""

import json
import signal
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_video import make_video
from made_vtoonify import make_vtoonify

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt import bench
from vtoonify_rt.bench import BenchRequest, run_bench
from vtoonify_rt.bench_result import BenchResult, show, verdict
from vtoonify_rt.cli import main
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import FaceError, SourceError
from vtoonify_rt.image_io import read_image
from vtoonify_rt.memory import peak_resident_mb, resident_mb
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.timing import Percentiles

PORTRAIT = Path(__file__).parent / "media" / "astronaut.jpg"


@pytest.fixture(autouse=True)
def short(monkeypatch) -> None:
    monkeypatch.setattr(bench, "WARM_UP_FRAMES", 3)
    monkeypatch.setattr(bench, "ALONE_RUNS", 2)


@pytest.fixture
def clip(tmp_path) -> Path:
    picture = read_image(PORTRAIT)
    size = {"width": 320, "height": 320}
    return make_video(tmp_path / "clip.mp4", frames=5, draw=lambda *_: picture, **size)


def request(clip: Path, **options) -> BenchRequest:
    config = StyleConfig(crop_px=128)
    return BenchRequest(clip=str(clip), model=load_manifest(STARTER), config=config, **options)


RESULT = BenchResult(
    clip="sample",
    model="starter",
    style="comic",
    backend="ONNX Runtime CPU, 2 threads",
    crop_px=384,
    fps=33.333,
    generator_fps=50.0,
    latency=Percentiles(45.0, 61.0),
    stages={"generator": Percentiles(20.0, 25.0)},
    peak_rss_mb=401.26,
    rss_mb=(380.0, 391.2, 391.4, 391.5),
)


def test_json_has_exactly_the_keys_of_the_table(clip, capsys):
    assert main(["bench", "--clip", str(clip), "--size", "128", "--frames", "8", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert list(told) == [
        "clip",
        "model",
        "style",
        "backend",
        "crop_px",
        "size",
        "fps",
        "generator_fps",
        "latency_ms",
        "stages",
        "peak_rss_mb",
        "cpu_count",
    ]
    assert (told["clip"], told["crop_px"], told["size"]) == ("clip.mp4", 128, "1280x720")
    assert list(told["stages"]) == list(bench.STAGES)
    for durations in (told["latency_ms"], *told["stages"].values()):
        assert 0 < durations["p50"] <= durations["p95"]
    assert told["fps"] > 0
    assert told["generator_fps"] > 0


def test_frames_and_seconds_are_both_the_least(clip):
    start = time.monotonic()
    result = run_bench(request(clip, frames=4, seconds=0.3), StopSignal())

    assert result.fps > 0
    assert time.monotonic() - start > 0.3


def test_memory_is_noted_at_the_start_and_at_the_end(clip):
    rss_mb = run_bench(request(clip, frames=4), StopSignal()).rss_mb
    if resident_mb() is None:
        pytest.skip("the system does not tell")

    assert len(rss_mb) == 2


def test_a_clip_without_a_face_is_refused(tmp_path):
    with pytest.raises(FaceError, match="No face was found"):
        run_bench(request(make_video(tmp_path / "gray.mp4"), frames=3), StopSignal())


def test_a_clip_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        run_bench(request(tmp_path / "gone.mp4"), StopSignal())


def test_ctrl_c_ends_it(clip):
    stop = StopSignal()
    stop.receive(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        run_bench(request(clip), stop)


def test_people_get_a_table_and_a_sentence(capsys):
    show(RESULT)
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "sample, style comic, crop 384 px, ONNX Runtime CPU, 2 threads"
    assert any(line.split() == ["generator,", "ms", "20.0", "25.0"] for line in lines)
    assert "Memory: 401 MB at most; 391.2 MB after a minute, 391.5 MB at the end." in lines
    assert lines[-1] == verdict(RESULT)


def test_the_verdict_names_the_share_of_the_generator():
    assert "67% of what the generator alone reaches" in verdict(RESULT)
    assert verdict(RESULT).endswith("fast enough for a live picture.")


@pytest.mark.parametrize("slow", [{"fps": 29.0}, {"latency": Percentiles(50.0, 95.0)}])
def test_slow_is_called_slow(slow):
    assert "too slow" in verdict(replace(RESULT, **slow))


def test_memory_is_that_of_this_process():
    now, peak = resident_mb(), peak_resident_mb()
    block = np.ones(50_000_000, np.uint8)
    grown, highest = resident_mb(), peak_resident_mb()
    del block
    if now is None or grown is None:
        pytest.skip("the system does not tell")

    assert grown - now == pytest.approx(50, abs=10)
    assert highest >= max(peak, grown)


def test_a_short_run_tells_no_growth(capsys):
    show(replace(RESULT, rss_mb=(380.0, 391.2)))

    assert "Memory: 401 MB at most.\n" in capsys.readouterr().out


def test_a_vtoonify_is_measured_while_it_paints(clip, tmp_path, monkeypatch):
    model = load_manifest(make_vtoonify(tmp_path / "models" / "made"))
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(tmp_path / "models"))
    config = StyleConfig(style="0", crop_px=128)
    request = BenchRequest(clip=str(clip), model=model, config=config, frames=8)
    result = run_bench(request, StopSignal())

    assert {"generator", "surroundings"} <= set(result.stages)
    assert result.generator_fps > 0


def test_a_slow_model_is_timed_a_few_times(clip, monkeypatch):
    monkeypatch.setattr(bench, "ALONE_S", 0.0)
    monkeypatch.setattr(bench, "ALONE_RUNS", 1000)
    result = run_bench(request(clip, frames=3), StopSignal())

    assert result.generator_fps > 0
