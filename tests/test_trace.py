"""The trace, by hand-made times."""

import json
from threading import Thread
from typing import Any

import pytest
from fake_camera import FakeClock

from vtoonify_rt.errors import SinkError
from vtoonify_rt.timing import Meter
from vtoonify_rt.trace import Trace


def complete(trace: Trace) -> list[dict[str, Any]]:
    return [event for event in trace.as_json()["traceEvents"] if event["ph"] == "X"]


def test_a_stage_is_told_in_microseconds_from_the_start():
    clock, trace = FakeClock(), Trace()
    meter = Meter(clock)
    meter.listen(trace)
    for stage, seconds in (("crop", 0.002), ("generator", 0.02)):
        with meter.measure(stage):
            clock.now += seconds
    crop, generator = complete(trace)

    assert (crop["name"], crop["ts"], crop["dur"]) == ("crop", 0, 2000)
    assert (generator["name"], generator["ts"], generator["dur"]) == ("generator", 2000, 20000)


def test_frames_are_numbered_as_they_were_captured():
    trace = Trace()
    trace.span("landmarks", 10.2, 10.3, captured=10.1)
    trace.span("crop", 10.25, 10.3, captured=10.0)

    assert {event["name"]: event["args"]["frame"] for event in complete(trace)} == {
        "landmarks": 1,
        "crop": 0,
    }


def test_what_is_decoded_belongs_to_the_frame_that_is_read():
    trace = Trace()
    trace.span("decode", 10.01, 10.02, captured=None)
    trace.span("read", 10.0, 10.05, captured=10.04)
    trace.span("decode", 10.06, 10.07, captured=None)  # of a frame that was not read in time

    args = [event["args"] for event in complete(trace)]

    assert args == [{"frame": 0}, {"frame": 0}, {}]


def test_threads_have_their_names():
    trace = Trace()
    trace.span("sinks", 1.0, 1.1, captured=1.0)
    trace.frame_done(captured=1.0, end=1.1)
    reader = Thread(target=trace.span, args=("read", 1.0, 1.1, None), name="reader")
    reader.start()
    reader.join()
    events = trace.as_json()["traceEvents"]
    names = {event["tid"]: event["args"]["name"] for event in events if event["ph"] == "M"}

    assert {e["name"]: names[e["tid"]] for e in complete(trace)} == {
        "sinks": "pipeline",
        "read": "reader",
    }


def test_the_bar_of_a_frame_is_its_latency():
    trace = Trace()
    trace.frame_done(captured=1.0, end=1.05)
    trace.frame_done(captured=1.02, end=1.08)
    bars = [event for event in trace.as_json()["traceEvents"] if event["ph"] in "be"]

    assert [(bar["ph"], bar["id"], bar["ts"]) for bar in bars] == [
        ("b", 0, 0),
        ("e", 0, 50000),
        ("b", 1, 20000),
        ("e", 1, 80000),
    ]


def test_it_ends_after_its_time():
    trace = Trace(seconds=5.0)
    for start in (100.0, 104.0, 106.0):
        trace.span("crop", start, start + 0.5, captured=start)

    assert len(complete(trace)) == 2


def test_an_empty_one_is_still_a_trace(tmp_path):
    path = tmp_path / "trace.json"
    Trace().save(path)

    assert json.loads(path.read_text("utf-8"))["traceEvents"] == []


def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(SinkError, match="the folder does not exist"):
        Trace().save(tmp_path / "gone" / "trace.json")
