"""Model folders for the store: whole, as far as hashes tell, but nothing in them runs."""

import hashlib
from pathlib import Path

MANIFEST = """
schema = 1
id = "{id}"
name = "Made"
family = "lite"
version = "1"
licence = "S-Lab License 1.0"
size_multiple = 8
output_scale = 1
identity_at_zero = false
default_style = "0"

[degree]
default = 0.5

[[styles]]
id = "0"
name = "first"
kind = "colour"
code = "0"
thumbnail = "thumbs/0.jpg"

[files]
"""
FILES = ("frame.onnx", "style.onnx", "styles.npz", "thumbs/0.jpg")


def make_model(folder: Path, *, model_id: str | None = None, **contents: bytes) -> Path:
    """Write a model and return its folder; `contents` are further files, by name without ".bin".

    The files of two models differ, but for `contents`.
    """
    model_id = folder.name if model_id is None else model_id
    files = {name: f"{name} of {folder.name}".encode() for name in FILES}
    files |= {f"{name}.bin": content for name, content in contents.items()}
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    sums = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    write_manifest(folder, model_id, sums)
    return folder


def write_manifest(folder: Path, model_id: str, sums: dict[str, str]) -> None:
    """Write the manifest of a model with these files, name -> sha256."""
    lines = "".join(f"{name!r} = {sha256!r}\n" for name, sha256 in sums.items())
    text = MANIFEST.format(id=model_id) + lines
    (folder / "manifest.toml").write_text(text, encoding="utf-8")


def contents_of(folder: Path) -> dict[str, bytes]:
    """Return what the files in `folder` hold, by their paths in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
