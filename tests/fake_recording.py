"""What records, without files and devices."""

from pathlib import Path

from vtoonify_rt.frame import Frame
from vtoonify_rt.microphone.level import Level


class FakeRecorder:
    """A take that is its own recorder: keeps frames; `fault` is raised at the next write."""

    def __init__(self, path: Path, *, raw: bool = False) -> None:
        self.path = path
        self.frames = []
        self.heard = []
        self.fault = None
        self.closed = 0
        self.elapsed = 12.3
        self.bytes_written = 4_500_000
        self.recorder = self
        self.raw = FakeRecorder(path.with_stem(f"{path.stem} raw")) if raw else None
        self.paused = False
        self.seconds_left = 9000.0
        self.dropped = 0

    def write(self, frame: Frame) -> None:
        if self.fault is not None:
            raise self.fault
        self.frames.append(frame)

    def hear(self, block) -> None:
        self.heard.append(block)

    def pause(self) -> None:
        self.paused = True

    def resume(self) -> None:
        self.paused = False

    def close(self) -> None:
        self.closed += 1


class FakeReplay:
    """Keeps frames; saves an empty file."""

    def __init__(self) -> None:
        self.frames = []
        self.closed = 0

    def write(self, frame: Frame) -> None:
        self.frames.append(frame)

    def hear(self, block) -> None:
        pass

    def save(self, path: Path) -> float:
        path.touch()
        return 30.0

    def copy(self) -> bytes:
        return b"film"

    def close(self) -> None:
        self.closed += 1


class FakeListener:
    """Hears a steady tone."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.hears = []
        self.level = Level(peak=-12.0, rms=-20.0, clipped=False)
        self.error = None
        self.closed = 0

    def add(self, hear) -> None:
        self.hears.append(hear)

    def remove(self, hear) -> None:
        self.hears.remove(hear)

    def close(self) -> None:
        self.closed += 1
