"""What the window uses of the run time, imported when it is first needed.

The window must be on the screen before cv2, mediapipe and onnxruntime are loaded, which takes
seconds; so nothing here is imported at the top, and `prefetch` loads it all in the background.
Tests hand the window a run time made by hand.
"""

import os
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from threading import Event, Lock
from typing import TYPE_CHECKING

from checkpoint.manifest import ModelManifest
from checkpoint.model import Family
from checkpoint.store import Store, list_models
from desktop_app.recording_run_time import RecordingRunTime
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import AppError, SinkError

if TYPE_CHECKING:
    from vtoonify_rt.frame import Frame, Image
    from vtoonify_rt.live import Live
    from vtoonify_rt.mailbox import Mailbox
    from vtoonify_rt.own_portrait import PortraitTaker
    from vtoonify_rt.own_thumbnails import OwnThumbnails
    from vtoonify_rt.sinks import Sink
    from vtoonify_rt.sinks.preview import PreviewSink
    from vtoonify_rt.sinks.virtual_camera import VirtualCamera
    from vtoonify_rt.sources.cameras import CameraDevice
    from vtoonify_rt.virtual_camera_setup import SetupFinding
    from vtoonify_rt.virtual_camera_setup.proof import Proof

SAMPLE = "sample"
CAMERA = "camera:"
_CV2_SETS = ("QT_QPA_PLATFORM_PLUGIN_PATH", "QT_QPA_FONTDIR")
_importing = Lock()  # held while the environment is not ours


def camera_spec(device: "CameraDevice") -> str:
    """Return the source that means this camera, also after the next start."""
    return f"{CAMERA}{device.id}"


def is_camera(spec: str) -> bool:
    """Whether a source is a camera."""
    return spec.startswith(CAMERA)


def import_cv2() -> None:
    """Import cv2 and take back what that does to the environment.

    On Linux `import cv2` points Qt to cv2's own plugins and fonts. Our QApplication would not
    start with them, nor would a Qt program that we open a folder with.
    """
    with _importing:
        kept = {name: os.environ.get(name) for name in _CV2_SETS}
        import cv2  # noqa: F401

        for name, value in kept.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


class RunTime(RecordingRunTime):
    """The run time as the window sees it; every method but `list_models` may take seconds."""

    def prefetch(self) -> None:
        """Import what the pipeline needs; any thread."""
        import_cv2()
        import vtoonify_rt.live
        import vtoonify_rt.sources.opening  # noqa: F401

    def list_models(self) -> list[ModelManifest]:
        """Return every model; ModelError if the installation is broken."""
        return list_models()

    def open_store(self, endpoint: str) -> Store:
        """Return the model store, which downloads from `endpoint`; "": as the environment says."""
        return Store(endpoint=endpoint or None)

    def install_packages(self, report: Callable[[str], None], stop: Event) -> None:
        """Install what makes checkpoints runnable; `report` gets lines of the installer's."""
        from checkpoint.export_packages import install

        install(report, stop)

    def forecast(self) -> Callable[[Family], float]:
        """Measure this machine; return how many seconds a model of a family takes per picture."""
        self.prefetch()
        from vtoonify_rt.speed_forecast import measure_speed, seconds_per_picture

        speed = measure_speed()
        return lambda family: seconds_per_picture(family, speed)

    def keep_portrait(self, image: "Image") -> None:
        """Keep a picture of the user for the thumbnails of models that are installed later."""
        portrait = self.open_store("").folder.portrait
        portrait.parent.mkdir(parents=True, exist_ok=True)
        self.write_image(portrait, image)

    def open_own_face(
        self, live: "Callable[[], Live | None]", goal: Callable[[], GovernorConfig]
    ) -> "tuple[OwnThumbnails, PortraitTaker]":
        """Begin to draw the user's own face, as far as `live`, which is to hold `goal`, can spare
        the time; return what draws, and the sink that takes a portrait."""
        self.prefetch()
        from vtoonify_rt.inference import open_session
        from vtoonify_rt.own_portrait import PortraitTaker
        from vtoonify_rt.own_thumbnails import OwnThumbnails, own_face_folder
        from vtoonify_rt.spare_time import has_spare_time

        def may_work() -> bool:
            running = live()
            governed = running.governed if running is not None else None
            return governed is not None and has_spare_time(governed.workload, goal())

        own = OwnThumbnails(
            own_face_folder(),
            lambda model: open_session(model, threads=1, backend="onnxruntime"),
            may_work=may_work,
        )
        own.start()
        return own, PortraitTaker(own.take)

    def list_cameras(self) -> "list[CameraDevice]":
        """Return the cameras that the system knows."""
        from vtoonify_rt.sources.cameras import list_cameras

        return list_cameras()

    def preview_sink(self, frames: "Mailbox[Frame]", notify: Callable[[], None]) -> "PreviewSink":
        """Return a sink that leaves the newest frame in `frames` and announces it."""
        from vtoonify_rt.sinks.preview import PreviewSink

        return PreviewSink(frames, notify)

    def build_live(
        self,
        spec: str,
        config: StyleConfig,
        sinks: "Iterable[Sink]",
        on_sink_error: "Callable[[Sink, SinkError], None]",
        on_style_error: Callable[[AppError], None],
    ) -> "Live":
        """Return the stylized camera on a source, not opened yet."""
        self.prefetch()
        from vtoonify_rt.live import Live
        from vtoonify_rt.sources.opening import open_source

        return Live(
            lambda: open_source(spec, paced=True),
            config,
            sinks,
            on_sink_error=on_sink_error,
            on_style_error=on_style_error,
        )

    def virtual_cameras(self) -> list[tuple[str, str]]:
        """Return the virtual cameras that can be chosen: (as `choose_device` reads it, name)."""
        from vtoonify_rt.virtual_camera_setup import known_cameras

        return known_cameras()

    def open_virtual_camera(
        self, name: str, picture: "Callable[[], Image]", *, height: int, width: int, fps: float
    ) -> "VirtualCamera":
        """Show what `picture` returns to other programs; SinkError if the camera cannot be had."""
        self.prefetch()
        from vtoonify_rt.sinks.virtual_camera import VirtualCamera
        from vtoonify_rt.virtual_devices import choose_device, open_device

        choice = choose_device(name)
        device = partial(open_device, choice, height=height, width=width, fps=fps)
        return VirtualCamera(device, picture, fps=fps)

    def examine_virtual_camera(self) -> "list[SetupFinding]":
        """Find out what a virtual camera lacks on this system."""
        from vtoonify_rt.virtual_camera_setup import examine_setup

        return examine_setup()

    def prove_virtual_camera(self, name: str, *, height: int, width: int, fps: float) -> "Proof":
        """Send a test picture and look at it as others do; SinkError if the camera cannot be had.

        Takes up to ten seconds; the camera must not be in use.
        """
        self.prefetch()
        from vtoonify_rt.virtual_camera_setup.proof import prove
        from vtoonify_rt.virtual_devices import choose_device, open_device

        choice = choose_device(name)
        return prove(partial(open_device, choice, height=height, width=width, fps=fps))

    def read_image(self, path: Path) -> "Image":
        """Read a picture; SourceError if it cannot be read."""
        from vtoonify_rt.image_io import read_image

        return read_image(path)

    def write_image(self, path: Path, image: "Image") -> None:
        """Write a picture; SinkError if it cannot be written."""
        from vtoonify_rt.image_io import write_image

        write_image(path, image)
