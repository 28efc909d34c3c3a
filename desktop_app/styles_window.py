"""The styles panel: what is installed, what there is to get, and how the getting goes."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QMenu,
    QToolButton,
    QWidget,
)

from checkpoint.catalog import CatalogModel
from checkpoint.errors import AppError
from desktop_app.address_row import AddressRow
from desktop_app.catalogs_dialog import CatalogsDialog
from desktop_app.icons import icon
from desktop_app.shelf import Shelf
from desktop_app.stage import sentence
from desktop_app.store_dialogs import licence_question, packages_question, removal_question
from desktop_app.store_tasks import PACKAGES
from desktop_app.store_words import space_text
from desktop_app.styles_list import StylesList
from desktop_app.translation import error_text, language, tr
from desktop_app.widgets import column, name_button, push_button, row, tool_button

MARGINS = (18, 16, 18, 12)


class StylesWindow(QDialog):
    """A window beside the main one, which goes on meanwhile.

    Signals:
        style_wanted: Show the default style of the model with this id.
        endpoint_chosen: Download from this address from now on; "": as the environment says.
    """

    style_wanted = Signal(str)
    endpoint_chosen = Signal(str)

    def __init__(self, shelf: Shelf, endpoint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shelf = shelf
        self.list = StylesList(shelf)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setObjectName("search")
        self._glass = self.search.addAction(
            icon("search"), QLineEdit.ActionPosition.LeadingPosition
        )
        self.files = tool_button("files")
        self.files.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.files.setMenu(QMenu(self.files))
        self.catalogs = push_button()
        self.catalogs_dialog = CatalogsDialog(shelf, self)
        self.catalogs.clicked.connect(self.catalogs_dialog.open)
        self.address = AddressRow(endpoint)
        self._lay_out()
        self._connect()
        self.setAcceptDrops(True)
        self.setMinimumSize(QSize(640, 480))
        self.resize(800, 640)
        self.retranslate()

    def _lay_out(self) -> None:
        head = row(gap=8)
        head.addWidget(self.search, 1)
        head.addWidget(self.files)
        head.addWidget(self.catalogs)
        layout = column(self, gap=12, margins=MARGINS)
        layout.addLayout(head)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.address)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.list.search)
        self.address.chosen.connect(self.endpoint_chosen)
        self.list.style_wanted.connect(self.style_wanted)
        self.list.get_wanted.connect(self.get)
        self.list.start_wanted.connect(self._start)
        self.list.remove_wanted.connect(self._remove)
        self.list.repair_wanted.connect(self._repair)
        self.shelf.failed.connect(self._tell_failure)
        self.shelf.freed.connect(self._tell_freed)

    def retranslate(self) -> None:
        """Set the texts and icons in the chosen language and colours."""
        self._worn = (language(), QApplication.palette())
        self.setWindowTitle(tr("Styles"))
        self.search.setPlaceholderText(tr("Search styles"))
        self.search.setAccessibleName(tr("Search styles"))
        self._glass.setIcon(icon("search"))
        self.files.setIcon(icon("folder"))
        self.files.setText(tr("Import files…"))
        name_button(self.files, tr("Install a model from files on this computer"))
        self.catalogs.setText(tr("Catalogs…"))
        menu = self.files.menu()
        menu.clear()
        menu.addAction(tr("A file or a zip…")).triggered.connect(self._ask_for_file)
        menu.addAction(tr("A folder…")).triggered.connect(self._ask_for_folder)
        self.address.retranslate()
        self.list.retranslate()

    def get(self, model: CatalogModel) -> None:
        """Ask what has to be asked, then fetch and install `model`."""
        self._with_terms(model, lambda: self._get_accepted(model))

    def _repair(self, model_id: str) -> None:
        """Get a damaged model again, whose terms nobody may have accepted: it was imported."""
        model = self.shelf.find(model_id)
        if model is not None:
            self._with_terms(model, lambda: self.shelf.repair(model_id))

    def _with_terms(self, model: CatalogModel, go_on: Callable[[], None]) -> None:
        if self.shelf.is_accepted(model.licence):
            go_on()
            return
        question = licence_question(model, self)
        question.accepted.connect(go_on)
        question.open()

    def _get_accepted(self, model: CatalogModel) -> None:
        needs, installing = self.shelf.needs(model), self.shelf.tasks.find(PACKAGES)
        if needs is None or not needs.export_packages or installing is not None:
            self.shelf.get(model)
            return

        def install_and_get() -> None:
            self.shelf.install_packages()
            self.shelf.get(model)

        question = packages_question(needs.export_packages, self)
        question.accepted.connect(install_and_get)
        question.open()

    def _start(self, key: str) -> None:
        """Go on with a task, or try it again; its terms may have changed."""
        model = self.shelf.find(key)
        if model is not None:
            self.get(model)
        else:
            self.shelf.start(key)

    def _remove(self, model_id: str, name: str, num_bytes: int) -> None:
        question = removal_question(name, space_text(num_bytes), self)
        question.accepted.connect(lambda: self.shelf.remove(model_id))
        question.open()

    def _ask_for_file(self) -> None:
        files = tr("Models and checkpoints")
        name, _ = QFileDialog.getOpenFileName(
            self,
            tr("Import a model"),
            "",
            f"{files} (*.zip *.pt *.pth *.toml);;{tr('All files')} (*)",
        )
        self._import([Path(name)] if name else [])

    def _ask_for_folder(self) -> None:
        name = QFileDialog.getExistingDirectory(self, tr("Import a model"))
        self._import([Path(name)] if name else [])

    def _import(self, paths: Sequence[Path]) -> None:
        for path in paths:
            self.shelf.import_path(path)

    def _tell_failure(self, error: AppError) -> None:
        self.list.tell(sentence(*error_text(error)), trouble=True)

    def _tell_freed(self, num_bytes: int) -> None:
        self.list.tell(tr("{size} of the disk are free again.", size=space_text(num_bytes)))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files and folders of this computer."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        urls = event.mimeData().urls()
        self._import([Path(url.toLocalFile()) for url in urls if url.isLocalFile()])
        event.acceptProposedAction()

    def showEvent(self, event: QShowEvent) -> None:
        """Look at the store again, and at how fast this machine is."""
        super().showEvent(event)
        self._keep_up()
        self.search.setFocus()
        self.shelf.refresh()
        self.shelf.measure()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language or colours."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._keep_up()

    def _keep_up(self) -> None:
        """Follow language and colours while shown: all cards are made anew, and the main window
        need not wait for cards that nobody sees."""
        if self.isVisible() and self._worn != (language(), QApplication.palette()):
            self.retranslate()
