"""`vtoonify-rt bench`: what it refuses before it measures, and what becomes of the figures."""

import json

import pytest
from made_bench import RESULT, told

from vtoonify_rt.bench import measure
from vtoonify_rt.cli import main


@pytest.fixture
def measured(monkeypatch) -> list[object]:
    """Measure nothing: every request gets the same figures."""
    asked: list[object] = []
    monkeypatch.setattr(measure, "run_bench", lambda request, _: asked.append(request) or RESULT)
    return asked


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--model", "gone"], "gone"),
        (["--style", "manga"], "manga"),
        (["--account", "--camera-fps", "60"], "--account cannot be had with --camera-fps"),
        (["--size", "128", "--size", "256", "--plot", "a.png"], "--trace and --plot are of one"),
        (["--plot", "soak.txt"], "soak.txt is no file for a plot"),
        (["--camera-fps", "0"], "--camera-fps is 0. Give a rate from 1 to 1000."),
        (["--camera-fps", "inf"], "--camera-fps is inf"),
        (["--seconds", "nan"], "--seconds is nan. Give a number from 0"),
        (["--seconds", "inf"], "--seconds is inf"),
        (["--seconds", "-3"], "--seconds is -3"),
        (["--minutes", "-1"], "--minutes is -1"),
        (["--minutes", "nan"], "--minutes is nan"),
        (["--minutes", "inf"], "--minutes is inf"),
        (["--plot", "a.png", "--frames", "5"], "too short for a plot. Measure longer: --seconds 3"),
        (
            ["--plot", "a.png", "--camera-fps", "120", "--seconds", "2", "--frames", "9"],
            "too short",
        ),
        (["--style", "oil", "--style", "comic"], "--style is given 2 times"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_measured(
    measured, capsys, words, reason
):
    assert main(["bench", *words]) == 2
    assert reason in capsys.readouterr().err
    assert measured == []


def test_a_place_that_cannot_be_written_is_told_before_anything_is_measured(
    measured, capsys, tmp_path
):
    assert main(["bench", "--trace", str(tmp_path / "gone" / "trace.json")]) == 1
    assert "the folder does not exist" in capsys.readouterr().err
    assert measured == []


def test_an_earlier_run_is_compared_for_programs(measured, capsys, tmp_path):
    earlier = tmp_path / "old.json"
    earlier.write_text(json.dumps([told(fps=RESULT.fps / 2), told(crop_px=256)]))

    assert main(["bench", "--compare", str(earlier), "--json"]) == 0
    captured = capsys.readouterr()

    assert json.loads(captured.out)["compared"]["fps"] == pytest.approx(2.0, abs=1e-3)
    assert captured.err.startswith(f"Only in {earlier}: sample, starter/comic, 256 px")


def test_what_was_not_there_earlier_is_compared_with_nothing(measured, capsys, tmp_path):
    earlier = tmp_path / "old.json"
    earlier.write_text(json.dumps(told(clip="other")))
    main(["bench", "--compare", str(earlier), "--json"])

    assert json.loads(capsys.readouterr().out)["compared"] is None


def test_an_earlier_run_is_compared_for_people(measured, capsys, tmp_path):
    earlier = tmp_path / "old.json"
    earlier.write_text(json.dumps(told(fps=RESULT.fps / 2)))
    main(["bench", "--compare", str(earlier)])

    assert any(
        line.split() == ["fps", "16.7", "33.3", "2.00"]
        for line in capsys.readouterr().out.splitlines()
    )


def test_a_plot_and_a_trace_are_written(measured, tmp_path):
    trace, picture = tmp_path / "trace.json", tmp_path / "soak.png"

    assert main(["bench", "--trace", str(trace), "--plot", str(picture)]) == 0
    assert "traceEvents" in json.loads(trace.read_text("utf-8"))
    assert picture.stat().st_size > 1000


@pytest.mark.parametrize("longer", [["--seconds", "3"], ["--frames", "90"]])
def test_a_run_that_is_long_enough_for_a_plot_is_measured(measured, tmp_path, longer):
    picture = str(tmp_path / "soak.png")

    assert main(["bench", "--frames", "5", *longer, "--plot", picture]) == 0
    assert len(measured) == 1


def test_minutes_are_seconds(measured):
    main(["bench", "--minutes", "2", "--seconds", "30"])

    assert measured[0].seconds == 120
