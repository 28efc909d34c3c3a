"""A machine that is made up: what a frame costs depends on level, other programs, and luck."""

import random
from collections.abc import Callable
from dataclasses import dataclass

from vtoonify_rt.config import GovernorConfig
from vtoonify_rt.governor import Governor, GovernorChange
from vtoonify_rt.ladder import Level
from vtoonify_rt.workload import Workload

READING_S = 0.5
Rate = Callable[[float], float]  # of the time in seconds


def levels(*crops: int, every: int = 2) -> list[Level]:
    """A ladder of crops, best first."""
    return [Level(every=every, parse_every=1, crop_px=px, output_scale=4) for px in crops]


CROPS = levels(512, 448, 384, 320, 256)


def calm(_time: float) -> float:
    return 1.0


@dataclass(kw_only=True)
class Machine:
    """Runs at the governor's level and gives it a reading every half second of its own time."""

    generator: float  # seconds for a crop of 512 pixels
    fixed: float = 0.004  # seconds, whatever the crop
    look: float = 0.012  # seconds for the landmarks of a frame that is looked at
    load: Rate = calm  # by how much everything is slower, for other programs
    camera: Rate = lambda _time: 30.0  # frames per second
    faces: int = 1  # that are seen
    noise: float = 0.0  # standard deviation of a reading, of 1
    seed: int = 0

    def __post_init__(self) -> None:
        self.time = 1000.0
        self._random = random.Random(self.seed)

    def reading(self, level: Level) -> Workload:
        slower = self.load(self.time) * max(self._random.gauss(1.0, self.noise), 0.3)
        crop = self.generator * level.cost_of(self.faces) / 512**2 * slower
        stylizer = crop + self.fixed * slower
        tracker = self.look * slower / level.every
        camera = self.camera(self.time)
        self.time += READING_S
        return Workload(
            time=self.time,
            seconds=READING_S,
            fps=min(camera, 1 / max(stylizer, tracker)),
            source_fps=camera,
            latency=1.3 * (self.look * slower + stylizer),
            tracker=tracker,
            stylizer=stylizer,
            crop=crop,
        )

    def run(self, governor: Governor, seconds: float) -> list[GovernorChange]:
        """Return the changes of level, the ones that change nothing left out."""
        changes, end = [], self.time + seconds
        while self.time < end:
            change = governor.update(self.reading(governor.level))
            if change is not None:
                changes.append(change)
        return [change for change in changes if change.before != change.after]


def governor(ladder: list[Level] = CROPS, cores: int = 2, **config: object) -> Governor:
    return Governor(GovernorConfig(**config), ladder, cores)  # type: ignore[arg-type]
