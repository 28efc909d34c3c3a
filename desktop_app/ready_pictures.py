"""The pictures of a frame as they are painted, made before the window asks for them."""

from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QSize

from desktop_app.picture import Picture

if TYPE_CHECKING:
    from vtoonify_rt.frame import Frame

Which = Literal["captured", "stylized", "other"]  # of a frame's pictures


class View(NamedTuple):
    """One way to show a frame."""

    which: Which
    width: int  # in physical pixels
    height: int
    mirror: bool


class ReadyPictures:
    """Makes the next frame's pictures for the views that the present one is painted in.

    `prepare` runs beside the pipeline, so that the GUI thread only paints. What is painted for the
    first time, as after a change of size, is made on the spot.
    """

    def __init__(self) -> None:
        self._frame: Frame | None = None  # that is painted,
        self._pictures: dict[View, Picture] = {}  # in these views
        self._prepared: tuple[tuple[Frame, dict[View, Picture]], ...] = ()  # the last two frames
        self._used: set[View] = set()  # of the present frame
        self._wanted: frozenset[View] = frozenset()  # of the next one

    def picture(self, frame: "Frame", size: QSize, which: Which, *, mirror: bool) -> Picture:
        """Return a frame's picture; called in the GUI thread."""
        if frame is not self._frame:
            self._frame = frame
            self._pictures = next((made for of, made in self._prepared if of is frame), {})
            self._used = set()
        view = View(which, size.width(), size.height(), mirror)
        self._used.add(view)
        self._wanted = frozenset(self._used)
        if view not in self._pictures:
            self._pictures[view] = _picture(frame, view)
        return self._pictures[view]

    def prepare(self, frame: "Frame") -> None:
        """Make the pictures of a frame that will be shown next; called in one other thread."""
        made = {view: _picture(frame, view) for view in self._wanted}
        # Two, because the window may be about to paint the one before.
        self._prepared = (*self._prepared[-1:], (frame, made))

    def clear(self) -> None:
        """Forget every picture."""
        self._frame = None
        self._pictures = {}
        self._prepared = ()


def _picture(frame: "Frame", view: View) -> Picture:
    image = {"captured": frame.before, "other": frame.other}.get(view.which)
    shown = frame.image if image is None else image
    return Picture(shown, QSize(view.width, view.height), mirror=view.mirror)
