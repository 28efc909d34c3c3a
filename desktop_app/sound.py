"""The microphone, as long as anybody wants to hear it or see its level."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.background import Background
from desktop_app.run_time import RunTime
from vtoonify_rt.errors import AppError

if TYPE_CHECKING:
    from vtoonify_rt.microphone.level import Level
    from vtoonify_rt.microphone.listener import Hear, Listener


class Sound(QObject):
    """The chosen microphone, open while it is wanted; all methods are called in the GUI thread.

    Signals:
        changed: The list of microphones, or why there is none, is another now.
    """

    changed = Signal()

    def __init__(self, run_time: RunTime, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self.microphones: list[str] = []
        self.error: AppError | None = None  # why there can be no sound
        self._run_time = run_time
        self._background = background
        self._chosen = ""  # the microphone; "": none
        self._wanted: set[str] = set()  # by whom
        self._hear: list[Hear] = []
        self._listener: Listener | None = None
        self._name = ""  # of what is listened to

    def look(self) -> None:
        """Find out which microphones there are."""
        self._background.start(self._run_time.list_microphones, self._offer, self._refuse)

    def want(self, whom: str, wanted: bool) -> None:
        """Keep the microphone open for `whom`, or no longer."""
        self._wanted = self._wanted | {whom} if wanted else self._wanted - {whom}
        self._follow()

    def choose(self, name: str) -> None:
        """Listen to this microphone from now on, if any is wanted; "": to none."""
        self._chosen = name
        self._follow()

    def _follow(self) -> None:
        name = self._chosen if self._wanted else ""
        if name == self._name:
            return
        self._name = name
        listener, self._listener = self._listener, None
        if listener is not None:
            self._background.start(listener.close, lambda _: None, lambda error: None)
        if name:
            self._listener = self._run_time.listen(name)
            for hear in self._hear:
                self._listener.add(hear)

    def add(self, hear: "Hear") -> None:
        """Call `hear` with all that is heard, on the microphone's thread."""
        self._hear.append(hear)
        if self._listener is not None:
            self._listener.add(hear)

    def remove(self, hear: "Hear") -> None:
        """Call `hear` no more."""
        if hear in self._hear:
            self._hear.remove(hear)
        if self._listener is not None:
            self._listener.remove(hear)

    @property
    def level(self) -> "Level | None":
        """How loud it is; None while nothing is listened to."""
        return self._listener.level if self._listener is not None else None

    @property
    def lost(self) -> AppError | None:
        """Why the microphone gives nothing, while that is so."""
        return self._listener.error if self._listener is not None else None

    def shut_down(self) -> None:
        """Let go of the microphone."""
        self._wanted.clear()
        self._follow()

    def _offer(self, names: list[str]) -> None:
        self.microphones, self.error = names, None
        self.changed.emit()

    def _refuse(self, error: AppError) -> None:
        self.microphones, self.error = [], error
        self.changed.emit()
