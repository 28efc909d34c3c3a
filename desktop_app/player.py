"""What the user chose, and what therefore plays; no widgets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from checkpoint.manifest import ModelManifest, Style
from checkpoint.store import find_style
from desktop_app.background import Background
from desktop_app.playback import Playback
from desktop_app.run_time import SAMPLE, RunTime, camera_spec, is_camera
from desktop_app.settings import Palette, Settings
from desktop_app.translation import Language
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import AppError, ModelError

if TYPE_CHECKING:
    from vtoonify_rt.sources.cameras import CameraDevice


class Player(QObject):
    """Turns choices into settings, and settings into what the pipeline does.

    Signals:
        changed: Settings, source, or the list of cameras are others now.
        failed: Something the user wanted could not be done; the sentence to show.
    """

    changed = Signal()
    failed = Signal(object)  # AppError

    def __init__(
        self,
        run_time: RunTime,
        settings: Settings,
        playback: Playback,
        background: Background,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.settings = settings
        self.models: Sequence[ModelManifest] = ()
        self.cameras: Sequence[CameraDevice] = ()
        self.looking = False  # for cameras
        self.source = settings.source  # what plays; "" while the first camera is looked for
        self._mirror_clip = False
        self._run_time = run_time
        self._playback = playback
        self._background = background

    def start(self) -> None:
        """Read the list of models, look for cameras, and play what played last.

        Raises ModelError if the installation is broken.
        """
        self.models = self._run_time.list_models()
        try:
            find_style(self.settings.stylize.style, list(self.models))
        except ModelError as error:
            self.failed.emit(error)
            self.change(style=self.models[0].default_style)
        self._playback.configure(self.config)
        self._playback.govern(self.settings.governor)
        # What cannot be imported is told by the pipeline, which needs it.
        self._background.start(self._run_time.prefetch, lambda _: None, lambda _: None)
        self.look_for_cameras()
        if self.source:
            self.play(self.source)

    @property
    def look(self) -> tuple[ModelManifest, Style] | None:
        """Model and style that are chosen; None if there is no such style."""
        try:
            return find_style(self.settings.stylize.style, list(self.models))
        except ModelError:
            return None

    @property
    def palette(self) -> Palette | None:
        """The colours of the chosen style, if it takes any."""
        if self.look is None or self.look[1].kind != "tone":
            return None
        return self.settings.palette_of.get(self.settings.stylize.style, self.look[1].palette)

    @property
    def config(self) -> StyleConfig:
        """What the stylizer is to do; "normal" detail is what the model was made for."""
        config = replace(self.settings.stylize, palette=self.palette)
        if self.look is None:
            return config
        model = self.look[0]
        if config.crop_px == StyleConfig().crop_px:
            config = replace(config, crop_px=model.crop_px)
        return config if model.fixed_degree is None else replace(config, degree=model.fixed_degree)

    @property
    def no_camera(self) -> bool:
        """Whether the sample clip plays because there is no camera."""
        return self.source == SAMPLE and not self.settings.source

    def change(self, **changes: Any) -> None:
        """Replace fields of `settings.stylize`, from the next frame on."""
        self._set(replace(self.settings, stylize=replace(self.settings.stylize, **changes)))
        self._playback.configure(self.config)

    def choose_governor(self, governor: GovernorConfig) -> None:
        """Hold this target, by lowering the quality as far as it takes."""
        self._set(replace(self.settings, governor=governor))
        self._playback.govern(governor)

    def choose_palette(self, palette: Palette) -> None:
        """Colour the chosen style with `palette`."""
        palette_of = {**self.settings.palette_of, self.settings.stylize.style: palette}
        self._set(replace(self.settings, palette_of=palette_of))
        self._playback.configure(self.config)

    def keep_palettes(self, palettes: tuple[Palette, ...]) -> None:
        """Remember the user's own palettes."""
        self._set(replace(self.settings, palettes=palettes))

    def choose_endpoint(self, endpoint: str) -> None:
        """Remember where models are downloaded from; "": as the environment says."""
        self._set(replace(self.settings, endpoint=endpoint))

    def read_models(self, done: Callable[[], None]) -> None:
        """Read the list of models again in the background, then call `done`."""

        def take(models: Sequence[ModelManifest]) -> None:
            self.models = models
            if self.look is None:  # it was removed
                self.change(style=models[0].default_style)
            done()
            self.changed.emit()

        self._background.start(self._run_time.list_models, take, self.failed.emit)

    def keep_window(self, **changes: Any) -> None:
        """Replace fields of `settings.window`: how the window looks and helps."""
        self._set(replace(self.settings, window=replace(self.settings.window, **changes)))

    def keep_others(self, **changes: Any) -> None:
        """Replace fields of `settings.others`: what others see."""
        self._set(replace(self.settings, others=replace(self.settings.others, **changes)))

    def step_style(self, count: int) -> None:
        """Choose the look `count` places after the present one of its model, in a ring."""
        if self.look is None:
            return
        model, style = self.look
        place = (model.styles.index(style) + count) % len(model.styles)
        first = model is self.models[0]
        style_id = model.styles[place].id
        self.change(style=style_id if first else f"{model.id}/{style_id}")

    def choose_language(self, language: Language | None) -> None:
        """Remember the language; None: that of the desktop."""
        self._set(replace(self.settings, language=language))

    @property
    def mirror(self) -> bool:
        """Whether the preview is mirrored: cameras as the user likes it, clips only if asked."""
        camera = is_camera(self.source) or not self.source
        return self.settings.mirror if camera else self._mirror_clip

    def set_mirror(self, mirror: bool) -> None:
        """Mirror the preview, or not; remembered for cameras, and for this clip."""
        if is_camera(self.source) or not self.source:
            self._set(replace(self.settings, mirror=mirror))
        else:
            self._mirror_clip = mirror
            self.changed.emit()

    def choose_source(self, source: str) -> None:
        """Play `source`, now and at the next start."""
        self._set(replace(self.settings, source=source))
        self.play(source)

    def play(self, source: str) -> None:
        """Play `source`, for now."""
        if source != self.source:
            self._mirror_clip = False
        self.source = source
        self._playback.play(source)
        self.changed.emit()

    def retry(self) -> None:
        """Open again what plays, or look for a camera again."""
        if self.source and not self.no_camera:
            self.play(self.source)
        else:
            self.look_for_cameras()

    def look_for_cameras(self) -> None:
        """Update the list of cameras; if none was chosen ever, play the first."""
        if self.looking:
            return
        self.looking = True
        self.changed.emit()
        self._background.start(self._run_time.list_cameras, self._take_cameras, self._no_cameras)

    def _take_cameras(self, cameras: "Sequence[CameraDevice]") -> None:
        self.looking = False
        self.cameras = cameras
        self.changed.emit()
        if self.settings.source:
            return
        source = camera_spec(cameras[0]) if cameras else SAMPLE
        if source != self.source:
            self.play(source)

    def _no_cameras(self, error: AppError) -> None:
        self.failed.emit(error)
        self._take_cameras(())

    def _set(self, settings: Settings) -> None:
        if settings != self.settings:
            self.settings = settings
            self.changed.emit()
