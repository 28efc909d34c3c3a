"""The menu of presets: save what is on the screen, choose, rename, remove, pass on."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.source_chooser import unmarked
from desktop_app.translation import tr
from vtoonify_rt.presets import Preset


class PresetsMenu(QMenu):
    """Lists the presets, and what can be done with them.

    Signals:
        chosen: Show the preset of this name.
        save_wanted: Save what is on the screen.
        rename_wanted: Give another name to the preset of this name.
        remove_wanted: Remove the preset of this name.
        export_wanted: Write the preset of this name to a file.
        import_wanted: Read one from a file.
    """

    chosen = Signal(str)
    save_wanted = Signal()
    rename_wanted = Signal(str)
    remove_wanted = Signal(str)
    export_wanted = Signal(str)
    import_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets: Sequence[Preset] = ()
        self._rename, self._remove, self._export = (QMenu(self) for _ in range(3))

    def show_presets(self, presets: Sequence[Preset]) -> None:
        """Offer these."""
        self._presets = presets
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.clear()
        self.setTitle(tr("&Presets"))
        for preset in self._presets:
            action = self.addAction(unmarked(preset.name))
            action.triggered.connect(lambda _, name=preset.name: self.chosen.emit(name))
        if not self._presets:
            self.addAction(tr("No presets yet")).setEnabled(False)
        self.addSeparator()
        self.addAction(tr("Save what is on the screen…")).triggered.connect(self.save_wanted)
        self._fill(self._rename, tr("Rename"), self.rename_wanted)
        self._fill(self._remove, tr("Remove"), self.remove_wanted)
        self.addSeparator()
        self._fill(self._export, tr("Export"), self.export_wanted)
        self.addAction(tr("Import…")).triggered.connect(self.import_wanted)

    def _fill(self, menu: QMenu, title: str, wanted: SignalInstance) -> None:
        """Add `menu`, with an entry for each preset."""
        menu.clear()
        menu.setTitle(title)
        self.addMenu(menu)
        menu.setEnabled(bool(self._presets))
        for preset in self._presets:
            action = menu.addAction(unmarked(preset.name))
            action.triggered.connect(lambda _, name=preset.name: wanted.emit(name))
