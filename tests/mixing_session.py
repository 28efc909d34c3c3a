"""A session whose pictures are one grey level, the mean of its conditioning."""

import numpy as np
from fakes import FakeSession

from vtoonify_rt.frame import Image, Parsing

LEVEL = {"comic": 40.0, "poster": 200.0, "pencil": 120.0}


class MixingSession(FakeSession):
    """Gives a style's `LEVEL`, times its degree; counts what `runs` were conditioned by."""

    def __init__(self) -> None:
        super().__init__()
        self._chosen = self._mixed = np.zeros((1, 3), np.float32)
        self.runs: list[float] = []

    def condition(self, style, degree, palette=None, color_transfer=None) -> None:
        super().condition(style, degree, palette)
        self._chosen = np.full((1, 3), degree * LEVEL[style], np.float32)
        self._mixed = self._chosen.copy()

    @property
    def conditioning(self) -> np.ndarray:
        return self._mixed.copy()

    def mix(self, start: np.ndarray, share: float) -> None:
        self._mixed = start + np.float32(share) * (self._chosen - start)
        if share == 1.0:
            self._mixed = self._chosen.copy()

    def run(self, picture: Image, parsing: Parsing | None = None) -> Image:
        level = float(self._mixed.mean())
        self.runs.append(level)
        return np.full_like(picture, round(level))
