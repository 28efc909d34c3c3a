"""The catalogs that models come from: whose they are, whether signed, and a form to add one."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QFrame, QLineEdit, QWidget

from checkpoint.catalog import Catalog
from checkpoint.errors import AppError
from checkpoint.store import Store
from desktop_app.card_parts import Elided, Notice
from desktop_app.scale import DIALOG, GAP_M
from desktop_app.shelf import Shelf
from desktop_app.stage import sentence
from desktop_app.store_words import catalog_name, signature_text
from desktop_app.translation import error_text, tr
from desktop_app.widgets import column, empty, label, push_button, row

WIDTH = 520


class CatalogsDialog(QDialog):
    """Every catalog with what can be done about it; what it is asked to do takes place at once."""

    def __init__(self, shelf: Shelf, parent: QWidget) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._rows = column(gap=8)
        self._shown: tuple[Catalog, ...] = ()
        self._title = label("section")
        self._explained = label("faint", wraps=True)
        self.origin, self.key = QLineEdit(), QLineEdit()
        self.choose, self.add, self.close_ = push_button(), push_button(), push_button()
        self.notice = Notice(quiet=True)
        self.choose.clicked.connect(self._choose)
        self.add.clicked.connect(self._add)
        self.close_.clicked.connect(self.accept)
        self.origin.textChanged.connect(lambda text: self.add.setEnabled(bool(text.strip())))
        shelf.changed.connect(self._show_catalogs)
        self._lay_out()

    def _lay_out(self) -> None:
        self.setMinimumWidth(WIDTH)
        place, end = row(gap=8), row(gap=8)
        place.addWidget(self.origin, 1)
        place.addWidget(self.choose)
        end.addStretch(1)
        end.addWidget(self.add)
        end.addWidget(self.close_)
        layout = column(self, gap=GAP_M, margins=DIALOG)
        layout.addLayout(self._rows)
        layout.addSpacing(6)
        layout.addWidget(self._title)
        layout.addLayout(place)
        layout.addWidget(self.key)
        layout.addWidget(self._explained)
        layout.addWidget(self.notice)
        layout.addStretch(1)
        layout.addLayout(end)

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.setWindowTitle(tr("Catalogs"))
        self._title.setText(tr("Add a catalog"))
        for field, text in (
            (self.origin, tr("A file, or an https address")),
            (self.key, tr("Its author's public key (minisign), if it is signed")),
        ):
            field.setPlaceholderText(text)
            field.setAccessibleName(text)
        self._explained.setText(
            tr("Without a key nobody vouches for a catalog. Get the key another way than it.")
        )
        self.choose.setText(tr("Choose…"))
        self.add.setText(tr("Add"))
        self.close_.setText(tr("Close"))
        self._make_rows()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self.retranslate()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with an empty form."""
        super().showEvent(event)
        self.origin.clear()
        self.key.clear()
        self.add.setEnabled(False)
        self.notice.say("")
        self.retranslate()
        self.origin.setFocus()

    def _show_catalogs(self) -> None:
        facts = self._shelf.facts
        catalogs = facts.catalogs if facts is not None else ()
        if catalogs != self._shown:  # a button may have the focus
            self._shown = catalogs
            self._make_rows()

    def _make_rows(self) -> None:
        empty(self._rows)
        for catalog in self._shown:
            self._rows.addWidget(self._row(catalog))

    def _row(self, catalog: Catalog) -> QFrame:
        frame, name, place = QFrame(), catalog_name(catalog), Elided("faint")
        frame.setObjectName("modelCard")
        whence = catalog.origin or catalog.homepage
        place.say(whence)
        head, words = row(gap=8), column(gap=3)
        head.addWidget(label("cardName", name))
        head.addWidget(label("badge", signature_text(catalog)))
        head.addStretch(1)
        words.addLayout(head)
        if whence:
            words.addWidget(place)
        line = row(frame, gap=6, margins=(12, 10, 12, 10))
        line.addLayout(words, 1)
        if catalog.origin:
            update, remove = push_button("small", tr("Update")), push_button("small", tr("Remove"))
            update.setAccessibleName(tr("Update {name}", name=name))
            remove.setAccessibleName(tr("Remove {name}", name=name))
            update.clicked.connect(lambda: self._update(catalog))
            remove.clicked.connect(lambda: self._remove(catalog))
            line.addWidget(update)
            line.addWidget(remove)
        return frame

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Add a catalog"), "", f"{tr('Catalogs')} (*.toml);;{tr('All files')} (*)"
        )
        if name:
            self.origin.setText(name)

    def _add(self) -> None:
        origin, key = self.origin.text().strip(), self.key.text().strip() or None

        def done() -> None:
            self.origin.clear()
            self.key.clear()
            self.notice.say(tr("The catalog was added."))

        self._change(lambda store: store.add_catalog(origin, key), done)

    def _update(self, catalog: Catalog) -> None:
        """Take the newer state of a catalog: it is added again."""
        self._change(
            lambda store: store.add_catalog(catalog.origin, catalog.key or None),
            lambda: self.notice.say(tr("{name} is up to date.", name=catalog_name(catalog))),
        )

    def _remove(self, catalog: Catalog) -> None:
        self._change(
            lambda store: store.remove_catalog(catalog.id),
            lambda: self.notice.say(tr("What was installed from it stays.")),
        )

    def _change(self, change: Callable[[Store], object], done: Callable[[], None]) -> None:
        def fail(error: AppError) -> None:
            self.notice.say(sentence(*error_text(error)), trouble=True)

        self.notice.say(tr("One moment…"))
        self._shelf.change_catalogs(change, done, fail)
