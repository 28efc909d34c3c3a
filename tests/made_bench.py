"""Results of benchmarks, made up, and short measurements of a small clip."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from made_video import make_video

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.bench.account import Account
from vtoonify_rt.bench.cold import ColdStart
from vtoonify_rt.bench.request import BenchRequest
from vtoonify_rt.bench.result import BenchResult
from vtoonify_rt.bench.series import Moment
from vtoonify_rt.bench.tally import Pace
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.image_io import read_image
from vtoonify_rt.timing import Percentiles

PORTRAIT = Path(__file__).parent / "media" / "astronaut.jpg"

ACCOUNT = Account(  # the second round is one of a busy machine
    full=(
        Pace(fps=40.0, cpu_ms=40.0, cores_busy=1.6),
        Pace(fps=10.0, cpu_ms=44.0, cores_busy=0.44),
        Pace(fps=44.0, cpu_ms=42.0, cores_busy=1.8),
    ),
    bare=(
        Pace(fps=50.0, cpu_ms=36.0, cores_busy=1.8),
        Pace(fps=50.0, cpu_ms=36.0, cores_busy=1.8),
        Pace(fps=50.0, cpu_ms=36.0, cores_busy=1.8),
    ),
    sequential=(
        Pace(fps=25.0, cpu_ms=40.0, cores_busy=1.0),
        Pace(fps=20.0, cpu_ms=40.0, cores_busy=0.8),
        Pace(fps=32.0, cpu_ms=40.0, cores_busy=1.28),
    ),
    processor_ms={"decode": 4.0, "landmarks": 6.0, "generator": 23.6, "surroundings": 2.0},
)
RESULT = BenchResult(
    clip="sample",
    model="starter",
    style="comic",
    backend="ONNX Runtime CPU, 2 threads",
    crop_px=384,
    camera_fps=None,
    frames=300,
    fps=33.333,
    generator_fps=50.0,
    latency=Percentiles(45.0, 61.0, 70.0),
    stages={
        "decode": Percentiles(5.0, 11.0, 12.0),
        "landmarks": Percentiles(10.0, 20.0, 21.0),
        "generator": Percentiles(20.0, 25.0, 27.5),
        "sinks": Percentiles(0.5, 0.6, 0.7),
        "preview": Percentiles(0.25, 3.0, 4.0),
    },
    pace=Pace(fps=33.0, cpu_ms=50.04, cores_busy=1.651),
    peak_rss_mb=401.26,
    rss_mb=(380.0, 391.2, 391.4, 391.5),
    cold=ColdStart(
        program_ms=800.0,
        source_ms=50.0,
        model_ms=90.0,
        face_model_ms=400.0,
        first_frame_ms=110.0,
        total_ms=1400.0,
        first_latency_ms=(80.0, 70.0),
    ),
    moments=tuple(
        Moment(
            seconds=10.0 * step,
            fps=30.0,
            latency_p50_ms=45.0,
            latency_p95_ms=61.0,
            rss_mb=390.0 + step,
        )
        for step in (1, 2, 3)
    ),
    account=None,
    machine={
        "cpu": "Made 3000",
        "cores": 2,
        "memory_mb": 8000,
        "gpus": [],
        "system": "Linux-6",
        "python": "3.11.9",
        "vtoonify_rt": "3.0",
        "libraries": {"onnxruntime": "1.32.0"},
    },
)


def told(**changes: Any) -> dict[str, Any]:
    """Return the result as JSON, with some of its fields changed."""
    return replace(RESULT, **changes).as_json()


def make_portrait_clip(path: Path) -> Path:
    """Write a video that shows a face, five frames long."""
    picture = read_image(PORTRAIT)
    return make_video(path, frames=5, width=320, height=320, draw=lambda *_: picture)


def small_request(clip: Path, **options: Any) -> BenchRequest:
    """Return the request for a quick measurement."""
    config = StyleConfig(crop_px=128)
    return BenchRequest(clip=str(clip), model=load_manifest(STARTER), config=config, **options)
