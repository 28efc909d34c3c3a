"""A model folder as the run time holds it, and how a user names the styles in it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from checkpoint.errors import ModelError

Family = Literal["lite", "vtoonify_d", "vtoonify_t"]
StyleKind = Literal["colour", "tone"]
INT8_FRAME = "frame_int8.onnx"
NUM_LISTED = 12  # styles that an error names; the others are counted


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One look that a model can give.

    A tone style is one grey channel that `palette` colours: colours from dark to light, evenly
    spaced and mixed linearly between, so that a user can bring other ones.
    """

    id: str  # unique within the model; of VToonify-D the index of its code: "0", "1", ...
    name: str  # of VToonify-D the name of the picture that the code was made from
    name_zh: str
    kind: StyleKind
    code: str  # key of its style code in styles.npz
    palette: tuple[str, ...]  # "#rrggbb"; empty for a colour style
    thumbnail: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelManifest:
    """A model folder, read and checked; `verify` has not looked at the files' contents yet."""

    folder: Path
    id: str
    name: str
    family: Family
    version: str
    licence: str
    size_multiple: int  # picture height and width must be multiples of this
    output_scale: int  # output pixels per input pixel, along one side
    identity_at_zero: bool  # whether style degree 0 gives the input, bit for bit
    default_style: str
    default_degree: float
    fixed_degree: float | None  # the only degree the model knows, if it knows one only
    styles: tuple[Style, ...]
    sha256: Mapping[str, str]  # file name within the folder -> hex digest
    output_scales: tuple[int, ...] = ()  # all it has a graph for, largest first; (): that one
    color_transfer: bool = False  # trained for it, and then used unless the user says no
    crop_px: int = 384  # network pixels along 400 padded pixels that it was made for
    synthetic: bool = False  # test equipment: its weights were made up, it was never trained
    sources: Mapping[str, str] = field(default_factory=dict)  # exported from: file name -> sha256
    name_zh: str = ""  # "": as in English

    def __post_init__(self) -> None:
        if not self.output_scales:
            object.__setattr__(self, "output_scales", (self.output_scale,))

    @property
    def is_vtoonify(self) -> bool:
        """Whether this is VToonify: wants the parsing of the face, and the person's own code."""
        return self.family != "lite"

    @property
    def title(self) -> str:
        """The name to show, in English; it says so if the weights were made up."""
        return f"{self.name} (synthetic weights)" if self.synthetic else self.name

    def frame_file(self, scale: int) -> str:
        """Return the name of the frame graph for `scale`; ModelError lists the scales there are."""
        if scale not in self.output_scales:
            known = ", ".join(str(scale) for scale in self.output_scales)
            raise ModelError(
                f"Model '{self.id}' has no output scale {scale}", f"Choose one of {known}"
            )
        return "frame.onnx" if scale == self.output_scale else f"frame_x{scale}.onnx"

    @property
    def int8_file(self) -> str | None:
        """The name of the frame graph for `output_scale` that convolves in int8, None if there is
        none; it takes and gives what the other does, and is not faster on every computer."""
        return INT8_FRAME if INT8_FRAME in self.sha256 else None

    def style(self, wished: str) -> Style:
        """Return the style that `wished` means: its id, its name, or its place counted from 0.

        ModelError lists those that exist.
        """
        style = self.find(wished)
        if style is None:
            raise unknown_style(wished, [self])
        return style

    def find(self, wished: str) -> Style | None:
        """Return the style as `style` does, or None."""
        for style in self.styles:
            if style.id == wished:
                return style
        for style in self.styles:
            if style.name == wished:
                return style
        if wished.isascii() and wished.isdecimal() and len(wished) < 10:
            return next(iter(self.styles[int(wished) :]), None)
        return None

    def verify(self, name: str) -> Path:
        """Return the path of a file of the model after checking its sha256."""
        path = self.folder / name
        try:
            with path.open("rb") as file:  # in pieces: the weights of VToonify are 660 MB
                found = hashlib.file_digest(file, "sha256").hexdigest()
        except OSError as error:
            raise ModelError(
                f"Model '{self.id}' lacks {name} ({error.strerror})", "Install the model again"
            ) from error
        expected = self.sha256.get(name, "nothing")
        if found != expected:
            raise ModelError(
                f"{name} of model '{self.id}' is damaged: sha256 {found[:8]}, "
                f"expected {expected[:8]}",
                "Install the model again",
            )
        return path


def unknown_style(wished: str, models: Sequence[ModelManifest]) -> ModelError:
    """Return the error that names an unknown style and lists those that `models` have."""
    few = [style.id for model in models if not _is_numbered(model) for style in model.styles]
    offers = [f"Choose one of {', '.join(few)}"] if few else []
    offers += [_numbered_styles(model) for model in models if _is_numbered(model)]
    return ModelError(f"There is no style '{wished}'", "; ".join(offers))


def _is_numbered(model: ModelManifest) -> bool:
    return model.family == "vtoonify_d"


def _numbered_styles(model: ModelManifest) -> str:
    """Return the styles of a model whose styles are numbers, with the names of the first ones."""
    first = ", ".join(f"{style.id} {style.name}" for style in model.styles[:NUM_LISTED])
    more = len(model.styles) - NUM_LISTED
    rest = f" and {more} more" if more > 0 else ""
    ids = (model.styles[0].id, model.styles[-1].id)
    span = f"styles {ids[0]} to {ids[1]}" if len(model.styles) > 1 else f"style {ids[0]} only"
    return f"Model '{model.id}' has {span}: {first}{rest}"
