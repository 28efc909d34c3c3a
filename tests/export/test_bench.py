"""What the benchmark of a VToonify's graphs runs, and what it makes of the times."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from export.__main__ import main
from export.bench import Request, variants
from export.bench_network import multiply_adds, sizes_of
from export.bench_result import MATMUL, REFERENCE, Goal, Result, as_json, show
from export.bench_turns import QUIET, TRIES, Turn, Variant, Worker, quiet_turn
from vtoonify_rt.errors import ModelError, UsageError
from vtoonify_rt.nn.sizes import FULL, TINY64


def turn(seconds: float, **figures: float) -> Turn:
    return replace(Turn(seconds=seconds, cpu_seconds=0.0, others=0.0, peak_mb=None), **figures)


def turns(*seconds: float) -> list[Turn]:
    return [turn(value) for value in seconds]


def result(times: dict[str, Sequence[Turn]]) -> Result:
    return Result(turns=times, threads=2, side=256, gmac=230.0, matmul_gflop=20.0)


class FakeWorker:
    """Has these turns, one after the other."""

    def __init__(self, *others: float) -> None:
        self.left = [turn(1.0, others=share) for share in others]

    def turn(self) -> Turn:
        return self.left.pop(0)


def test_ratios_are_taken_within_a_round() -> None:
    measured = result({"graph": turns(1.0, 20.0, 3.0), REFERENCE: turns(2.0, 40.0, 4.0)})

    assert measured.ratio("graph", REFERENCE) == 0.5


def test_what_was_not_measured_has_no_ratio() -> None:
    assert result({"graph": turns(1.0)}).ratio("graph", REFERENCE) is None


def test_the_share_of_matmul_compares_rates() -> None:
    measured = result({"graph": turns(4.6), MATMUL: turns(0.1)})  # 100 GFLOP/s beside 200

    assert measured.share_of_matmul("graph") == pytest.approx(0.5)


@pytest.mark.parametrize(("at_least", "met"), [(True, False), (False, True)])
def test_a_goal_is_a_limit_from_one_side(at_least, met) -> None:
    goal = Goal("anything", 0.9, at_least, lambda _: None)

    assert goal.met(0.5) is met


def test_a_missed_goal_is_told(capsys) -> None:
    show(result({"onnxruntime x4": turns(9.0), REFERENCE: turns(10.0)}))

    line = next(line for line in capsys.readouterr().out.splitlines() if "<= 0.75" in line)
    assert line.split()[-1] == "missed"


def test_only_goals_that_were_measured_are_told() -> None:
    measured = as_json(result({"style": turns(0.004, 0.005, 0.009)}))

    assert measured["goals"] == [{"name": "style, ms", "value": 5.0, "limit": 10.0, "met": True}]


def test_a_disturbed_turn_is_repeated() -> None:
    assert quiet_turn(FakeWorker(4 * QUIET, QUIET / 2)).others == QUIET / 2


def test_the_least_disturbed_turn_counts() -> None:
    disturbed = [6 * QUIET, 4 * QUIET, *[5 * QUIET] * (TRIES - 2)]

    assert quiet_turn(FakeWorker(*disturbed)).others == 4 * QUIET


def test_a_process_tells_its_times_and_memory(tmp_path) -> None:
    np.savez(tmp_path / "feed.npz")
    worker = Worker(
        Variant(name=MATMUL, kind="matmul", graph=tmp_path), tmp_path / "feed.npz", threads=1
    )

    measured = worker.turn()
    worker.close()

    assert 0.0 < measured.seconds < 60.0
    assert 0.0 < measured.cpu_seconds < 60.0
    assert measured.peak_mb is None or 20.0 < measured.peak_mb < 2000.0


def test_a_process_that_cannot_start_is_told(tmp_path) -> None:
    np.savez(tmp_path / "feed.npz")
    variant = Variant(name="x9", kind="onnxruntime", graph=tmp_path / "no.onnx")

    with pytest.raises(ModelError, match="x9 ended with exit status 1"):
        Worker(variant, tmp_path / "feed.npz", threads=1)


def test_the_published_network_has_as_many_multiply_adds_as_were_counted() -> None:
    assert multiply_adds(FULL, False, 256) == pytest.approx(229.5, abs=0.05)


def test_the_sizes_are_read_off_the_style_graph(tiny_vtoonify) -> None:
    assert sizes_of(tiny_vtoonify) == (TINY64, False)


def test_a_folder_without_a_model_is_refused(tmp_path) -> None:
    with pytest.raises(ModelError, match=r"no style\.onnx"):
        sizes_of(tmp_path)


def test_a_t_network_has_no_folded_variant() -> None:
    names = {
        toonify: {v.name for v in variants(Request(folder=Path()), toonify, Path())}
        for toonify in (False, True)
    }

    assert "onnxruntime folded" in names[False]
    assert [name for name in names[True] if "folded" in name] == []


def test_an_unknown_variant_is_refused() -> None:
    with pytest.raises(UsageError, match="no variant 'x9'") as caught:
        variants(Request(folder=Path(), only=["x9"]), False, Path())

    assert "onnxruntime x4" in caught.value.hint


def test_the_command_measures_a_folder(tiny_vtoonify, capsys) -> None:
    only = ["--only", MATMUL, "onnxruntime folded", "style"]
    options = ["--rounds", "1", "--side", "64", "--threads", "1", "--json"]

    assert main(["bench", str(tiny_vtoonify), *only, *options]) == 0

    told = json.loads(capsys.readouterr().out)
    assert list(told["variants"]) == [MATMUL, "onnxruntime folded", "style"]
    assert told["variants"]["onnxruntime folded"]["share_of_matmul"] > 0.0
