"""What was found out about backends, kept between starts in a file of the user's cache."""

import hashlib
import importlib.metadata
import json
import logging
import platform
import subprocess
import time
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import platformdirs

from checkpoint.manifest import ModelManifest
from vtoonify_rt.cpu import cpu_name
from vtoonify_rt.inference.trial import Trial
from vtoonify_rt.nvidia_smi import ask_cards

logger = logging.getLogger(__name__)

# A failure may have passed: the graphics card was full, or the driver was just being replaced.
FAILURES_HOLD = 24 * 3600.0  # seconds
MAX_KEYS = 64  # models times versions; the oldest go
_PACKAGES = (
    "vtoonify-rt",
    *("onnxruntime", "onnxruntime-gpu", "onnxruntime-directml", "openvino"),
    *("tensorrt", "tensorrt-rtx"),
)


def recall(model: ModelManifest) -> dict[str, Trial]:
    """Return the trials of `model` that still hold here, by backend; a damaged file has none."""
    entry = _read().get(_key(model))
    trials: dict[str, Trial] = {}
    for backend, fields in entry.items() if isinstance(entry, dict) else ():
        with suppress(KeyError, TypeError, ValueError):
            age = time.time() - float(fields.pop("time"))
            trial = Trial(**fields)
            if trial.runs or 0 <= age < FAILURES_HOLD:
                trials[backend] = trial
    return trials


def keep(model: ModelManifest, trials: Mapping[str, Trial]) -> None:
    """Remember the trials of `model`; where that cannot be written they are made again."""
    known, key = _read(), _key(model)
    known.pop(key, None)  # so that it goes to the end, as the newest
    now = time.time()
    known[key] = {backend: {**asdict(trial), "time": now} for backend, trial in trials.items()}
    _write(dict(list(known.items())[-MAX_KEYS:]))


def forget(model: ModelManifest, backends: Collection[str]) -> None:
    """Forget the trials of `model` on these backends, since something has changed for them."""
    known = _read()
    entry = known.get(_key(model))
    if isinstance(entry, dict):
        known[_key(model)] = {name: entry[name] for name in entry if name not in backends}
        _write(known)


def _path() -> Path:
    return platformdirs.user_cache_path("vtoonify-rt") / "backends.json"


def _write(known: Mapping[str, Any]) -> None:
    try:
        _path().parent.mkdir(parents=True, exist_ok=True)
        _path().write_text(json.dumps(known), encoding="utf-8")
    except OSError as error:
        logger.warning("choice of backend not remembered: %s", error)


def _read() -> dict[str, Any]:
    try:
        known = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def _key(model: ModelManifest) -> str:
    """Return what a trial depends on, as one line."""
    files = json.dumps(sorted(model.sha256.items())).encode()
    content = hashlib.sha256(files).hexdigest()[:16]
    return " | ".join([content, _processor(), _gpu(), *_versions()])


@cache
def _processor() -> str:
    return cpu_name() or platform.machine()


@cache
def _gpu() -> str:
    """Return name and driver of NVIDIA's cards, "" where there is none."""
    try:
        return "; ".join(ask_cards("name", "driver_version"))
    except (OSError, subprocess.SubprocessError):
        return ""


@cache
def _versions() -> tuple[str, ...]:
    found = []
    for name in _PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found.append(f"{name} {importlib.metadata.version(name)}")
    return tuple(found)
