"""The user's own face in the gallery: taken only if the user wants it, and kept on this machine."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from checkpoint.manifest import ModelManifest, Style
from desktop_app.background import Background
from desktop_app.playback import Playback, State
from desktop_app.player import Player
from desktop_app.run_time import RunTime, is_camera
from desktop_app.style_offers import Offer, all_offers
from desktop_app.widgets import timer

if TYPE_CHECKING:
    from vtoonify_rt.own_portrait import PortraitTaker
    from vtoonify_rt.own_thumbnails import OwnThumbnails

POLL_MS = 800  # between two looks whether another thumbnail was drawn


class OwnFace(QObject):
    """Has thumbnails drawn of a portrait that is taken out of the live picture.

    Signals:
        changed: There is a portrait now or no longer, or another thumbnail.
    """

    changed = Signal()

    def __init__(
        self, run_time: RunTime, player: Player, playback: Playback, background: Background
    ) -> None:
        super().__init__(player)
        self._run_time = run_time
        self._player = player
        self._playback = playback
        self._background = background
        self._own: OwnThumbnails | None = None  # once its code is imported
        self._taker: PortraitTaker | None = None
        self._first: Sequence[Offer] = ()  # to be drawn first
        self._seen: object = None  # what there was at the last look
        self._poll = timer(self, POLL_MS)
        self._poll.timeout.connect(self._look)
        playback.state_changed.connect(self._join)

    @property
    def is_on(self) -> bool:
        """Whether the user wants it."""
        return self._player.settings.gallery.own_face

    @property
    def has_portrait(self) -> bool:
        """Whether there is a picture of the user."""
        return self._own is not None and self._own.has_portrait

    @property
    def is_waiting(self) -> bool:
        """Whether a good frame with a face is waited for."""
        return self._taker is not None and self._taker.active

    def start(self) -> None:
        """Look in the background for what was kept, and go on with it if the user wants it."""
        self._background.start(
            lambda: self._run_time.open_own_face(
                lambda: self._playback.live, lambda: self._player.settings.governor
            ),
            self._take,
            self._player.failed.emit,
        )

    def switch(self, on: bool) -> None:
        """Take a portrait and draw, or show the models' own thumbnails again."""
        self._player.keep_gallery(own_face=on)
        self._go_on()

    def take_again(self) -> None:
        """Replace the portrait by the next good frame."""
        if self._taker is not None:
            self._taker.active = True
            self.changed.emit()

    def remove(self) -> None:
        """Remove portrait and thumbnails from this machine, and take no more."""
        self.switch(False)
        if self._own is not None:
            self._background.start(
                self._own.clear, lambda _: self.changed.emit(), self._player.failed.emit
            )

    def want(self, first: Sequence[Offer]) -> None:
        """Draw `first` before all other styles."""
        self._first = first
        if self._own is not None:
            offers = {offer.full_id: offer for offer in (*first, *all_offers(self._player.models))}
            wanted = [(offer.model, offer.style) for offer in offers.values()]
            self._own.want(wanted if self.is_on else ())

    def thumbnail(self, model: ModelManifest, style: Style) -> Path:
        """Return the picture to show for a style: the user's own face, as soon as there is one."""
        own = self._own.thumbnail(model, style) if self._own is not None and self.is_on else None
        return own or style.thumbnail

    def shut_down(self) -> None:
        """Draw no more."""
        self._poll.stop()
        if self._own is not None:
            self._own.stop()

    def _take(self, opened: "tuple[OwnThumbnails, PortraitTaker]") -> None:
        self._own, self._taker = opened
        self._join()
        self._go_on()
        self._poll.start()

    def _go_on(self) -> None:
        if self._taker is not None:
            self._taker.active = self.is_on and not self.has_portrait
        self.want(self._first)
        self.changed.emit()

    def _join(self) -> None:
        """Let the portrait be taken out of what the camera shows now; a clip shows others."""
        live = self._playback.live if self._playback.state is State.RUNNING else None
        if live is not None and self._taker is not None and is_camera(self._player.source):
            live.remove_sink(self._taker)  # it may be there already
            live.add_sink(self._taker)  # not behind the guard, which lets no captured picture by

    def _look(self) -> None:
        """Tell of what the other threads did."""
        seen = (self.has_portrait, self.is_waiting, self._own.drawn if self._own else 0)
        if seen != self._seen:
            self._seen = seen
            self.changed.emit()
