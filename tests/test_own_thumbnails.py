"""Thumbnails of the user's own face: drawn when there is time, kept, and gone when asked."""

import os
import stat
import weakref

import numpy as np
import pytest
from fakes import FakeSession, portrait_at

from checkpoint.errors import ModelError
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from vtoonify_rt.config import GovernorConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.image_io import read_image
from vtoonify_rt.own_portrait import Portrait, PortraitTaker, portrait_of, sharpness
from vtoonify_rt.own_thumbnails import LOOK, RESTS, OwnThumbnails
from vtoonify_rt.spare_time import has_spare_time
from vtoonify_rt.workload import Workload

STARTER_MODEL = load_manifest(STARTER)
WANTED = [(STARTER_MODEL, style) for style in STARTER_MODEL.styles]
NOISE = np.random.default_rng(1).integers(0, 256, (360, 640, 3), np.uint8)
FACE = portrait_at(320, 150, 50)
HEAD = Portrait(np.full((256, 256, 3), 50, np.uint8), np.full((256, 256, 3), 60, np.uint8))


class Rig:
    """A drawer on a fake session, called by hand."""

    def __init__(self, folder) -> None:
        self.sessions: list[FakeSession] = []
        self.has_time = True
        self.now = 0.0
        self.fault: ModelError | None = None
        self.own = OwnThumbnails(
            folder / "own-face",
            self.open,
            may_work=lambda: self.has_time,
            clock=self.tick,
        )

    def open(self, model) -> FakeSession:
        if self.fault is not None:
            raise self.fault
        self.sessions.append(FakeSession())
        return self.sessions[-1]

    def tick(self) -> float:
        self.now += 0.5
        return self.now


@pytest.fixture
def rig(tmp_path):
    return Rig(tmp_path)


@pytest.fixture
def drawn(rig):
    rig.own.want(WANTED)
    rig.own.take(HEAD)
    for _ in WANTED:
        rig.own.draw_next()
    return rig


def test_every_style_is_drawn_once_by_one_session(drawn):
    for _ in range(3):
        drawn.own.draw_next()

    assert drawn.own.drawn == len(WANTED)
    assert [session.closed for session in drawn.sessions] == [1]
    picture = read_image(drawn.own.thumbnail(*WANTED[0]))
    assert picture.shape == (160, 160, 3)
    assert picture.mean() == pytest.approx(205, abs=3)  # what the session makes of 50


def test_it_rests_much_longer_than_it_draws(rig):
    rig.own.want(WANTED)
    rig.own.take(HEAD)

    assert rig.own.draw_next() == RESTS * 0.5


def test_nothing_is_drawn_while_there_is_no_time(rig):
    rig.own.want(WANTED)
    rig.own.take(HEAD)
    rig.has_time = False

    assert rig.own.draw_next() == LOOK
    assert rig.sessions == []


def test_nothing_is_drawn_of_nobody(rig):
    rig.own.want(WANTED)
    rig.own.draw_next()

    assert rig.sessions == []
    assert rig.own.thumbnail(*WANTED[0]) is None


def test_what_was_drawn_is_there_after_a_start(drawn, tmp_path):
    again = Rig(tmp_path)
    again.own._read()
    again.own.want(WANTED)
    again.own.draw_next()

    assert again.own.thumbnail(*WANTED[-1]) == drawn.own.thumbnail(*WANTED[-1])
    assert again.sessions == []


def test_a_damaged_thumbnail_is_drawn_again(drawn):
    path = drawn.own.thumbnail(*WANTED[2])
    path.write_bytes(path.read_bytes()[:-10])
    drawn.own.want(WANTED)
    drawn.own.draw_next()

    assert read_image(path).shape == (160, 160, 3)


def test_another_portrait_replaces_all_that_was_drawn(drawn, tmp_path):
    before = drawn.own.thumbnail(*WANTED[0])
    drawn.own.take(Portrait(HEAD.head + 9, HEAD.face))

    assert not before.exists()
    drawn.own.draw_next()
    assert drawn.own.thumbnail(*WANTED[0]) not in (None, before)


