"""A run time made by hand: pipelines that do what a test says, files that are lists."""

from pathlib import Path
from threading import Event

import numpy as np
from fake_live import Lives
from fake_own_face import FakeOwnThumbnails, FakeTaker
from fake_recording import FakeListener, FakeRecorder, FakeReplay
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from checkpoint.manifest import ModelManifest, Style
from desktop_app.main_window import MainWindow
from desktop_app.run_time import RunTime
from vtoonify_rt.frame import Frame
from vtoonify_rt.sinks.preview import PreviewSink
from vtoonify_rt.sources.cameras import CameraDevice

CAMERA = CameraDevice(id="046d:0825", name="Desk camera", index=0, backend=0)
POSTER = ("#120f2e", "#db4566", "#fff5db")


def make_style(style_id: str, kind: str = "colour") -> Style:
    return Style(
        id=style_id,
        name=style_id.capitalize(),
        name_zh=f"风格{style_id}",
        kind=kind,
        code=style_id,
        palette=POSTER if kind == "tone" else (),
        thumbnail=Path("none.jpg"),
    )


def make_model(model_id: str = "starter", *styles: Style, fixed_degree=None) -> ModelManifest:
    styles = styles or (make_style("comic"), make_style("poster", "tone"), make_style("oil"))
    return ModelManifest(
        folder=Path(model_id),
        id=model_id,
        name=model_id.capitalize(),
        family="lite",
        version="1",
        licence="Apache-2.0",
        size_multiple=32,
        output_scale=1,
        identity_at_zero=True,
        default_style=styles[0].id,
        default_degree=1.0,
        fixed_degree=fixed_degree,
        styles=styles,
        sha256={},
    )


def press(window: MainWindow, key: Qt.Key | str) -> None:
    QTest.keyClick(window.stage, key)


def way_on(window: MainWindow, text: str) -> QPushButton:
    return next(b for b in window.stage.findChildren(QPushButton) if b.text() == text)


def button_named(widget: QWidget, name: str) -> QPushButton:
    """The push button within `widget` that a screen reader calls `name`."""
    return next(b for b in widget.findChildren(QPushButton) if b.accessibleName() == name)


def make_frame(value: int = 100, *, before: int = 200, height: int = 36, width: int = 64) -> Frame:
    """A gray frame, stylized from a lighter gray."""
    image = np.full((height, width, 3), value, np.uint8)
    return Frame(image, time=0.0, before=np.full_like(image, before))


class FakeVirtualCamera:
    """Shows what it is asked for; `error` is why it fails now."""

    def __init__(self, name, picture, form) -> None:
        self.name = name
        self.picture = picture
        self.form = form  # height, width, fps
        self.error = None
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


class FakeRunTime(RunTime):
    """What a test says there is: models, cameras, and one pipeline for each source."""

    def __init__(self) -> None:
        self.models = [make_model()]
        self.cameras = [CAMERA]
        self.lives = Lives()
        self.built = []  # sources, in order
        self.recorders = []
        self.replays, self.gifs, self.listeners = [], [], []
        self.microphones = ["Headset"]
        self.room = 9000.0  # seconds, for a recording
        self.pictures = []
        self.virtual = []  # virtual cameras that were opened
        self.camera_fault = None  # raised instead of opening one
        self.findings = []  # of what a virtual camera lacks
        self.proof = None
        self.fault = None  # raised by whatever writes or opens files
        self.looked = Event()  # cleared: looking for cameras takes until it is set
        self.looked.set()
        self.own = FakeOwnThumbnails()
        self.taker = FakeTaker()

    def open_own_face(self, live, goal):
        return self.own, self.taker

    def prefetch(self) -> None:
        pass

    def list_models(self):
        if isinstance(self.models, Exception):
            raise self.models
        return self.models

    def list_cameras(self):
        self.looked.wait()
        return self.cameras

    def preview_sink(self, frames, notify):
        return PreviewSink(frames, notify)

    def build_live(self, spec, config, sinks, on_sink_error, on_style_error):
        live = self.lives[spec]
        live.sinks[:] = sinks
        live.configs.append(config)
        live.on_sink_error = on_sink_error
        live.on_style_error = on_style_error
        self.built.append(spec)
        return live

    def open_take(self, path, fps, choices):
        if self.fault is not None:
            raise self.fault
        self.recorders.append(FakeRecorder(path, raw=choices.raw))
        return self.recorders[-1]

    def seconds_of_room(self, folder):
        return self.room

    def open_replay(self, fps, choices):
        self.replays.append(FakeReplay())
        return self.replays[-1]

    def write_gif(self, video, path):
        self.gifs.append((video, path))

    def list_microphones(self):
        if isinstance(self.microphones, Exception):
            raise self.microphones
        return self.microphones

    def listen(self, name):
        self.listeners.append(FakeListener(name))
        return self.listeners[-1]

    def virtual_cameras(self):
        return [("obs", "OBS Virtual Camera"), ("memory", "memory")]

    def open_virtual_camera(self, name, picture, *, height, width, fps):
        if self.camera_fault is not None:
            raise self.camera_fault
        self.virtual.append(FakeVirtualCamera(name, picture, (height, width, fps)))
        return self.virtual[-1]

    def examine_virtual_camera(self):
        return self.findings

    def prove_virtual_camera(self, name, *, height, width, fps):
        return self.proof

    def read_image(self, path):
        if self.fault is not None:
            raise self.fault
        return np.full((48, 64, 3), 77, np.uint8)

    def write_image(self, path, image):
        if self.fault is not None:
            raise self.fault
        self.pictures.append((path, image))
