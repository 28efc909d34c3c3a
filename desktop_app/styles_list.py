"""The scrolled part of the styles panel: notices, what is installed, what there is to get."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QScrollArea, QWidget

from desktop_app.card_choice import Offer, Owned, Variants, choose_offers, choose_owned
from desktop_app.card_parts import Card, Notice
from desktop_app.model_cards import InstalledCard, OfferCard, VariantsLine
from desktop_app.other_tasks import OtherTasks
from desktop_app.shelf import Shelf
from desktop_app.shelf_notices import ShelfNotices
from desktop_app.translation import tr
from desktop_app.widgets import column, label, timer

BATCH = 6  # cards that are made at a time, in some 15 ms
BETWEEN_MS = 10  # for what the user does meanwhile


class StylesList(QScrollArea):
    """Shows the shelf; what takes a question first is only asked for.

    Cards stay while their model does, so that the keyboard focus stays in them. While the list is
    hidden there are none: every widget that was ever seen delays a change of colours.

    Signals:
        get_wanted: Fetch and install this CatalogModel.
        start_wanted: Go on with the task of this key, or try it again.
        remove_wanted: Remove the model of this id; its name and bytes.
        repair_wanted: Remove the model of this id, which is damaged, and get it again.
        style_wanted: Show the default style of the model with this id.
    """

    get_wanted = Signal(object)
    start_wanted = Signal(str)
    remove_wanted = Signal(str, str, object)
    repair_wanted = Signal(str)
    style_wanted = Signal(str)

    def __init__(self, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._words = ""
        self._used = ""  # id of the model that plays
        self._opened: set[str] = set()  # keys of the variants that are shown
        self._cards: dict[str, Card | VariantsLine] = {}
        self._going_on = timer(self, BETWEEN_MS, once=True)
        self._going_on.timeout.connect(self.show_all)
        self.message = Notice()
        self.notices = ShelfNotices(shelf)
        self.others = OtherTasks(shelf.tasks)
        self._installed_title, self._offers_title = label("section"), label("section")
        self._installed, self._offers = column(), column()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lay_out()
        self.others.start_wanted.connect(self.start_wanted)
        shelf.changed.connect(self.show_all)
        shelf.tasks.changed.connect(self._show_tasks)

    def _lay_out(self) -> None:
        content = QWidget()
        content.setObjectName("controls")
        layout = column(content, gap=10, margins=(0, 0, 12, 0))
        layout.addWidget(self.message)
        layout.addWidget(self.others)
        layout.addWidget(self._installed_title)
        layout.addLayout(self._installed)
        layout.addWidget(self.notices.damaged)
        layout.addWidget(self.notices.portrait)
        layout.addWidget(self.notices.kept)
        layout.addSpacing(8)
        layout.addWidget(self._offers_title)
        layout.addWidget(self.notices.packages)
        layout.addLayout(self._offers)
        layout.addWidget(self.notices.nothing)
        layout.addStretch(1)
        self.setWidget(content)

    def search(self, words: str) -> None:
        """Show only what has every one of `words` in its names."""
        self._words = words
        self.show_all()
        self.verticalScrollBar().setValue(0)

    def set_used(self, model_id: str) -> None:
        """Mark the model that plays."""
        if model_id != self._used:
            self._used = model_id
            self.show_all()

    def tell(self, text: str, *, trouble: bool = False) -> None:
        """Say what has just been done, or could not be, until it is dismissed."""
        ways = [(tr("Dismiss"), lambda: self.message.say(""))]
        self.message.say(text, trouble=trouble, ways_on=ways)
        self.verticalScrollBar().setValue(0)

    def retranslate(self) -> None:
        """Make everything anew in the chosen language and colours."""
        self._installed_title.setText(tr("Installed"))
        self._offers_title.setText(tr("Available"))
        self._drop_cards()
        self.others.clear()
        self.message.say("")
        self.show_all()

    def showEvent(self, event: QShowEvent) -> None:
        """Make the cards."""
        super().showEvent(event)
        self.show_all()

    def hideEvent(self, event: QHideEvent) -> None:
        """Drop the cards, unless the desktop hides them for a while."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._drop_cards()

    def _drop_cards(self) -> None:
        for key in list(self._cards):
            self._drop(key)

    def _drop(self, key: str) -> None:
        card = self._cards.pop(key)
        card.hide()
        card.deleteLater()

    def show_all(self) -> None:
        """Show the shelf as it is now, if anybody sees it."""
        if not self.isVisible():
            return
        facts = self._shelf.facts
        owned = choose_owned(facts, self._words) if facts is not None else {}
        offers = choose_offers(facts, self._words, self._opened) if facts is not None else {}
        self._make_some({**owned, **offers})
        self._arrange(self._installed, list(owned))
        self._arrange(self._offers, list(offers))
        self._installed_title.setVisible(bool(owned))
        self._offers_title.setVisible(bool(offers) or (facts is not None and not self._words))
        self.notices.show_facts(
            self._words, num_found=len(owned) + len(offers), offers=bool(offers)
        )
        for key in (*owned, *offers):
            if (card := self._cards.get(key)) is not None:
                self._show_state(card)
                card.show()  # now, and not when Qt comes to it
        self._show_tasks()

    def _show_state(self, card: Card | VariantsLine) -> None:
        shelf = self._shelf
        if isinstance(card, InstalledCard):
            model_id = card.owned.installed.manifest.id
            card.show_state(
                used=model_id == self._used,
                checking=shelf.checking == model_id,
                damage=shelf.damage.get(model_id),
            )
        elif isinstance(card, OfferCard):
            model = card.offer.model
            card.show_state(shelf.needs(model), shelf.speed, shelf.tasks.find(model.id))

    def _show_tasks(self) -> None:
        """Show how far tasks are; called often."""
        tasks = self._shelf.tasks
        carded = set()
        for card in self._cards.values():
            if isinstance(card, OfferCard) and not card.isHidden():
                carded.add(card.offer.model.id)
                card.show_task(tasks.find(card.offer.model.id))
        self.others.show_tasks(carded)

    def _make_some(self, wanted: Mapping[str, Owned | Offer | Variants]) -> None:
        """Make the next cards that `wanted` lacks, and go on when Qt has seen to the user."""
        for key, card in list(self._cards.items()):
            if key in wanted and card.made_of != wanted[key]:
                self._drop(key)
        lacking = [key for key in wanted if key not in self._cards]
        for key in lacking[:BATCH]:
            self._cards[key] = self._make(key, wanted[key])
        if len(lacking) > BATCH:
            self._going_on.start()

    def _arrange(self, layout: QBoxLayout, keys: Sequence[str]) -> None:
        """Let `layout` hold the cards of these keys that are made, in this order."""
        cards = [self._cards[key] for key in keys if key in self._cards]
        while (item := layout.takeAt(0)) is not None:
            card = item.widget()
            if card is not None and card not in cards:
                card.hide()
        for shown in cards:
            layout.addWidget(shown)

    def _make(self, key: str, made_of: Owned | Offer | Variants) -> Card | VariantsLine:
        if isinstance(made_of, Owned):
            return self._make_owned(made_of)
        if isinstance(made_of, Offer):
            return self._make_offer(made_of)
        line = VariantsLine(made_of, opened=key in self._opened)
        line.toggled.connect(lambda opened: self._open(key, opened=opened))
        return line

    def _open(self, key: str, *, opened: bool) -> None:
        if opened:
            self._opened.add(key)
        else:
            self._opened.remove(key)
        self.show_all()

    def _make_owned(self, owned: Owned) -> Card:
        card = InstalledCard(owned)
        manifest, num_bytes = owned.installed.manifest, owned.installed.num_bytes
        card.use_wanted.connect(lambda: self.style_wanted.emit(manifest.id))
        card.check_wanted.connect(lambda: self._shelf.check(manifest.id))
        card.repair_wanted.connect(lambda: self.repair_wanted.emit(manifest.id))
        card.remove_wanted.connect(
            lambda: self.remove_wanted.emit(manifest.id, card.name, num_bytes)
        )
        return card

    def _make_offer(self, offer: Offer) -> Card:
        card = OfferCard(offer)
        key, tasks = offer.model.id, self._shelf.tasks
        card.get_wanted.connect(lambda: self.get_wanted.emit(offer.model))
        card.view.pause_wanted.connect(lambda: self._shelf.pause(key))
        card.view.start_wanted.connect(lambda: self.start_wanted.emit(key))
        card.view.cancel_wanted.connect(lambda: tasks.cancel(key))
        return card
