"""What the pipeline costs, and what its threads gain."""

from dataclasses import replace

import pytest
from made_bench import ACCOUNT, small_request

from vtoonify_rt.bench.measure import run_bench
from vtoonify_rt.stop_signals import StopSignal


def test_overhead_is_what_the_bare_work_does_not_take():
    # Rounds: 1 - 40/50, 1 - 10/50, 1 - 44/50; the median of 0.2, 0.8 and 0.12.
    assert ACCOUNT.overhead == pytest.approx(0.2)


def test_processor_overhead_is_what_the_bare_work_does_not_take_of_the_processor():
    # 1 - 36/40, 1 - 36/44, 1 - 36/42; the median.
    assert ACCOUNT.processor_overhead == pytest.approx(1 / 7)


def test_overlap_is_the_gain_of_the_threads():
    # 40/25, 10/20, 44/32: the median of 1.6, 0.5 and 1.375.
    assert ACCOUNT.overlap == pytest.approx(1.375)


def test_all_ways_are_measured(clip):
    account = run_bench(small_request(clip, frames=3, account=True), StopSignal()).account

    assert account is not None
    for paces in (account.full, account.bare, account.sequential):
        assert [pace.fps > 0 for pace in paces] == [True]
    assert set(account.processor_ms) == {"decode", "landmarks", "generator", "surroundings"}
    assert min(account.processor_ms.values()) > 0


def test_surroundings_as_captured_cost_nothing(clip):
    request = small_request(clip, frames=3, account=True)
    camera = replace(request, config=replace(request.config, surroundings="camera"))
    account = run_bench(camera, StopSignal()).account

    assert "surroundings" not in account.processor_ms
