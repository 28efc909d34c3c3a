"""The questions of the styles panel: terms to accept, packages to install, a model to remove."""

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from checkpoint.catalog import CatalogModel
from desktop_app.overlay import breakable
from desktop_app.scale import DIALOG
from desktop_app.store_words import offered_name, summary
from desktop_app.translation import tr
from desktop_app.widgets import column, label

WIDTH = 440


class Question(QDialog):
    """A title, some paragraphs, perhaps a link; accepted or not.  Esc and closing mean no."""

    def __init__(
        self,
        title: str,
        paragraphs: Sequence[str],
        accept: str,
        *,
        link: tuple[str, str] | None = None,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleDescription(" ".join(paragraphs))
        layout = column(self, gap=12, margins=DIALOG)
        layout.addWidget(_wide(label("title", breakable(title), wraps=True)))
        for text in paragraphs:
            layout.addWidget(_wide(label(text=text, wraps=True)))
        if link is not None:
            layout.addWidget(_link(*link))
        layout.addSpacing(6)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        self.buttons.button(kinds.Ok).setText(accept)
        self.buttons.button(kinds.Cancel).setText(tr("Cancel"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        layout.addWidget(self.buttons)


def licence_question(model: CatalogModel, parent: QWidget) -> Question:
    """Return the question whether the user accepts the terms of `model`."""
    licence = model.licence
    once = tr("You are asked once: this covers every model with this licence.")
    page = (tr("Read the whole licence"), licence.url)
    return Question(
        licence.name,
        [tr("{name} comes with these terms:", name=offered_name(model)), summary(licence), once],
        tr("Accept"),
        link=page,
        parent=parent,
    )


def packages_question(names: Sequence[str], parent: QWidget) -> Question:
    """Return the question whether to install what the exporter needs."""
    return Question(
        tr("Install extra packages?"),
        [packages_text(names), tr("They are installed once, into VToonify RT's own Python.")],
        tr("Install"),
        parent=parent,
    )


def packages_text(names: Sequence[str]) -> str:
    """Return why packages are needed that are missing."""
    return tr(
        "Downloaded models are made ready on this computer. That needs {names}: "
        "several hundred megabytes, from the Python package index.",
        names=", ".join(names),
    )


def removal_question(name: str, size: str, parent: QWidget) -> Question:
    """Return the question whether to remove an installed model."""
    text = tr("This frees {size}. You can get the model again later.", size=size)
    return Question(tr("Remove {name}?", name=name), [text], tr("Remove"), parent=parent)


def _wide(text: QLabel) -> QLabel:
    text.setFixedWidth(WIDTH)
    return text


def _link(text: str, url: str) -> QLabel:
    """Return a link; Qt opens it in the browser."""
    made = QLabel(f'<a href="{escape(url)}">{text}</a>')  # whoever wrote the catalog chose it
    made.setObjectName("link")
    made.setOpenExternalLinks(True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextBrowserInteraction)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    made.setToolTip(url)
    made.setAccessibleName(text)
    return made
