"""The looks as thumbnails, one of them chosen."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest
from checkpoint.store import find_style
from desktop_app.model_chooser import ModelChooser
from desktop_app.style_area import StyleArea
from desktop_app.style_bar import StyleBar
from desktop_app.style_button import StyleButton
from desktop_app.style_offers import Offer, Thumbnail, found_offers, model_thumbnail, offers_of
from desktop_app.translation import tr
from desktop_app.widgets import column, empty, grid, label, tab_through, tab_to_checked, timer

COLUMNS = 3
MAX_ROWS = 4  # that are shown whole; of more the next begins, so that one sees it go on
BATCH = 60  # buttons that are made at a time, in some 8 ms
MAX_FOUND = 120  # looks that a search shows: more nobody looks through


class StyleGrid(QWidget):
    """Every look of one model and a choice of the model; or the favourites, or what is found.

    Arrow keys move within, number keys come from the menu.

    Signals:
        chosen: The user chose the look with this id ("style", or "model/style").
        star_pressed: The user wants this look, "model/style", to be a favourite, or no longer.
        shown: Other looks are shown.
    """

    chosen = Signal(str)
    star_pressed = Signal(str)
    shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._models: Sequence[ModelManifest] = ()
        self._shown: ModelManifest | None = None  # whose styles are shown unless others are wanted
        self._selected = ""  # the look as it was asked for last
        self._favourites: frozenset[str] = frozenset()
        self._thumbnail: Thumbnail = model_thumbnail
        self._group = QButtonGroup(self)  # exclusive
        self._buttons: list[StyleButton] = []
        self.offers: Sequence[Offer] = ()  # what is shown, in this order
        self._below: Sequence[QWidget] = ()  # what Tab reaches after the styles
        self._more = 0  # that were found and are not shown
        self._going_on = timer(self, 0, once=True)
        self._going_on.timeout.connect(self._add_some)
        self.bar = StyleBar()
        self.bar.changed.connect(self._show)
        self.bar.entered.connect(lambda: self.choose_number(1))
        self.bar.left.connect(self._focus_first)
        self.chooser = ModelChooser()
        self.chooser.chosen.connect(self._browse)
        self._note = label("faint", wraps=True)
        self._area = StyleArea()
        self._grid = grid(self._area.content, gap_x=6, gap_y=8)
        for place in range(COLUMNS):
            self._grid.setColumnStretch(place, 1)
        self._column = column(self)
        for part in (self.bar, self.chooser, self._area, self._note):
            self._column.addWidget(part)
        self.retranslate()

    def set_models(self, models: Sequence[ModelManifest]) -> None:
        """Offer the looks of `models`; those of the first, or of the selected look, are shown."""
        self._models = models
        self._shown = None
        if models:
            wished, self._selected = self._selected, ""
            self._shown = models[0]
            self._show()
            self.select(wished)

    def select(self, style_id: str) -> None:
        """Ring the look `style_id` and show its model; emits nothing.

        While the same look stays selected, the user may look through another model.
        """
        if style_id == self._selected or not self._models:
            return
        self._selected = style_id
        try:
            model, _ = find_style(style_id, self._models)
        except ModelError:
            return
        if model is not self._shown:
            self._shown = model
            if not self._is_filtered:
                self._show()
        self._ring()

    def add_below(self, part: QWidget, reached: Sequence[QWidget]) -> None:
        """Show `part` below the styles; Tab goes through `reached` of it."""
        self._column.addWidget(part)
        self._below = reached

    def set_favourites(self, favourites: Collection[str]) -> None:
        """Star these looks, "model/style"."""
        if self._favourites == frozenset(favourites):
            return
        self._favourites = frozenset(favourites)
        if self.bar.favourites.isChecked():
            self._show()
        for button in self._buttons:
            button.set_favourite(button.offer.full_id in self._favourites)

    def set_thumbnails(self, thumbnail: Thumbnail) -> None:
        """Show what `thumbnail` gives, from now on; again, after other pictures were drawn."""
        self._thumbnail = thumbnail
        for button in self._buttons:
            button.set_thumbnail(thumbnail)

    def choose_number(self, number: int) -> None:
        """Choose the look at place `number`, counted from 1, as a click would."""
        if 1 <= number <= len(self._buttons):
            self._buttons[number - 1].click()

    def press_star(self) -> None:
        """Press the star of the look that has the focus, or else of the one that is ringed."""
        wanted = [button for button in self._buttons if button.hasFocus()]
        wanted += [button for button in self._buttons if button.isChecked()]
        if wanted:
            wanted[0].star_pressed.emit()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.bar.retranslate()
        self.chooser.retranslate()
        for button in self._buttons:
            button.retranslate()
        self._say()

    @property
    def _is_filtered(self) -> bool:
        """Whether something else is shown than the styles of one model."""
        return bool(self.bar.text) or self.bar.favourites.isChecked()

    def _browse(self, model_id: str) -> None:
        """Show the looks of another model; none of them is chosen by that."""
        for model in self._models:
            if model.id == model_id and model is not self._shown:
                self._shown = model
                self._show()

    def _wanted(self) -> list[Offer]:
        """Return all that the user wants to see."""
        if self._shown is None:
            return []
        if not self._is_filtered:
            return offers_of(self._shown, self._models)
        found = found_offers(self._models, self.bar.text)
        starred = self.bar.favourites.isChecked()
        return [offer for offer in found if not starred or offer.full_id in self._favourites]

    def _show(self) -> None:
        wanted = self._wanted()
        self._more = max(0, len(wanted) - MAX_FOUND) if self._is_filtered else 0
        self.offers = wanted[: len(wanted) - self._more]
        for button in self._buttons:
            self._group.removeButton(button)
        empty(self._grid)
        self._buttons = []
        self._area.scrolls = len(self.offers) > COLUMNS * MAX_ROWS
        self._area.verticalScrollBar().setValue(0)
        self.chooser.setHidden(self._is_filtered)
        if self._shown is not None:
            self.chooser.show_models(self._models, self._shown)
        self._say()
        self._add_some()
        self.shown.emit()

    def _add_some(self) -> None:
        """Add the next buttons, and go on when Qt has seen to the user."""
        done = len(self._buttons)
        for place, offer in enumerate(self.offers[done : done + BATCH], start=done):
            self._add(offer, place)
        self._area.make_room()
        tab_through([*self.bar.reached, self.chooser.button, *self._buttons, *self._below])
        tab_to_checked(self._buttons)
        self._ring()
        if len(self._buttons) < len(self.offers):
            self._going_on.start()

    def _add(self, offer: Offer, place: int) -> None:
        button = StyleButton(offer, place + 1, self._thumbnail)
        button.set_favourite(offer.full_id in self._favourites)
        button.clicked.connect(lambda: self.chosen.emit(offer.style_id))
        button.star_pressed.connect(lambda: self.star_pressed.emit(offer.full_id))
        self._group.addButton(button)
        self._buttons.append(button)
        self._grid.addWidget(button, place // COLUMNS, place % COLUMNS)
        button.show()  # now, and not when Qt comes to it

    def _say(self) -> None:
        """Say why there is nothing to see, or that there is more."""
        text = ""
        if self._more:
            text = tr("{count} more: write more of the name", count=self._more)
        elif not self.offers and self.bar.text:
            text = tr("No style is called “{name}”.", name=self.bar.text)
        elif not self.offers and self.bar.favourites.isChecked():
            text = tr("No favourites yet. Point at a style and press its star, or the key F.")
        self._note.setText(text)
        self._note.setVisible(bool(text))
        self._area.setVisible(bool(self.offers))

    def _focus_first(self) -> None:
        if self._buttons:
            self._buttons[0].setFocus(Qt.FocusReason.TabFocusReason)

    def _ring(self) -> None:
        """Ring the selected look if it is among those that are shown."""
        try:
            model, style = find_style(self._selected, self._models)
        except ModelError:
            return
        of_it = [b for b in self._buttons if b.offer.model is model and b.offer.style is style]
        if of_it:
            of_it[0].setChecked(True)
            tab_to_checked(self._buttons)
            # Once it is laid out.
            QTimer.singleShot(0, of_it[0], lambda: self._area.ensureWidgetVisible(of_it[0]))
