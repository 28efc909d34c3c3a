"""The first steps, on the picture: which camera, which style, where to send it.

What is chosen takes effect at once, so the picture behind shows it. All of it can be skipped.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from checkpoint.manifest import ModelManifest
from desktop_app.overlay import announce
from desktop_app.run_time import SAMPLE, camera_spec
from desktop_app.scale import GAP_L, GAP_M, GAP_S
from desktop_app.step_choices import Choices, StyleStrip
from desktop_app.translation import tr
from desktop_app.widgets import column, label, push_button, row, tab_through

if TYPE_CHECKING:
    from vtoonify_rt.sources.cameras import CameraDevice

Destination = Literal["virtual camera", "recording", "look"]
WIDTH = 540
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FirstSteps(QFrame):
    """Three steps, hidden until `begin`; it decides nothing.

    Signals:
        source_chosen: The user wants this source.
        refresh_wanted: The user wants the cameras to be looked for again.
        style_chosen: The user wants the look with this id.
        ended: They are done, with a Destination, or None when they were skipped.
    """

    source_chosen = Signal(str)
    refresh_wanted = Signal()
    style_chosen = Signal(str)
    ended = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("guide")
        self.setMaximumWidth(WIDTH)
        self.sources, self.styles, self.destinations = Choices(), StyleStrip(), Choices()
        self.sources.chosen.connect(self._choose_source)
        self.styles.chosen.connect(self.style_chosen)
        self._destination: Destination = "look"
        self.destinations.chosen.connect(self._choose_destination)
        self._count, self._title = label("cardText"), label("cardTitle", wraps=True)
        self._text = label("cardText", wraps=True)
        self._parts = (self.sources, self.styles, self.destinations)
        self._place = 0  # of the step that is shown
        self._no_camera = False
        self.skip, self.back = push_button("cardButton"), push_button("cardButton")
        self.next = push_button("cardButton")
        self.next.setProperty("first", True)
        self.skip.clicked.connect(lambda: self._end(None))
        self.back.clicked.connect(lambda: self._go(-1))
        self.next.clicked.connect(lambda: self._go(1))
        self._lay_out()
        self.retranslate()
        self.hide()

    def _lay_out(self) -> None:
        head, foot = row(), row()
        head.addWidget(self._title, 1)
        head.addWidget(self._count, alignment=Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.skip)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.next)
        layout = column(self, gap=GAP_S, margins=(GAP_L, GAP_M, GAP_L, GAP_M))
        layout.addLayout(head)
        layout.addWidget(self._text)
        layout.addSpacing(GAP_S)
        for part in self._parts:
            layout.addWidget(part)
        layout.addSpacing(GAP_S)
        layout.addLayout(foot)

    def sizeHint(self) -> QSize:
        """Return the size at which few texts break."""
        return QSize(WIDTH, super().sizeHint().height())

    def begin(self) -> None:
        """Show the first step."""
        self._place = 0
        self._destination = "look"
        self.destinations.select("look")
        self._show_step()
        self.show()
        self._parts[self._place].take_focus()

    @property
    def step(self) -> int:
        """The step that is shown, from 1; 0 while none is."""
        return 0 if self.isHidden() else self._place + 1

    def show_sources(
        self, cameras: "Sequence[CameraDevice]", source: str, *, looking: bool
    ) -> None:
        """Offer `cameras` and the sample clip, with `source` chosen; emits nothing."""
        offered = [(camera_spec(camera), camera.name) for camera in cameras]
        again = tr("Looking for cameras…") if looking else tr("Look for cameras again")
        self.sources.offer([*offered, (SAMPLE, tr("Use the sample clip")), ("", again)])
        self.sources.select(source)
        self._order()
        self._no_camera = not offered and not looking
        self._show_text()

    def show_styles(self, models: Sequence[ModelManifest], style_id: str) -> None:
        """Offer the looks of the first model, with `style_id` chosen; emits nothing."""
        self.styles.offer(models)
        self.styles.select(style_id)
        self._order()

    def _order(self) -> None:
        choices = [button for part in self._parts for button in part.buttons]
        tab_through([*choices, self.skip, self.back, self.next])

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.skip.setText(tr("Skip"))
        self.back.setText(tr("Back"))
        self.destinations.offer(
            [
                ("virtual camera", tr("To a video call, as a virtual camera")),
                ("recording", tr("To a recording")),
                ("look", tr("Nowhere: I only look")),
            ]
        )
        self.destinations.select(self._destination)
        self.styles.retranslate()
        self._show_step()

    def _show_text(self) -> None:
        camera = tr("You see behind this what it sees. Nothing leaves this computer.")
        if self._no_camera:
            camera = tr("None was found. Plug one in and look again, or begin with the clip.")
        texts = (
            camera,
            tr("Every one can be made weaker or stronger later."),
            tr("Nobody sees anything until you say so. You can change it at any time."),
        )
        self._text.setText(texts[self._place])

    def _show_step(self) -> None:
        step, last = self._place, len(self._parts) - 1
        titles = (tr("Which camera?"), tr("Which style?"), tr("Where should the picture go?"))
        self._title.setText(titles[step])
        self._show_text()
        self._count.setText(tr("{step} of {steps}", step=step + 1, steps=last + 1))
        self.back.setVisible(step > 0)
        self.next.setText(tr("Done") if step == last else tr("Next"))
        for place, part in enumerate(self._parts):
            part.setVisible(place == step)
        self.setAccessibleName(f"{titles[step]} {self._text.text()}")
        if self.isVisible():
            announce(self)

    def _go(self, count: int) -> None:
        if self._place + count == len(self._parts):
            self._end(self._destination)
            return
        self._place += count
        self._show_step()
        self._parts[self._place].take_focus()

    def _end(self, destination: Destination | None) -> None:
        self.hide()
        self.ended.emit(destination)

    def _choose_source(self, source: str) -> None:
        if source:
            self.source_chosen.emit(source)
        else:
            self.refresh_wanted.emit()

    def _choose_destination(self, destination: str) -> None:
        self._destination = destination  # type: ignore[assignment]  # one of those that we offer

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go on with Enter, and skip with Esc."""
        if event.key() in ENTER:
            self._go(1)
        elif event.key() == Qt.Key.Key_Escape:
            self._end(None)
        else:
            super().keyPressEvent(event)
