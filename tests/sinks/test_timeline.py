import pytest

from vtoonify_rt.sinks.timeline import Timeline


def placed(timeline: Timeline, *times: float) -> list[float | None]:
    return [timeline.place(time) for time in times]


def test_frames_are_where_they_were_captured_from_the_first_on():
    assert placed(Timeline(25, live=True), 10.0, 10.04, 10.3) == pytest.approx([0, 0.04, 0.3])


def test_a_pause_is_left_out_by_time_of_capture():
    timeline = Timeline(25, live=True)
    before = placed(timeline, 10.0, 10.04)
    timeline.pause(10.07)
    late = timeline.place(10.06)  # captured before, and through the network only now
    during = timeline.place(10.08)
    timeline.resume(15.0)
    after = placed(timeline, 14.99, 15.01, 15.05)

    assert before == pytest.approx([0, 0.04])
    assert (late, during) == (pytest.approx(0.06), None)
    assert after == [None, pytest.approx(0.10), pytest.approx(0.14)]


def test_two_pauses_without_a_frame_between_are_one():
    timeline = Timeline(25, live=True)
    timeline.place(10.0)
    for second in (11.0, 12.0):
        timeline.pause(second)
        timeline.resume(second + 0.5)

    assert timeline.place(13.0) == pytest.approx(0.04)


def test_a_pause_before_the_first_frame_cuts_nothing():
    timeline = Timeline(25, live=True)
    timeline.pause(9.0)
    timeline.resume(9.5)

    assert placed(timeline, 10.0, 10.04) == pytest.approx([0, 0.04])


def test_pieces_say_when_what_lies_in_them_was_captured():
    timeline = Timeline(10, live=True)
    placed(timeline, 100.0, 101.0, 200.0, 200.5)  # the machine slept
    first, second = timeline.pieces(0.5, 1.3)

    assert (first.start, first.end, first.offset) == pytest.approx((0.5, 1.1, 100.0))
    assert (second.start, second.end, second.offset) == pytest.approx((1.1, 1.3, 198.9))
    assert (first.cut_before, first.cut_after) == (False, True)
    assert (second.cut_before, second.cut_after) == (True, False)


def test_a_moment_is_found_unless_it_was_left_out():
    timeline = Timeline(10, live=True)
    placed(timeline, 100.0, 101.0, 200.0)

    assert [timeline.find(t) for t in (99.0, 100.5, 150.0, 200.2)] == [
        None, pytest.approx(0.5), None, pytest.approx(1.3)
    ]  # fmt: skip


def test_recordings_of_the_same_pictures_share_one():
    timeline = Timeline(10, live=True)
    pairs = [(timeline.place(time), timeline.place(time)) for time in (100.0, 101.0, 200.0)]

    assert all(one == other for one, other in pairs)


def test_of_a_file_nothing_is_left_out():
    assert placed(Timeline(25, live=False), 0.0, 500.0) == [0, 500]
