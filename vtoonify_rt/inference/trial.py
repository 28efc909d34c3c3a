"""Whether a backend gives the right picture here, and how quickly: by a run with a known answer.

A library that was built for a GPU lists it where there is none, a precision may be too coarse for
a network, and a driver may give black. So each backend runs the model's own graphs on a picture,
and is compared with ONNX Runtime on the CPU. That itself must not be blank: then the weights are
damaged.

`vtoonify-rt try-backend MODEL BACKEND THREADS EXPECTED SECONDS`, which is for `trial_process.py`
alone, does it in a process of its own and prints the trial as JSON.
"""

import faulthandler
import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import cv2
import numpy as np

from checkpoint.manifest import ModelManifest, load_manifest
from vtoonify_rt.errors import BackendFailed
from vtoonify_rt.frame import Image
from vtoonify_rt.inference.backend import BackendAbsent, Threads, first_line
from vtoonify_rt.inference.conditioning import default_conditioning
from vtoonify_rt.inference.frames import open_frames
from vtoonify_rt.inference.graph import no_picture, telling_damage
from vtoonify_rt.inference.known_backends import CPU, LEAST_PSNR, BackendKind, find_kind
from vtoonify_rt.likeness import SAME, psnr

SIDE = 256  # pixels, about; rounded to the model's multiple
LARGE_SIDE = 64  # of a VToonify: a fraction of a second on a CPU
SECONDS = 0.5  # that the runs take together, about
MAX_RUNS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How one backend did."""

    backend: str  # its id
    name: str
    runs: bool  # gives the right picture
    absent: bool = False  # the computer lacks what it needs, which is no fault
    reason: str = ""  # why not
    milliseconds: float | None = None  # the quickest run, of about 256 x 256; VToonify: 64 x 64
    psnr: float | None = None  # dB against ONNX Runtime on the CPU, `SAME` at most

    @property
    def is_compared(self) -> bool:
        """Whether it was compared with another one's picture."""
        return self.psnr is not None and self.backend != CPU


def try_reference(model: ModelManifest, threads: Threads) -> tuple[Trial, Image]:
    """Run ONNX Runtime on the CPU and return its trial and the picture to expect of the others.

    Raises ModelError if the model cannot be read, or gives no picture.
    """
    kind = find_kind(CPU)
    assert kind is not None  # it is in the table
    with telling_damage(model):
        name, milliseconds, picture = _run(model, kind, threads)
    if (picture == picture[0, 0, 0]).all():
        raise no_picture(model)
    trial = Trial(backend=CPU, name=name, runs=True, milliseconds=milliseconds, psnr=SAME)
    return trial, picture


def try_here(model: ModelManifest, kind: BackendKind, threads: Threads, expected: Image) -> Trial:
    """Run a backend in this process and compare its picture with the one that is expected."""
    trial = Trial(backend=kind.id, name=kind.title, runs=False)
    try:
        name, milliseconds, picture = _run(model, kind, threads)
    except BackendAbsent as error:
        return _refused(trial, first_line(error), absent=True)
    except Exception as error:  # noqa: BLE001 - vendors' libraries raise what they like
        cause = error.__cause__ if isinstance(error, BackendFailed) else None
        return _refused(trial, first_line(cause or error))
    found = psnr(picture, expected)
    least = LEAST_PSNR[kind.precision]
    reason = ""
    if not picture.any():
        reason = "gives a black picture"
    elif found < least:
        reason = f"gives another picture than the CPU: {found:.0f} dB, wanted {least:.0f}"
    return Trial(
        backend=kind.id,
        name=name,
        runs=not reason,
        reason=reason,
        milliseconds=milliseconds,
        psnr=found,
    )


def known_picture(model: ModelManifest) -> Image:
    """Return the picture that is tried, (H, W, 3): soft colours and some noise, always the same."""
    side = LARGE_SIDE if model.is_vtoonify else SIDE
    side = max(1, side // model.size_multiple) * model.size_multiple
    random = np.random.default_rng(0)
    coarse = random.integers(0, 256, (8, 8, 3), np.uint8)
    soft = cv2.resize(coarse, (side, side), interpolation=cv2.INTER_LINEAR).astype(np.int16)
    noise = random.integers(-8, 9, soft.shape, np.int16)
    picture: Image = np.clip(soft + noise, 0, 255).astype(np.uint8)
    return picture


def _refused(trial: Trial, reason: str, *, absent: bool = False) -> Trial:
    return Trial(backend=trial.backend, name=trial.name, runs=False, absent=absent, reason=reason)


def _run(model: ModelManifest, kind: BackendKind, threads: Threads) -> tuple[str, float, Image]:
    """Return the backend's name, the milliseconds of its quickest run, and its picture."""
    backend = kind.open(threads)
    frames = open_frames(model, backend, model.output_scale, kind.precision)
    try:
        frames.conditioning[:] = default_conditioning(model)
        pictures = known_picture(model)[None]
        frames.run(pictures)  # plans memory, and more
        times: list[float] = []
        while len(times) < MAX_RUNS and sum(times) < SECONDS:
            start = time.perf_counter()
            stylized = frames.run(pictures)
            times.append(time.perf_counter() - start)
        return backend.name, 1000 * min(times), stylized[0].copy()
    finally:
        frames.close()


def print_trial(folder: Path, backend: str, threads: int, expected: Path, seconds: float) -> None:
    """Try a backend and print how it did as a line of JSON; the process ends itself in time."""
    faulthandler.dump_traceback_later(seconds, exit=True)  # whatever a library hangs in
    kind = find_kind(backend)
    assert kind is not None  # our parent found it
    picture = np.load(expected, allow_pickle=False)
    trial = try_here(load_manifest(folder), kind, lambda: threads, picture)
    print(json.dumps(asdict(trial)), flush=True)
