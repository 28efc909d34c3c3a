"""Carries out what the menu of presets offers: dialogs, files, and what is remembered."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QInputDialog, QWidget

from desktop_app.background import Background
from desktop_app.looks import as_preset
from desktop_app.player import Player
from desktop_app.presets_menu import PresetsMenu
from desktop_app.stage import Stage
from desktop_app.translation import tr
from vtoonify_rt.errors import AppError, ModelError
from vtoonify_rt.presets import (
    SUFFIX,
    Preset,
    read_preset,
    removed,
    renamed,
    saved,
    unused_name,
    write_preset,
)

Presets = tuple[Preset, ...]
NAMING = 340  # pixels, of the width of the window that asks for a name


class PresetDesk(QObject):
    """Saves, shows and passes on presets; `get_styles` opens what gets a model that one needs."""

    def __init__(
        self,
        player: Player,
        stage: Stage,
        background: Background,
        get_styles: Callable[[], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._player = player
        self._stage = stage
        self._background = background
        self._get_styles = get_styles
        self._window = window
        self.menu = PresetsMenu(window)
        self.menu.chosen.connect(self._show)
        self.menu.save_wanted.connect(self._ask_to_save)
        self.menu.rename_wanted.connect(self._ask_to_rename)
        self.menu.remove_wanted.connect(self._remove)
        self.menu.export_wanted.connect(self._ask_to_export)
        self.menu.import_wanted.connect(self._ask_to_import)
        player.changed.connect(self._list)
        self._listed: Sequence[Preset] | None = None
        self._list()

    @property
    def presets(self) -> Presets:
        """What is saved."""
        return self._player.settings.gallery.presets

    def save(self, name: str) -> None:
        """Save what is on the screen; one of the same name is replaced, and can be had back."""
        before = self.presets
        try:
            preset = as_preset(self._player.settings, self._player.models, name.strip())
        except AppError as error:
            self._stage.tell_error(error)
            return
        if preset is None:
            return
        self._keep(saved(before, preset))
        if len(self.presets) == len(before):
            self._tell_undo(tr("Replaced the preset {name}.", name=preset.name), before)
        else:
            self._stage.tell(tr("Saved as {name}.", name=preset.name))

    def rename(self, name: str, new_name: str) -> None:
        """Give a preset another name."""
        try:
            self._keep(renamed(self.presets, name, new_name.strip()))
        except AppError as error:
            self._stage.tell_error(error)

    def export(self, name: str, path: Path) -> None:
        """Write a preset to a file."""
        preset = self._named(name)
        self._background.start(
            lambda: write_preset(path, preset),
            lambda _: self._stage.tell(tr("Saved: {name}", name=path.name)),
            self._stage.tell_error,
        )

    def take(self, path: Path) -> None:
        """Read a preset from a file."""
        self._background.start(lambda: read_preset(path), self._take, self._stage.tell_error)

    def _take(self, preset: Preset) -> None:
        preset = unused_name(self.presets, preset)
        self._keep(saved(self.presets, preset))
        self._stage.tell(
            tr("Imported the preset {name}.", name=preset.name),
            way_on=(tr("Use"), partial(self._show, preset.name)),
        )

    def _show(self, name: str) -> None:
        try:
            self._player.apply_preset(self._named(name))
        except ModelError as error:
            self._stage.tell_error(error, (tr("Get more styles…"), self._get_styles))

    def _remove(self, name: str) -> None:
        before = self.presets
        self._keep(removed(before, name))
        self._tell_undo(tr("Removed the preset {name}.", name=name), before)

    def _named(self, name: str) -> Preset:
        return next(preset for preset in self.presets if preset.name == name)

    def _keep(self, presets: Presets) -> None:
        self._player.keep_gallery(presets=presets)

    def _tell_undo(self, text: str, before: Presets) -> None:
        self._stage.tell(text, way_on=(tr("Undo"), lambda: self._keep(before)))

    def _list(self) -> None:
        if self.presets is not self._listed:
            self._listed = self.presets
            self.menu.show_presets(self.presets)

    def _ask_to_save(self) -> None:
        self._ask_name(tr("Save as a preset"), "", self.save)

    def _ask_to_rename(self, name: str) -> None:
        self._ask_name(tr("Rename the preset"), name, partial(self.rename, name))

    def _ask_name(self, title: str, name: str, take: Callable[[str], None]) -> None:
        dialog = QInputDialog(self._window)
        dialog.resize(NAMING, 0)  # no lower than it can be
        dialog.setWindowTitle(title)
        dialog.setLabelText(tr("Name"))
        dialog.setOkButtonText(tr("Save"))
        dialog.setCancelButtonText(tr("Cancel"))
        dialog.setTextValue(name)
        dialog.textValueSelected.connect(take)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_to_export(self, name: str) -> None:
        kinds = f"{tr('Presets')} (*{SUFFIX})"
        proposed = "".join(letter if letter.isalnum() else "-" for letter in name) + SUFFIX
        path, _ = QFileDialog.getSaveFileName(
            self._window, tr("Export the preset"), proposed, kinds
        )
        if path:
            self.export(name, Path(path))

    def _ask_to_import(self) -> None:
        kinds = f"{tr('Presets')} (*{SUFFIX} *.json);;{tr('All files')} (*)"
        path, _ = QFileDialog.getOpenFileName(self._window, tr("Import a preset"), "", kinds)
        if path:
            self.take(Path(path))
