"""What the tests of pulls share: a store, a hub with models, and a quick exporter."""

import argparse
import hashlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from threading import Event
from typing import Any

from fake_hub import FakeHub

from checkpoint.errors import AppError, ModelError, Stopped
from checkpoint.installed import list_models
from checkpoint.landing import building_place, land
from checkpoint.progress import Progress, ProgressCallback
from checkpoint.store import Store

REPOSITORY = "owner/name"
CATALOG = f"""
schema = 1
id = "test"
name = "Test"
repository = "{REPOSITORY}"

[[licences]]
id = "mine"
name = "My terms"
url = "https://example.org/terms"
commercial = false
summary = "For tests."

[files.encoder]
path = "encoder.pt"
[files.faceparsing]
path = "faceparsing.pth"

[[models]]
id = "oil"
name = "Oil paint"
family = "vtoonify_t"
licence = "mine"
num_styles = 1
default_style = "toonify"
[models.files]
checkpoint = {{ path = "oil/vtoonify.pt", approximate_bytes = 1000 }}
encoder = "encoder"
faceparsing = "faceparsing"

[[models]]
id = "ink"
name = "Ink"
family = "vtoonify_d"
color_transfer = true
licence = "mine"
num_styles = 3
default_style = "2"
[models.files]
checkpoint = {{ path = "ink/vtoonify_s_d_c.pt" }}
codes = {{ path = "ink/exstyle_code.npy" }}
encoder = "encoder"
faceparsing = "faceparsing"

[[models]]
id = "packed"
name = "Packed"
family = "vtoonify_t"
licence = "mine"
num_styles = 1
default_style = "toonify"
[models.files]
pack = {{ path = "packed.vtoonify.zip" }}

[[models]]
id = "by-hand"
name = "By hand"
family = "vtoonify_t"
licence = "mine"
num_styles = 1
default_style = "toonify"
[[models.links]]
name = "A drive"
url = "https://example.org/drive"
"""
FILES = {
    name: name.encode() * 40_000  # several pieces of a download each
    for name in (
        "encoder.pt",
        "faceparsing.pth",
        "oil/vtoonify.pt",
        "ink/vtoonify_s_d_c.pt",
        "ink/exstyle_code.npy",
    )
}
SHARED = ("encoder.pt", "faceparsing.pth")
MANIFEST = """
schema = 1
id = "{id}"
name = "{name}"
family = "{family}"
version = "1"
licence = "{licence}"
size_multiple = 8
output_scale = 4
identity_at_zero = false
default_style = "toonify"
[degree]
default = 1.0
[[styles]]
id = "toonify"
name = "Toonify"
kind = "colour"
code = "toonify"
thumbnail = "thumbs/toonify.jpg"
"""
PARTS = ("frame.onnx", "style.onnx", "styles.npz", "parse.onnx", "encode.onnx")


def key(name: str) -> str:
    return f"{REPOSITORY}/{name}"


def publish(hub: FakeHub) -> None:
    for name, content in FILES.items():
        hub.put(REPOSITORY, name, content)


def new_store(folder: Path, hub: FakeHub, run_export: Callable[..., Any]) -> Store:
    """Return a store that knows the catalog, with the terms accepted."""
    (folder / "test.toml").write_text(CATALOG, encoding="utf-8")
    store = Store(
        folder / "models",
        endpoint=hub.endpoint,
        run_export=run_export,
        check_packages=lambda: None,
    )
    store.add_catalog(str(folder / "test.toml"))
    store.accept(store.find("oil").model.licence)
    return store


def ignore(progress: Progress) -> None:
    pass


def pull(
    store: Store,
    wished: str = "oil",
    progress: ProgressCallback = ignore,
    stop: Event | None = None,
) -> str:
    """Pull a model and return its id."""
    return store.pull(wished, progress, stop or Event()).id


def visible(store: Store) -> list[str]:
    """Return the ids of the user's models that can be seen; each file of theirs is hashed."""
    models = [model for model in list_models(store.folder.models) if model.id != "starter"]
    for model in models:
        for name in model.sha256:
            model.verify(name)
    return [model.id for model in models]


def write_model(folder: Path, options: Mapping[str, Any], sources: Mapping[str, str]) -> None:
    """Write a model folder of a few bytes per file."""
    (folder / "thumbs").mkdir()
    for name in (*PARTS, "thumbs/toonify.jpg"):
        (folder / name).write_bytes(f"{options['id']} {name}".encode())
    sums = {name: sha256_of(folder / name) for name in (*PARTS, "thumbs/toonify.jpg")}
    tables = [MANIFEST.format(**options), "[files]", *_lines(sums), "[sources]", *_lines(sources)]
    (folder / "manifest.toml").write_text("\n".join(tables), encoding="utf-8")


def sha256_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _lines(table: Mapping[str, str]) -> list[str]:
    return [f'"{name}" = "{value}"' for name, value in table.items()]


class QuickExporter:
    """Stands for `run_import`: lands a small model, made of what it is given.

    `given` has the options of each call; `on_the_way` is called when the model is half written,
    and the calls after that raise `fails`, one each.
    """

    def __init__(self, on_the_way: Callable[[], object] = lambda: None) -> None:
        self.given: list[dict[str, Any]] = []
        self.fails: list[AppError] = []
        self.on_the_way = on_the_way

    def __call__(
        self,
        arguments: Sequence[str],
        progress: Callable[[Mapping[str, Any]], None],
        stop: Event,
    ) -> list[dict[str, Any]]:
        options = vars(_options().parse_args(arguments))
        self.given.append(options)
        files = [options[name] for name in ("checkpoint", "encoder", "faceparsing", "codes")]
        sources = {path.name: sha256_of(path) for path in files if path is not None}
        with building_place(options["out"]) as built:
            for done, step in enumerate(("reading the checkpoints", "frame.onnx")):
                model = options["id"] if done else ""
                progress({"model": model, "step": step, "done": done, "total": 2 * done})
            (built / "frame.onnx").write_bytes(b"half")
            self.on_the_way()
            if stop.is_set():
                raise Stopped
            if self.fails:
                raise self.fails.pop(0)
            write_model(built, options, sources)
            land(built, options["out"] / options["id"])
        return [{"id": options["id"], "notes": ["It was quick"]}]


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(exit_on_error=False)
    parser.add_argument("checkpoint", type=Path)
    for name in ("--out", "--encoder", "--faceparsing", "--codes", "--portrait"):
        parser.add_argument(name, type=Path)
    for name in ("--id", "--name", "--family", "--licence", "--default-style"):
        parser.add_argument(name)
    parser.add_argument("--color-transfer", action=argparse.BooleanOptionalAction)
    return parser


BROKEN = ModelError("The import ended with status -9", "Close other programs and try again")
