"""Why it is slow: situations that are made up, and what must be said of each."""

from dataclasses import replace
from string import Formatter

import pytest

from vtoonify_rt.cpu_load import CpuLoad
from vtoonify_rt.diagnosis import Situation, explain, limit
from vtoonify_rt.diagnosis_words import CAUSES, cause_words
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.workload import Workload

WEBCAM = SourceInfo(name="Webcam", width=1280, height=720, fps=30, pixel_format="MJPG")
QUIET = CpuLoad(cores=8, own=2.0, others=0.2)


def load(fps: float, *, source_fps: float = 30.0, **stages: float) -> Workload:
    """The work of frames whose stages take so many milliseconds."""
    stages = {"generator": 10.0, "compose": 1.0, "sinks": 0.5, "landmarks": 5.0} | stages
    seconds = {stage: cost / 1000 for stage, cost in stages.items()}
    tracker = seconds["landmarks"]
    return Workload(
        time=10.0,
        seconds=4.0,
        fps=fps,
        source_fps=source_fps,
        latency=0.05,
        tracker=tracker,
        stylizer=sum(seconds.values()) - tracker,
        crop=seconds["generator"] + seconds["compose"],
        stages=seconds,
    )


def situation(work: Workload, **known) -> Situation:
    made = Situation(
        load=work, source=WEBCAM, wanted_fps=30, crop_px=384, cpu=QUIET, is_camera=True
    )
    return replace(made, **known)


GENERATOR = load(20, generator=48.0)
RAW = replace(WEBCAM, pixel_format="YUYV", fps=10)
FULL = CpuLoad(cores=2, own=1.8, others=0.1)
BUSY = CpuLoad(cores=2, own=1.0, others=0.9)


@pytest.mark.parametrize(
    ("given", "waits_for", "first", "others"),
    [
        (situation(load(29.5)), "nothing", None, ()),
        (situation(load(15, source_fps=15)), "source", "camera_dark", ()),
        (situation(load(10, source_fps=10), source=RAW), "source", "camera_raw", ()),
        (
            situation(load(15, source_fps=15), is_camera=False, source=replace(WEBCAM, fps=15)),
            *("source", "source_slow", ()),
        ),
        (situation(GENERATOR), "generator", "crop_large", ("generator",)),
        (situation(GENERATOR, goal="fps"), "generator", "crop_lowering", ("generator",)),
        (situation(load(1, generator=980.0)), "generator", "model_large", ("generator",)),
        (situation(load(20, landmarks=48.0)), "landmarks", "landmarks", ()),
        (situation(load(20, sinks=40.0)), "sinks", "sinks", ()),
        (situation(load(20, surroundings=40.0)), "rest", "rest", ()),
        (situation(load(30), shown_fps=12), "preview", "preview", ()),
        (situation(GENERATOR, backend_note="no driver"), "generator", "backend", ("crop_large",)),
        (situation(GENERATOR, cpu=BUSY), "generator", "other_programs", ("crop_large",)),
        (situation(load(20, sinks=40.0), cpu=FULL), "sinks", "sinks", ("cores_full",)),
        (
            situation(GENERATOR, cpu=FULL, recording=True),
            *("generator", "recording", ("crop_large",)),
        ),
        (situation(GENERATOR, quickest=0.02), "generator", "slowed_down", ("generator",)),
    ],
)
def test_the_stage_and_its_cause_are_named(given, waits_for, first, others):
    codes = [cause.code for cause in explain(given)]

    assert limit(given) == waits_for
    assert codes[:1] == ([first] if first else [])
    assert set(others) <= set(codes)


def test_a_stage_is_told_with_all_that_its_thread_does():
    """29 ms of the model alone would fit into 33."""
    causes = {
        cause.code: cause.numbers
        for cause in explain(situation(load(24, generator=29, surroundings=9)))
    }

    # 29 + 9 + 1 + 0.5 = 39.5
    assert causes["generator"] == {"ms": "29", "all": "40", "period": "33", "wanted": 30}


def test_no_stage_is_blamed_where_a_frame_fits():
    almost = situation(load(26.8, generator=31.5))  # 33 of 33 ms

    assert limit(almost) == "generator"
    assert explain(almost) == []


def test_the_crop_that_is_advised_is_the_largest_that_is_quick_enough():
    causes = {cause.code: cause.numbers for cause in explain(situation(GENERATOR))}

    # 0.5 + 49 * (256 / 384) ** 2 = 22.3 of 33.3 ms; with 320 it were 34.5
    assert causes["crop_large"] == {"px": 384, "smaller": 256}


def test_a_machine_that_is_not_slowed_by_others_is_not_said_to_be():
    codes = [cause.code for cause in explain(situation(GENERATOR, cpu=BUSY, quickest=0.02))]

    assert "slowed_down" not in codes


def test_a_machine_of_which_nothing_is_known_is_diagnosed_by_its_stages():
    codes = [cause.code for cause in explain(situation(GENERATOR, cpu=None))]

    assert codes == ["crop_large", "generator"]


@pytest.mark.parametrize("code", sorted(CAUSES))
def test_every_code_names_what_is_so_and_what_helps(code):
    what, remedy = CAUSES[code]

    assert what
    assert remedy
    assert what[0].isupper() or what[0] == "{"


def test_every_cause_has_the_numbers_that_its_sentence_names():
    given = [
        situation(GENERATOR, cpu=BUSY, backend_note="x", recording=True, quickest=0.02),
        situation(GENERATOR, cpu=FULL, recording=True, quickest=0.02),
        situation(GENERATOR, goal="latency"),
        situation(load(1, generator=980.0)),
        situation(load(15, source_fps=15)),
        situation(load(10, source_fps=10), source=RAW),
        situation(load(15, source_fps=15), is_camera=False),
        situation(load(20, landmarks=48.0)),
        situation(load(20, sinks=40.0), cpu=FULL),
        situation(load(20, surroundings=40.0)),
        situation(load(30), shown_fps=12),
    ]
    causes = {cause.code: cause for made in given for cause in explain(made)}

    assert set(causes) == set(CAUSES)
    for cause in causes.values():
        for words in cause_words(cause):
            places = [name for _, name, _, _ in Formatter().parse(words.text) if name]
            assert all(str(words.values[name]) in str(words) for name in places)
