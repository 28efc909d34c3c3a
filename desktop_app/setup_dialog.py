"""The window that finds out what a virtual camera lacks here, says what to do, and tries it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPixmap
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QWidget

from desktop_app.background import Background
from desktop_app.colours import WARNING
from desktop_app.dialogs import closing
from desktop_app.icons import draw
from desktop_app.overlay import breakable
from desktop_app.picture import Picture, fit
from desktop_app.translation import error_text, sentence_text, tr
from desktop_app.widgets import column, empty, grid, label, push_button, row, tool_button
from vtoonify_rt.errors import AppError
from vtoonify_rt.virtual_camera_setup import SetupFinding, is_ready

if TYPE_CHECKING:
    from vtoonify_rt.frame import Image
    from vtoonify_rt.virtual_camera_setup.proof import Proof

WIDTH = 560
PICTURE = QSize(240, 135)
DONE = QColor("#2f9e62")  # is seen on light and on dark

T = TypeVar("T")
Examine = Callable[[], Sequence[SetupFinding]]
Prove = Callable[[], "Proof"]


class SetupDialog(QDialog):
    """Shows findings with their remedies, and a proof: what was sent beside what was seen.

    `examine` and `prove` are called in the background; `prove` is None while the virtual camera
    cannot be tried, as it is on.
    """

    def __init__(
        self, examine: Examine, prove: Prove | None, background: Background, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Set up the virtual camera"))
        self._examine = examine
        self._prove = prove
        self._background = background
        self._alive = True
        self.headline = label("title", wraps=True)
        self._findings = column(gap=12)
        self._proof = column(gap=10)
        self.again = push_button(text=tr("Check again"))
        self.again.clicked.connect(self.check)
        self.proof = push_button(text=tr("Try it"))
        self.proof.setToolTip(tr("Send a test picture, and look at it as other programs do"))
        self.proof.clicked.connect(self.try_it)
        buttons = closing(self)
        for button in (self.proof, self.again):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = column(self, gap=16, margins=(24, 22, 24, 18))
        layout.addWidget(self.headline)
        layout.addLayout(self._findings)
        layout.addLayout(self._proof)
        layout.addStretch()
        layout.addWidget(buttons)
        self.setFixedWidth(WIDTH)
        self.setMinimumHeight(280)
        self.check()

    def check(self) -> None:
        """Look at the system again."""
        self._wait(tr("Looking at this computer…"))
        self._background.start(self._examine, self._if_open(self.show_findings), self._tell)

    def try_it(self) -> None:
        """Send a test picture and read it back."""
        if self._prove is not None:
            self._wait(tr("Sending a test picture and looking at it…"))
            self._background.start(self._prove, self._if_open(self.show_proof), self._tell)

    def done(self, result: int) -> None:
        """Take no more results."""
        self._alive = False
        super().done(result)

    def show_findings(self, findings: Sequence[SetupFinding]) -> None:
        """Show what was found, each with what to do."""
        ready = is_ready(list(findings))
        self._release(can_try=ready)
        self.headline.setText(
            tr("The virtual camera can be used") if ready else tr("Something is missing")
        )
        empty(self._proof)
        empty(self._findings)
        for finding in findings:
            self._findings.addWidget(_finding(finding))
        self.adjustSize()

    def show_proof(self, proof: "Proof") -> None:
        """Show the picture that was sent beside the one that was seen."""
        self._release(can_try=True)
        if proof.agrees:
            self.headline.setText(tr("It works: what was sent was seen"))
        elif proof.seen is None:
            self.headline.setText(tr("It was sent, but cannot be looked at from here"))
        else:
            self.headline.setText(tr("{message}.", message=sentence_text(proof.reason)))
        empty(self._proof)
        pictures = QWidget()
        beside = grid(pictures, gap_x=16, gap_y=4)
        beside.addWidget(label("faint", tr("Sent")), 0, 0)
        beside.addWidget(_picture(proof.sent), 1, 0)
        if proof.seen is not None:
            beside.addWidget(label("faint", tr("Seen by other programs")), 0, 1)
            beside.addWidget(_picture(proof.seen), 1, 1)
        beside.setColumnStretch(2, 1)
        self._proof.addWidget(pictures)
        if proof.seen is None:
            hint = tr("Open your call or stream and choose the virtual camera there.")
            self._proof.addWidget(label(text=hint, wraps=True))
        self.adjustSize()

    def _tell(self, error: AppError) -> None:
        if self._alive:
            self._release(can_try=True)
            message, hint = error_text(error)
            self.headline.setText(tr("{message}.", message=message))
            empty(self._proof)
            self._proof.addWidget(label(text=tr("{message}.", message=hint), wraps=True))

    def _if_open(self, show: Callable[[T], None]) -> Callable[[T], None]:
        """Return `show` for results that may come when the window is gone."""
        return lambda result: show(result) if self._alive else None

    def _wait(self, text: str) -> None:
        self.headline.setText(text)
        self.again.setEnabled(False)
        self.proof.setEnabled(False)

    def _release(self, *, can_try: bool) -> None:
        self.again.setEnabled(True)
        self.proof.setEnabled(can_try and self._prove is not None)


def _finding(finding: SetupFinding) -> QWidget:
    """Return a finding with its remedy, and the command with a button that copies it."""
    made = QWidget()
    symbol, colour = ("check", DONE) if finding.status == "ok" else ("warning", QColor(WARNING))
    sign = QLabel()
    sign.setPixmap(draw(symbol, colour, 20))
    layout = grid(made, gap_x=10, gap_y=4)
    layout.addWidget(sign, 0, 0, Qt.AlignmentFlag.AlignTop)
    what = tr("{message}.", message=sentence_text(finding.what))
    layout.addWidget(label(text=breakable(what), wraps=True), 0, 1)
    if finding.remedy:
        remedy = tr("{message}.", message=sentence_text(finding.remedy))
        layout.addWidget(label("faint", breakable(remedy), wraps=True), 1, 1)
    if finding.command:
        layout.addWidget(_command(finding.command), 2, 1)
    layout.setColumnStretch(1, 1)
    return made


def _command(command: str) -> QWidget:
    made = QWidget()
    layout = row(made)
    text = label("command", breakable(command), wraps=True)
    text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    copy = tool_button("iconOnly", with_text=False)
    copy.setIcon(draw("copy", made.palette().buttonText().color(), 18))
    copy.setToolTip(tr("Copy the command"))
    copy.setAccessibleName(tr("Copy the command"))
    copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(command))
    layout.addWidget(text, 1)
    layout.addWidget(copy, alignment=Qt.AlignmentFlag.AlignTop)
    return made


def _picture(image: "Image") -> QLabel:
    height, width = image.shape[:2]
    place = fit(width, height, QRect(0, 0, PICTURE.width(), PICTURE.height()))
    shown = QLabel()
    shown.setPixmap(QPixmap.fromImage(Picture(image, place.size(), mirror=False).qimage))
    return shown
