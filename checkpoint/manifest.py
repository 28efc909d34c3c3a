"""What a model folder says about itself.

`manifest.toml` names the model, its family, sizes and styles, and the sha256 of every file that
is loaded. Reading it is the border: whatever is wrong with a model folder is said here, once, in
a sentence; behind it the run time trusts what it holds.
"""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from checkpoint.errors import ModelError

MANIFEST = "manifest.toml"
SCHEMA = 1
Family = Literal["lite", "vtoonify_d", "vtoonify_t"]
StyleKind = Literal["colour", "tone"]
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """One look that a model can give.

    A tone style is one grey channel that `palette` colours: colours from dark to light, evenly
    spaced and mixed linearly between, so that a user can bring other ones.
    """

    id: str  # unique within the model
    name: str
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

    def style(self, style_id: str) -> Style:
        """Return the style of this id; ModelError lists those that exist."""
        for style in self.styles:
            if style.id == style_id:
                return style
        raise unknown_style(style_id, [style.id for style in self.styles])

    def verify(self, name: str) -> Path:
        """Return the path of a file of the model after checking its sha256."""
        path = self.folder / name
        try:
            found = hashlib.sha256(path.read_bytes()).hexdigest()
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


def unknown_style(style_id: str, known: list[str]) -> ModelError:
    """Return the error that names an unknown style and lists those that exist."""
    return ModelError(f"There is no style '{style_id}'", f"Choose one of {', '.join(known)}")


def load_manifest(folder: Path) -> ModelManifest:
    """Read and check `folder`/manifest.toml; ModelError in one sentence if it is not right."""
    path = folder / MANIFEST
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(
            f"{folder} is not a model folder: no {MANIFEST} can be read ({error.strerror})",
            "Choose a folder that the exporter wrote",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ModelError(f"{path} is damaged: {error}", "Install the model again") from error
    try:
        return _parse(folder, table)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        reason = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        raise ModelError(f"{path} is damaged: {reason}", "Install the model again") from error


def _parse(folder: Path, table: Mapping[str, Any]) -> ModelManifest:
    if table["schema"] != SCHEMA:
        raise ValueError(f"schema is {table['schema']}, this version reads {SCHEMA}")
    styles = tuple(_parse_style(folder, entry) for entry in table["styles"])
    degree = table["degree"]
    manifest = ModelManifest(
        folder=folder,
        id=_text(table, "id"),
        name=_text(table, "name"),
        family=_one_of(table["family"], get_args(Family)),
        version=_text(table, "version"),
        licence=_text(table, "licence"),
        size_multiple=int(table["size_multiple"]),
        output_scale=int(table["output_scale"]),
        identity_at_zero=bool(table["identity_at_zero"]),
        default_style=_text(table, "default_style"),
        default_degree=float(degree["default"]),
        fixed_degree=float(degree["fixed"]) if "fixed" in degree else None,
        styles=styles,
        sha256={name: _text(table["files"], name) for name in table["files"]},
    )
    _check(manifest)
    return manifest


def _check(manifest: ModelManifest) -> None:
    style_ids = [style.id for style in manifest.styles]
    if len(set(style_ids)) < len(style_ids):
        raise ValueError("two of its styles have one id")
    if manifest.default_style not in style_ids:
        raise ValueError(f"its default style '{manifest.default_style}' is not among its styles")
    if manifest.size_multiple < 1 or manifest.output_scale < 1:
        raise ValueError("size_multiple and output_scale must be 1 or more")
    degrees = (manifest.default_degree, manifest.fixed_degree or 0.0)
    if not all(0.0 <= degree <= 1.0 for degree in degrees):
        raise ValueError("its degrees must lie between 0 and 1")


def _parse_style(folder: Path, entry: Mapping[str, Any]) -> Style:
    palette = tuple(entry.get("palette", ()))
    kind = _one_of(entry["kind"], get_args(StyleKind))
    if kind == "tone":
        check_palette(palette)
    thumbnail = folder / _text(entry, "thumbnail")
    if not thumbnail.resolve().is_relative_to(folder.resolve()):
        raise ValueError(f"thumbnail '{entry['thumbnail']}' lies outside the folder")
    return Style(
        id=_text(entry, "id"),
        name=_text(entry, "name"),
        name_zh=str(entry.get("name_zh", entry["name"])),
        kind=kind,
        code=_text(entry, "code"),
        palette=palette,
        thumbnail=thumbnail,
    )


def check_palette(palette: tuple[str, ...]) -> None:
    """Raise ValueError unless `palette` holds at least two colours written "#rrggbb"."""
    if len(palette) < 2:
        raise ValueError(f"a palette needs two colours or more, not {len(palette)}")
    for colour in palette:
        if not _COLOUR.fullmatch(str(colour)):
            raise ValueError(f"'{colour}' is not a colour written #rrggbb")


def _text(table: Mapping[str, Any], key: str) -> str:
    value = table[key]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key} is {value!r}, not a text")
    return value


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise ValueError(f"'{value}' is none of {', '.join(known)}")
    return value
