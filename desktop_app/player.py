"""What the user chose, and what therefore plays; no widgets."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal

from checkpoint.manifest import ModelManifest, Style
from checkpoint.store import find_style
from desktop_app import looks
from desktop_app.background import Background
from desktop_app.calm import less_motion
from desktop_app.playback import Playback
from desktop_app.run_time import SAMPLE, RunTime, camera_spec, is_camera
from desktop_app.settings import Palette, Settings
from desktop_app.style_offers import offers_of
from desktop_app.translation import Language
from vtoonify_rt.config import GovernorConfig, Look, StyleConfig
from vtoonify_rt.errors import AppError, ModelError
from vtoonify_rt.presets import Preset

if TYPE_CHECKING:
    from vtoonify_rt.sources.cameras import CameraDevice

FADE = 0.4  # seconds from one look to the next


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
        self.settings = settings.without_numbers()
        self.models: Sequence[ModelManifest] = ()
        self.cameras: Sequence[CameraDevice] = ()
        self.looking = False  # for cameras
        self.source = settings.source  # what plays; "" while the first camera is looked for
        self.other: Look | None = None  # that each frame is painted in, too
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
        return looks.look_of(self.settings, self.models)

    @property
    def palette(self) -> Palette | None:
        """The colours of the chosen style, if it takes any."""
        return looks.palette_of(self.settings, self.models)

    @property
    def config(self) -> StyleConfig:
        """What the stylizer is to do; "normal" detail is what the model was made for."""
        fade = 0.0 if less_motion() else FADE
        config = replace(self.settings.stylize, palette=self.palette, fade=fade, other=self.other)
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
        """Replace fields of `settings.stylize`, from the next frame on.

        Another style has the degree that it was left with, unless one is given.
        """
        settings = self.settings
        if "style" in changes:
            settings = looks.with_style(settings, changes["style"], self.models)
        settings = replace(settings, stylize=replace(settings.stylize, **changes))
        self._set(looks.remember_degree(settings, self.models) if "degree" in changes else settings)
        self._playback.configure(self.config)

    def show_look(self, look: Look) -> None:
        """Show this look at once, without a fade; its style is an id as in the settings."""
        self._set(looks.with_look(self.settings, look, self.models))
        self._playback.configure(replace(self.config, fade=0.0))

    def compare(self, other: Look | None) -> None:
        """Have each frame painted in this look, too, or in one look alone."""
        if other != self.other:
            self.other = other
            self._playback.configure(self.config)

    def apply_preset(self, preset: Preset) -> None:
        """Show all that a preset says; ModelError, which says what is needed, if it cannot be."""
        self._set(looks.with_preset(self.settings, preset, self.models).without_numbers())
        self._playback.configure(self.config)
        self._playback.govern(self.settings.governor)

    def keep_gallery(self, **changes: Any) -> None:
        """Replace fields of `settings.gallery`."""
        self._set(replace(self.settings, gallery=replace(self.settings.gallery, **changes)))

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

    def keep_part(self, part: Literal["window", "others", "recording"], **changes: Any) -> None:
        """Replace fields of a part of the settings, such as `settings.window`."""
        kept = replace(getattr(self.settings, part), **changes)
        self._set(replace(self.settings, **{part: kept}))

    def step_style(self, count: int) -> None:
        """Choose the look `count` places after the present one of its model, in a ring."""
        if self.look is not None:
            offers = offers_of(self.look[0], self.models)
            place = self.look[0].styles.index(self.look[1])
            self.change(style=offers[(place + count) % len(offers)].style_id)

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
            self.settings = self.settings.without_numbers()
            self._playback.configure(self.config)
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
