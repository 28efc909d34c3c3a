"""Why the live picture is slow: the stage that limits it, and what is behind that.

Pure: it takes what was measured and returns causes, the weightiest first; `diagnosis_words` says
them, each with its remedy.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from vtoonify_rt.config import GovernorMode
from vtoonify_rt.cpu_load import CpuLoad
from vtoonify_rt.ladder import CROPS
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.workload import Workload

ENOUGH = 0.9  # of the wanted frame rate is not slow
IDLE = 0.85  # a thread that works less of the time than this waits for frames
PROMISE = 0.75  # of the frame rate that a camera promises; one that gives less exposes for longer
RAW = frozenset({"YUYV", "YUY2", "UYVY", "YVYU", "NV12", "YU12", "I420", "RGB3", "BGR3"})
RAW_FITS = 640 * 480  # pixels of raw pictures that USB 2 carries at 30 fps
OTHERS = 0.25  # of all cores, that other programs must use to be named
SLOWED = 1.5  # times what the generator once took, with the cores for itself
LARGE_CROP = 0.85  # of the time that a smaller crop may take to be advised

# "rest": the work around the generator
Stage = Literal["landmarks", "generator", "sinks", "rest"]
Limit = Literal["nothing", "source", "preview", Stage]
# In their order: what is wrong with source and machine comes before what the work costs.
Code = Literal[
    "camera_raw",
    "camera_dark",
    "source_slow",
    "preview",
    "backend",
    "other_programs",
    "slowed_down",
    "recording",
    "crop_large",
    "crop_lowering",
    "model_large",
    "landmarks",
    "generator",
    "sinks",
    "rest",
    "cores_full",
]
_ORDER: tuple[Code, ...] = get_args(Code)


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of a live picture while it runs."""

    load: Workload
    source: SourceInfo
    wanted_fps: float
    crop_px: int
    goal: GovernorMode = "off"  # what the quality is lowered for
    cpu: CpuLoad | None = None
    is_camera: bool = False
    recording: bool = False
    shown_fps: float | None = None  # that the window painted; None: there is none
    backend_note: str = ""  # why the model runs on another backend than wished
    quickest: float | None = None  # seconds that the same generator took at its best, per frame


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Why it is slow; the numbers are what its sentence in `diagnosis_words` names."""

    code: Code
    numbers: Mapping[str, str | int]


def limit(situation: Situation) -> Limit:
    """Return what the picture waits for; "nothing" when it is as fast as it is wanted."""
    load, wanted = situation.load, situation.wanted_fps
    shown = situation.shown_fps
    if load.fps >= ENOUGH * wanted:
        return "preview" if shown is not None and shown < ENOUGH**2 * wanted else "nothing"
    if load.busy < IDLE:
        return "source"
    if load.tracker >= load.stylizer:
        return "landmarks"
    own = {stage: cost for stage, cost in load.stages.items() if stage != "landmarks"}
    longest = max(own, key=lambda stage: own[stage], default="rest")
    return "sinks" if longest == "sinks" else "generator" if longest == "generator" else "rest"


def explain(situation: Situation) -> list[Cause]:
    """Return why the picture is slow, the weightiest cause first; [] when it is not."""
    limiting = limit(situation)
    if limiting == "nothing":
        return []
    if limiting == "source":
        causes = _of_the_source(situation)
    elif limiting == "preview":
        shown, fps = situation.shown_fps or 0.0, situation.load.fps
        causes = {"preview": {"shown": round(shown), "fps": round(fps)}}
    else:
        causes = _of_a_stage(limiting, situation) | _of_the_machine(limiting, situation)
    return [Cause(code=code, numbers=causes[code]) for code in _ORDER if code in causes]


_Causes = dict[Code, Mapping[str, str | int]]


def _of_the_source(situation: Situation) -> _Causes:
    info, fps = situation.source, situation.load.source_fps
    numbers: dict[str, str | int] = {
        "name": info.name,
        "fps": round(fps),
        "promised": round(info.fps or 0),
        "wanted": round(situation.wanted_fps),
        "format": info.pixel_format,
        "width": info.width,
        "height": info.height,
    }
    if not situation.is_camera:
        return {"source_slow": numbers}
    if info.pixel_format in RAW and info.width * info.height > RAW_FITS:
        return {"camera_raw": numbers}
    if info.fps is not None and fps < PROMISE * info.fps:
        return {"camera_dark": numbers}
    return {"source_slow": numbers}


def _of_a_stage(limiting: Stage, situation: Situation) -> _Causes:
    load, wanted = situation.load, situation.wanted_fps
    generator, sinks = load.stages.get("generator", 0.0), load.stages.get("sinks", 0.0)
    costs: Mapping[Stage, float] = {
        "landmarks": load.tracker,
        "generator": generator,
        "sinks": sinks,
        "rest": load.stylizer - generator - sinks,
    }
    numbers: dict[str, str | int] = {
        "ms": _ms(costs[limiting]),
        "all": _ms(load.stylizer),
        "period": _ms(1 / wanted),
        "wanted": round(wanted),
    }
    if round(1000 * load.work) <= round(1000 / wanted):  # by a hair: no stage is to blame
        return {}
    causes: _Causes = {limiting: numbers}
    return causes | _of_the_size(situation) if limiting == "generator" else causes


def _of_the_size(situation: Situation) -> _Causes:
    """Tell whether a smaller crop would do, or none would."""
    load, now = situation.load, situation.crop_px
    for px in (px for px in CROPS if px < now):
        predicted = load.stylizer - load.crop + load.crop * (px / now) ** 2
        if predicted <= LARGE_CROP / situation.wanted_fps:
            code: Code = "crop_large" if situation.goal == "off" else "crop_lowering"
            return {code: {"px": now, "smaller": px}}
    return {"model_large": {"px": now, "fps": f"{1 / max(load.work, 1e-9):.3g}"}}


def _of_the_machine(limiting: Stage, situation: Situation) -> _Causes:
    causes: _Causes = {}
    cpu, load = situation.cpu, situation.load
    if situation.backend_note:
        causes["backend"] = {"note": situation.backend_note}
    others = cpu is not None and cpu.others is not None and cpu.others > OTHERS * cpu.cores
    if cpu is not None and others:
        causes["other_programs"] = {"used": f"{cpu.others:.1f}", "cores": cpu.cores}
    elif cpu is not None and cpu.full and limiting != "generator":  # which is meant to use all
        causes["cores_full"] = {"used": f"{cpu.own:.1f}", "cores": cpu.cores}
    if situation.recording and (cpu is None or cpu.full):
        causes["recording"] = {}
    generator, quickest = load.stages.get("generator", 0.0), situation.quickest
    if quickest is not None and not others and generator > SLOWED * quickest:
        causes["slowed_down"] = {"ms": _ms(generator), "quickest": _ms(quickest)}
    return causes


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:.0f}"
