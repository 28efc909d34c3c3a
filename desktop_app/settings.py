"""What the window remembers from one start to the next.

Settings are a frozen value; the window changes them by making a new one. `settings_file.py` reads
and writes them: a part that wants to be remembered has a dataclass here, with a default for each
field.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from checkpoint.manifest import check_palette
from desktop_app.theme import Theme
from desktop_app.translation import Language
from vtoonify_rt.config import CoverPolicy, FacesConfig, GovernorConfig, StyleConfig
from vtoonify_rt.presets import Preset
from vtoonify_rt.sinks.encoders import Format, Quality

Palette = tuple[str, ...]  # "#rrggbb" from dark to light


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowSettings:
    """How the window looks and helps."""

    theme: Theme | None = None  # None: as the desktop
    less_motion: bool | None = None  # None: as the desktop
    compact: bytes = b""  # place of the compact window, as Qt wrote it
    started: bool = False  # the first steps are done, or were skipped
    hints: bool = True
    hints_told: Mapping[str, int] = field(default_factory=dict)  # hint -> how often it was told


@dataclass(frozen=True, slots=True, kw_only=True)
class OthersSettings:
    """What others see: the virtual camera, and what covers for a picture that must not leave."""

    camera: str = ""  # the virtual camera, as `choose_device` reads it; "": this system's usual one
    width: int = 1280  # of its picture
    height: int = 720
    fps: int = 30
    policy: CoverPolicy = "blur"
    card_text: str = ""  # on the card, where it is no picture
    card_picture: str = ""  # file that is the card; "": a plain one


@dataclass(frozen=True, slots=True, kw_only=True)
class GallerySettings:
    """What the gallery of styles remembers; styles as "model/style"."""

    favourites: tuple[str, ...] = ()
    degree_of: Mapping[str, float] = field(default_factory=dict)  # style -> as it was left
    presets: tuple[Preset, ...] = ()
    own_face: bool = False  # thumbnails show the user


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingSettings:
    """How recordings are made."""

    microphone: str = ""  # its name, or DEFAULT for the system's own choice; "": no sound
    quality: Quality = "balanced"
    format: Format = "h264"
    raw: bool = False  # the camera's pictures in a file beside
    replay: bool = False  # the last seconds are kept
    folder: str = ""  # "": the user's folder for videos
    picture_delay_ms: int = 0  # by which the camera's pictures are older than they say


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything the user chose; ValueError for a palette that is none."""

    source: str = ""  # as `open_source` reads it; "": the first camera, or else the sample clip
    stylize: StyleConfig = field(default_factory=StyleConfig)  # its palette is set per style below
    governor: GovernorConfig = field(default_factory=GovernorConfig)
    mirror: bool = True  # of cameras; clips are shown as they are
    palettes: tuple[Palette, ...] = ()  # the user's own
    palette_of: Mapping[str, Palette] = field(default_factory=dict)  # style id -> chosen palette
    language: Language | None = None  # None: as the desktop
    endpoint: str = ""  # that models are downloaded from; "": as HF_ENDPOINT says, or the hub
    geometry: bytes = b""  # of the window, as Qt wrote it
    gallery: GallerySettings = field(default_factory=GallerySettings)
    window: WindowSettings = field(default_factory=WindowSettings)
    others: OthersSettings = field(default_factory=OthersSettings)
    recording: RecordingSettings = field(default_factory=RecordingSettings)

    def __post_init__(self) -> None:
        for palette in (*self.palettes, *self.palette_of.values()):
            check_palette(palette)

    def without_numbers(self) -> "Settings":
        """Return the same without what was chosen for single faces, for when others come."""
        faces = FacesConfig(mode=self.stylize.faces.mode)
        return replace(self, stylize=replace(self.stylize, faces=faces))
