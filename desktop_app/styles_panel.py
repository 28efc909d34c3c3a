"""The model store beside the picture: its panel, and a line that tells how the getting goes."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest
from checkpoint.store import find_model
from desktop_app.icons import icon
from desktop_app.model_chooser import model_name
from desktop_app.player import Player
from desktop_app.run_time import RunTime
from desktop_app.shelf import Shelf
from desktop_app.stage import Stage
from desktop_app.store_words import headline
from desktop_app.styles_window import StylesWindow
from desktop_app.tasks import Task
from desktop_app.translation import tr
from desktop_app.widgets import tool_button


class StylesPanel(QObject):
    """Owns the shelf and the panel, and tells the player of models that come and go.

    `line` is a flat button that says what is being got, hidden while nothing is.

    Signals:
        models_changed: `player.models` are others now.
    """

    models_changed = Signal()

    def __init__(self, run_time: RunTime, player: Player, stage: Stage, window: QWidget) -> None:
        super().__init__(window)
        self.shelf = Shelf(run_time, player.settings.endpoint, parent=self)
        self.window = StylesWindow(self.shelf, player.settings.endpoint, window)
        self.line = tool_button("getting")
        self._player = player
        self._stage = stage
        self.line.hide()
        self.line.clicked.connect(self.open)
        self.window.style_wanted.connect(self._use)
        self.window.endpoint_chosen.connect(self._choose_endpoint)
        self.shelf.tasks.changed.connect(self._show_line)
        self.shelf.tasks.finished.connect(self._tell_installed)
        self.shelf.models_changed.connect(lambda: player.read_models(self.models_changed.emit))
        player.changed.connect(self._show_used)

    def start(self) -> None:
        """Go on with what was interrupted."""
        self.shelf.refresh()
        self._show_used()

    def open(self) -> None:
        """Show the panel; it stays in front of the main window."""
        self.window.show()
        self.window.activateWindow()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self._show_line()

    def shut_down(self, timeout: float) -> bool:
        """Stop the work; it goes on at the next start. Return whether all of it has ended."""
        return self.shelf.shut_down(timeout)

    def _show_line(self) -> None:
        """Tell of the task that runs, or else of one that has failed."""
        tasks = self.shelf.tasks.all
        told = [t for t in tasks if t.under_way] or [t for t in tasks if t.state == "failed"]
        told.sort(key=lambda task: task.state == "queued")
        self.line.setVisible(bool(told))
        if not told:
            return
        failed = told[0].state == "failed"
        self.line.setIcon(
            icon("warning" if failed else "styles", QPalette.ColorRole.PlaceholderText)
        )
        self.line.setText(headline(told[0]))
        self.line.setToolTip(tr("Open the styles panel"))

    def _show_used(self) -> None:
        look = self._player.look
        self.window.list.set_used(look[0].id if look is not None else "")

    def _use(self, model_id: str) -> None:
        try:
            model = find_model(model_id, self._player.models)
        except ModelError as error:  # removed a moment ago
            self._player.failed.emit(error)
            return
        first = model is self._player.models[0]
        style = model.default_style if first else f"{model.id}/{model.default_style}"
        self._player.change(style=style)

    def _choose_endpoint(self, endpoint: str) -> None:
        self._player.choose_endpoint(endpoint)
        self.shelf.set_endpoint(endpoint)

    def _tell_installed(self, task: Task, installed: Sequence[ModelManifest]) -> None:
        for model in installed:
            name = task.name if task.key == model.id else model_name(model)
            way_on = (tr("Use"), partial(self._use, model.id))
            self._stage.tell(tr("{name} is installed.", name=name), way_on=way_on)
