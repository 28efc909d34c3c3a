"""What the exporter tells of the models that it made, for those who asked for them."""

from collections.abc import Callable, Sequence
from threading import Event as StopEvent
from typing import Any

from checkpoint.export_process import Event, run_import
from checkpoint.model import ModelManifest
from vtoonify_rt.cli_models import entries
from vtoonify_rt.cli_models.texts import count, how_to_try


class Exported:
    """Stands between the store and the exporter, and keeps what that tells at its end."""

    def __init__(self) -> None:
        self._told: dict[str, dict[str, Any]] = {}

    def run(
        self, arguments: Sequence[str], progress: Callable[[Event], None], stop: StopEvent
    ) -> list[dict[str, Any]]:
        """Run the exporter as `checkpoint.export_process.run_import` does."""
        models = run_import(arguments, progress, stop)
        self._told |= {model["id"]: model for model in models}
        return models

    def describe(self, model: ModelManifest, style: str | None = None) -> list[str]:
        """Return the lines to show of a model that was just installed."""
        told = self._told.get(model.id, {})
        num_styles = len(model.styles)
        drawn = told.get("thumbnails_drawn", num_styles)
        lines = [f"Note: {note}." for note in told.get("notes", ())]
        if drawn < num_styles:
            lines.append(
                f"{drawn} of {num_styles} thumbnails show their style, the others its number."
            )
        styles = count(num_styles, "style")
        return [*lines, f"Installed '{model.id}' ({styles}). Try: {how_to_try(model, style)}"]

    def entry(self, model: ModelManifest) -> entries.Entry:
        """Return the same for programs."""
        told = self._told.get(model.id, {})
        return {
            **entries.of_manifest(model),
            "thumbnails_drawn": told.get("thumbnails_drawn", len(model.styles)),
            "seconds": told.get("seconds"),
            "notes": list(told.get("notes", ())),
        }
