"""Pictures through a session several at a time, and where their parsings come from."""

import numpy as np
import pytest
from fakes import FakeSession
from vtoonify_fakes import FakeVToonify

from vtoonify_rt.batches import OwnParser, PrecomputedParser, stylize_batches
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import UsageError
from vtoonify_rt.frame import Frame
from vtoonify_rt.parsing_maps import ParsingMaps


@pytest.fixture
def session() -> FakeVToonify:
    session = FakeVToonify()
    session.encode(np.zeros((256, 256, 3), np.uint8))
    return session


def frames(count: int) -> list[Frame]:
    return [Frame(np.full((8, 16, 3), 10 * i, np.uint8), i / 30) for i in range(count)]


def stylize(session, count=5, parser=None, size=2, **config) -> list[Frame]:
    parser = parser or OwnParser(session, 1)
    return list(stylize_batches(frames(count), session, StyleConfig(**config), parser, size))


@pytest.mark.parametrize("size", [1, 2, 5, 7])
def test_every_frame_comes_out_in_order_whatever_the_batch(session, size):
    stylized = stylize(session, size=size)

    assert [frame.image[0, 0, 0] for frame in stylized] == [255, 245, 235, 225, 215]
    assert [frame.time for frame in stylized] == [i / 30 for i in range(5)]
    assert {frame.image.shape for frame in stylized} == {(32, 64, 3)}


def test_the_last_batch_may_be_smaller(session):
    stylize(session, count=5, size=2)

    assert [shape[0] for shape in session.batches] == [2, 2, 1]


def test_a_session_parses_by_itself_if_every_picture_has_a_parsing_of_its_own(session):
    stylize(session)

    assert session.parsings == [None] * 3


def test_a_parsing_serves_the_frames_after_it(session):
    stylize(session, count=5, parser=OwnParser(session, 3), size=2)

    used = np.concatenate([parsing[:, 0, 0, 0] for parsing in session.parsings])
    assert used.tolist() == [0, 0, 0, 30, 30]
    assert session.parsed == 2


def test_maps_from_a_file_belong_to_the_frames_in_order(session, tmp_path):
    rows = np.arange(5, dtype=np.float32)[:, None, None, None] * np.ones((5, 19, 8, 16), np.float32)
    np.save(tmp_path / "maps.npy", rows)
    stylize(session, parser=PrecomputedParser(ParsingMaps(tmp_path / "maps.npy"), "clip.mp4"))

    np.testing.assert_array_equal(np.concatenate(session.parsings), rows)


def test_maps_that_end_early_are_told(session, tmp_path):
    np.save(tmp_path / "maps.npy", np.zeros((4, 19, 8, 16), np.float32))

    with pytest.raises(UsageError, match=r"4 x 19 x 8 x 16, but clip\.mp4 needs 5 x 19 x 8 x 16"):
        stylize(session, parser=PrecomputedParser(ParsingMaps(tmp_path / "maps.npy"), "clip.mp4"))


class Identity(FakeVToonify):
    """Degree 0 is the picture itself, as of the starter."""

    def __init__(self) -> None:
        super().__init__()
        self.model = FakeSession().model
        self.wants_face = False


def test_degree_0_of_a_model_that_knows_it_is_the_picture_itself():
    stylized = stylize(Identity(), degree=0.0)

    assert [frame.image[0, 0, 0] for frame in stylized] == [0, 10, 20, 30, 40]
