"""Two looks to choose between, A and B; no widgets.

One of them is on the screen and follows what is chosen; the other one waits as it was left.
"""

from typing import Literal

from PySide6.QtCore import QObject, Signal

from checkpoint.errors import ModelError
from checkpoint.store import find_style
from desktop_app.player import Player
from desktop_app.translation import style_name
from vtoonify_rt.config import Look

Slot = Literal["a", "b"]
SLOTS: tuple[Slot, Slot] = ("a", "b")


class Comparison(QObject):
    """Keeps A and B, and lets the player show one of them, or both side by side.

    Signals:
        changed: Another look lies in A or B, the other one is shown, or both or no longer.
    """

    changed = Signal()

    def __init__(self, player: Player) -> None:
        super().__init__(player)
        self._player = player
        self._looks: dict[Slot, Look | None] = {"a": None, "b": None}
        self.shown: Slot = "a"
        self.both = False
        player.changed.connect(self._follow)

    def look(self, slot: Slot) -> Look | None:
        """Return what lies in a slot, if anything does; the style's id is one of the settings."""
        return self._looks[slot]

    def name(self, slot: Slot) -> str:
        """Return the name of the style in a slot in the chosen language; "" where there is none."""
        look = self._looks[slot]
        if look is None:
            return ""
        try:
            return style_name(find_style(look.style, list(self._player.models))[1])
        except ModelError:  # its model was removed
            return ""

    def show(self, slot: Slot) -> None:
        """Show what lies in `slot`, at once; an empty one takes the look that is shown."""
        if slot == self.shown:
            return
        self.shown = slot
        look = self._looks[slot]
        if look is None or not self.name(slot):
            self._follow()
            return
        self._compare(self._looks[_other(slot)])
        self._player.show_look(look)

    def swap(self) -> None:
        """Show the other one."""
        self.show(_other(self.shown))

    @property
    def is_one_model(self) -> bool:
        """Whether A and B are of one model, so that both can be painted at a time; also where one
        is empty."""
        models = list(self._player.models)
        try:
            ids = {find_style(look.style, models)[0].id for look in self._looks.values() if look}
        except ModelError:
            return False
        return len(ids) < 2

    def show_both(self, both: bool) -> None:
        """Paint both looks on each frame, or one alone; an empty slot takes the look shown."""
        self.both = both
        if both and self._looks[_other(self.shown)] is None:
            self._looks[_other(self.shown)] = self._looks[self.shown]
        self._follow()

    def _follow(self) -> None:
        """Let the slot that is shown hold what is chosen."""
        if self._player.look is None:
            return
        stylize = self._player.settings.stylize
        self._looks[self.shown] = Look(
            style=stylize.style, degree=self._player.config.degree, palette=self._player.palette
        )
        self._compare(self._looks[_other(self.shown)])
        self.changed.emit()

    def _compare(self, other: Look | None) -> None:
        """Have `other` painted, too, if both are wanted and can be."""
        self._player.compare(other if self.both and self.is_one_model else None)


def _other(slot: Slot) -> Slot:
    return "b" if slot == "a" else "a"
