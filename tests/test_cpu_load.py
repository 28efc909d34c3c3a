"""Cores in use, ours and others'."""

import pytest

from vtoonify_rt.cpu_load import CpuTimes, busy_seconds, cpu_load, read_cpu_times

STAT = """cpu  0 0 0 0 0 0 0 0 0 0
cpu0 100 20 30 1000 50 1 2 3 7 0
cpu1 200 0 0 900 0 0 0 0 0 0
cpu2 9999 0 0 0 0 0 0 0 0 0
intr 12345
"""


def test_idle_and_waiting_are_no_work_and_only_our_cores_count():
    # cpu0: 100 + 20 + 30 + 1 + 2 + 3, cpu1: 200
    assert busy_seconds(STAT, {0, 1}, 100) == pytest.approx(3.56)


def test_what_is_not_ours_is_the_others():
    before = CpuTimes(wall=10.0, own=5.0, all=100.0)

    load = cpu_load(before, CpuTimes(wall=14.0, own=9.0, all=106.0))

    assert load is not None
    assert (load.own, load.others) == pytest.approx((1.0, 0.5))


def test_where_the_system_does_not_tell_the_others_are_unknown():
    load = cpu_load(CpuTimes(wall=0.0, own=0.0, all=None), CpuTimes(wall=1.0, own=0.5, all=None))

    assert load is not None
    assert load.others is None


def test_no_time_is_no_load():
    now = read_cpu_times()

    assert cpu_load(now, now) is None


def test_work_of_our_own_is_seen():
    before = read_cpu_times()
    while read_cpu_times().own - before.own < 0.05:
        pass

    load = cpu_load(before, read_cpu_times())

    assert load is not None
    assert load.own > 0
    assert load.cores >= 1
