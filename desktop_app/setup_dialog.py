"""The window that finds out what a virtual camera lacks here, says what to do, and tries it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from desktop_app.background import Background
from desktop_app.colours import WARNING
from desktop_app.icons import draw
from desktop_app.overlay import WayOn, breakable
from desktop_app.picture import Picture, fit
from desktop_app.told_dialog import ToldDialog
from desktop_app.translation import error_text, sentence_text, tr
from desktop_app.widgets import column, grid, label, row, tool_button
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


class SetupDialog(ToldDialog):
    """Shows findings with their remedies, and a proof: what was sent beside what was seen.

    `examine` and `prove` are called in the background; `prove` is None while the virtual camera
    cannot be tried, as it is on.
    """

    def __init__(
        self, examine: Examine, prove: Prove | None, background: Background, parent: QWidget
    ) -> None:
        self._examine = examine
        self._prove = prove
        self._background = background
        self._busy = True
        self._can_try = False
        self._open = True
        self._content: Callable[[], QWidget] = _looking
        super().__init__(
            lambda: tr("Set up the virtual camera"),
            lambda: self._content(),
            parent,
            ways_on=self._offered,
            width=WIDTH,
        )
        self.check()

    def check(self) -> None:
        """Look at the system again."""
        self._show(_looking, busy=True)
        self._background.start(self._examine, self._if_open(self.show_findings), self._show_error)

    def try_it(self) -> None:
        """Send a test picture and read it back."""
        if self._prove is not None:
            self._show(_trying, busy=True)
            self._background.start(self._prove, self._if_open(self.show_proof), self._show_error)

    def show_findings(self, findings: Sequence[SetupFinding]) -> None:
        """Show what was found, each with what to do."""
        self._can_try = is_ready(list(findings))
        self._show(lambda: _findings(findings))

    def show_proof(self, proof: "Proof") -> None:
        """Show the picture that was sent beside the one that was seen."""
        self._show(lambda: _proof(proof))

    def done(self, result: int) -> None:
        """Take no more results."""
        self._open = False
        super().done(result)

    def _show_error(self, error: AppError) -> None:
        if self._open:
            self._show(lambda: _error(error))

    def _show(self, content: Callable[[], QWidget], *, busy: bool = False) -> None:
        self._content, self._busy = content, busy
        self._fill()

    def _offered(self) -> list[WayOn]:
        if self._busy:
            return []
        again: WayOn = (tr("Check again"), self.check)
        can_try = self._can_try and self._prove is not None
        return [(tr("Try it"), self.try_it), again] if can_try else [again]

    def _if_open(self, show: Callable[[T], None]) -> Callable[[T], None]:
        """Return `show` for results that may come when the window is gone."""
        return lambda result: show(result) if self._open else None


def _looking() -> QWidget:
    return _told(tr("Looking at this computer…"))


def _trying() -> QWidget:
    return _told(tr("Sending a test picture, and looking at it as other programs do…"))


def _error(error: AppError) -> QWidget:
    message, hint = error_text(error)
    hints = [label(text=tr("{message}.", message=hint), wraps=True)] if hint else []
    return _told(tr("{message}.", message=message), *hints)


def _findings(findings: Sequence[SetupFinding]) -> QWidget:
    ready = is_ready(list(findings))
    title = tr("The virtual camera can be used") if ready else tr("Something is missing")
    return _told(title, *map(_finding, findings))


def _proof(proof: "Proof") -> QWidget:
    pictures = QWidget()
    beside = grid(pictures, gap_x=16, gap_y=4)
    beside.addWidget(label("faint", tr("Sent")), 0, 0)
    beside.addWidget(_picture(proof.sent), 1, 0)
    beside.setColumnStretch(2, 1)
    if proof.seen is None:
        hint = tr("Choose the virtual camera in your call or stream, and look there.")
        title = tr("It was sent, but cannot be looked at from here")
        return _told(title, pictures, label(text=hint, wraps=True))
    beside.addWidget(label("faint", tr("Seen by other programs")), 0, 1)
    beside.addWidget(_picture(proof.seen), 1, 1)
    wrong = tr("{message}.", message=sentence_text(proof.reason))
    return _told(tr("It works: what was sent was seen") if proof.agrees else wrong, pictures)


def _told(title: str, *parts: QWidget) -> QWidget:
    content = QWidget()
    layout = column(content, gap=14)
    layout.addWidget(label("title", title, wraps=True))
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return content


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
    text = label("command", command, wraps=True)
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
