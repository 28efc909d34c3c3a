"""The short live run: what it says of a machine that is fast, slow, or hardly moves."""

from dataclasses import replace

from vtoonify_rt.diagnosis import Situation
from vtoonify_rt.doctor.speed import WANTED_FPS, SampleRun, check_speed, run_sample
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.workload import Workload

LOAD = Workload(
    time=5.0,
    seconds=3.5,
    fps=30.0,
    source_fps=30.0,
    latency=0.04,
    tracker=0.006,
    stylizer=0.02,
    crop=0.018,
    stages={"generator": 0.017, "compose": 0.001, "sinks": 0.002, "landmarks": 0.006},
)
SITUATION = Situation(
    load=LOAD,
    source=SourceInfo(name="sample", width=1280, height=720, fps=30),
    wanted_fps=WANTED_FPS,
    crop_px=384,
)
SLOW = replace(
    LOAD, fps=10.0, stylizer=0.1, crop=0.096, stages={"generator": 0.095, "landmarks": 0.006}
)


def findings(load: Workload) -> list:
    return list(
        check_speed(lambda: SampleRun(backend="CPU", situation=replace(SITUATION, load=load)))
    )


def test_a_fast_machine_is_well():
    (finding,) = findings(LOAD)

    assert (finding.status, finding.detail) == ("ok", "30 fps of the sample's 30, on CPU")


def test_a_slow_one_gets_the_stage_and_a_remedy_for_each_cause():
    first, second = findings(SLOW)

    assert "10 fps" in first.detail
    assert "It waits for the model that stylizes" in first.detail
    assert first.data["limit"] == "generator"
    assert "95 of 100 ms a frame" in second.detail
    assert all(finding.status == "warning" and finding.remedy for finding in (first, second))


def test_one_that_hardly_moves_is_told_so():
    (finding,) = check_speed(lambda: SampleRun(backend="CPU", situation=None))

    assert finding.status == "warning"
    assert finding.remedy


def test_the_real_run_has_figures_for_every_stage():
    run = run_sample()

    assert run.situation is not None
    assert {"generator", "landmarks", "compose"} <= set(run.situation.load.stages)
    assert run.situation.load.fps > 0
    assert run.situation.cpu is not None
