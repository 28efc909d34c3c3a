"""No picture as captured ever leaves: random faults against the guard, and some with real parts."""

from dataclasses import replace
from threading import Event, Thread

import numpy as np
import pytest
from leak_search import search

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.cover import Cover
from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.frame import Frame
from vtoonify_rt.guard import Guard
from vtoonify_rt.live import Live
from vtoonify_rt.rehearsal import Rehearsal
from vtoonify_rt.sources.sample import open_sample


def test_no_sequence_of_faults_lets_a_picture_as_captured_out():
    tried = search(sequences=200)

    print(dict(tried))
    assert tried["sequences"] >= 200
    assert tried["raw pictures leaked"] == 0


class TrustsUnmarked(Guard):
    def _let_pass(self, frame):
        super()._let_pass(replace(frame, shows="stylized") if frame.shows == "camera" else frame)


class TrustsTheStylizersBlur(Guard):
    def _let_pass(self, frame):
        super()._let_pass(replace(frame, shows="stylized") if frame.shows == "hidden" else frame)


class TrustsTheWordAlone(Guard):
    def _let_pass(self, frame):
        super()._let_pass(replace(frame, before=None))


class KeepsTheChosenCamera(Guard):
    def show_camera(self, chosen):
        self._camera = chosen


class BlursWhatItRefuses(Guard):
    def _let_pass(self, frame):
        super()._let_pass(frame)
        if self._cause is not None:
            self._passed = Frame(frame.image, frame.time, shows="stylized")


class ForgetsTheLatch(Guard):
    def close_latch(self, latch):
        pass


BROKEN = [
    TrustsUnmarked,
    TrustsTheStylizersBlur,
    TrustsTheWordAlone,
    KeepsTheChosenCamera,
    BlursWhatItRefuses,
    ForgetsTheLatch,
]


@pytest.mark.parametrize("guard", BROKEN, ids=lambda guard: guard.__name__)
def test_the_search_finds_a_guard_that_leaks(guard):
    with pytest.raises(AssertionError, match=r"has left|no card"):
        search(guard, sequences=400)


class Faulty:
    """The sample clip as a camera that goes blind or dies when a test says so."""

    def __init__(self) -> None:
        self._clip = open_sample()
        self.info = self._clip.info
        self.blind = False
        self.dies = False

    def read(self) -> Frame:
        if self.dies:
            raise EndOfStream
        frame = self._clip.read()
        return replace(frame, image=np.full_like(frame.image, 90)) if self.blind else frame

    def close(self) -> None:
        self._clip.close()


class Others:
    """Looks at what others see after every frame, as a virtual camera would."""

    def __init__(self, guard: Guard, rehearsal: Rehearsal) -> None:
        self._guard, self._rehearsal = guard, rehearsal
        self.causes: list[str | None] = []
        self._came = Event()

    def write(self, frame: Frame) -> None:
        seen = self._guard.outgoing()
        self._rehearsal.inspect(seen.image)
        self.causes.append(seen.cause)
        self._came.set()

    def close(self) -> None:
        pass

    def until(self, *causes: str | None) -> None:
        """Wait until a frame is covered for one of these causes; the test's time limit ends it."""
        while self.causes[-1:] not in [[cause] for cause in causes]:
            self._came.clear()
            assert self._came.wait(60)


def test_nothing_leaks_from_the_real_stylizer_while_faults_happen():
    rehearsal, source = Rehearsal(), Faulty()
    guard = Guard(Cover(policy="hold"))
    others = Others(guard, rehearsal)
    live = Live(
        lambda: rehearsal.mark(source),
        StyleConfig(crop_px=128, no_face="blur"),
        [guard.entrance(), others],
        on_sink_error=print,
    )
    thread = Thread(target=live.run, args=(Event(),))
    thread.start()
    others.until(None)
    live.configure(StyleConfig(crop_px=128, degree=0.0))
    others.until("not stylized")
    live.configure(StyleConfig(crop_px=128, style="pencil"))
    others.until(None)
    source.blind = True
    others.until("no face")
    source.blind = False
    others.until(None)
    guard.close_latch("panic")
    others.until("panic")
    guard.open_latch("panic")
    others.until(None)
    assert rehearsal.pictures > 20
    assert rehearsal.leaked == 0

    guard.show_camera(True)  # the measure itself works
    seen = rehearsal.pictures
    while rehearsal.pictures < seen + 3:
        others.until(None)
    source.dies = True
    thread.join()
    assert rehearsal.leaked > 0
    assert guard.outgoing().cause == "ended"
