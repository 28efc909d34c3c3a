"""Thumbnails of the user's own face in every style, drawn in idle time and kept on this machine.

A thread of low priority draws one after the other with a session of its own, on one core, and rests
between two much longer than one takes. While the live picture is not as quick as it is to be, it
waits. Portrait and thumbnails lie in one folder, for the user alone, and go with one call.
"""

import hashlib
import logging
import os
import shutil
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event, Lock, Thread, get_native_id

import platformdirs

from checkpoint.manifest import ModelManifest, Style
from vtoonify_rt import compose
from vtoonify_rt.errors import AppError
from vtoonify_rt.frame import Image
from vtoonify_rt.image_io import read_image, write_image
from vtoonify_rt.inference import Session
from vtoonify_rt.memory import available_mb
from vtoonify_rt.own_portrait import Portrait

logger = logging.getLogger(__name__)

THUMBNAIL_PX = 160
VTOONIFY_PX = 160  # that a VToonify is shown of the head: it gives four pixels for one
VTOONIFY_MB = 6000  # of memory that must be free before one is loaded beside the live picture
RESTS = 19.0  # times as long as the drawing took: a twentieth of one core at the most
LEAST_REST = 0.2  # seconds
LOOK = 1.0  # seconds between two looks whether there is time, or something to draw
NICENESS = 15  # of 19
_GRAPHS = ("frame.onnx", "style.onnx", "styles.npz")  # what a picture depends on

Wanted = Sequence[tuple[ModelManifest, Style]]


def own_face_folder() -> Path:
    """Return where portrait and thumbnails are kept; it need not exist."""
    return platformdirs.user_cache_path("vtoonify-rt") / "own-face"


