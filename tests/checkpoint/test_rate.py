"""How fast a download goes."""

from checkpoint.rate import Rate


def rates(counts: list[tuple[float, int]]) -> list[float | None]:
    """The rates at these times, of these counts."""
    times = iter([time for time, _ in counts])
    rate = Rate(lambda: next(times))
    return [rate.update(count) for _, count in counts]


def test_there_is_no_rate_at_once():
    assert rates([(0, 0), (0.5, 500)]) == [None, None]


def test_the_rate_is_in_bytes_per_second():
    assert rates([(10, 0), (11, 500), (12, 1000)]) == [None, 500, 500]


def test_the_rate_forgets_what_was_long_ago():
    seen = rates([(0, 0), *((time, 1000) for time in range(1, 12)), (12, 1100)])

    assert seen[-1] == 100 / 8


def test_a_download_that_stands_still_has_no_speed():
    assert rates([(time, 1000 if time else 0) for time in range(20)])[-1] == 0
