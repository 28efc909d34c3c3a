"""The stylizer under a governor: levels change between frames, and memory that lacks is no end."""

from dataclasses import replace
from threading import Event

import numpy as np
import pytest
from fakes import FakeSession, face_at

from vtoonify_rt import governed
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import ModelError
from vtoonify_rt.frame import Frame
from vtoonify_rt.governed import GovernedStylizer
from vtoonify_rt.inference import Session
from vtoonify_rt.timing import Meter

FACE = face_at(3, 2, 1)
CONFIG = StyleConfig(crop_px=512)
SCALES = {"family": "vtoonify_d", "output_scale": 4, "output_scales": (4, 1)}


class MadeStylizer:
    """Takes the time for a frame that its crop asks for, on a clock that stands still otherwise."""

    def __init__(self, meter: Meter, clock: "Clock", frame_s: float, fits: int = 9999) -> None:
        self.configs: list[StyleConfig] = [CONFIG]
        self.sessions: list[Session] = []
        self.closed = 0
        self._meter, self._clock = meter, clock
        self._frame_s = frame_s  # for a crop of 512
        self._fits = fits  # pixels that there is memory for
        self._read = clock.now

    def configure(self, config: StyleConfig) -> None:
        self.configs.append(config)

    def use(self, session: Session, config: StyleConfig) -> None:
        self.sessions.append(session)
        self.configs.append(config)

    def apply(self, frame: Frame) -> Frame:
        px = self.configs[-1].crop_px
        if px > self._fits:
            raise MemoryError
        seconds = self._frame_s * (px / 512) ** 2
        self._clock.now += max(seconds, 1 / 30)
        while self._read < self._clock.now:  # a camera that gives 30 a second, taken or not
            self._meter.add("read", 0.0)
            self._read += 1 / 30
        self._meter.add("generator", seconds)
        return frame

    def close(self) -> None:
        self.closed += 1


class Clock:
    now = 50.0

    def __call__(self) -> float:
        return self.now


class Rig:
    """A governed stylizer on a made one, and what it asked for."""

    def __init__(self, frame_s: float, *, mode: str = "fps", model=None, **options) -> None:
        self.meter = Meter(clock := Clock())
        self.clock = clock
        self.stylizer = MadeStylizer(self.meter, clock, frame_s, **options)
        self.looks: list[int] = []
        self.reopened: list[int] = []
        self.session = FakeSession()
        self.session.model = replace(self.session.model, **(model or {}))
        self.session.output_scale = self.session.model.output_scale
        self.governed = GovernedStylizer(
            self.stylizer,
            self.session,
            CONFIG,
            GovernorConfig(mode=mode),
            self.meter,
            every=2,
            look_every=self.looks.append,
            reopen=lambda _governed, _model, scale: self.reopened.append(scale),
        )

    def play(self, seconds: float, landmarks=FACE) -> None:
        end = self.clock.now + seconds
        while self.clock.now < end:
            image = np.zeros((4, 6, 3), np.uint8)
            self.governed.apply(Frame(image, self.clock.now, landmarks))
            self.meter.frame_done(self.clock.now - 0.05)

    @property
    def crop_px(self) -> int:
        return self.stylizer.configs[-1].crop_px


def test_frames_that_take_too_long_lower_the_crop_and_say_why():
    rig = Rig(0.06)

    rig.play(20)

    assert rig.crop_px == 320
    assert (rig.governed.change.before.crop_px, rig.governed.change.after.crop_px) == (512, 320)
    assert rig.governed.level.crop_px == 320
    assert rig.looks[-1] == 4


def test_off_changes_nothing():
    rig = Rig(0.06, mode="off")

    rig.play(20)

    assert rig.stylizer.configs == [CONFIG]


def test_switching_it_off_gives_the_users_choice_back():
    rig = Rig(0.06)
    rig.play(20)

    rig.governed.govern(GovernorConfig(mode="off"))

    assert rig.crop_px == 512
    assert rig.looks[-1] == 2


def test_another_style_stays_at_the_level_another_size_starts_anew():
    rig = Rig(0.06)
    rig.play(20)

    rig.governed.configure(replace(CONFIG, style="poster"))
    assert (rig.stylizer.configs[-1].style, rig.crop_px) == ("poster", 320)

    rig.governed.configure(replace(CONFIG, crop_px=448))
    assert rig.crop_px == 448


