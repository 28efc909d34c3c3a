"""Where models are downloaded from: the hub, or a mirror of it."""

import os
from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from checkpoint.errors import FetchError
from checkpoint.hub import HUB, check_address
from desktop_app.stage import sentence
from desktop_app.translation import error_text, tr
from desktop_app.widgets import column, label, row

VARIABLE = "HF_ENDPOINT"


class AddressRow(QWidget):
    """A field for the address, and below it what is in force or wrong.

    Signals:
        chosen: Download from this address; "": as the environment says.
    """

    chosen = Signal(str)

    def __init__(self, address: str, environment: Mapping[str, str] = os.environ) -> None:
        super().__init__()
        self._given = environment.get(VARIABLE, "").strip()
        self._chosen = address
        self._label = label("section")
        self.field = QLineEdit(address)
        self.field.setPlaceholderText(self._given or HUB)
        self.field.editingFinished.connect(self._take)
        self.field.textEdited.connect(lambda _: self._tell())
        self.note = label("faint", wraps=True)
        line = row(gap=10)
        line.addWidget(self._label)
        line.addWidget(self.field, 1)
        layout = column(self, gap=4)
        layout.addLayout(line)
        layout.addWidget(self.note)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self._label.setText(tr("Download address"))
        self.field.setAccessibleName(tr("Download address"))
        self._tell()

    def _take(self) -> None:
        """Use what was typed, if it can be used."""
        typed = self.field.text().strip().rstrip("/")
        if self._tell() and typed != self._chosen:
            self._chosen = typed
            self.chosen.emit(typed)

    def _tell(self) -> bool:
        """Say what is in force, or what is wrong; return whether the field can be used."""
        typed = self.field.text().strip().rstrip("/")
        if typed:
            try:
                check_address(typed)
            except FetchError as error:
                self.note.setText(sentence(*error_text(error)))
                return False
        if typed and self._given:
            self.note.setText(
                tr(
                    "{variable} says {address}; the field goes before it.",
                    variable=VARIABLE,
                    address=self._given,
                )
            )
        elif typed:
            self.note.setText(tr("Leave it empty to download from {address}.", address=HUB))
        elif self._given:
            self.note.setText(
                tr(
                    "In force is {address}, from the environment ({variable}).",
                    variable=VARIABLE,
                    address=self._given,
                )
            )
        else:
            self.note.setText(tr("A mirror of the hub can be given here."))
        return True
