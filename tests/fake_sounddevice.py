"""Stands for the module `sounddevice`: devices that a test lists, and streams that it feeds."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np


def device(name: str, *, inputs: int = 1, way: int = 0, rate: float = 48_000.0) -> dict[str, Any]:
    return {
        "name": name,
        "max_input_channels": inputs,
        "hostapi": way,
        "default_samplerate": rate,
    }


@dataclass
class FakeSoundDevice:
    """The module. `begun`: how often it has looked for devices."""

    devices: list[dict[str, Any]] = field(default_factory=list)
    ways: tuple[str, ...] = ("ALSA",)
    default_inputs: tuple[int, ...] = (0,)
    system: int = -1
    refuses: str = ""
    begun: int = 0
    clock: float = 5000.0  # PortAudio's own
    streams: list["FakeStream"] = field(default_factory=list)

    class PortAudioError(Exception):
        pass

    @property
    def default(self) -> SimpleNamespace:
        return SimpleNamespace(device=(self.system, -1))

    def _terminate(self) -> None:
        pass

    def _initialize(self) -> None:
        self.begun += 1

    def query_hostapis(self) -> list[dict[str, Any]]:
        defaults = zip(self.ways, self.default_inputs, strict=True)
        return [{"name": name, "default_input_device": index} for name, index in defaults]

    def query_devices(self) -> list[dict[str, Any]]:
        return self.devices

    def InputStream(self, **wanted: Any) -> "FakeStream":
        if self.refuses:
            raise self.PortAudioError(self.refuses)
        self.streams.append(FakeStream(self, wanted))
        return self.streams[-1]


class FakeStream:
    def __init__(self, module: FakeSoundDevice, wanted: dict[str, Any]) -> None:
        self._module = module
        self.wanted = wanted
        self.closed = False

    @property
    def time(self) -> float:
        if self.closed:
            raise self._module.PortAudioError("Error getting stream time")
        return self._module.clock

    def start(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True

    def bring(self, captured: float, *, value: float = 0.5, overflow: bool = False) -> None:
        """Call as PortAudio does, with 480 samples of each channel captured at its time."""
        data = np.full((480, self.wanted["channels"]), value, np.float32)
        times = SimpleNamespace(inputBufferAdcTime=captured, currentTime=self._module.clock)
        self.wanted["callback"](data, 480, times, SimpleNamespace(input_overflow=overflow))

    def vanish(self) -> None:
        self.wanted["finished_callback"]()
