"""Times go on where the clock of a file starts anew."""

import pytest

from vtoonify_rt.splices import Splices


def placed(*times: float) -> list[float]:
    splices = Splices()
    return [splices.place(time, duration=0.1) for time in times]


def test_times_that_rise_are_left_as_they_are():
    times = [0.2, 0.3, 30.0, 3500.0, 3500.02]

    assert placed(*times) == times


@pytest.mark.parametrize("start", [0.0, 5.0, 95_443.7])
def test_where_the_clock_starts_anew_times_go_on_behind_what_came_last(start):
    times = placed(10.0, 10.1, start, start + 0.1, start + 0.4)

    assert times == pytest.approx([10.0, 10.1, 10.2, 10.3, 10.6])


def test_several_files_in_one_come_one_after_the_other():
    times = placed(1, 1.1, 1.2, 0, 0.1, 0.2, 0, 0.1)

    assert times == pytest.approx([1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7])


def test_one_picture_with_a_wrong_time_does_not_move_the_others():
    assert placed(1.0, 1.1, 1.05, 1.2) == [1.0, 1.1, 1.1, 1.2]


def test_a_long_picture_is_no_splice():
    splices = Splices()
    splices.place(0.0, duration=7200.0)

    assert splices.place(7200.0, duration=0.1) == 7200.0
