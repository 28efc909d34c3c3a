"""Tiny VToonify checkpoints and the models that are imported from them.

The networks are whole, but narrow and shallow; their weights are made up. To import one takes
half a minute, so the models are made once per run: ask for the fixtures of `conftest.py`.
"""

from pathlib import Path
from types import ModuleType

import pytest

NUM_STYLES = 3


def needs_export() -> None:
    """Skip the test where the packages of the export are not installed."""
    for module in ("torch", "onnx", "onnxscript"):
        pytest.importorskip(module, reason=f"the export needs {module} (extra 'export')")


def make_checkpoints(folder: Path) -> Path:
    """Write D, D with colour transfer, D of one style, T, encoder, parser and codes to `folder`."""
    from export.synthetic import SIZES, make_synthetic

    make_synthetic(folder, SIZES["tiny64"], num_styles=NUM_STYLES, variants=True)
    return folder


def import_from(path: Path, models: Path) -> Path:
    """Import the checkpoint `path` into `models` and return the new model's folder."""
    from export.announce import Announcer
    from export.vtoonify_import import import_vtoonify
    from export.vtoonify_plan import ImportRequest

    request = ImportRequest(path=path, out=models)
    (installed,) = import_vtoonify(request, Announcer(lambda line: None))
    return Path(installed.folder)


class QuickGraphs:
    """Stands for the exporter: writes files of a few bytes, and no more.

    `fail` is raised instead of writing the frame graphs; `written` counts how often each was.
    """

    def __init__(self) -> None:
        self.fail: BaseException | None = None
        self.written: list[str] = []
        self.content = b"graph"

    def install(self, target: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
        """Take the place of what `export.vtoonify_import` calls."""
        from export.thumbnails import Drawn

        monkeypatch.setattr(target, "write_model", self._write_model)
        monkeypatch.setattr(target, "write_encoder", self._write_encoder)
        monkeypatch.setattr(target, "write_parser", self._write_parser)
        monkeypatch.setattr(
            target, "draw_thumbnails", lambda model, picture: Drawn(len(model.styles))
        )

    def _write_model(self, state, sizes, toonify, folder, progress):
        self._write(folder, "style.onnx", "frame.onnx")
        progress("frame.onnx")
        if self.fail is not None:
            raise self.fail
        return {}

    def _write_encoder(self, encoder, folder):
        self._write(folder, "encode.onnx", "encode.weights")
        return 0.0

    def _write_parser(self, parser, folder):
        self._write(folder, "parse.onnx", "parse.weights")
        return 0.0

    def _write(self, folder, *names):
        for name in names:
            (folder / name).write_bytes(self.content)
            self.written.append(name)
