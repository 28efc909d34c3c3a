"""What tests of imports share: a fake exporter, and an import into a folder of models."""

import zipfile
from pathlib import Path
from threading import Event

from made_models import contents_of, make_model

from checkpoint.errors import ModelError
from checkpoint.model_import import ImportOptions, import_path
from checkpoint.store_folder import StoreFolder

SHARED = b"s" * 5000  # the file that the models of `store_of_two` share


class Exporter:
    """Stands for the child process: notes what it was told, and installs nothing."""

    def __init__(self) -> None:
        self.arguments: list[str] = []
        self.seen: list[str] = []
        self.error: ModelError | None = None

    def run(self, arguments, progress, stop):
        self.arguments = list(arguments)
        path = Path(arguments[0])
        self.seen = sorted(file.name for file in path.rglob("*")) if path.is_dir() else []
        progress({"model": "cartoon", "step": "frame.onnx", "done": 1, "total": 4})
        if self.error is not None:
            raise self.error
        return [{"id": "cartoon"}]

    def option(self, name: str) -> str | None:
        parts = (argument.partition("=") for argument in self.arguments)
        return next((value for option, _, value in parts if option == name), None)


def take(path, store, exporter=None, stop=None, told=None, **options):
    """Import `path`; what is told goes to the list `told`."""
    return import_path(
        path,
        store,
        ImportOptions(**options),
        (lambda progress: None) if told is None else told.append,
        stop or Event(),
        run_export=(exporter or Exporter()).run,
    )


def shown(store) -> list[str]:
    """Return what is in the folder of models, but for the store's own."""
    return sorted(path.name for path in store.models.glob("*") if path.name != ".store")


def zipped(folder: Path, path: Path) -> Path:
    """Write everything in `folder` to the zip `path`."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in contents_of(folder).items():
            archive.writestr(name, content)
    return path


def store_of_two(folder: Path) -> StoreFolder:
    """Return a store of two models, cartoon and arcane, that share a file."""
    store = StoreFolder(folder / "models")
    for name in ("cartoon", "arcane"):
        take(make_model(folder / "made" / name, encoder=SHARED), store)
    return store
