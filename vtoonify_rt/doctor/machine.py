"""What this computer has: a display, processors that run the model, cameras, free disk space.

Each check takes what it asks as arguments, so that tests can answer.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs

from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER, models_folder
from vtoonify_rt.doctor import Check, Finding, Status
from vtoonify_rt.nvidia_smi import ask_cards

if TYPE_CHECKING:
    from vtoonify_rt.inference.trial import Trial
    from vtoonify_rt.sources.cameras import CameraDevice

_GPU_PROVIDERS = frozenset({"CUDAExecutionProvider", "NvTensorRTRTXExecutionProvider"})


def check_display(environment: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """On Linux, find out whether there is anything that a window could appear on."""
    if sys.platform != "linux":
        return
    shown = environment.get("WAYLAND_DISPLAY") or environment.get("DISPLAY")
    if shown:
        yield Finding(name="display", status="ok", detail=shown, data=shown)
    else:
        yield Finding(
            name="display",
            status="warning",
            detail="none: the window cannot open; the command line works",
            remedy="Log in to a desktop, or start the window with xvfb-run",
        )


def _try_starter() -> "list[Trial]":
    from vtoonify_rt.inference.known_backends import KINDS
    from vtoonify_rt.inference.threads import wanted_threads
    from vtoonify_rt.inference.trial import Trial
    from vtoonify_rt.inference.trial_process import try_present

    model = load_manifest(STARTER)
    lacking = [
        Trial(backend=kind.id, name=kind.title, runs=False, absent=True, reason=reason)
        for kind in KINDS
        if (reason := kind.missing(model))
    ]
    return try_present(model, wanted_threads(model, None)) + lacking


def check_backends(trials: "Callable[[], list[Trial]]" = _try_starter) -> Iterator[Finding]:
    """Run the starter on every backend that is installed, and compare the pictures.

    One whose library or hardware this computer lacks is no fault.
    """
    for trial in trials():
        status: Status = "ok" if trial.runs or trial.absent else "warning"
        yield Finding(
            name="backends",
            status=status,
            detail=_told(trial),
            remedy=""
            if status == "ok"
            else "Install the vendor's driver and libraries; until "
            "then another backend does the work",
            data=asdict(trial),
        )


def _told(trial: "Trial") -> str:
    if not trial.runs:
        failed = "is not here" if trial.absent else "does not run the starter"
        return f"{trial.name} {failed}: {trial.reason}"
    time = f"{trial.name} runs the starter in {trial.milliseconds or 0:.1f} ms"
    return f"{time}, its picture {trial.psnr:.0f} dB from the CPU's" if trial.is_compared else time


def _cards() -> list[str]:
    return ask_cards("name", "driver_version", "memory.total")


def _providers() -> list[str]:
    import onnxruntime

    return list(onnxruntime.get_available_providers())


def check_gpu(
    cards: Callable[[], list[str]] = _cards, providers: Callable[[], list[str]] = _providers
) -> Iterator[Finding]:
    """Ask NVIDIA's driver for GPUs, and say how to use them if nothing here can."""
    try:
        lines = cards()
    except (OSError, subprocess.SubprocessError):
        lines = []
    if not lines:
        yield Finding(name="GPU", status="ok", detail="no NVIDIA GPU; the CPU is used", data=[])
    elif _GPU_PROVIDERS & set(providers()):
        yield Finding(name="GPU", status="ok", detail="; ".join(lines), data=lines)
    else:
        yield Finding(
            name="GPU",
            status="warning",
            detail=f"{'; '.join(lines)} is there, but this installation only uses the CPU",
            remedy="Install the extra that fits: vtoonify-rt[gpu]",
            data=lines,
        )


def _cameras() -> "list[CameraDevice]":
    from vtoonify_rt.sources.cameras import list_cameras

    return list_cameras()


def check_cameras(cameras: "Callable[[], list[CameraDevice]]" = _cameras) -> Iterator[Finding]:
    """List the cameras."""
    found = cameras()
    data = [{"id": camera.id, "name": camera.name} for camera in found]
    if found:
        detail = ", ".join(f"{camera.name} ({camera.id})" for camera in found)
        yield Finding(name="cameras", status="ok", detail=detail, data=data)
    else:
        yield Finding(
            name="cameras",
            status="warning",
            detail="none: the window plays the sample clip",
            remedy="Plug a camera in; if it is, check that this program may use it",
            data=data,
        )


def check_disk(
    folders: Mapping[str, tuple[Path, int]] | None = None,
    free: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    writable: Callable[[Path], bool] = lambda path: os.access(path, os.W_OK),
) -> Iterator[Finding]:
    """Find out whether there is room for models and recordings: folder and MB for each use."""
    for use, (folder, wanted) in (folders or _folders()).items():
        place = next(path for path in (folder, *folder.parents) if path.exists())
        megabytes = free(place) // 10**6
        data = {"folder": str(folder), "free_mb": megabytes}
        if not writable(place):
            detail, remedy = f"may not write to {place}", "Check its permissions"
        elif megabytes < wanted:
            detail, remedy = f"only {megabytes} MB are free in {folder}", "Free some space"
        else:
            detail, remedy = f"{megabytes} MB are free in {folder}", ""
        status: Status = "warning" if remedy else "ok"
        yield Finding(
            name=f"disk for {use}", status=status, detail=detail, remedy=remedy, data=data
        )


def _folders() -> dict[str, tuple[Path, int]]:
    return {
        "models": (models_folder(), 200),
        "videos": (platformdirs.user_videos_path(), 1000),  # a minute of 720p takes about 40 MB
    }


CHECKS: tuple[tuple[str, Check], ...] = (
    ("display", check_display),
    ("backends", check_backends),
    ("GPU", check_gpu),
    ("cameras", check_cameras),
    ("disk", check_disk),
)
