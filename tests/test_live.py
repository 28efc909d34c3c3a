"""The whole live picture, with the real face model and the real starter."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import numpy as np
import pytest
from fakes import FakeSource

from checkpoint.store import STARTER
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import CameraError, ModelError
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.image_io import read_image
from vtoonify_rt.live import Live

PORTRAIT = read_image(Path(__file__).parent / "media" / "astronaut.jpg")
SMALL = StyleConfig(crop_px=128)


class Portrait(FakeSource):
    """Shows the portrait for ever."""

    def read(self) -> Frame:
        return Frame(PORTRAIT, super().read().time)


class Watch:
    """A sink that keeps the newest frame and tells when one has come."""

    def __init__(self) -> None:
        self.came = Event()
        self.frame: Frame | None = None

    def write(self, frame: Frame) -> None:
        self.frame = frame
        self.came.set()

    def close(self) -> None:
        pass

    def next(self) -> Frame:
        """Wait for a frame that was captured after now, or nearly."""
        for _ in range(4):  # frames that are on their way already
            self.came.clear()
            assert self.came.wait(60)
        assert self.frame is not None
        return self.frame

    def until(self, wanted: Callable[[Image], bool]) -> None:
        """Wait for a picture that is as `wanted`; the test's time limit ends it."""
        while not wanted(self.next().image):
            pass


@pytest.fixture
def watch():
    return Watch()


@pytest.fixture
def play():
    """Run live pictures in threads, and end them."""
    stop, threads = Event(), []

    def start(live: Live) -> Live:
        threads.append(Thread(target=live.run, args=(stop,)))
        threads[-1].start()
        return live

    yield start
    stop.set()
    for thread in threads:
        thread.join()


def make(watch, config=SMALL, source=Portrait, **options) -> Live:
    return Live(lambda: source(frame_count=-1), config, [watch], on_sink_error=print, **options)


def change(frame: Frame) -> float:
    return float(np.abs(frame.image.astype(int) - frame.before).mean())


def test_a_face_comes_out_stylized(play, watch):
    live = play(make(watch))
    frame = watch.next()

    assert frame.image.shape == PORTRAIT.shape
    assert change(frame) > 3
    assert live.face
    assert "ONNX Runtime CPU" in live.backend
    assert live.source_info.name == "fake"
    assert {"read", "landmarks", "generator", "compose"} <= set(live.stats().stages)


def test_a_change_of_degree_is_seen_on_the_next_frames(play, watch):
    live = play(make(watch))
    watch.next()

    live.configure(StyleConfig(crop_px=128, degree=0.0))

    assert change(watch.next()) == 0


def test_a_change_before_the_start_counts(play, watch):
    live = make(watch)
    live.configure(StyleConfig(crop_px=128, degree=0.0))

    play(live)

    assert change(watch.next()) == 0


def test_what_is_held_can_be_set_before_and_while_it_runs(play, watch):
    live = make(watch, governor=GovernorConfig(target=24))
    play(live)
    watch.next()
    assert live.governed.level.crop_px == 128

    live.set_governor(GovernorConfig(mode="off"))
    watch.next()

    assert live.governed.change is None
    assert live.governed._goal.mode == "off"


def test_an_unknown_style_is_refused_and_the_picture_goes_on(play, watch):
    live = play(make(watch))
    watch.next()

    with pytest.raises(ModelError, match="no style 'manga'"):
        live.configure(StyleConfig(style="manga"))
    assert change(watch.next()) > 3


@pytest.fixture
def own_model(tmp_path, monkeypatch):
    """A second model in the user's folder: the starter under another name."""
    folder = shutil.copytree(STARTER, tmp_path / "mine")
    manifest = folder / "manifest.toml"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('id = "starter"', 'id = "mine"'), encoding="utf-8")
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(tmp_path))
    return folder


def test_a_style_of_another_model_is_loaded_while_the_picture_goes_on(play, watch, own_model):
    live = play(make(watch))
    before = watch.next().image

    live.configure(StyleConfig(style="mine/poster", crop_px=128))

    watch.until(lambda image: np.abs(image.astype(int) - before).mean() > 5)


def test_a_style_without_a_model_is_the_starters_also_while_another_runs(play, watch, own_model):
    manifest = own_model / "manifest.toml"
    palette = 'palette = ["#00ff00", "#00ff00"]'
    text = re.sub(r"palette = .*", palette, manifest.read_text(encoding="utf-8"))
    manifest.write_text(text, encoding="utf-8")

    def green(image: Image) -> float:
        return float((image[..., 1] == 255).mean())

    live = play(make(watch, StyleConfig(style="mine/poster", crop_px=128)))
    watch.until(lambda image: green(image) > 0.3)
    live.configure(StyleConfig(style="poster", crop_px=128))

    watch.until(lambda image: green(image) < 0.1)


def test_a_damaged_other_model_is_told_and_the_picture_goes_on(play, watch, own_model):
    (own_model / "frame.onnx").write_bytes(b"rubbish")
    errors, told = [], Event()

    def tell(error):
        errors.append(error)
        told.set()

    live = play(make(watch, on_style_error=tell))
    watch.next()
    live.configure(StyleConfig(style="mine/poster", crop_px=128))

    assert told.wait(60)
    assert "damaged" in str(errors[0])
    assert change(watch.next()) > 3


def test_a_source_that_cannot_be_opened_is_an_error(watch):
    def fail():
        raise CameraError("Camera 0 is in use")

    live = Live(fail, SMALL, [watch], on_sink_error=print)

    with pytest.raises(CameraError, match="in use"):
        live.run(Event())


def test_a_style_that_does_not_exist_is_an_error_at_the_start(watch):
    with pytest.raises(ModelError, match="no style 'manga'"):
        make(watch, StyleConfig(style="manga")).run(Event())
