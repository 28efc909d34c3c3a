"""Which microphones there are, by name."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import RLock
from typing import Any

from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.system_libraries import install_command, missing_libraries

# Windows lists each microphone once for every way to reach it. This is the one with full names and
# right times.
_WINDOWS = "Windows WASAPI"

_library = RLock()  # PortAudio is not safe to begin anew while another thread asks it
_open_streams = 0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MicrophoneDevice:
    """A microphone that is plugged in."""

    name: str  # for the user, and the same after a restart
    index: int  # PortAudio's; changes when devices come and go
    channels: int
    rate: float  # samples per second that the system reads it at
    default: bool  # the one that the system's settings name


def load_portaudio() -> Any:
    """Return sounddevice; raises MicrophoneError where it or its library is missing."""
    try:
        import sounddevice
    except OSError as error:  # so says sounddevice without its library
        logger.info("sounddevice cannot be imported: %s", error)
        line = install_command(lib for lib in missing_libraries() if lib.needed_for == "sound")
        raise MicrophoneError(
            "No sound: the PortAudio library is missing",
            f"Run as root: {line}" if line else "Install PortAudio",
        ) from error
    except ImportError as error:
        raise MicrophoneError(
            "No sound: the Python package sounddevice is missing", "Install VToonify RT again"
        ) from error
    return sounddevice


def list_microphones(sounddevice: Any = None) -> list[MicrophoneDevice]:
    """Return the microphones, in the system's order, each name once; may take a second.

    `sounddevice`: the module; None: import it. Raises MicrophoneError when there can be no sound.
    """
    module = load_portaudio() if sounddevice is None else sounddevice
    try:
        with _library:
            _look_anew(module)
            found = list(_inputs(module))
    except module.PortAudioError as error:
        raise MicrophoneError(
            f"The microphones cannot be listed ({error})", "Check the system's sound settings"
        ) from error
    return list({device.name: device for device in reversed(found)}.values())[::-1]


def find_microphone(name: str | None, devices: list[MicrophoneDevice]) -> MicrophoneDevice:
    """Return the microphone called `name`, or the only one whose name contains it; with None the
    system's own choice.

    Raises MicrophoneError, naming those that there are.
    """
    if not devices:
        raise MicrophoneError(
            "No microphone was found", "Plug one in, or allow this program to use it"
        )
    if name is None:
        return next((device for device in devices if device.default), devices[0])
    wanted = name.casefold()
    exact = [device for device in devices if device.name.casefold() == wanted]
    found = exact or [device for device in devices if wanted in device.name.casefold()]
    if len(found) == 1:
        return found[0]
    names = ", ".join(device.name for device in found or devices)
    if found:
        raise MicrophoneError(f"More than one microphone is called {name}", f"Choose from: {names}")
    raise MicrophoneError(f"There is no microphone {name}", f"Choose from: {names}")


@contextmanager
def devices_kept() -> Iterator[None]:
    """Keep the devices' numbers as they are, for a stream that is opened within."""
    global _open_streams
    with _library:
        _open_streams += 1
    try:
        yield
    finally:
        with _library:
            _open_streams -= 1


def _look_anew(module: Any) -> None:
    """Have PortAudio see what was plugged in since it began; it would end streams that are open."""
    if not _open_streams:
        module._terminate()
        module._initialize()


def _inputs(module: Any) -> Iterator[MicrophoneDevice]:
    ways = module.query_hostapis()
    wasapi = [index for index, way in enumerate(ways) if way["name"] == _WINDOWS]
    defaults = {way["default_input_device"] for way in ways}
    system = module.default.device[0]
    system = system if system >= 0 else min((d for d in defaults if d >= 0), default=-1)
    name_of_system = ""
    devices = list(module.query_devices())
    if 0 <= system < len(devices):
        name_of_system = devices[system]["name"]
    for index, device in enumerate(devices):
        if device["max_input_channels"] < 1 or (wasapi and device["hostapi"] not in wasapi):
            continue
        yield MicrophoneDevice(
            name=device["name"],
            index=index,
            channels=device["max_input_channels"],
            rate=device["default_samplerate"],
            # Names of other ways may be cut off: MME knows 31 letters.
            default=index == system
            or (index in defaults and device["name"].startswith(name_of_system or "\0")),
        )
