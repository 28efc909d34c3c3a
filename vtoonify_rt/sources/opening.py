"""From what a user names to an open source."""

from collections.abc import Callable
from pathlib import Path

from vtoonify_rt.errors import SourceError
from vtoonify_rt.image_io import is_image
from vtoonify_rt.sources import Source
from vtoonify_rt.sources.camera import Camera, CameraState
from vtoonify_rt.sources.cameras import find_camera
from vtoonify_rt.sources.image_files import ImageFiles
from vtoonify_rt.sources.sample import open_sample
from vtoonify_rt.sources.video_file import VideoFile


def open_source(
    spec: str | Path,
    *,
    paced: bool,
    on_camera_state: Callable[[CameraState], None] = lambda state: None,
) -> Source:
    """Open "camera", "camera:ID", "sample", a video, a picture or a folder of pictures.

    Paced, for the window, files follow their own clock, and the sample and pictures never end;
    unpaced, for files, everything comes once and as fast as it is read. May take seconds.
    `on_camera_state` is told when a camera is lost and found again, from the camera's thread.
    Raises `SourceError` naming `spec` when nothing fits, `CameraError` for cameras.
    """
    name = str(spec)
    if name == "camera":
        return Camera(find_camera(None), on_state=on_camera_state)
    if name.startswith("camera:"):
        device = find_camera(name.removeprefix("camera:"))
        return Camera(device, on_state=on_camera_state)
    if name == "sample":
        return open_sample(paced=paced)
    path = Path(spec)
    if not name or not path.exists():
        raise SourceError(
            f"There is no source {name}",
            "Give camera, camera:ID, sample, or the path of a video, a picture or a folder",
        )
    if path.is_dir() or is_image(path):
        return ImageFiles(path, paced=paced)
    return VideoFile(path, paced=paced)
