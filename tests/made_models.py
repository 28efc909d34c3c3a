"""Model folders for the store: whole, as far as hashes tell, but nothing in them runs."""

import hashlib
from pathlib import Path

MANIFEST = """
schema = 1
id = "{id}"
name = "Made"
family = "{family}"
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


def write_manifest(
    folder: Path,
    model_id: str,
    sums: dict[str, str],
    *,
    family: str = "lite",
    sources: dict[str, str] | None = None,
) -> None:
    """Write the manifest of a model with these files, name -> sha256, made of these sources."""
    text = MANIFEST.format(id=model_id, family=family) + _table(sums)
    text += f"\n[sources]\n{_table(sources)}" if sources else ""
    (folder / "manifest.toml").write_text(text, encoding="utf-8")


def _table(values: dict[str, str]) -> str:
    return "".join(f"{key!r} = {value!r}\n" for key, value in values.items())


def size_of(folder: Path) -> int:
    """Return how many bytes the files in `folder` hold, each counted once."""
    facts = [path.stat() for path in folder.rglob("*") if path.is_file()]
    return sum({(fact.st_dev, fact.st_ino): fact.st_size for fact in facts}.values())


def contents_of(folder: Path) -> dict[str, bytes]:
    """Return what the files in `folder` hold, by their paths in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}