def test_frames_without_a_face_tell_nothing():
    rig = Rig(0.06)

    rig.play(20, landmarks=None)

    assert rig.governed.change is None


def test_nothing_is_decided_while_a_model_is_loaded():
    rig = Rig(0.06)
    rig.governed.pause(True)
    rig.play(20)
    assert rig.governed.change is None

    rig.governed.pause(False)
    rig.play(20)
    assert rig.governed.change is not None


def test_a_new_model_starts_at_its_best():
    rig = Rig(0.06)
    rig.play(20)

    rig.governed.use(other := FakeSession(), CONFIG)

    assert rig.stylizer.sessions == [other]
    assert rig.crop_px == 512


def test_too_little_memory_is_the_next_smaller_crop_also_when_it_is_off():
    rig = Rig(0.01, mode="off", fits=400)

    rig.play(1)

    assert rig.crop_px == 384
    assert rig.governed.change.reason == "memory"


def test_too_little_memory_for_any_crop_is_an_error_with_a_way_on():
    rig = Rig(0.01, fits=100)

    with pytest.raises(ModelError, match="even with 256 pixels") as raised:
        rig.play(1)
    assert "smaller model" in raised.value.hint


def test_another_output_scale_is_loaded_beside_and_taken_when_it_is_there():
    rig = Rig(0.15, model=SCALES)
    rig.play(20)
    assert rig.reopened == [1]
    assert rig.stylizer.sessions == []

    reopened = FakeSession()
    reopened.model, reopened.output_scale = rig.session.model, 1
    rig.governed.reopened(reopened)

    assert rig.stylizer.sessions == [reopened]
    assert rig.crop_px == 256


def test_an_output_scale_that_comes_too_late_is_closed():
    rig = Rig(0.15, model=SCALES)
    rig.play(20)
    rig.governed.configure(replace(CONFIG, crop_px=256))
    late = FakeSession()
    late.model, late.output_scale = rig.session.model, 1

    rig.governed.reopened(late)

    assert late.closed == 1
    assert rig.stylizer.sessions == []


def test_an_output_scale_that_cannot_be_loaded_is_done_without():
    rig = Rig(0.15, model=SCALES)
    rig.play(20)

    rig.governed.give_up_scale(1)
    rig.play(60)

    assert rig.reopened == [1]
    assert {level.output_scale for level in rig.governed._governor.levels} == {4}


class Answer:
    """Stands for a governed stylizer that waits for an output scale."""

    def __init__(self) -> None:
        self.came = Event()
        self.given_up: list[int] = []
        self.sessions: list[Session] = []

    def reopened(self, session: Session) -> None:
        self.sessions.append(session)
        self.came.set()

    def give_up_scale(self, scale: int) -> None:
        self.given_up.append(scale)
        self.came.set()


@pytest.mark.parametrize("fault", [ModelError("frame_x1.onnx is damaged"), MemoryError()])
def test_a_scale_that_cannot_be_opened_is_given_up(monkeypatch, fault):
    def fail(model, output_scale):
        raise fault

    monkeypatch.setattr(governed, "open_session", fail)
    governed.load_scale(answer := Answer(), FakeSession().model, 1)

    assert answer.came.wait(30)
    assert answer.given_up == [1]


def test_a_scale_that_opens_is_handed_over(monkeypatch):
    opened = FakeSession()
    monkeypatch.setattr(governed, "open_session", lambda model, output_scale: opened)
    governed.load_scale(answer := Answer(), opened.model, 1)

    assert answer.came.wait(30)
    assert answer.sessions == [opened]


def test_what_frames_cost_of_late_can_be_asked():
    rig = Rig(0.02)
    assert rig.governed.workload is None

    rig.play(10)

    assert rig.governed.workload.stages == {"generator": pytest.approx(0.02)}
    assert rig.governed.workload.seconds == pytest.approx(3.6, abs=0.4)


def test_it_closes_what_it_governs():
    (rig := Rig(0.01)).governed.close()

    assert rig.stylizer.closed == 1
