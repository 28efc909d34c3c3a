"""The pipeline: order, newest wins, errors come out, everything is closed."""

from threading import Event

import pytest
from fakes import FakeFilter, FakeListener, FakeSink, FakeSource

from vtoonify_rt.errors import CameraError, EndOfStream, SinkError
from vtoonify_rt.pipeline import Pipeline
from vtoonify_rt.timing import Meter


def run(source, *sinks, tracker=None, stylizer=None, stop=None, **options) -> Pipeline:
    pipeline = Pipeline(
        source, tracker or FakeFilter(), stylizer or FakeFilter(), sinks, meter=Meter(), **options
    )
    pipeline.run(stop or Event())
    return pipeline


def test_every_frame_of_a_file_comes_through_in_order():
    sink = FakeSink()

    run(FakeSource(frame_count=50), sink, keep_all=True)

    assert [int(frame.image[0, 0, 0]) for frame in sink.frames] == list(range(50))


def test_capture_time_is_kept():
    sink = FakeSink()

    run(FakeSource(frame_count=3), sink, keep_all=True)

    assert [frame.time for frame in sink.frames] == [0, 1 / 30, 2 / 30]


def test_live_a_slow_stylizer_sees_the_newest_frame():
    """While the stylizer holds frame 0, the source runs to its end: only late frames follow."""
    source = FakeSource(frame_count=200)
    exhausted = Event()
    read = source.read

    def read_and_tell():
        try:
            return read()
        except EndOfStream:
            exhausted.set()
            raise

    source.read = read_and_tell
    stylizer, sink = FakeFilter(), FakeSink()
    apply = stylizer.apply

    def wait_for_the_source(frame):
        assert exhausted.wait(10)
        return apply(frame)

    stylizer.apply = wait_for_the_source
    run(source, sink, stylizer=stylizer)
    numbers = [int(frame.image[0, 0, 0]) for frame in sink.frames]

    assert numbers == sorted(numbers)
    assert numbers[-1] == 199
    assert len(numbers) <= 4  # one at the stylizer, one tracked, one at the tracker, the newest


def test_it_tells_whether_the_stylizer_has_a_frame():
    stylizer, seen = FakeFilter(), []
    apply = stylizer.apply
    pipeline = Pipeline(
        FakeSource(frame_count=1), FakeFilter(), stylizer, [], meter=Meter(), keep_all=True
    )

    def look(frame):
        seen.append(pipeline.at_work)
        return apply(frame)

    stylizer.apply = look
    pipeline.run(Event())

    assert seen == [True]
    assert not pipeline.at_work


def test_the_tracker_never_works_in_vain():
    tracker, stylizer = FakeFilter(), FakeFilter()

    run(FakeSource(frame_count=200), tracker=tracker, stylizer=stylizer)

    assert tracker.applied == stylizer.applied


def test_everything_is_closed_at_the_end():
    source, tracker, stylizer, sink = FakeSource(), FakeFilter(), FakeFilter(), FakeSink()

    run(source, sink, tracker=tracker, stylizer=stylizer)

    assert source.closed >= 1
    assert (tracker.closed, stylizer.closed, sink.closed) == (1, 1, 1)


@pytest.mark.parametrize("part", ["source", "tracker", "stylizer", "sink"])
def test_an_error_comes_out_and_everything_is_closed(part):
    parts = {
        "source": FakeSource(),
        "tracker": FakeFilter(),
        "stylizer": FakeFilter(),
        "sink": FakeSink(),
    }

    def fail(*_):
        raise CameraError(f"The {part} broke")

    setattr(parts[part], {"source": "read", "sink": "write"}.get(part, "apply"), fail)
    with pytest.raises(CameraError, match=part):
        run(
            parts["source"],
            parts["sink"],
            tracker=parts["tracker"],
            stylizer=parts["stylizer"],
        )

    assert all(part.closed >= 1 for part in parts.values())


def test_a_failing_sink_is_left_out_and_the_others_go_on():
    broken, whole, failed = FakeSink(), FakeSink(), []

    def fail(_frame):
        raise SinkError("The disk is full")

    broken.write = fail
    run(
        FakeSource(),
        broken,
        whole,
        keep_all=True,
        on_sink_error=lambda sink, error: failed.append((sink, error.message)),
    )

    assert failed == [(broken, "The disk is full")]
    assert broken.closed == 1
    assert len(whole.frames) == 5


def test_stop_ends_an_endless_source():
    source, stop = FakeSource(frame_count=-1), Event()
    sink = FakeSink()
    write = sink.write

    def write_and_stop(frame):
        write(frame)
        if len(sink.frames) == 3:
            stop.set()

    sink.write = write_and_stop
    run(source, sink, stop=stop)

    assert len(sink.frames) == 3


def test_a_sink_added_while_running_gets_frames_until_removed():
    late, first = FakeSink(), FakeSink()
    pipeline = Pipeline(
        FakeSource(), FakeFilter(), FakeFilter(), [first], meter=Meter(), keep_all=True
    )
    write = first.write

    def write_and_change(frame):
        write(frame)
        if len(first.frames) == 2:
            pipeline.add_sink(late)
        if len(first.frames) == 4:
            pipeline.remove_sink(late)

    first.write = write_and_change
    pipeline.run(Event())

    assert [int(frame.image[0, 0, 0]) for frame in late.frames] == [2, 3]


def test_all_sinks_together_are_one_stage_of_a_frame():
    meter, told = Meter(), FakeListener()
    meter.listen(told)
    sinks = [FakeSink(), FakeSink()]
    source = FakeSource(frame_count=5)
    Pipeline(source, FakeFilter(), FakeFilter(), sinks, meter=meter, keep_all=True).run(Event())

    assert told.stages.count("sinks") == 5


def test_a_listener_is_told_which_frame_each_stage_worked_on():
    meter, told = Meter(), FakeListener()
    meter.listen(told)
    source = FakeSource(frame_count=3)
    Pipeline(source, FakeFilter(), FakeFilter(), [FakeSink()], meter=meter, keep_all=True).run(
        Event()
    )
    times = [0, 1 / 30, 2 / 30]

    assert [frame for stage, frame in told.spans if stage == "read"] == times
    assert [frame for stage, frame in told.spans if stage == "sinks"] == times
    assert told.done == times


def test_stages_are_measured():
    meter = Meter()
    Pipeline(FakeSource(), FakeFilter(), FakeFilter(), [FakeSink()], meter=meter).run(Event())

    assert set(meter.stats().stages) == {"read", "sinks"}
