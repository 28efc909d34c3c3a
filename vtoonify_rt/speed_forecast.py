"""How long a model will take for a picture on this machine, before it is fetched.

The starter is measured, by the session that the live picture uses; other families are so many
times as slow, by a ratio that was measured once. It is a forecast: say "about" before it.

The ratio is that of networks of the published sizes, with made-up weights, on two cores of an AMD
EPYC (Zen 4) without a graphics card, ONNX Runtime 1.32, on 2026-11-22; docs/vtoonify.md tells how,
and how far off a forecast was. Other processors have other ratios.
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Event

import numpy as np

from checkpoint.errors import Stopped
from checkpoint.installed import STARTER
from checkpoint.manifest import load_manifest
from checkpoint.model import Family
from vtoonify_rt.inference import open_session
from vtoonify_rt.inference.graph import verified_graph
from vtoonify_rt.inference.threads import fastest_thread_count

MIN_RUNS = 12
MIN_SECONDS, MAX_SECONDS = 0.5, 3.0  # a busy machine has few runs in half a second
RATIOS: Mapping[Family, float] = {  # seconds per picture, of the starter's
    "lite": 1.0,
    "vtoonify_d": 410.0,  # 6.8 s, the starter 16.7 ms; both at their default crops
    "vtoonify_t": 360.0,  # 6.0 s
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """How quick this machine was when it was measured."""

    starter_seconds: float  # for a picture of its default crop, the quickest of several
    threads: int  # that it ran on


def measure_speed(stop: Event | None = None) -> Speed:
    """Stylize with the starter for half a second to three, after one run that plans its memory.

    The quickest run counts: what else the machine does slows the starter's short pieces of work far
    more than those of the models that are foretold.

    The very first time on a machine, thread counts are measured too, which takes a second more.
    Raises Stopped soon after `stop` is set, and ModelError if the starter is damaged.
    """
    model = load_manifest(STARTER)
    threads = fastest_thread_count(verified_graph(model, "frame.onnx"), model)
    session = open_session(model, threads=threads, backend="onnxruntime")  # as were the ratios
    try:
        picture = np.full((model.crop_px, model.crop_px, 3), 128, np.uint8)
        session.run(picture)
        seconds: list[float] = []
        while not _enough(seconds):
            if stop is not None and stop.is_set():
                raise Stopped
            start = time.perf_counter()
            session.run(picture)
            seconds.append(time.perf_counter() - start)
    finally:
        session.close()
    return Speed(starter_seconds=min(seconds), threads=threads)


def _enough(seconds: list[float]) -> bool:
    total = sum(seconds)
    return total >= MAX_SECONDS or (total >= MIN_SECONDS and len(seconds) >= MIN_RUNS)


def seconds_per_picture(family: Family, speed: Speed) -> float:
    """Return about how long a model of this family takes for a picture of its default crop, at its
    largest output scale, on a machine of this `speed`."""
    return RATIOS[family] * speed.starter_seconds
