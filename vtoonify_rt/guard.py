"""The part between pipeline and outgoing sinks that never lets the user be seen as captured.

It fails closed: a picture leaves only while a running pipeline says of its frames that a style has
made them, and for `STALL` seconds after each. Whatever else there is - no pipeline yet, no face, a
frame that nobody marked, a stall, a crash, a panic - others see a cover (`cover.py`).

Two ways lead out: sinks are given every frame as it may leave, and the virtual camera asks for
`outgoing` at a rate of its own.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from vtoonify_rt.cover import Cover, Covers, plain_card
from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.sinks import Sink
from vtoonify_rt.sinks.fan_out import FanOut

STALL = 0.5  # seconds without a frame, after which others see a cover

Latch = Literal["panic", "shutter"]  # what the user closes, and only the user opens
# Why others see a cover: no stylized frame has come yet; there is no face; the picture fades back,
# or the model is still looking at the face; nothing is stylized; no frame comes; the pipeline has
# ended; or a latch is closed.
Cause = Literal[
    "start", "no face", "not ready", "not stylized", "stall", "ended", "panic", "shutter"
]
Shown = Literal["stylized", "camera", "hold", "blur", "card"]

_LATCHES: tuple[Latch, ...] = ("panic", "shutter")


@dataclass(frozen=True, slots=True)
class Seen:
    """What kind of picture others see now, and why if it is a cover."""

    shown: Shown
    cause: Cause | None  # None: no cover


@dataclass(frozen=True, slots=True, eq=False)
class Outgoing:
    """What others see now, and why if it is a cover."""

    image: Image
    shown: Shown
    cause: Cause | None  # None: no cover


class Guard:
    """Lets only stylized frames out, and covers for all others; any thread may call any method.

    `on_sink_error` is called from the pipeline's thread when a sink fails; the sink is then closed
    and left out, and the others go on.
    """

    def __init__(
        self,
        cover: Cover | None = None,
        *,
        on_sink_error: Callable[[Sink, SinkError], None] = lambda sink, error: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._cover = cover or Cover()
        self._clock = clock
        self._lock = Lock()
        self._covers = Covers()
        self._entrance: _Entrance | None = None  # of the pipeline that counts
        self._latches: set[Latch] = set()
        self._camera = False  # whether the user has chosen to be seen as captured
        self._sinks = FanOut(on_sink_error)
        self._passed: Frame | None = None  # the last frame that left and may be seen again
        self._came = 0.0  # when it came, on the clock
        self._cause: Cause | None = "start"  # why the newest frame did not pass; None: it did
        self._size: tuple[int, int] | None = None  # of the newest frame: height, width

    def entrance(self) -> Sink:
        """Return the sink of a new pipeline; what still comes by an older one goes nowhere.

        Others see a cover until its first stylized frame comes, and from its close on.
        """
        entrance = _Entrance(self)
        with self._lock:
            self._entrance = entrance
            self._cause = "start"
        return entrance

    def cover_with(self, cover: Cover) -> None:
        """Cover in another way from now on."""
        with self._lock:
            self._cover = cover

    def show_camera(self, chosen: bool) -> None:
        """Let frames out as they were captured, or no longer. Only for a user who has said so."""
        with self._lock:
            self._camera = chosen
            if self._passed is not None and self._passed.shows == "camera":
                self._forget()

    def close_latch(self, latch: Latch) -> None:
        """Show the card at once, whatever comes, until the latch is opened."""
        with self._lock:
            self._latches.add(latch)
            self._forget()  # nothing of before is seen when it is opened

    def open_latch(self, latch: Latch) -> None:
        """Let frames that come from now on pass again, if no other latch is closed."""
        with self._lock:
            self._latches.discard(latch)

    def is_closed(self, latch: Latch) -> bool:
        """Tell whether the user has closed `latch`."""
        with self._lock:
            return latch in self._latches

    @property
    def sinks(self) -> tuple[Sink, ...]:
        """What is given every frame as it may leave."""
        return tuple(self._sinks)

    def add_sink(self, sink: Sink) -> None:
        """Give `sink` every frame from the next one on, as it may leave."""
        self._sinks.add(sink)

    def remove_sink(self, sink: Sink) -> None:
        """Give `sink` no more frames. The caller closes it."""
        self._sinks.remove(sink)

    def look(self) -> Seen:
        """Tell what others see now; quick."""
        with self._lock:
            shown, _, cause = self._choose()
        return Seen(shown, cause)

    def outgoing(self) -> Outgoing:
        """Return what others see now; at most a few milliseconds, where a cover is made."""
        with self._lock:
            shown, source, cause = self._choose()
            height, width = self._size or source.shape[:2]
        if cause is None:
            return Outgoing(source, shown, None)
        return Outgoing(self._covers.make(shown, source, height, width), shown, cause)

    def _take(self, entrance: "_Entrance", frame: Frame) -> None:
        """Let `frame` pass or not, and give the sinks what others see."""
        with self._lock:
            if entrance is not self._entrance:
                return
            self._size = frame.image.shape[0], frame.image.shape[1]
            self._let_pass(frame)
        if not self._sinks:
            return
        seen = self.outgoing()
        shows = seen.shown if seen.shown in ("stylized", "camera") else "hidden"
        self._sinks.write(Frame(seen.image, frame.time, shows=shows))

    def _end(self, entrance: "_Entrance") -> None:
        """Cover from now on, if no newer pipeline has taken over."""
        with self._lock:
            if entrance is self._entrance:
                self._entrance = None
                self._cause = "ended"

    def _let_pass(self, frame: Frame) -> None:
        """Take over `frame` if it may leave, without the picture as captured that it carries."""
        if self._latches:
            return
        if self._camera:
            image = frame.image if frame.before is None else frame.before
            self._passed = Frame(image, frame.time, shows="camera")
        elif frame.shows == "stylized" and frame.image is not frame.before:
            self._passed = Frame(frame.image, frame.time, shows="stylized")
        else:
            self._cause = _why_not(frame)
            return
        self._came, self._cause = self._clock(), None

    def _choose(self) -> tuple[Shown, Image, Cause | None]:
        """Return what is shown, the picture that it is or is made of, and why it is a cover."""
        passed, cause = self._passed, self._why_covered()
        if passed is not None and cause is None:
            return ("camera" if passed.shows == "camera" else "stylized"), passed.image, None
        policy = self._cover.policy
        if passed is None or passed.shows == "camera" or policy == "card":
            card = self._cover.card
            return "card", plain_card() if card is None else card, cause
        return policy, passed.image, cause

    def _why_covered(self) -> Cause | None:
        for latch in _LATCHES:
            if latch in self._latches:
                return latch
        # Also where the clock was set back: then nobody knows how old the frame is.
        if self._cause is None and not 0 <= self._clock() - self._came <= STALL:
            return "stall"
        return self._cause

    def _forget(self) -> None:
        """Show nothing of before again; wait for a frame that may leave."""
        self._passed, self._cause = None, "start"


class _Entrance:
    """Where one pipeline's frames come in."""

    def __init__(self, guard: Guard) -> None:
        self._guard = guard

    def write(self, frame: Frame) -> None:
        """Show `frame` to others, or a cover."""
        self._guard._take(self, frame)

    def close(self) -> None:
        """Cover: this pipeline has ended."""
        self._guard._end(self)


def _why_not(frame: Frame) -> Cause:
    if frame.shows != "hidden":
        return "not stylized"
    return "no face" if frame.landmarks is None else "not ready"
