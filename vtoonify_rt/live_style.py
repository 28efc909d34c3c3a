"""The style that is live: changed between two frames, or once its model is loaded beside them."""

import logging
from collections.abc import Callable
from dataclasses import replace
from threading import Lock, Thread

from checkpoint.manifest import ModelManifest, Style
from vtoonify_rt.config import FacesConfig, FaceStyle, StyleConfig
from vtoonify_rt.errors import AppError
from vtoonify_rt.governed import GovernedStylizer
from vtoonify_rt.inference import Session
from vtoonify_rt.known_styles import KnownStyles

logger = logging.getLogger(__name__)


class LiveStyle:
    """Lets a stylizer run what was chosen last; any thread calls.

    `config.style` is a style's id, or "model/style". `open_session` loads a model, which takes a
    second or longer. From a thread of their own are called `on_model`, once another model runs, and
    `on_error` when one cannot be loaded: the picture goes on with the style before.
    """

    def __init__(
        self,
        config: StyleConfig,
        open_session: Callable[[ModelManifest], Session],
        *,
        on_model: Callable[[ModelManifest], None],
        on_error: Callable[[AppError], None],
    ) -> None:
        self._open_session = open_session
        self._on_model = on_model
        self._on_error = on_error
        self._lock = Lock()  # of all below
        self._config = config
        self._styles = KnownStyles()
        self._stylizer: GovernedStylizer | None = None
        self._model: ModelManifest | None = None  # that it runs
        self._loading: set[str] = set()  # ids of models

    def chosen(self) -> tuple[ModelManifest, StyleConfig]:
        """Return the model to run, and what to run on it: there `style` is an id of the model's.

        Raises ModelError for a style that does not exist.
        """
        with self._lock:
            return self._chosen()

    def take_over(self, stylizer: GovernedStylizer, model: ModelManifest) -> None:
        """Hand all changes to `stylizer`, which runs `model`; the first is what was chosen since
        it was made."""
        with self._lock:
            self._stylizer, self._model = stylizer, model
            self._follow(self._config)

    def configure(self, config: StyleConfig) -> None:
        """Use `config` from the next frame on, or once its model is loaded.

        Raises ModelError for a style that does not exist.
        """
        with self._lock:
            self._follow(config)

    def reload(self, model: ModelManifest) -> None:
        """Open `model` anew if it is the one that runs, since there is a quicker backend for it;
        returns once it runs on that."""
        with self._lock:
            stylizer, running = self._stylizer, self._model
        if stylizer is not None and running is not None and running.id == model.id:
            self._load(stylizer, model)

    def _follow(self, config: StyleConfig) -> None:
        """Do what `configure` promises; `_lock` is held."""
        if self._stylizer is None or self._model is None:
            self._config = config
            return
        model, style = self._styles.find(config.style)
        self._config = config
        if model.id == self._model.id:
            self._stylizer.configure(self._on(model, style, config))
        elif model.id not in self._loading:  # else it takes what is chosen by then
            self._loading.add(model.id)
            Thread(target=self._switch, args=(self._stylizer, model), name="load model").start()

    def _switch(self, stylizer: GovernedStylizer, model: ModelManifest) -> None:
        if self._load(stylizer, model):
            self._on_model(model)

    def _load(self, stylizer: GovernedStylizer, model: ModelManifest) -> bool:
        """Load `model`, and run it if it is still the one that is chosen; return whether it is."""
        stylizer.pause(True)
        session: Session | None = None
        failed: AppError | None = None
        try:
            session = self._open_session(model)
        except AppError as error:
            failed = error
        finally:
            with self._lock:
                self._loading.discard(model.id)
                is_taken = session is not None and self._take(stylizer, session)
                if not self._loading:
                    stylizer.pause(False)
        if failed is not None:  # told last: who hears it may choose the same again
            logger.warning("%s not loaded: %s", model.id, failed)
            self._on_error(failed)
        return is_taken

    def _take(self, stylizer: GovernedStylizer, session: Session) -> bool:
        """Run a loaded model as is chosen by now, or close it; `_lock` is held."""
        wanted, config = self._chosen()
        if wanted.id != session.model.id:
            session.close()
            return False
        self._model = wanted
        stylizer.use(session, config)
        return True

    def _chosen(self) -> tuple[ModelManifest, StyleConfig]:
        model, style = self._styles.find(self._config.style)
        return model, self._on(model, style, self._config)

    def _on(self, model: ModelManifest, style: Style, config: StyleConfig) -> StyleConfig:
        """Return `config` as `model` takes it: a look of another one cannot be painted as well, and
        a face's waits until that one runs."""
        other = config.other
        if other is not None:
            other_model, other_style = self._styles.find(other.style)
            is_same = other_model.id == model.id
            other = replace(other, style=other_style.id) if is_same else None
        faces = replace(config.faces, styles=_styles_of(model, config.faces))
        return replace(config, style=style.id, other=other, faces=faces)


def _styles_of(model: ModelManifest, faces: FacesConfig) -> tuple[FaceStyle, ...]:
    """Return those of the faces' own styles that are the model's, by its ids."""
    known = {style.id for style in model.styles}
    own = [(face, face.look.style.removeprefix(f"{model.id}/")) for face in faces.styles]
    return tuple(replace(f, look=replace(f.look, style=id_)) for f, id_ in own if id_ in known)
