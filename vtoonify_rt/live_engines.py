"""Engines for the model that is live: built beside the picture, which goes on without them."""

import logging
from collections.abc import Callable
from threading import Lock, Thread

from checkpoint.manifest import ModelManifest
from vtoonify_rt.engine_build import EngineBuild, build_if_needed

logger = logging.getLogger(__name__)

Start = Callable[[ModelManifest, Callable[[EngineBuild], None]], EngineBuild | None]


class LiveEngines:
    """Builds what TensorRT lacks for one model at a time, where there is a GPU for it.

    `ready` is called with the model, from a thread of its own, when its engines are there: then
    opening it anew finds them. Any thread calls.
    """

    def __init__(
        self, ready: Callable[[ModelManifest], None], start: Start = build_if_needed
    ) -> None:
        self._ready = ready
        self._start = start
        self._lock = Lock()  # of the two below
        self._build: EngineBuild | None = None
        self._closed = False

    @property
    def build(self) -> EngineBuild | None:
        """The build of the model that is live, running or ended; None: nothing was to build."""
        return self._build

    def want(self, model: ModelManifest) -> None:
        """Have the engines of `model`, and no longer those of another; returns at once."""
        self._cancel()
        Thread(target=self._begin, args=(model,), name="engines", daemon=True).start()

    def close(self) -> None:
        """Build no more; what was finished stays."""
        with self._lock:
            self._closed = True
        self._cancel()

    def _begin(self, model: ModelManifest) -> None:
        build = self._start(model, self._look)
        with self._lock:
            self._build = build
            closed = self._closed
        if build is None:
            return
        if closed:
            build.cancel()
        self._look(build)  # it may have ended before we knew it

    def _look(self, build: EngineBuild) -> None:
        """Take note of progress; called from the build's thread, too."""
        with self._lock:
            is_done = build is self._build and build.state == "done" and not self._closed
            if is_done:
                self._build = None
        if build.state == "failed":
            logger.warning("no engines for %s: %s", build.model.id, build.error)
        if is_done:
            self._ready(build.model)

    def _cancel(self) -> None:
        with self._lock:
            build, self._build = self._build, None
        if build is not None:
            build.cancel()
