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
        self._lock = Lock()  # of the three below
        self._wish: object = None  # the last one
        self._build: EngineBuild | None = None
        self._closed = False

    @property
    def build(self) -> EngineBuild | None:
        """The build of the model that is live, running or ended; None: nothing was to build."""
        return self._build

    def want(self, model: ModelManifest) -> None:
        """Have the engines of `model`, and no longer those of another; returns at once."""
        wish = object()
        self._replace(wish)
        Thread(target=self._begin, args=(model, wish), name="engines", daemon=True).start()

    def close(self) -> None:
        """Build no more; what was finished stays."""
        with self._lock:
            self._closed = True
        self._replace(None)

    def _begin(self, model: ModelManifest, wish: object) -> None:
        build = self._start(model, self._look)
        if build is None:
            return
        with self._lock:
            is_wanted = wish is self._wish and not self._closed  # it took a second
            if is_wanted:
                self._build = build
        if is_wanted:
            self._look(build)  # it may have ended before we knew it
        else:
            build.cancel()

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

    def _replace(self, wish: object) -> None:
        """Cancel what is built for the wish before."""
        with self._lock:
            self._wish = wish
            build, self._build = self._build, None
        if build is not None:
            build.cancel()
