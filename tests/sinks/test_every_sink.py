"""What the `Sink` protocol promises, on every sink. A new sink joins `OPENERS` and is tested."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from made_video import numbered

from vtoonify_rt.frame import Frame
from vtoonify_rt.mailbox import Mailbox
from vtoonify_rt.sinks import NullSink, Sink
from vtoonify_rt.sinks.image_files import NumberedImages
from vtoonify_rt.sinks.preview import PreviewSink
from vtoonify_rt.sinks.recorder import Recorder


def null(folder: Path) -> Sink:
    return NullSink()


def preview(folder: Path) -> Sink:
    return PreviewSink(Mailbox(), notify=lambda: None)


def images(folder: Path) -> Sink:
    return NumberedImages(folder)


def live_recorder(folder: Path) -> Sink:
    return Recorder(folder / "live.mp4", drop=True)


def file_recorder(folder: Path) -> Sink:
    return Recorder(folder / "file.mp4", drop=False)


OPENERS: list[Callable[[Path], Sink]] = [null, preview, images, live_recorder, file_recorder]


@pytest.fixture(params=OPENERS, ids=lambda opener: opener.__name__)
def sink(request: pytest.FixtureRequest, tmp_path: Path) -> Sink:
    opener: Callable[[Path], Sink] = request.param
    return opener(tmp_path)


def test_writing_leaves_the_frame_untouched(sink: Sink) -> None:
    image = numbered(3)
    before = image.copy()

    sink.write(Frame(image, time=0.0))
    sink.close()

    np.testing.assert_array_equal(image, before)


def test_read_only_images_are_taken(sink: Sink) -> None:
    image = numbered(3)
    image.flags.writeable = False

    sink.write(Frame(image, time=0.0))
    sink.close()


def test_images_that_are_views_are_taken(sink: Sink) -> None:
    sink.write(Frame(numbered(3, 128, 96)[::2, ::-2], time=0.0))
    sink.close()


@pytest.mark.parametrize("shape", [(1, 1, 3), (3, 5, 3), (48, 64, 3)])
def test_every_size_is_taken(sink: Sink, shape: tuple[int, int, int]) -> None:
    sink.write(Frame(np.zeros(shape, np.uint8), time=0.0))
    sink.close()


def test_a_size_that_changes_is_taken(sink: Sink) -> None:
    sink.write(Frame(numbered(0, 64, 48), time=0.0))
    sink.write(Frame(numbered(0, 40, 60), time=0.1))
    sink.close()


def test_closing_without_a_frame_leaves_no_file(sink: Sink, tmp_path: Path) -> None:
    sink.close()

    assert list(tmp_path.iterdir()) == []


def test_closing_twice_does_no_harm(sink: Sink, tmp_path: Path) -> None:
    sink.write(Frame(numbered(0), time=0.0))
    sink.close()
    files = sorted(tmp_path.iterdir())
    sink.close()

    assert sorted(tmp_path.iterdir()) == files
