"""How recordings are made, as the panel offers it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QComboBox, QSpinBox, QWidget

from desktop_app.fold import Fold
from desktop_app.level_meter import LevelMeter
from desktop_app.segmented import Segmented
from desktop_app.settings import RecordingSettings
from desktop_app.stage import sentence
from desktop_app.translation import error_text, tr
from desktop_app.widgets import column, label, push_button, row
from vtoonify_rt.errors import AppError

DEFAULT = "default"  # the microphone that the system's settings name
MOST_DELAY = 500  # ms
QUALITIES = ("small", "balanced", "best")
FORMATS = ("h264", "vp9", "av1")


class RecordingSection(Fold):
    """A section that folds; it decides nothing.

    Signals:
        changed: The user wants these fields of RecordingSettings, a dict.
        seen: It can be seen now, or no longer.
        folder_wanted: The user wants to choose another folder.
        open_wanted: The user wants to see what is in it.
    """

    changed = Signal(object)
    seen = Signal(bool)
    folder_wanted = Signal()
    open_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.microphones = QComboBox()
        self.microphones.activated.connect(
            lambda at: self.changed.emit({"microphone": self.microphones.itemData(at)})
        )
        self.meter = LevelMeter()
        self._microphone_label, self._quality_label, self._format_label = label(), label(), label()
        self.trouble = label("faint", wraps=True)
        self._qualities, self._formats = Segmented(QUALITIES), Segmented(FORMATS)
        self._qualities.chosen.connect(lambda key: self.changed.emit({"quality": key}))
        self._formats.chosen.connect(lambda key: self.changed.emit({"format": key}))
        self.raw, self.replay = QCheckBox(), QCheckBox()
        self.raw.clicked.connect(lambda on: self.changed.emit({"raw": on}))
        self.replay.clicked.connect(lambda on: self.changed.emit({"replay": on}))
        self._delay_label, self.delay = label(), QSpinBox()
        self.delay.setRange(0, MOST_DELAY)
        self.delay.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.delay.setSingleStep(10)
        self.delay.valueChanged.connect(lambda ms: self.changed.emit({"picture_delay_ms": ms}))
        self.folder = label("faint", wraps=True)
        self.choose, self.open = push_button("small"), push_button("small")
        self.choose.clicked.connect(self.folder_wanted)
        self.open.clicked.connect(self.open_wanted)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        delay, folder = row(), row()
        delay.addWidget(self._delay_label, 1)
        delay.addWidget(self.delay)
        folder.addWidget(self.choose)
        folder.addWidget(self.open)
        folder.addStretch()
        content = column(self.content, margins=(0, 2, 0, 0))
        sound = (self._microphone_label, self.microphones, self.meter, self.trouble)
        picture = (self._quality_label, self._qualities, self._format_label, self._formats)
        _add(content, sound)
        content.addLayout(delay)
        content.addSpacing(4)
        _add(content, picture)
        content.addSpacing(4)
        _add(content, (self.raw, self.replay, self.folder))
        content.addLayout(folder)

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.toggle.setText(tr("Recording"))
        self.draw_arrow()
        self._microphone_label.setText(tr("Microphone"))
        self.microphones.setAccessibleName(tr("Microphone"))
        self._delay_label.setText(tr("Delay the sound by"))
        self.delay.setSuffix(tr(" ms"))
        self.delay.setAccessibleName(tr("Delay of the sound in milliseconds"))
        self.delay.setToolTip(tr("By as much as your camera is late, if lips are behind the voice"))
        self._name_choices()
        self.raw.setText(tr("Keep the camera's picture, too"))
        self.raw.setToolTip(
            tr("A second file, “… raw.mp4”, shows you unstylized; stylize it again later")
        )
        self.replay.setText(tr("Keep the last 30 seconds ready"))
        self.replay.setToolTip(tr("In memory only, until you save them"))
        self.choose.setText(tr("Choose a folder…"))
        self.open.setText(tr("Open the folder"))

    def _name_choices(self) -> None:
        self._quality_label.setText(tr("Quality"))
        texts = {"small": tr("Small"), "balanced": tr("Balanced"), "best": tr("Best")}
        self._qualities.name(tr("Quality"), texts)
        self._format_label.setText(tr("Format"))
        self._formats.name(tr("Format"), {"h264": "H.264", "vp9": "VP9", "av1": "AV1"})
        self._formats.explain("h264", tr("Plays everywhere"))
        self._formats.explain("vp9", tr("Half the size; plays in browsers and most players"))
        self._formats.explain("av1", tr("The smallest; plays in new players only"))

    def show_choices(
        self, settings: RecordingSettings, microphones: list[str], folder: str
    ) -> None:
        """Show what is chosen; emits nothing."""
        known = ["", DEFAULT, *microphones]
        if settings.microphone not in known:
            known.append(settings.microphone)
        self.microphones.clear()
        for name in known:
            titles = {"": tr("No sound"), DEFAULT: tr("The system's microphone")}
            self.microphones.addItem(titles.get(name, name), name)
        self.microphones.setCurrentIndex(known.index(settings.microphone))
        self._qualities.select(settings.quality)
        self._formats.select(settings.format)
        self.raw.setChecked(settings.raw)
        self.replay.setChecked(settings.replay)
        self.delay.blockSignals(True)
        self.delay.setValue(settings.picture_delay_ms)
        self.delay.blockSignals(False)
        for part in (self.meter, self._delay_label, self.delay):
            part.setVisible(bool(settings.microphone))
        self.folder.setText(tr("Recordings go to {folder}", folder=folder))

    def show_trouble(self, error: AppError | None) -> None:
        """Say why there is no sound; None: there is some."""
        self.trouble.setText(sentence(*error_text(error)) if error is not None else "")
        self.trouble.setVisible(error is not None)

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it can be seen."""
        super().showEvent(event)
        self.seen.emit(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it can no longer be seen."""
        super().hideEvent(event)
        self.seen.emit(False)


def _add(layout: QBoxLayout, parts: Sequence[QWidget]) -> None:
    for part in parts:
        layout.addWidget(part)
