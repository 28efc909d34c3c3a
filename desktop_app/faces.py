"""Who is stylized: the main face, all of them, each in its own style if wanted, or all there is."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop_app.face_chip import FaceChip
from desktop_app.fold import Fold
from desktop_app.segmented import Segmented
from desktop_app.translation import tr
from desktop_app.widgets import column, label, push_button, row
from vtoonify_rt.config import FacesConfig


class Faces(Fold):
    """A section that folds: whom to stylize, and a round picture of each face where they are
    several.

    Signals:
        mode_chosen: The user wants "main", "all" or "whole".
        face_chosen: The next style is for the face with this number, or, None, for all.
        painting_chosen: The face with this number is to be stylized, or left out.
        own_style_dropped: The face with this number is to have the style of all.
    """

    mode_chosen = Signal(str)
    face_chosen = Signal(object)
    painting_chosen = Signal(int, bool)
    own_style_dropped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen: int | None = None  # number of the face that the next style is for
        self.chips: dict[int, FaceChip] = {}
        self._config = FacesConfig()
        self._modes = Segmented(["main", "all", "whole"])
        self._modes.chosen.connect(self.mode_chosen)
        self._row = row(gap=6)
        self._row.addStretch()
        self._about = label(wraps=True)
        self._painted = Segmented(["on", "off"])
        self._painted.chosen.connect(self._switch)
        self.as_all = push_button()
        self.as_all.clicked.connect(self._drop)
        self._note = label(wraps=True)
        choice = row(gap=6)
        choice.addWidget(self._painted, 1)
        choice.addWidget(self.as_all)
        layout = column(self.content, margins=(0, 2, 0, 0))
        layout.addWidget(self._modes)
        layout.addLayout(self._row)
        layout.addWidget(self._about)
        layout.addLayout(choice)
        layout.addWidget(self._note)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.toggle.setText(tr("Faces"))
        self.draw_arrow()
        texts = {"main": tr("Main face"), "all": tr("All faces"), "whole": tr("Whole picture")}
        self._modes.name(tr("Faces"), texts)
        self._modes.explain("whole", tr("Whoever is in it: no face is looked for"))
        self._painted.name(tr("This face"), {"on": tr("Stylized"), "off": tr("Left out")})
        self.as_all.setText(tr("Style of all"))
        self._show_chosen()

    def show_choices(self, config: FacesConfig) -> None:
        """Show what is chosen; emits nothing."""
        self._config = config
        self._modes.select(config.mode)
        if config.mode != "all":
            self.show_faces({}, {})
            self.show_note("")
        self._show_chosen()

    def show_faces(self, pictures: Mapping[int, QImage | None], styles: Mapping[int, str]) -> None:
        """Show the faces that are known by number, each with its style's name; a picture that is
        None stays as it is."""
        for number in [n for n in self.chips if n not in pictures]:
            chip = self.chips.pop(number)
            self._row.removeWidget(chip)
            chip.deleteLater()
        for number in [n for n in pictures if n not in self.chips]:
            chip = self.chips[number] = FaceChip(number)
            chip.clicked.connect(lambda _, number=number: self.choose(number))
            self._row.insertWidget(self._row.count() - 1, chip)
        for number, chip in self.chips.items():
            is_off = number in self._config.off
            chip.show_face(pictures[number], is_off=is_off)
            chip.say("" if is_off else styles[number])
        if self.chosen is not None and self.chosen not in self.chips:
            self.choose(self.chosen)
        self._show_chosen()

    def choose(self, number: int) -> None:
        """Let the next style be for this face, or for all if it was for this face."""
        self.chosen = None if number == self.chosen else number
        self._show_chosen()
        self.face_chosen.emit(self.chosen)

    @property
    def note(self) -> str:
        """What is said cannot be done; "": nothing."""
        return self._note.text()

    def show_note(self, text: str) -> None:
        """Say what cannot be done; "": nothing."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def _show_chosen(self) -> None:
        several = len(self.chips) > 1
        chosen = self.chosen
        for number, chip in self.chips.items():
            chip.setVisible(several)
            chip.setChecked(number == chosen)
        self._about.setText(
            tr("Click a face to give it a style of its own, or to leave it out.")
            if chosen is None
            else tr("The next style is for face {number}.", number=chosen)
        )
        self._about.setVisible(several)
        for part in (self._painted, self.as_all):
            part.setVisible(several and chosen is not None)
        self._painted.select("off" if chosen in self._config.off else "on")
        self.as_all.setEnabled(chosen in _with_own_style(self._config))

    def _switch(self, key: str) -> None:
        if self.chosen is not None:
            self.painting_chosen.emit(self.chosen, key == "on")

    def _drop(self) -> None:
        if self.chosen is not None:
            self.own_style_dropped.emit(self.chosen)


def _with_own_style(config: FacesConfig) -> Sequence[int | None]:
    return [face.number for face in config.styles]
