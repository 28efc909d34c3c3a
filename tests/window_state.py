"""The list of the window's states that have a picture, and how a state joins it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from window_rig import Rig


@dataclass(frozen=True, slots=True)
class WindowState:
    """A state of the window, by name, and what brings a rig's window into it."""

    name: str
    bring: Callable[[Rig], None]
    settings: dict[str, object]

    @property
    def group(self) -> str:
        """What the states beside it in the list have in common, as a title."""
        told = sys.modules[self.bring.__module__].__doc__ or ""
        return told.splitlines()[0].removeprefix("States of ").rstrip(".")

    def reach(self, rig: Rig) -> None:
        """Bring the window about, with its figures up to date, and let everything come to rest."""
        self.bring(rig)
        rig.window.progress._show_figures()
        rig.settle()


STATES: list[WindowState] = []


def state(**settings: object) -> Callable[[Callable[[Rig], None]], Callable[[Rig], None]]:
    """Add a function to the states, on these settings of the window."""

    def add(bring: Callable[[Rig], None]) -> Callable[[Rig], None]:
        STATES.append(WindowState(bring.__name__.replace("_", "-"), bring, settings))
        return bring

    return add
