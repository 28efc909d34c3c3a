"""Settings of the run time, frozen once made and checked when made.

A change is a whole new config, handed over between two frames; nothing is shared and mutable.
"""

from dataclasses import dataclass, replace
from typing import Literal

from vtoonify_rt.errors import UsageError

NoFace = Literal["hold", "blur", "whole"]  # the last picture, a blur, or all of it stylized
CoverPolicy = Literal["hold", "blur", "card"]  # the last picture that left, a blur of it, a card
Surroundings = Literal["stylized", "camera"]  # of the crop: softly stylized, or as captured
# Who is stylized: the main face, all of them, or the whole picture, whoever is in it.
FacesMode = Literal["main", "all", "whole"]
MAX_FACES = 4  # that are followed at once
MIN_PADDING = 64
MAX_PADDING = 1200
MIN_CROP_PX = 128
MAX_CROP_PX = 1024
MAX_FADE = 5.0  # seconds
MAX_OTHERS_EVERY = 8  # a quarter of a second of video
MAX_PARSE_EVERY = 30  # a second of video; an older parsing shows where the face was
GovernorMode = Literal["off", "fps", "latency"]  # what is held; off: exactly what the user set
TARGETS = {"fps": (5.0, 120.0), "latency": (10.0, 1000.0)}  # least and most


@dataclass(frozen=True, slots=True, kw_only=True)
class Padding:
    """How much is cropped around the middle of the eyes.

    In pixels of a picture scaled so that the eyes are 64 pixels apart. 200 on each side is
    VToonify's default: a crop of 400 x 400, 6.25 eye distances.
    """

    left: int = 200
    right: int = 200
    top: int = 200
    bottom: int = 200

    def __post_init__(self) -> None:
        for side in ("left", "right", "top", "bottom"):
            value = getattr(self, side)
            if not MIN_PADDING <= value <= MAX_PADDING:
                raise UsageError(
                    f"Padding {side} is {value}", f"Give {MIN_PADDING} to {MAX_PADDING} pixels"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A style, how much of it, and in which colours; see `StyleConfig` for each."""

    style: str
    degree: float = 1.0
    palette: tuple[str, ...] | None = None

    def __post_init__(self) -> None:
        if not 0.0 <= self.degree <= 1.0:
            raise UsageError(f"Style degree is {self.degree:g}", "Give a number from 0 to 1")


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceStyle:
    """A face's own look, by the model that all of the picture has."""

    number: int  # of the face, see `frame.Face`
    look: Look  # of the model that runs; live, with the id "model/style", it waits for that one


@dataclass(frozen=True, slots=True, kw_only=True)
class FacesConfig:
    """Which faces are stylized, and how."""

    mode: FacesMode = "main"
    off: tuple[int, ...] = ()  # numbers of faces that are left to the surroundings
    styles: tuple[FaceStyle, ...] = ()  # of faces that have one of their own
    others_every: int = 1  # frames that one painting of a face beside the main one serves

    def __post_init__(self) -> None:
        if not 1 <= self.others_every <= MAX_OTHERS_EVERY:
            raise UsageError(
                f"The painting of a face is to serve {self.others_every} frames",
                f"Give 1 to {MAX_OTHERS_EVERY} frames",
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleConfig:
    """What the stylizer makes of each frame."""

    style: str = "comic"  # id within the model
    degree: float = 1.0  # 0: the picture as it is; 1: the whole style
    palette: tuple[str, ...] | None = None  # "#rrggbb" from dark to light; tone styles only
    padding: Padding = Padding()
    crop_px: int = 384  # network pixels along 400 padded pixels
    no_face: NoFace = "blur"
    surroundings: Surroundings = "stylized"
    color_transfer: bool | None = None  # take the style's colours, too; None: the model's default
    parse_every: int = 1  # frames that one parsing of the face serves; VToonify only
    smoothing: float = 0.5  # in time, of moving pictures; 0: none at all, 1: as much as there is
    fade: float = 0.0  # seconds from one look to the next; 0: at once
    other: Look | None = None  # of the same model, that each frame is painted in as well
    faces: FacesConfig = FacesConfig()

    @property
    def look(self) -> Look:
        """The style, how much of it, and in which colours."""
        return Look(style=self.style, degree=self.degree, palette=self.palette)

    def with_look(self, look: Look) -> "StyleConfig":
        """Return the same with another look."""
        return replace(self, style=look.style, degree=look.degree, palette=look.palette)

    def __post_init__(self) -> None:
        if not 0.0 <= self.degree <= 1.0:
            raise UsageError(f"Style degree is {self.degree:g}", "Give a number from 0 to 1")
        if not MIN_CROP_PX <= self.crop_px <= MAX_CROP_PX:
            raise UsageError(
                f"Crop size is {self.crop_px}", f"Give {MIN_CROP_PX} to {MAX_CROP_PX} pixels"
            )
        if not 0.0 <= self.smoothing <= 1.0:
            raise UsageError(f"Smoothing is {self.smoothing:g}", "Give a number from 0 to 1")
        if not 1 <= self.parse_every <= MAX_PARSE_EVERY:
            raise UsageError(
                f"The parsing is to serve {self.parse_every} frames",
                f"Give 1 to {MAX_PARSE_EVERY} frames",
            )
        if not 0.0 <= self.fade <= MAX_FADE:
            raise UsageError(
                f"A fade is to take {self.fade:g} seconds", f"Give 0 to {MAX_FADE:g} seconds"
            )

    def of_face(self, number: int) -> "StyleConfig":
        """Return the settings for one face: these, with its own look if it has one."""
        own = next((face for face in self.faces.styles if face.number == number), None)
        return self if own is None else self.with_look(own.look)


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernorConfig:
    """What the governor holds by lowering the quality, and only as far as that takes."""

    mode: GovernorMode = "fps"
    target: float = 30.0  # frames per second, or milliseconds from capture to sinks

    def __post_init__(self) -> None:
        if self.mode == "off":
            return
        least, most = TARGETS[self.mode]
        if not least <= self.target <= most:
            unit = "fps" if self.mode == "fps" else "ms"
            raise UsageError(
                f"The governor is to hold {self.target:g} {unit}",
                f"Give {least:g} to {most:g} {unit}",
            )
