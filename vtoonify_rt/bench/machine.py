"""What a measurement was made on."""

import platform
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from vtoonify_rt import __version__
from vtoonify_rt.cpu import count_cores, cpu_name
from vtoonify_rt.doctor.machine import check_gpu
from vtoonify_rt.memory import total_mb

_PACKAGES = (
    *("onnxruntime", "onnxruntime-gpu", "openvino", "tensorrt-rtx"),
    *("mediapipe", "opencv-contrib-python", "numpy"),
)


def describe_machine() -> dict[str, Any]:
    """Return the processor, memory, graphics cards, system and libraries, for programs; None for
    what the system does not tell."""
    total = total_mb()
    return {
        "cpu": cpu_name(),
        "cores": count_cores(),
        "memory_mb": None if total is None else round(total),
        "gpus": [line for finding in check_gpu() for line in finding.data],
        "system": platform.platform(),
        "python": platform.python_version(),
        "vtoonify_rt": __version__,
        "libraries": {name: found for name in _PACKAGES if (found := _version(name)) is not None},
    }


def _version(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None
