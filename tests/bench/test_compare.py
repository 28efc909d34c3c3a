"""Measurements beside earlier ones."""

import json
import math

import pytest
from made_bench import RESULT, told

from vtoonify_rt.bench.compare import (
    compare,
    ratios,
    read_results,
    show_comparison,
    without_counterpart,
)
from vtoonify_rt.errors import UsageError
from vtoonify_rt.timing import Percentiles


def test_ratios_are_now_to_then():
    now = told(
        fps=RESULT.fps * 1.5,
        latency=Percentiles(90.0, 61.0, 35.0),
        stages={**RESULT.stages, "generator": Percentiles(10.0, 25.0, 55.0)},
        peak_rss_mb=401.26 / 2,
    )
    found = ratios(now, told())

    assert found["fps"] == pytest.approx(1.5, abs=1e-3)
    assert found["latency_ms"] == {"p50": 2.0, "p95": 1.0, "p99": 0.5}
    assert found["stages"]["generator"] == {"p50": 0.5, "p95": 1.0, "p99": 2.0}
    assert found["peak_rss_mb"] == pytest.approx(0.5, abs=1e-3)


def test_what_an_older_version_did_not_measure_is_left_out():
    then = told(peak_rss_mb=None)
    del then["cpu_ms_per_frame"]
    del then["stages"]["preview"]
    del then["latency_ms"]["p99"]
    found = ratios(told(), then)

    assert "cpu_ms_per_frame" not in found
    assert "peak_rss_mb" not in found
    assert list(found["latency_ms"]) == ["p50", "p95"]
    assert "preview" not in found["stages"]


@pytest.mark.parametrize("key", ["clip", "model", "style", "backend"])
def test_only_the_same_is_compared(key):
    comparison = compare([told()], [told(**{key: "other"})])

    assert comparison.pairs[0][1] is None
    assert [result[key] for result in comparison.gone] == ["other"]


def test_crops_are_matched_whatever_their_order():
    now = [told(crop_px=256, fps=60.0), told(crop_px=384, fps=30.0)]
    then = [told(crop_px=384, fps=15.0), told(crop_px=256, fps=20.0)]
    comparison = compare(now, then)

    assert [ratios(a, b)["fps"] for a, b in comparison.pairs if b is not None] == [3.0, 2.0]
    assert comparison.gone == ()


def test_what_has_no_counterpart_is_told(tmp_path):
    comparison = compare([told(crop_px=256)], [told()])

    assert without_counterpart(comparison, tmp_path / "old.json") == [
        f"Not in {tmp_path / 'old.json'}: sample, starter/comic, 256 px, {RESULT.backend}.",
        f"Only in {tmp_path / 'old.json'}: sample, starter/comic, 384 px, {RESULT.backend}.",
    ]


def test_people_get_both_figures_and_their_ratio(capsys, tmp_path):
    show_comparison(compare([told(fps=50.0)], [told(fps=40.0)]), tmp_path / "old.json")
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]

    assert ["fps", "40.0", "50.0", "1.25"] in lines
    assert ["stages", "landmarks", "p95", "20.0", "20.0", "1.00"] in lines


@pytest.mark.parametrize("several", [True, False])
def test_one_or_a_list_is_read(tmp_path, several):
    path = tmp_path / "old.json"
    path.write_text(json.dumps([told()] if several else told()))

    assert read_results(path) == [told()]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("fps: 30", "is not JSON"),
        ("[]", "but not of a benchmark"),
        ('{"fps": 30}', "but not of a benchmark"),
        ("[1]", "but not of a benchmark"),
        (json.dumps({**told(), "clip": ["sample"]}), "but not of a benchmark"),
        (json.dumps({**told(), "stages": 3}), "but not of a benchmark"),
        (json.dumps({**told(), "fps": "30"}), "but not of a benchmark"),
        (json.dumps({**told(), "fps": 0}), "but not of a benchmark"),
        (json.dumps({**told(), "fps": None}), "but not of a benchmark"),
        (json.dumps({**told(), "fps": 10**400}), "but not of a benchmark"),
        (json.dumps({**told(), "generator_fps": math.nan}), "but not of a benchmark"),
        (json.dumps({**told(), "latency_ms": {"p50": math.inf}}), "but not of a benchmark"),
        (json.dumps({**told(), "stages": {"crop": {"p50": "1"}}}), "but not of a benchmark"),
        ("[" * 100_000, "but not of a benchmark"),
    ],
)
def test_another_file_is_refused_in_a_sentence(tmp_path, text, reason):
    path = tmp_path / "old.json"
    path.write_text(text)

    with pytest.raises(UsageError, match=reason) as error:
        read_results(path)

    assert str(error.value).count("\n") == 0


def test_a_stage_that_takes_no_time_is_read(tmp_path):
    path = tmp_path / "old.json"
    path.write_text(
        json.dumps(told(stages={**RESULT.stages, "motion": Percentiles(0.0, 0.0, 0.001)}))
    )

    assert read_results(path)[0]["stages"]["motion"]["p50"] == 0


def test_a_file_that_is_not_text_is_refused(tmp_path):
    path = tmp_path / "old.json"
    path.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(UsageError, match="is not JSON"):
        read_results(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match=r"gone\.json cannot be read: no such file"):
        read_results(tmp_path / "gone.json")
