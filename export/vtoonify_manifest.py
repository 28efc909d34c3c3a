"""The manifest of an imported VToonify."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from checkpoint.manifest import CROP_PX, MANIFEST, SCHEMA
from checkpoint.model import Family
from export.toml_text import table
from export.vtoonify_graphs import SCALES, SIZE_MULTIPLE
from vtoonify_rt import __version__

# Raised when graphs of the same checkpoint become others, so that old ones are not used again.
GRAPHS_VERSION = "1"
LICENCE = "S-Lab License 1.0 (non-commercial)"
SYNTHETIC_LICENCE = "synthetic test weights"
DEFAULT_DEGREE = 0.5  # upstream's
T_DEGREE = 1.0  # a T model has no other
Errors = Mapping[str, Mapping[str, float]]  # file name -> what was measured


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleEntry:
    """A style of the model; the key of its code is its id."""

    id: str
    name: str

    @property
    def thumbnail(self) -> str:
        """Path within the model folder."""
        return f"thumbs/{self.id}.jpg"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFacts:
    """All that a manifest says beside the sums of the files."""

    id: str
    name: str
    family: Family
    synthetic: bool
    licence: str
    color_transfer: bool
    fixed_degree: float | None
    styles: Sequence[StyleEntry]
    default_style: str
    sources: Mapping[str, str]  # file name -> sha256


def write_manifest(
    folder: Path,
    facts: ModelFacts,
    errors: Errors,
    sums: Mapping[str, str],
    *,
    thumbnails: int = 0,
) -> None:
    """Write the manifest of a model folder.

    `errors`: how far the graphs are from the networks; `sums` as `sums_of` gives it;
    `thumbnails`: how many styles were drawn for theirs.
    """
    degree = DEFAULT_DEGREE if facts.fixed_degree is None else facts.fixed_degree
    degrees = {"min": 0.0, "max": 1.0, "default": degree}
    if facts.fixed_degree is not None:
        degrees["fixed"] = facts.fixed_degree
    parts = [table(None, _head(facts)), table("degree", degrees)]
    parts += [table("[styles]", _style(style)) for style in facts.styles]
    parts += [
        table("files", sums),
        table("sources", facts.sources),
        table("export", {**_tools(), "thumbnails_drawn": thumbnails}),
    ]
    for name, figures in errors.items():
        rounded = {key: float(f"{value:.4g}") for key, value in figures.items()}
        parts.append(table(f'export.errors."{name}"', rounded))
    (folder / MANIFEST).write_text("\n".join(parts), encoding="utf-8")


def _head(facts: ModelFacts) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": facts.id,
        "name": facts.name,
        "family": facts.family,
        "version": GRAPHS_VERSION,
        "licence": facts.licence,
        "synthetic": facts.synthetic,
        "size_multiple": SIZE_MULTIPLE,
        "output_scale": max(SCALES),
        "output_scales": list(SCALES),
        "crop_px": CROP_PX[facts.family],
        "identity_at_zero": False,
        "color_transfer": facts.color_transfer,
        "default_style": facts.default_style,
    }


def _style(style: StyleEntry) -> dict[str, Any]:
    return {
        "id": style.id,
        "name": style.name,
        "kind": "colour",
        "code": style.id,
        "thumbnail": style.thumbnail,
    }


def _tools() -> dict[str, str]:
    tools = {name: version(name).split("+")[0] for name in ("torch", "onnx", "onnxruntime")}
    return {"vtoonify_rt": __version__, **tools}


def sums_of(folder: Path) -> dict[str, str]:
    """Return the sha256 of every file in the folder but the manifest, by path within it."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST)
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in paths}


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file as hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
