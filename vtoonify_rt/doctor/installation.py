"""Whether this installation is whole: packages, system libraries, models.

Each check takes what it asks as arguments, so that tests can answer.
"""

import importlib.metadata
import os
import platform
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest, load_manifest
from checkpoint.store import STARTER, folders_in, models_folder
from vtoonify_rt import __version__
from vtoonify_rt.doctor import Check, Finding
from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.system_libraries import SystemLibrary, install_command, missing_libraries

_NEEDED = ("numpy", "opencv-contrib-python", "mediapipe", "onnxruntime", "av", "PySide6-Essentials")
_MAY_BE = ("onnxruntime-gpu", "openvino", "tensorrt-rtx", "sounddevice", "pyvirtualcam")
_OTHER_CV2 = ("opencv-python", "opencv-python-headless", "opencv-contrib-python-headless")


def check_versions() -> Iterator[Finding]:
    """Say what this is and what it runs on."""
    system = platform.platform()
    cores = os.cpu_count()
    yield Finding(
        name="versions",
        status="ok",
        detail=f"VToonify RT {__version__}, Python {platform.python_version()}, {system}, "
        f"{cores} cores",
        data={
            "vtoonify_rt": __version__,
            "python": platform.python_version(),
            "platform": system,
            "machine": platform.machine(),
            "cpu_count": cores,
        },
    )


def installed_version(name: str) -> str | None:
    """Return the version of an installed package, or None."""
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None


def check_packages(
    version_of: Callable[[str], str | None] = installed_version,
) -> Iterator[Finding]:
    """Find packages that are missing, or that break each other."""
    found = {n: v for n in (*_NEEDED, *_MAY_BE, *_OTHER_CV2) if (v := version_of(n)) is not None}
    missing = [n for n in _NEEDED if n not in found]
    if "onnxruntime-gpu" in found and "onnxruntime" in missing:
        missing.remove("onnxruntime")  # it takes its place
    if missing:
        yield Finding(
            name="packages",
            status="problem",
            detail=f"missing: {', '.join(missing)}",
            remedy="Install VToonify RT again",
            data=found,
        )
    else:
        versions = ", ".join(f"{name} {version}" for name, version in found.items())
        yield Finding(name="packages", status="ok", detail=versions, data=found)
    yield from _clashes(found)


def _clashes(found: Mapping[str, str]) -> Iterator[Finding]:
    if "onnxruntime" in found and "onnxruntime-gpu" in found:
        yield Finding(
            name="packages",
            status="warning",
            detail="onnxruntime and onnxruntime-gpu overwrite each other's files",
            remedy="Uninstall both and install one of them again",
        )
    for other in _OTHER_CV2:
        if other in found:
            yield Finding(
                name="packages",
                status="warning",
                detail=f"{other} and opencv-contrib-python overwrite each other's files",
                remedy=f"Uninstall both and install opencv-contrib-python again without {other}",
            )


def check_libraries(
    missing: Callable[[], Iterable[SystemLibrary]] = missing_libraries,
    command: Callable[[Iterable[SystemLibrary]], str | None] = install_command,
) -> Iterator[Finding]:
    """Find shared libraries that the system lacks, by what needs them."""
    lacking = list(missing())
    if not lacking:
        yield Finding(name="system libraries", status="ok", detail="all there", data=[])
    for need in dict.fromkeys(library.needed_for for library in lacking):
        libraries = [library for library in lacking if library.needed_for == need]
        files = [library.file for library in libraries]
        line = command(libraries)
        yield Finding(
            name="system libraries",
            status="problem" if need in ("everything", "faces") else "warning",
            detail=f"missing for {need}: {', '.join(files)}",
            remedy=f"Run as root: {line}" if line else "Install the packages that contain them",
            data=files,
        )


def check_starter(folder: Path = STARTER) -> Iterator[Finding]:
    """Read the starter model and check the sha256 of each of its files."""
    model = _load_whole(folder)
    styles = [style.id for style in model.styles]
    yield Finding(
        name="starter model",
        status="ok",
        detail=f"version {model.version}, whole, {len(styles)} styles",
        data={"version": model.version, "styles": styles},
    )


def _load_whole(folder: Path) -> ModelManifest:
    model = load_manifest(folder)
    for name in model.sha256:
        model.verify(name)
    return model


def check_models(folder: Path | None = None) -> Iterator[Finding]:
    """Check every model of the user's."""
    place = folder or models_folder()
    paths = folders_in(place)
    whole = []
    for path in paths:
        try:
            whole.append(_load_whole(path).id)
        except ModelError as error:
            yield Finding(
                name="your models",
                status="warning",
                detail=error.message,
                remedy=error.hint,
                data=str(path),
            )
    if whole or not paths:
        detail = f"{', '.join(whole) or 'none'}, in {place}"
        yield Finding(name="your models", status="ok", detail=detail, data=whole)


def check_faces() -> Iterator[Finding]:
    """Load the face model, which checks its sha256, and look for a face in a grey picture."""
    import numpy as np

    from vtoonify_rt.face.landmarks import MediapipeLandmarker

    landmarker = MediapipeLandmarker()
    landmarker.detect(np.full((64, 64, 3), 128, np.uint8), 0.0)
    landmarker.close()
    yield Finding(name="face model", status="ok", detail="whole, and runs")


def check_sound(
    microphones: Callable[[], Iterable[str]] | None = None,
) -> Iterator[Finding]:
    """Say which microphones recordings can have; without one they are silent."""
    try:
        names = list((microphones or _microphones)())
    except MicrophoneError as error:
        yield Finding(name="sound", status="warning", detail=error.message, remedy=error.hint)
        return
    detail = ", ".join(names) or "no microphone: recordings have no sound"
    yield Finding(name="sound", status="ok", detail=detail, data=names)


def _microphones() -> list[str]:
    from vtoonify_rt.microphone.devices import list_microphones

    return [device.name for device in list_microphones()]


CHECKS: tuple[tuple[str, Check], ...] = (
    ("versions", check_versions),
    ("packages", check_packages),
    ("system libraries", check_libraries),
    ("starter model", check_starter),
    ("your models", check_models),
    ("face model", check_faces),
    ("sound", check_sound),
)
