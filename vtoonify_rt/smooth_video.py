"""From a video to a file of its steadied parsing maps."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from checkpoint.manifest import ModelManifest
from vtoonify_rt.config import Padding
from vtoonify_rt.errors import FaceError, UsageError
from vtoonify_rt.face.landmarks import Landmarker, MediapipeLandmarker
from vtoonify_rt.first_face import read_frames, survey
from vtoonify_rt.frame import Image, Parsing
from vtoonify_rt.image_io import is_image
from vtoonify_rt.inference import Session, open_session
from vtoonify_rt.network_view import NetworkView, view_around
from vtoonify_rt.output_plan import Job
from vtoonify_rt.parsing_maps import check_room, maps_size, write_maps
from vtoonify_rt.smooth_parsing import (
    MAX_WINDOW,
    WINDOW,
    DisFlow,
    parse_pictures,
    smooth_parsings,
)
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.stylize_files import Report, Result


@dataclass(frozen=True, slots=True, kw_only=True)
class SmoothRequest:
    """A video and how its maps are made; refused at once where it cannot be meant."""

    source: Path
    target: Path  # .npy
    model: ModelManifest
    window: int = WINDOW  # neighbours on each side
    crop: bool = False  # the crop around the first face; otherwise the video as it is
    padding: Padding = field(default_factory=Padding)  # of the crop

    def __post_init__(self) -> None:
        if self.target.suffix.lower() != ".npy":
            raise UsageError(f"Cannot write maps named {self.target.name}", "Use a .npy file")
        if not 0 <= self.window <= MAX_WINDOW:
            raise UsageError(f"Window is {self.window}", f"Give 0 to {MAX_WINDOW} frames")
        if self.source.is_file() and is_image(self.source):
            raise UsageError(
                f"{self.source} is a picture", "Maps are steadied in a video: give one"
            )
        if not self.model.is_vtoonify:
            raise UsageError(
                f"Model '{self.model.id}' parses no faces", "Choose a VToonify model with --model"
            )


def smooth_video(
    request: SmoothRequest,
    report: Report,
    stop: StopSignal,
    *,
    session: Callable[[ModelManifest], Session] = open_session,
    landmarker: Callable[[], Landmarker] = MediapipeLandmarker,
) -> None:
    """Write the maps of `request`, whole, and tell `report`; AppError and no file if it fails.

    When `stop` is set it ends at the next frame, leaves no file and raises as `stop` says.
    """
    start = time.perf_counter()
    job = Job(source=request.source, target=request.target, is_picture=False)
    view, total = _look_at(request, stop, landmarker)
    with ExitStack() as opened:
        source = VideoFile(request.source, paced=False)
        opened.callback(source.close)
        height, width = view.size(source.info)
        check_room(request.target, maps_size(total, height, width))
        parser = session(request.model)
        opened.callback(parser.close)
        writer = opened.enter_context(write_maps(request.target, height, width))
        pictures = (frame.image for frame in view.frames(read_frames(source, stop)))
        parsed = parse_pictures(pictures, lambda picture: _parse(parser, picture))
        for parsing in smooth_parsings(parsed, request.window, DisFlow()):
            writer.write(parsing)
            report.progress(job, writer.rows, total)
    seconds = time.perf_counter() - start
    report.done(Result(job=job, frames=writer.rows, faces=None, seconds=seconds))


def _look_at(
    request: SmoothRequest, stop: StopSignal, open_landmarker: Callable[[], Landmarker]
) -> tuple[NetworkView, int]:
    """Return what is seen of the video, and of how many frames."""
    with ExitStack() as opened:
        landmarker = None
        if request.crop:
            landmarker = open_landmarker()
            opened.callback(landmarker.close)
        found = survey(
            request.source, stop, landmarker=landmarker, padding=request.padding, count=True
        )
    assert found.frames is not None  # they were counted
    if not request.crop:
        return NetworkView(), found.frames
    if found.first is None:
        raise FaceError(f"No face was found in {request.source}", "Leave --crop out")
    view = view_around(found.first)
    return view, found.frames - view.skipped


def _parse(session: Session, picture: Image) -> Parsing:
    parsing = session.parse(picture)
    assert parsing is not None  # the model is a VToonify
    return parsing
