"""What others see instead of a picture that must not leave, as the panel offers it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from desktop_app.fold import Fold
from desktop_app.segmented import Segmented
from desktop_app.settings import OthersSettings
from desktop_app.translation import tr
from desktop_app.widgets import column, label, push_button, row

MAX_WORDS = 120  # letters on a card


class OthersSection(Fold):
    """A section that folds; it decides nothing.

    Signals:
        policy_chosen: The user wants "hold", "blur" or "card".
        words_chosen: The user wants these words on the card.
        picture_wanted: The user wants a picture as the card.
        picture_dropped: The user wants none any more.
        camera_wanted: The user wants others to see the camera as it is, or no longer.
    """

    policy_chosen = Signal(str)
    words_chosen = Signal(str)
    picture_wanted = Signal()
    picture_dropped = Signal()
    camera_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._why = label("faint", wraps=True)
        self._policies = Segmented(["hold", "blur", "card"])
        self._policies.chosen.connect(self.policy_chosen)
        self._card_label = label()
        self.words = QLineEdit()
        self.words.setMaxLength(MAX_WORDS)
        self.words.editingFinished.connect(self._choose_words)
        self.picture = push_button("small")
        self.picture.clicked.connect(self.picture_wanted)
        self.no_picture = push_button("small")
        self.no_picture.clicked.connect(self.picture_dropped)
        self._key_line = label("faint", wraps=True)
        self.camera = QCheckBox()
        self.camera.clicked.connect(self._ask_for_camera)
        self._shown_words = ""
        self._reach = ""
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        pictures = row()
        pictures.addWidget(self.picture)
        pictures.addWidget(self.no_picture)
        pictures.addStretch()
        content = column(self.content, margins=(0, 2, 0, 0))
        content.addWidget(self._why)
        content.addWidget(self._policies)
        content.addSpacing(4)
        content.addWidget(self._card_label)
        content.addWidget(self.words)
        content.addLayout(pictures)
        content.addSpacing(4)
        content.addWidget(self._key_line)
        content.addWidget(self.camera)

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.toggle.setText(tr("What others see"))
        self.draw_arrow()
        self._why.setText(
            tr("Instead of you, at the start, without a face, or when the picture stops:")
        )
        texts = {"hold": tr("Last picture"), "blur": tr("Blur"), "card": tr("Card")}
        self._policies.name(tr("What others see"), texts)
        self._policies.explain("hold", tr("The last stylized picture stands still"))
        self._policies.explain("blur", tr("The last stylized picture, blurred"))
        self._policies.explain("card", tr("A card of your own, or a plain one"))
        self._card_label.setText(tr("Card"))
        self.words.setPlaceholderText(tr("Words on the card, such as: Back soon"))
        self.words.setAccessibleName(tr("Words on the card"))
        self.picture.setText(tr("Use a picture…"))
        self.no_picture.setText(tr("Without a picture"))
        self.camera.setText(tr("Show my camera as it is"))
        self.camera.setToolTip(tr("Until you switch it off; asked for again at every start"))
        self.show_reach(self._reach)

    def show_reach(self, reach: str) -> None:
        """Say how the panic key works: `reach` is a whole sentence."""
        self._reach = reach
        self._key_line.setText(reach)

    def show_choices(self, settings: OthersSettings, *, shows_camera: bool) -> None:
        """Show what is chosen; emits nothing."""
        self._policies.select(settings.policy)
        if settings.card_text != self._shown_words:  # else what is being typed would go
            self._shown_words = settings.card_text
            self.words.setText(settings.card_text)
        self.words.setEnabled(not settings.card_picture)
        self.no_picture.setVisible(bool(settings.card_picture))
        self.camera.setChecked(shows_camera)

    def _choose_words(self) -> None:
        words = self.words.text().strip()
        if words != self._shown_words:
            self._shown_words = words
            self.words_chosen.emit(words)

    def _ask_for_camera(self, wanted: bool) -> None:
        self.camera.setChecked(not wanted)  # until it is confirmed
        self.camera_wanted.emit(wanted)
