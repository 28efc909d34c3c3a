"""Reads and answers the styles panel as a user would."""

from PySide6.QtWidgets import QLabel, QPushButton

from desktop_app.model_cards import InstalledCard, OfferCard
from desktop_app.store_dialogs import Question


def offers(panel) -> list[OfferCard]:
    return [card for card in panel.findChildren(OfferCard) if not card.isHidden()]


def offer(panel, name: str = "Cartoon") -> OfferCard:
    return next(card for card in offers(panel) if card.name == name)


def installed(panel) -> list[InstalledCard]:
    return [card for card in panel.findChildren(InstalledCard) if not card.isHidden()]


def words_of(card) -> str:
    return "\n".join(
        text.text().replace("\u200b", "")
        for text in card.findChildren(QLabel)
        if not text.isHidden()
    )


def question(panel) -> Question | None:
    return next((q for q in panel.findChildren(Question) if q.isVisible()), None)


def answer(qtbot, panel, *, yes: bool = True) -> None:
    qtbot.waitUntil(lambda: question(panel) is not None)
    asked = question(panel)
    asked.accept() if yes else asked.reject()
    qtbot.waitUntil(lambda: question(panel) is not asked)


def notice_button(notice, text: str) -> QPushButton:
    return next(b for b in notice.findChildren(QPushButton) if b.text() == text)


def squeezed(widget) -> list[str]:
    """Return every text that is seen and has less height than it needs."""
    return [
        text.text()
        for text in widget.findChildren(QLabel)
        if text.isVisible() and text.text() and text.height() < _height_of(text)
    ]


def _height_of(text: QLabel) -> int:
    return text.heightForWidth(text.width()) if text.wordWrap() else text.sizeHint().height()
