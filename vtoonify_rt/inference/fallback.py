"""The frame graphs on the backend that was chosen, and on the next one when that fails.

A provider may load and fail at its first run, and a graphics card may be lost in the middle of a
call. Then the picture goes on with the next backend that was found correct, and `note` says so.
"""

import logging
from collections import deque

import numpy as np
from numpy.typing import NDArray

from checkpoint.errors import AppError
from checkpoint.manifest import ModelManifest
from vtoonify_rt.errors import BackendFailed
from vtoonify_rt.inference.backend import Threads, first_line
from vtoonify_rt.inference.choice import Choice
from vtoonify_rt.inference.frames import OTHER, FrameGraphs, Pictures, open_frames
from vtoonify_rt.inference.known_backends import BackendKind

logger = logging.getLogger(__name__)


class ChosenFrames:
    """What `FrameGraphs` is, on the first backend of `choice` that works.

    Raises BackendFailed when none is left, ModelError if a file is missing or damaged, and
    OutOfMemoryError at once: a smaller picture may fit.
    """

    def __init__(
        self, model: ModelManifest, choice: Choice, threads: Threads, output_scale: int
    ) -> None:
        self.note = choice.note
        self.backend = ""  # its name
        self._model = model
        self._threads = threads
        self._scale = output_scale
        self._left = deque(choice.kinds)
        self._graphs = self._open_next()

    @property
    def conditioning(self) -> NDArray[np.float32]:
        """What is written here in place holds for the next run, (1, C)."""
        return self._graphs.conditioning

    def parse(self, pictures: Pictures) -> NDArray[np.float32] | None:
        """See `FrameGraphs.parse`."""
        while True:
            try:
                return self._graphs.parse(pictures)
            except BackendFailed as error:
                self._replace(error)

    def run(self, pictures: Pictures, parsing: NDArray[np.float32] | None = None) -> Pictures:
        """See `FrameGraphs.run`."""
        while True:
            try:
                return self._graphs.run(pictures, parsing)
            except BackendFailed as error:
                self._replace(error)

    def close(self) -> None:
        """Give buffers and graphs back."""
        self._graphs.close()

    def _replace(self, error: BackendFailed) -> None:
        """Go over to the next backend, or raise `error` if there is none."""
        logger.error("%s failed", self.backend, exc_info=error)
        if not self._left:
            raise error
        conditioning = self._graphs.conditioning
        self._graphs.close()
        self._graphs = self._open_next(error)
        self._graphs.conditioning[:] = conditioning

    def _open_next(self, failed: AppError | None = None) -> FrameGraphs:
        """Open the next backend that loads the model; `failed` is what the last one ended with."""
        while True:
            kind = self._left.popleft()
            try:
                graphs = self._open(kind)
            except AppError as error:
                if not self._left:
                    raise
                logger.warning("%s not opened: %s", kind.title, error)
                failed = error
                continue
            if failed is not None:
                self.note = f"{failed.message}; now {self.backend} is used"
                logger.warning("%s", self.note)
            return graphs

    def _open(self, kind: BackendKind) -> FrameGraphs:
        try:
            backend = kind.open(self._threads)
            graphs = open_frames(self._model, backend, self._scale, kind.precision)
        except AppError:
            raise
        except Exception as error:  # vendors' libraries raise what they like
            raise BackendFailed(f"{kind.title} failed: {first_line(error)}", OTHER) from error
        self.backend = backend.name
        return graphs
