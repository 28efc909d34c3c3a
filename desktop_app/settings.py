"""What the window remembers from one start to the next.

Settings are a frozen value; the window changes them by making a new one. In the file every value
is a text, because what QSettings makes of other types depends on the platform. A value that
cannot be read is left out with a line in the log: damaged settings never keep the app from
starting.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, get_args

from PySide6.QtCore import QSettings

from checkpoint.manifest import check_palette
from desktop_app.translation import LANGUAGES, Language
from vtoonify_rt.config import (
    GovernorConfig,
    GovernorMode,
    NoFace,
    Padding,
    StyleConfig,
    Surroundings,
)
from vtoonify_rt.errors import AppError

logger = logging.getLogger(__name__)

T = TypeVar("T")
Palette = tuple[str, ...]  # "#rrggbb" from dark to light
NO_FACE: tuple[NoFace, ...] = get_args(NoFace)
GOVERNOR_MODES: tuple[GovernorMode, ...] = get_args(GovernorMode)
SURROUNDINGS: tuple[Surroundings, ...] = get_args(Surroundings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the user chose."""

    source: str = ""  # as `open_source` reads it; "": the first camera, or else the sample clip
    stylize: StyleConfig = field(default_factory=StyleConfig)  # its palette is set per style below
    governor: GovernorConfig = field(default_factory=GovernorConfig)
    mirror: bool = True  # of cameras; clips are shown as they are
    palettes: tuple[Palette, ...] = ()  # the user's own
    palette_of: Mapping[str, Palette] = field(default_factory=dict)  # style id -> chosen palette
    language: Language | None = None  # None: as the desktop
    endpoint: str = ""  # that models are downloaded from; "": as HF_ENDPOINT says, or the hub
    geometry: bytes = b""  # of the window, as Qt wrote it


def open_store() -> QSettings:
    """Return the file that holds the settings: INI on every platform, so that it can be read."""
    scope = QSettings.Scope.UserScope
    return QSettings(QSettings.Format.IniFormat, scope, "vtoonify-rt", "vtoonify-rt")


def load_settings(store: QSettings) -> Settings:
    """Read the settings; whatever is missing or damaged takes its default."""
    default = Settings()
    read = _Reader(store)
    return Settings(
        source=read("source", str, default.source),
        stylize=StyleConfig(
            style=read("style", _name, default.stylize.style),
            degree=read("degree", _degree, default.stylize.degree),
            padding=read("padding", _padding, default.stylize.padding),
            crop_px=read("crop_px", _crop_px, default.stylize.crop_px),
            no_face=read("no_face", _one_of(NO_FACE), default.stylize.no_face),
            surroundings=read("surroundings", _one_of(SURROUNDINGS), default.stylize.surroundings),
            smoothing=read("smoothing", _smoothing, default.stylize.smoothing),
        ),
        governor=read("governor", _governor, default.governor),
        mirror=read("mirror", _flag, default.mirror),
        palettes=read("palettes", _palettes, default.palettes),
        palette_of=read("palette_of", _palette_of, default.palette_of),
        language=read("language", _one_of((None, *LANGUAGES)), default.language),
        endpoint=read("endpoint", str, default.endpoint),
        geometry=read("geometry", bytes.fromhex, default.geometry),
    )


def save_settings(store: QSettings, settings: Settings) -> None:
    """Write the settings; a store that cannot be written is a line in the log."""
    stylize = settings.stylize
    padding = stylize.padding
    values = {
        "source": settings.source,
        "style": stylize.style,
        "degree": f"{stylize.degree:.2f}",
        "padding": json.dumps([padding.left, padding.right, padding.top, padding.bottom]),
        "crop_px": str(stylize.crop_px),
        "no_face": stylize.no_face,
        "surroundings": stylize.surroundings,
        "smoothing": f"{stylize.smoothing:.2f}",
        "governor": f"{settings.governor.mode} {settings.governor.target:g}",
        "mirror": "yes" if settings.mirror else "no",
        "palettes": json.dumps(settings.palettes),
        "palette_of": json.dumps(dict(settings.palette_of)),
        "language": str(settings.language),
        "endpoint": settings.endpoint,
        "geometry": settings.geometry.hex(),
    }
    for key, text in values.items():
        store.setValue(key, text)
    store.sync()
    if store.status() != QSettings.Status.NoError:
        logger.warning("settings not saved to %s", store.fileName())


class _Reader:
    """Reads values one by one, each with its own default."""

    def __init__(self, store: QSettings) -> None:
        self._store = store

    def __call__(self, key: str, parse: Callable[[str], T], default: T) -> T:
        text = self._store.value(key)
        if text is None:
            return default
        try:
            return parse(_text(text))
        except (AppError, LookupError, TypeError, ValueError) as error:
            logger.warning("setting %s left out: %s", key, error)
            return default


def _text(value: Any) -> str:
    if not isinstance(value, str):  # an INI list or a binary blob that we never wrote
        raise TypeError(f"{value!r} is not a text")
    return value


def _name(text: str) -> str:
    if not text:
        raise ValueError("it is empty")
    return text


def _degree(text: str) -> float:
    return StyleConfig(degree=float(text)).degree


def _smoothing(text: str) -> float:
    return StyleConfig(smoothing=float(text)).smoothing


def _governor(text: str) -> GovernorConfig:
    mode, target = text.split()
    return GovernorConfig(mode=_one_of(GOVERNOR_MODES)(mode), target=float(target))


def _crop_px(text: str) -> int:
    return StyleConfig(crop_px=int(text)).crop_px


def _padding(text: str) -> Padding:
    left, right, top, bottom = (int(side) for side in json.loads(text))
    return Padding(left=left, right=right, top=top, bottom=bottom)


def _one_of(known: tuple[T, ...]) -> Callable[[str], T]:
    def parse(text: str) -> T:
        return {str(value): value for value in known}[text]

    return parse


def _flag(text: str) -> bool:
    return {"yes": True, "no": False}[text]


def _palette(colours: Any) -> Palette:
    palette = tuple(str(colour) for colour in colours)
    check_palette(palette)
    return palette


def _palettes(text: str) -> tuple[Palette, ...]:
    return tuple(_palette(colours) for colours in json.loads(text))


def _palette_of(text: str) -> dict[str, Palette]:
    return {str(style): _palette(colours) for style, colours in dict(json.loads(text)).items()}