def test_one_call_removes_everything(drawn, tmp_path):
    drawn.own.clear()
    drawn.own.draw_next()

    assert list(tmp_path.iterdir()) == []
    assert not drawn.own.has_portrait


def test_what_is_removed_while_it_is_drawn_stays_removed(rig, tmp_path, monkeypatch):
    class Removing(FakeSession):
        def run(self, picture, parsing=None):
            rig.own.clear()
            (tmp_path / "own-face").mkdir()  # somebody else's portrait may come, too
            return super().run(picture, parsing)

    monkeypatch.setattr(rig.own, "_open_session", lambda model: Removing())
    rig.own.want(WANTED)
    rig.own.take(HEAD)
    rig.own.draw_next()

    assert list((tmp_path / "own-face").iterdir()) == []


@pytest.mark.skipif(os.name != "posix", reason="Windows keeps the user's folders by itself")
def test_it_lies_where_nobody_else_may_look(drawn, tmp_path):
    assert stat.S_IMODE((tmp_path / "own-face").stat().st_mode) == 0o700


def test_what_was_removed_is_in_no_memory_either(rig):
    portrait = Portrait(HEAD.head.copy(), HEAD.face)
    head = weakref.ref(portrait.head)
    rig.own.want(WANTED)
    rig.own.take(portrait)
    del portrait
    for _ in (*WANTED, None):
        rig.own.draw_next()
    rig.own.clear()

    assert head() is None


def test_a_model_that_cannot_be_loaded_is_left_out_until_it_is_wanted_again(rig):
    rig.own.take(HEAD)
    rig.own.want(WANTED)
    rig.fault = ModelError("damaged", "Install it again")
    rig.own.draw_next()
    rig.fault = None
    rig.own.draw_next()
    assert rig.own.drawn == 0

    rig.own.want(WANTED)
    rig.own.draw_next()
    assert rig.own.drawn == 1


def test_a_face_seen_well_gives_a_head_and_an_upright_face():
    portrait = portrait_of(NOISE, FACE)

    assert portrait.head.shape == portrait.face.shape == (256, 256, 3)


@pytest.mark.parametrize(
    "face",
    [portrait_at(320, 150, 10), portrait_at(5, 150, 50), portrait_at(320, 150, 50, span=0.4)],
    ids=["small", "cut off", "turned away"],
)
def test_a_face_seen_badly_gives_none(face):
    assert portrait_of(NOISE, face) is None


def test_the_sharpest_of_a_few_frames_is_taken_and_then_no_more():
    taken: list[Portrait] = []
    taker = PortraitTaker(taken.append, active=True)
    flat = np.full_like(NOISE, 100)
    pictures = [flat, NOISE, *[flat] * 10]
    for index, picture in enumerate(pictures):
        taker.write(Frame(flat, float(index), FACE, before=picture))

    assert [sharpness(portrait.head) > 100 for portrait in taken] == [True]
    assert not taker.active


def test_no_picture_is_taken_unless_asked():
    taken: list[Portrait] = []
    taker = PortraitTaker(taken.append)
    for index in range(20):
        taker.write(Frame(NOISE, float(index), FACE))

    assert taken == []


def load(fps: float, source_fps: float = 30.0, latency: float = 0.05) -> Workload:
    return Workload(
        time=1.0,
        seconds=1.0,
        fps=fps,
        source_fps=source_fps,
        latency=latency,
        tracker=0.01,
        stylizer=0.02,
        crop=0.02,
    )


@pytest.mark.parametrize(
    ("work", "goal", "spare"),
    [
        (None, GovernorConfig(), False),
        (load(29.9), GovernorConfig(target=30), True),
        (load(22.0), GovernorConfig(target=30), False),
        (load(45.0, source_fps=60.0), GovernorConfig(target=45), False),  # busy all the time
        (load(24.0, source_fps=24.0), GovernorConfig(target=30), True),
        (load(20.0), GovernorConfig(mode="off"), False),
        (load(30.0), GovernorConfig(mode="latency", target=40), False),
        (load(30.0), GovernorConfig(mode="latency", target=60), True),
    ],
)
def test_time_is_spare_while_the_picture_is_as_quick_as_it_is_to_be(work, goal, spare):
    assert has_spare_time(work, goal) is spare