class OwnThumbnails:
    """Draws what `want` asks for; any thread calls.

    `open_session` loads a model for one thread on the CPU. `may_work` says whether the live picture
    can spare the time.
    """

    def __init__(
        self,
        folder: Path,
        open_session: Callable[[ModelManifest], Session],
        *,
        may_work: Callable[[], bool],
        clock: Callable[[], float] = time.perf_counter,
    ) -> None:
        self._folder = folder
        self._open_session = open_session
        self._may_work = may_work
        self.drawn = 0  # thumbnails, since it was made; any thread may look
        self._clock = clock
        self._lock = Lock()  # of the five below, and of the folder
        self._wanted: Wanted = ()
        self._portrait: Portrait | None = None
        self._digest = ""  # of the portrait; "": there is none
        self._given_up: set[str] = set()  # ids of models that cannot be drawn
        self._all_drawn = False  # since any of these changed
        self._session: Session | None = None  # of the drawing thread,
        self._shown: Portrait | None = None  # and whom it paints
        self._stop = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Read the portrait that was kept, if any, and begin to draw."""
        self._thread = Thread(target=self._run, name="thumbnails", daemon=True)
        self._thread.start()

    def stop(self, timeout: float = 10.0) -> None:
        """Draw no more; returns once a thumbnail that is being drawn is done."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout)

    def want(self, wanted: Wanted) -> None:
        """Have these styles drawn, in this order."""
        with self._lock:
            self._wanted = tuple(wanted)
            self._given_up.clear()
            self._all_drawn = False

    def take(self, portrait: Portrait) -> None:
        """Draw this portrait from now on; the thumbnails of another one are removed.

        What cannot be written is a line in the log: the models' own thumbnails serve.
        """
        with self._lock:
            self._portrait, self._digest = None, ""
            try:
                self._remove()
                self._folder.mkdir(mode=0o700, parents=True)
                write_image(self._folder / "head.png", portrait.head)
                write_image(self._folder / "face.png", portrait.face)
            except (AppError, OSError) as error:
                logger.warning("the portrait is not kept: %s", error)
                return
            self._hold(portrait)

    def clear(self) -> None:
        """Remove portrait and thumbnails. Raises OSError if they cannot be."""
        with self._lock:
            self._portrait, self._digest = None, ""
            self._remove()

    @property
    def has_portrait(self) -> bool:
        """Whether there is a portrait to draw."""
        return bool(self._digest)

    def thumbnail(self, model: ModelManifest, style: Style) -> Path | None:
        """Return the file of the user's face in a style; None: not drawn yet."""
        path = self._path(model, style)
        return path if path is not None and path.is_file() else None

    def draw_next(self) -> float:
        """Draw one thumbnail if there is time, and return how long to rest."""
        if not self._may_work():
            return LOOK
        start = self._clock()
        missing = self._missing()
        if missing is None:
            self._close()
            return LOOK
        model, style, path, portrait = missing
        try:
            picture = self._draw(model, style, portrait)
            with self._lock:
                if path == self._path(model, style):  # else there is another portrait by now
                    write_image(path, picture)
        except AppError as error:
            logger.warning("no thumbnails of %s: %s", model.id, error)
            with self._lock:
                self._given_up.add(model.id)
            return LOOK
        self.drawn += 1
        return max(LEAST_REST, RESTS * (self._clock() - start))

    def _run(self) -> None:
        if hasattr(os, "setpriority"):  # of this thread, on Linux
            os.setpriority(os.PRIO_PROCESS, get_native_id(), NICENESS)
        self._read()
        rest = 0.0
        try:
            while not self._stop.wait(rest):
                rest = self.draw_next()
        except Exception:  # thread border: the picture goes on without thumbnails
            logger.exception("drawing thumbnails crashed")
        finally:
            self._close()

    def _read(self) -> None:
        """Take the portrait that was kept."""
        try:
            portrait = Portrait(
                read_image(self._folder / "head.png"), read_image(self._folder / "face.png")
            )
        except AppError:  # none was kept, or it is damaged: the next good frame replaces it
            return
        with self._lock:
            if self._portrait is None:
                self._hold(portrait)

    def _hold(self, portrait: Portrait) -> None:
        self._portrait = portrait
        self._digest = hashlib.sha256(portrait.head.tobytes()).hexdigest()
        self._all_drawn = False

    def _remove(self) -> None:
        if self._folder.exists():
            shutil.rmtree(self._folder)

    def _path(self, model: ModelManifest, style: Style) -> Path | None:
        digest = self._digest
        if not digest:
            return None
        graphs = [model.sha256.get(name, "") for name in _GRAPHS]
        parts = (digest, *graphs, style.id, *style.palette, f"{model.default_degree:.3f}")
        key = hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
        return self._folder / f"{key}.jpg"

    def _missing(self) -> tuple[ModelManifest, Style, Path, Portrait] | None:
        """Return what to draw next: what is not there, or cannot be read."""
        with self._lock:
            if self._portrait is None or self._all_drawn:
                return None
            for model, style in self._wanted:
                path = self._path(model, style)
                if path is None or model.id in self._given_up or _is_whole(path):
                    continue
                if model.is_vtoonify and (available_mb() or 0) < VTOONIFY_MB:
                    continue
                return model, style, path, self._portrait
            self._all_drawn = True
            return None

    def _draw(self, model: ModelManifest, style: Style, portrait: Portrait) -> Image:
        session = self._opened(model, portrait)
        session.condition(style.id, model.default_degree)
        side = VTOONIFY_PX if model.is_vtoonify else portrait.head.shape[0]
        picture = session.run(compose.resize(portrait.head, side, side))
        return compose.resize(picture, THUMBNAIL_PX, THUMBNAIL_PX)

    def _opened(self, model: ModelManifest, portrait: Portrait) -> Session:
        """Return the model's session, which knows whom it paints."""
        session = self._session
        if session is None or session.model.id != model.id or self._shown is not portrait:
            self._close()
            self._session, self._shown = session, portrait = self._open_session(model), portrait
            if session.wants_face:
                session.encode(portrait.face)
        return session

    def _close(self) -> None:
        if self._session is not None:
            self._session.close()
            self._session = self._shown = None  # what was removed is in no memory either


def _is_whole(path: Path) -> bool:
    """Tell whether a thumbnail is there to its end; a damaged one is drawn again."""
    try:
        with path.open("rb") as file:
            file.seek(-2, os.SEEK_END)
            return file.read() == b"\xff\xd9"  # the end of a JPEG
    except OSError:
        return False
