"""What people read of a benchmark."""

from dataclasses import replace

import pytest
from made_bench import ACCOUNT, RESULT, told

from vtoonify_rt.bench.report import show, show_table
from vtoonify_rt.bench.result import verdict
from vtoonify_rt.timing import Percentiles


def test_people_get_a_table_and_a_sentence(capsys):
    show(RESULT)
    lines = capsys.readouterr().out.splitlines()

    assert lines[0] == "sample, style comic, crop 384 px, ONNX Runtime CPU, 2 threads"
    assert lines[1] == "2 cores of Made 3000, 8.0 GB"
    assert any(line.split() == ["generator,", "ms", "20.0", "25.0", "27.5"] for line in lines)
    assert "Processor: 50.0 ms per frame, 1.65 cores busy." in lines
    assert "Memory: 401 MB at most; 391.2 MB after a minute, 391.5 MB at the end." in lines
    assert lines[-1] == verdict(RESULT)


def test_the_verdict_names_the_share_of_the_generator():
    assert "67% of what the generator alone reaches" in verdict(RESULT)
    assert verdict(RESULT).endswith("fast enough for a live picture.")


@pytest.mark.parametrize("slow", [{"fps": 29.0}, {"latency": Percentiles(50.0, 95.0, 99.0)}])
def test_slow_is_called_slow(slow):
    assert "too slow" in verdict(replace(RESULT, **slow))


def test_a_short_run_tells_no_growth(capsys):
    show(replace(RESULT, rss_mb=(380.0, 391.2)))

    assert "Memory: 401 MB at most.\n" in capsys.readouterr().out


def test_the_latency_ratio_counts_what_lies_between_capture_and_sinks():
    assert RESULT.latency_ratio == pytest.approx(61.0 / (10.0 + 20.0 + 0.5))


def test_the_account_is_told_in_two_sentences(capsys):
    show(replace(RESULT, account=ACCOUNT))
    lines = capsys.readouterr().out.splitlines()

    assert any(line.startswith("Overhead: 20.0% of the frame time") for line in lines)
    assert any(line.startswith("Overlap: 1.38 times as quick") for line in lines)


def test_several_are_a_row_each(capsys):
    show_table([told(), told(crop_px=256, peak_rss_mb=None)])
    lines = capsys.readouterr().out.splitlines()
    rows = [line.split() for line in lines if line.startswith("sample")]

    assert [row[3] for row in rows] == ["384", "256"]
    assert rows[0][-8:] == ["50.0", "45", "61", "70", "50.0", "1.65", "401", "1400"]
