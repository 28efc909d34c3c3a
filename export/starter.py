"""What the starter model consists of: its styles, names and pictures.

`install` turns a training run into a model folder.  Everything is built and
checked in a folder beside the target first; only a model whose graphs agree with
torch replaces what is there.
"""

import hashlib
import json
import shutil
import tempfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from export.lite import ExportError, compare, write_graphs
from export.toml_text import table
from vtoonify_rt.errors import ModelError
from vtoonify_rt.nn.lite import LiteModel
from vtoonify_rt.training.looks import LOOKS
from vtoonify_rt.training.palettes import PALETTES, expand
from vtoonify_rt.training.sources import PHOTOS, face_crop
from vtoonify_rt.training.trainer import load_averaged

MODEL_VERSION = "1.0"
LICENCE = "Apache-2.0"
THUMBNAIL_SIZE = 160
MAX_MEAN_ERROR = 0.05  # levels of 255; rounding may flip a pixel here and there
MAX_ERROR = 3.0
_PORTRAIT = next(photo for photo in PHOTOS if photo.name == "astronaut")  # public domain


@dataclass(frozen=True, slots=True)
class ShippedStyle:
    """One entry of the style list; tone styles name a palette."""

    id: str
    name: str
    name_zh: str
    look: str
    palette: str | None = None


STYLES: tuple[ShippedStyle, ...] = (
    ShippedStyle("comic", "Comic", "漫画", "comic"),
    ShippedStyle("poster", "Poster", "海报", "poster", "sunset"),
    ShippedStyle("poster-ocean", "Poster, ocean", "海报·海洋", "poster", "ocean"),
    ShippedStyle("poster-ember", "Poster, ember", "海报·余烬", "poster", "ember"),
    ShippedStyle("pencil", "Pencil", "铅笔", "pencil", "graphite"),
    ShippedStyle("pencil-sepia", "Pencil, sepia", "铅笔·褐色", "pencil", "sepia"),
    ShippedStyle("cyanotype", "Cyanotype", "蓝晒", "pencil", "cyanotype"),
    ShippedStyle("oil", "Oil", "油画", "oil"),
    ShippedStyle("watercolour", "Watercolour", "水彩", "watercolour"),
)


def install(run: Path, out: Path, quality: Path | None = None) -> ExportError:
    """Export the run's averaged weights into `out` and return the export's error.

    Raises ModelError, and leaves `out` as it was, if ONNX Runtime disagrees with torch.
    """
    model, state = load_averaged(run)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".export-") as name:
        folder = Path(name)
        write_graphs(model, folder)
        portrait = face_crop(_PORTRAIT, out, 384)
        error = compare(model, folder, portrait)
        if error.mean > MAX_MEAN_ERROR or error.largest > MAX_ERROR:
            raise ModelError(
                f"ONNX Runtime disagrees with torch: mean {error.mean:.3f}, "
                f"largest {error.largest:.0f} of 255",
                hint="Train or export with another version of torch",
            )
        _write_codes(model, folder)
        _write_thumbnails(model, folder, portrait)
        figures = json.loads(quality.read_text(encoding="utf-8")) if quality else {}
        manifest = manifest_text(folder, state, error, figures)
        (folder / "manifest.toml").write_text(manifest, encoding="utf-8")
        _replace(folder, out)
    return error


def _write_codes(model: LiteModel, folder: Path) -> None:
    codes = model.codes().detach().numpy()
    named = {look.id: code for look, code in zip(LOOKS, codes, strict=True)}
    np.savez(folder / "styles.npz", **named)


def _write_thumbnails(model: LiteModel, folder: Path, portrait: NDArray[np.uint8]) -> None:
    import onnxruntime

    providers = ["CPUExecutionProvider"]
    frame = onnxruntime.InferenceSession(str(folder / "frame.onnx"), providers=providers)
    graph = onnxruntime.InferenceSession(str(folder / "style.onnx"), providers=providers)
    codes = np.load(folder / "styles.npz")
    (folder / "thumbs").mkdir()
    for style in STYLES:
        palette = expand(PALETTES[style.palette]) if style.palette else np.zeros((256, 3))
        feed = {
            "code": codes[style.look][None],
            "palette": palette[None].astype(np.float32),
            "degree": np.ones(1, np.float32),
        }
        conditioning = graph.run(None, feed)[0]
        picture = frame.run(None, {"picture": portrait[None], "conditioning": conditioning})[0][0]
        small = cv2.resize(picture, (THUMBNAIL_SIZE,) * 2, interpolation=cv2.INTER_AREA)
        path = folder / "thumbs" / f"{style.id}.jpg"
        cv2.imwrite(str(path), small[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 88])


def _replace(folder: Path, out: Path) -> None:
    """Move the new files over the old; the manifest last, since it names the others."""
    (out / "thumbs").mkdir(parents=True, exist_ok=True)
    files = sorted(path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    for old in (out / "thumbs").glob("*.jpg"):
        if old.relative_to(out) not in files:
            old.unlink()
    for path in sorted(files, key=lambda file: file.name == "manifest.toml"):
        partial = out / path.with_name(path.name + ".partial")
        shutil.copyfile(folder / path, partial)
        partial.replace(out / path)


def manifest_text(
    folder: Path, state: dict[str, Any], error: ExportError, figures: dict[str, Any]
) -> str:
    """Return the manifest of the files in `folder` as TOML."""
    head = {
        "schema": 1,
        "id": "starter",
        "name": "Starter",
        "family": "lite",
        "version": MODEL_VERSION,
        "licence": LICENCE,
        "size_multiple": 32,
        "output_scale": 1,
        "default_style": "comic",
        "identity_at_zero": True,
    }
    parts = [table(None, head), table("degree", {"min": 0.0, "max": 1.0, "default": 1.0})]
    parts += [table("[styles]", _style_entry(style)) for style in STYLES]
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    hashes = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in names
    }
    parts.append(table("files", hashes))
    parts.append(table("training", _training_entry(state, error)))
    for name, values in figures.items():
        parts.append(table(f"quality.{name}", values))
    return "\n".join(parts)


def _style_entry(style: ShippedStyle) -> dict[str, Any]:
    kind = next(look.kind for look in LOOKS if look.id == style.look)
    entry: dict[str, Any] = {
        "id": style.id,
        "name": style.name,
        "name_zh": style.name_zh,
        "kind": kind,
        "code": style.look,
        "thumbnail": f"thumbs/{style.id}.jpg",
    }
    if style.palette:
        entry["palette"] = list(PALETTES[style.palette])
    return entry


def _training_entry(state: dict[str, Any], error: ExportError) -> dict[str, Any]:
    return {
        "seed": state["training_config"]["seed"],
        "steps": state["step"],
        "seconds": round(state["seconds"]),
        "data": [f"{photo.name} ({photo.credit}; {photo.licence})" for photo in PHOTOS],
        "torch": version("torch").split("+")[0],
        "numpy": version("numpy"),
        "opencv": cv2.__version__,
        "export_error_mean": round(error.mean, 5),
        "export_error_largest": error.largest,
    }
