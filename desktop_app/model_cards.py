"""The cards of the styles panel: a model that is installed, and one that can be."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QWidget

from checkpoint.catalog import CatalogModel
from checkpoint.model import Family
from checkpoint.needs import Needs
from checkpoint.store import Installed
from checkpoint.upkeep import Damage
from desktop_app.card_choice import Offer, Owned, Variants
from desktop_app.card_parts import Card, Notice
from desktop_app.icons import icon
from desktop_app.model_chooser import model_name
from desktop_app.store_words import (
    DOT,
    family_text,
    needs_text,
    offered_name,
    origin_text,
    space_text,
    speed_text,
    styles_text,
    summary,
)
from desktop_app.task_view import TaskView
from desktop_app.tasks import Task
from desktop_app.translation import tr
from desktop_app.widgets import name_button, push_button, row, tool_button

PADDING = 28  # pixels of a button that its text cannot have


class InstalledCard(Card):
    """A model that is installed.

    Signals:
        use_wanted: Show its default style.
        check_wanted: Hash its files.
        remove_wanted: Remove it.
        repair_wanted: Get it again.
    """

    use_wanted = Signal()
    check_wanted = Signal()
    remove_wanted = Signal()
    repair_wanted = Signal()

    def __init__(self, owned: Owned) -> None:
        installed, offer = owned.installed, owned.offer
        manifest = installed.manifest
        style = manifest.style(manifest.default_style)
        name = offered_name(offer) if offer is not None else model_name(manifest)
        super().__init__(name, owned, style.thumbnail)
        self.owned = owned
        self.use = push_button("", tr("Use"))
        self.use.setAccessibleName(tr("Use {name}", name=name))
        self.use.clicked.connect(self.use_wanted)
        longest = max(map(self.fontMetrics().horizontalAdvance, (tr("Use"), tr("In use"))))
        self.use.setMinimumWidth(longest + PADDING)
        self.found = Notice(quiet=True)
        self.buttons.addWidget(self.use)
        self.buttons.addWidget(self._more(removable=installed.removable))
        self.below.addWidget(self.found)
        forbids = offer is not None and not offer.licence.commercial
        first = DOT.join(
            (styles_text(len(manifest.styles)), family_text(manifest.family, manifest.fixed_degree))
        )
        place = tr("{size} on disk", size=space_text(installed.num_bytes))
        second = DOT.join((place, manifest.licence if installed.removable else _ours(installed)))
        self.describe(tr("Non-commercial") if forbids else "", [first, second])

    def show_state(self, *, used: bool, checking: bool, damage: tuple[Damage, ...] | None) -> None:
        """Show whether it plays now, and what a check of its files found; None: not checked."""
        self.use.setText(tr("In use") if used else tr("Use"))
        self.use.setEnabled(not used)
        if checking:
            self.found.say(tr("Checking the files…"))
        elif damage is None:
            self.found.say("")
        elif not damage:
            self.found.say(tr("All files are as they should be."))
        else:
            names = ", ".join(found.file.name for found in damage)
            offer = self.owned.offer
            again = offer is not None and offer.fetchable
            ways = [(tr("Get it again"), self.repair_wanted.emit)] if again else []
            text = tr(
                "Damaged or missing: {names}. Remove the model and get it again.", names=names
            )
            self.found.say(text, trouble=True, ways_on=ways)

    def _more(self, *, removable: bool) -> QToolButton:
        button = tool_button("iconOnly", with_text=False)
        button.setIcon(icon("more"))
        name_button(button, tr("More for {name}", name=self.name))
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(button)
        self.check = QAction(tr("Check the files"), menu)
        self.check.triggered.connect(self.check_wanted)
        self.remove = QAction(tr("Remove…"), menu)
        self.remove.triggered.connect(self.remove_wanted)
        self.remove.setEnabled(removable)
        menu.addActions([self.check, self.remove])
        button.setMenu(menu)
        return button


class OfferCard(Card):
    """A model that can be installed.

    Signals:
        get_wanted: Fetch and install it.
    """

    get_wanted = Signal()

    def __init__(self, offer: Offer) -> None:
        model = offer.model
        super().__init__(offered_name(model), offer)
        self.offer = offer
        terms = f"{model.licence.name}: {summary(model.licence)}"
        self.setToolTip(f"<qt>{escape(terms)}</qt>")  # else Qt takes what looks like tags for such
        self.view = TaskView()
        self.get = push_button("", tr("Get"))
        self.get.setAccessibleName(tr("Get {name}", name=self.name))
        self.get.clicked.connect(self.get_wanted)
        self.buttons.addWidget(self.get)
        for button in [] if model.fetchable else self._links(model):
            self.buttons.addWidget(button)
        self.below.addWidget(self.view)

    def show_state(
        self, needs: Needs | None, speed: Callable[[Family], float] | None, task: Task | None
    ) -> None:
        """Show what it needs, how fast it will be, and how the getting goes."""
        model = self.offer.model
        licence = model.licence
        kind = styles_text(model.num_styles), family_text(model.family, model.fixed_degree)
        origin = origin_text(self.offer.catalog)
        lines = [DOT.join(filter(None, (*kind, licence.name, origin)))]
        if not model.fetchable:
            lines.append(tr("To be got by hand: download the files, then import them here."))
        if needs is not None:
            lines.append(needs_text(needs))
        if speed is not None:
            lines.append(speed_text(speed(model.family)))
        self.describe("" if licence.commercial else tr("Non-commercial"), lines)
        self.show_task(task)

    def show_task(self, task: Task | None) -> None:
        """Show how the getting goes; None: it is not asked for."""
        self.view.show_task(task)
        self.get.setVisible(self.offer.model.fetchable and task is None)

    def _links(self, model: CatalogModel) -> list[QWidget]:
        buttons: list[QWidget] = []
        for link in model.links[:1]:
            button = tool_button()
            button.setIcon(icon("globe"))
            button.setText(tr("Open page"))
            button.setToolTip(f"<qt>{escape(link.name)}<br>{escape(link.url)}</qt>")
            button.setAccessibleName(tr("Open page of {name}", name=self.name))
            button.clicked.connect(lambda _, url=link.url: open_page(url))
            buttons.append(button)
        return buttons


class VariantsLine(QFrame):
    """A flat button that opens the cards of a style set's other models.

    Signals:
        toggled: The cards shall be shown, or no longer.
    """

    toggled = Signal(bool)

    def __init__(self, variants: Variants, *, opened: bool) -> None:
        super().__init__()
        self.made_of = variants
        self.button = tool_button("quietFold", checkable=True)
        count, name = variants.count, offered_name(variants.first)
        text = tr("1 more variant") if count == 1 else tr("{count} more variants", count=count)
        self.button.setText(text)
        self.button.setAccessibleName(tr("{name}: {caption}", name=name, caption=text))
        self.button.setChecked(opened)
        self._draw_arrow(opened)
        self.button.toggled.connect(self._draw_arrow)
        self.button.toggled.connect(self.toggled)
        layout = row(self, margins=(12, 0, 0, 0))
        layout.addWidget(self.button)
        layout.addStretch(1)

    def _draw_arrow(self, opened: bool) -> None:
        self.button.setIcon(icon("down" if opened else "right"))


def _ours(installed: Installed) -> str:
    return tr("{licence}, comes with the app", licence=installed.manifest.licence)


def open_page(url: str) -> None:
    """Open a page in the desktop's browser."""
    QDesktopServices.openUrl(QUrl(url))
