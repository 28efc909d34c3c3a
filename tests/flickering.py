"""A session whose pictures flicker, as a look's do: the same picture comes out different."""

import numpy as np
from fakes import FakeSession
from moving_scenes import noisy

from vtoonify_rt.frame import Image, Parsing


class FlickeringSession(FakeSession):
    """Inverts pictures, with noise of 8 grey levels, into a buffer that it uses again.

    `results`: what it returned, kept.
    """

    def __init__(self) -> None:
        super().__init__()
        self.results: list[Image] = []
        self._random = np.random.default_rng(5)
        self._buffers: dict[tuple[int, ...], Image] = {}

    def run(self, picture: Image, parsing: Parsing | None = None) -> Image:
        result = noisy(super().run(picture, parsing), 8.0, self._random)
        self.results.append(result)
        buffer = self._buffers.setdefault(result.shape, np.empty_like(result))
        buffer[:] = result
        return buffer
