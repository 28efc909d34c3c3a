"""Which hint helps now: seldom one, each at most once or twice, and never two in a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from desktop_app.black_picture import BLACK
from desktop_app.translation import tr
from vtoonify_rt.config import NoFace

QUIET = 90.0  # seconds between two hints
DARK = 45.0  # of 255: mean of a picture in which a face is hard to find
AWAY = 60.0  # seconds in another program that make a call likely
PICKS = 3  # of styles by pointer


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is so in this moment, as far as a hint may depend on it."""

    camera: bool = False  # one plays
    brightness: float | None = None  # mean of the captured picture, 0 to 255; None: no picture
    compared: bool = False  # the user knows how to see the original
    picks: int = 0  # of styles by pointer, while no number key was pressed
    hidden: bool = False  # no face is found while pictures go out
    away: float = 0.0  # seconds that the user was in another program, once back


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """A hint, told when `when` has held for `after` seconds, at most `times` times ever."""

    id: str
    when: Callable[[Facts], bool]
    after: float
    times: int = 1


HINTS = (
    Hint(
        id="dark",
        when=lambda facts: (
            facts.camera and facts.brightness is not None and BLACK < facts.brightness < DARK
        ),
        after=60.0,
        times=2,
    ),
    Hint(id="hidden", when=lambda facts: facts.hidden, after=3.0),
    Hint(id="away", when=lambda facts: facts.camera and facts.away >= AWAY, after=0.0, times=2),
    Hint(id="numbers", when=lambda facts: facts.picks >= PICKS, after=2.0),
    Hint(
        id="original",
        when=lambda facts: facts.brightness is not None and not facts.compared,
        after=120.0,
    ),
)


class HintChoice:
    """Chooses among `HINTS`; `told` says how often each was told before."""

    def __init__(self, told: Mapping[str, int]) -> None:
        self.told = dict(told)
        self._since: dict[str, float] = {}  # when the condition of a hint began to hold
        self._last: float | None = None  # when one was told

    def look(self, facts: Facts, now: float, *, free: bool) -> Hint | None:
        """Return the hint to tell at the time `now`, in seconds; none where it is not `free`."""
        chosen = None
        for hint in HINTS:
            if not hint.when(facts):
                self._since.pop(hint.id, None)
                continue
            since = self._since.setdefault(hint.id, now)
            ripe = now - since >= hint.after and self.told.get(hint.id, 0) < hint.times
            chosen = chosen or (hint if ripe else None)
        quiet = self._last is not None and now - self._last < QUIET
        if chosen is None or quiet or not free:
            return None
        self._last = now
        self.told[chosen.id] = self.told.get(chosen.id, 0) + 1
        return chosen


def hint_text(hint_id: str, no_face: NoFace) -> str:
    """Return what a hint says; `no_face`: what is shown while no face is found."""
    if hint_id == "hidden":
        if no_face == "blur":
            return tr("While no face is found, a blur is sent instead of you.")
        return tr("While no face is found, your last picture is sent instead of you.")
    texts = {
        "dark": tr("It is dark. With more light on your face the picture is clearer and steadier."),
        "away": tr("F9 shows the picture alone, in a small window above all others."),
        "numbers": tr("The keys 1 to 9 choose a style, too."),
        "original": tr("Hold Space to see the original."),
    }
    return texts[hint_id]
