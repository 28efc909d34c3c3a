"""What the benchmark measures: the whole of it, for a moment."""

import json
import signal

import pytest
from made_bench import small_request
from made_video import make_video
from made_vtoonify import make_vtoonify

from checkpoint.manifest import load_manifest
from vtoonify_rt.bench import alone
from vtoonify_rt.bench.measure import STAGES, run_bench
from vtoonify_rt.bench.request import BenchRequest
from vtoonify_rt.cli import main
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import FaceError, SourceError
from vtoonify_rt.live import Live
from vtoonify_rt.memory import resident_mb
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.trace import Trace


def test_json_has_exactly_the_keys_of_the_table(clip, capsys):
    assert main(["bench", "--clip", str(clip), "--size", "128", "--frames", "8", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)

    assert list(told) == [
        *("clip", "model", "style", "backend", "crop_px", "size", "fps", "generator_fps"),
        *("latency_ms", "stages", "peak_rss_mb", "cpu_count", "camera_fps", "frames"),
        *("latency_ratio", "cpu_ms_per_frame", "cores_busy", "cold", "account", "machine"),
    ]
    assert (told["clip"], told["crop_px"], told["size"]) == ("clip.mp4", 128, "1280x720")
    # What the crop lies in stands still and is drawn once, before the measurement; a Lite parses
    # nothing.
    assert list(told["stages"]) == [s for s in STAGES if s not in ("parsing", "surroundings")]
    for durations in (told["latency_ms"], *told["stages"].values()):
        assert 0 < durations["p50"] <= durations["p95"] <= durations["p99"]
    assert told["fps"] > 0
    assert told["generator_fps"] > 0
    assert told["frames"] >= 8


def test_the_cold_start_is_the_sum_of_what_is_waited_for(clip):
    cold = run_bench(small_request(clip, frames=3), StopSignal()).cold
    opened = max(cold.source_ms, cold.model_ms + cold.face_model_ms)
    parts = (cold.program_ms or 0.0) + opened + cold.first_frame_ms

    assert cold.total_ms == pytest.approx(parts)
    assert min(cold.model_ms, cold.face_model_ms, cold.source_ms, cold.first_frame_ms) > 0
    assert len(cold.first_latency_ms) >= 3


def test_no_more_than_all_cores_are_busy(clip):
    result = run_bench(small_request(clip, frames=10), StopSignal())
    cores = result.machine["cores"]

    assert 0 < result.pace.cores_busy <= cores * 1.05  # two clocks that are not read at once
    assert result.pace.cpu_ms == pytest.approx(
        1000 * result.pace.cores_busy / result.pace.fps, rel=1e-6
    )


def test_frames_and_seconds_are_both_the_least(clip):
    result = run_bench(small_request(clip, frames=4, seconds=0.3), StopSignal())

    assert result.frames >= 4
    assert result.frames / result.pace.fps >= 0.3


def test_memory_is_noted_at_the_start_and_at_the_end(clip):
    rss_mb = run_bench(small_request(clip, frames=4), StopSignal()).rss_mb
    if resident_mb() is None:
        pytest.skip("the system does not tell")

    assert len(rss_mb) == 2


def test_a_camera_of_a_fixed_rate_sets_the_pace(clip):
    result = run_bench(small_request(clip, frames=4, camera_fps=5.0), StopSignal())

    assert result.fps < 5.5  # it never delivers early, so however quick the machine is
    assert result.as_json()["camera_fps"] == 5.0


def test_the_measurement_is_traced_without_the_warm_up(clip):
    trace = Trace()
    result = run_bench(small_request(clip, frames=6, trace=trace), StopSignal())
    events = trace.as_json()["traceEvents"]
    done = [event for event in events if event["ph"] == "e"]

    assert {event["name"] for event in events} >= {"decode", "landmarks", "generator", "preview"}
    assert 6 <= len(done) <= result.frames + 2  # the one that ended the warm-up is counted later


def test_a_clip_without_a_face_is_refused(tmp_path):
    with pytest.raises(FaceError, match="No face was found"):
        run_bench(small_request(make_video(tmp_path / "gray.mp4"), frames=3), StopSignal())


def test_a_clip_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SourceError, match="does not exist"):
        run_bench(small_request(tmp_path / "gone.mp4"), StopSignal())


def test_ctrl_c_ends_it(clip):
    stop = StopSignal()
    stop.receive(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        run_bench(small_request(clip), stop)


def test_a_vtoonify_is_measured_while_it_paints(clip, tmp_path, monkeypatch):
    model = load_manifest(make_vtoonify(tmp_path / "models" / "made"))
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(tmp_path / "models"))
    config = StyleConfig(style="0", crop_px=128)
    request = BenchRequest(clip=str(clip), model=model, config=config, frames=8)
    result = run_bench(request, StopSignal())

    assert {"parsing", "generator"} <= set(result.stages)
    assert result.generator_fps > 0


def test_a_slow_model_is_timed_a_few_times(clip, monkeypatch):
    monkeypatch.setattr(alone, "ALONE_S", 0.0)
    monkeypatch.setattr(alone, "ALONE_RUNS", 1000)
    result = run_bench(small_request(clip, frames=3), StopSignal())

    assert result.generator_fps > 0


def test_what_is_to_be_told_of_the_backend_is_told(clip, caplog, monkeypatch):
    monkeypatch.setattr(Live, "backend_note", "A is not used: gives a black picture")
    run_bench(small_request(clip, frames=3), StopSignal())

    assert "A is not used: gives a black picture" in caplog.messages
