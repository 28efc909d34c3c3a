"""What a model folder says about itself.

`manifest.toml` names the model, its family, sizes and styles, and the sha256 of every file that
is loaded. Reading it is the border: whatever is wrong with a model folder is said here, once, in
a sentence; behind it the run time trusts what it holds.
"""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from checkpoint.errors import ModelError
from checkpoint.model import Family, ModelManifest, Style, StyleKind, unknown_style

__all__ = [
    "CROP_PX",
    "MANIFEST",
    "SCHEMA",
    "Family",
    "ModelManifest",
    "Style",
    "StyleKind",
    "check_palette",
    "load_manifest",
    "unknown_style",
]

MANIFEST = "manifest.toml"
SCHEMA = 1
CROP_PX: Mapping[Family, int] = {"lite": 384, "vtoonify_d": 400, "vtoonify_t": 400}
MIN_CROP_PX, MAX_CROP_PX = 128, 1024  # as a user can choose it
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


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
    except (ValueError, RecursionError) as error:  # of TOML, its text and its numbers; too deep
        raise ModelError(f"{path} is damaged: {error}", "Install the model again") from error
    try:
        return _parse(folder, table)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        reason = f"it lacks {error}" if isinstance(error, KeyError) else str(error)
        raise ModelError(f"{path} is damaged: {reason}", "Install the model again") from error


def _parse(folder: Path, table: Mapping[str, Any]) -> ModelManifest:
    if table["schema"] != SCHEMA:
        raise ValueError(f"schema is {table['schema']}, this version reads {SCHEMA}")
    styles = tuple(_parse_style(folder, entry) for entry in table["styles"])
    degree = table["degree"]
    family: Family = _one_of(table["family"], get_args(Family))
    sources = table.get("sources", {})
    manifest = ModelManifest(
        folder=folder,
        id=_text(table, "id"),
        name=_text(table, "name"),
        family=family,
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
        output_scales=tuple(int(scale) for scale in table.get("output_scales", ())),
        color_transfer=bool(table.get("color_transfer", False)),
        crop_px=int(table.get("crop_px", CROP_PX[family])),
        synthetic=bool(table.get("synthetic", False)),
        sources={name: _text(sources, name) for name in sources},
        name_zh=_text(table, "name_zh") if "name_zh" in table else "",
    )
    _check(manifest)
    return manifest


def _check(manifest: ModelManifest) -> None:
    if "/" in manifest.id:
        raise ValueError(f"its id '{manifest.id}' holds a slash, which parts model and style")
    style_ids = [style.id for style in manifest.styles]
    if len(set(style_ids)) < len(style_ids):
        raise ValueError("two of its styles have one id")
    if manifest.default_style not in style_ids:
        raise ValueError(f"its default style '{manifest.default_style}' is not among its styles")
    if manifest.size_multiple < 1 or manifest.output_scale < 1:
        raise ValueError("size_multiple and output_scale must be 1 or more")
    scales = manifest.output_scales
    if list(scales) != sorted({*scales, manifest.output_scale}, reverse=True) or scales[-1] < 1:
        raise ValueError(f"output_scales {list(scales)} are not falling, or lack output_scale")
    if scales[0] != manifest.output_scale:
        raise ValueError(f"output_scale {manifest.output_scale} is not the largest")
    if not MIN_CROP_PX <= manifest.crop_px <= MAX_CROP_PX:
        raise ValueError(f"crop_px is {manifest.crop_px}, not {MIN_CROP_PX} to {MAX_CROP_PX}")
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
        name_zh=_text({"name_zh": entry["name"], **entry}, "name_zh"),
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
    if any(unicodedata.category(letter) == "Cc" for letter in value):  # would steer a terminal
        raise ValueError(f"{key} {value!r} has control characters in it")
    return value


def _one_of(value: Any, known: tuple[Any, ...]) -> Any:
    if value not in known:
        raise ValueError(f"'{value}' is none of {', '.join(known)}")
    return value
