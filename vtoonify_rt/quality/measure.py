"""Run a clip through the stylizer, with smoothing off and on, and measure what comes out.

The clip is read once, frame by frame; all looks are made from the same session. Nothing but the
frame before is kept of it, so a clip may be of any length.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from itertools import islice

from checkpoint.manifest import ModelManifest
from vtoonify_rt.errors import FaceError
from vtoonify_rt.face.landmarks import Landmarker, MediapipeLandmarker
from vtoonify_rt.face.tracker import FaceTracker
from vtoonify_rt.first_face import read_frames
from vtoonify_rt.frame import Frame
from vtoonify_rt.inference import Session, open_session
from vtoonify_rt.live import TRACKER
from vtoonify_rt.quality.clip import Step, steps
from vtoonify_rt.quality.drift import DriftMeter
from vtoonify_rt.quality.request import QualityRequest
from vtoonify_rt.quality.result import StyleQuality
from vtoonify_rt.quality.shared_session import SharedSession
from vtoonify_rt.quality.side_by_side import SideBySide
from vtoonify_rt.quality.style_meter import StyleMeter
from vtoonify_rt.regions import steady_crop
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.stop_signals import StopSignal

logger = logging.getLogger(__name__)

Progress = Callable[[int, int | None], None]  # frames done, and in all if that is known


def run_quality(
    request: QualityRequest,
    stop: StopSignal,
    progress: Progress = lambda done, total: None,
    *,
    session: Callable[[ModelManifest], Session] = open_session,
    landmarker: Callable[[], Landmarker] = MediapipeLandmarker,
) -> list[StyleQuality]:
    """Measure every look of the request, and write its video; raise as `stop` says once it is set.

    Raises AppError when clip or model cannot be opened or the video not be written, and FaceError
    when no two frames in a row show a face.
    """
    with ExitStack() as opened:
        source = opened.enter_context(closing(VideoFile(request.clip, paced=False)))
        shared = SharedSession(opened.enter_context(closing(session(request.model))))
        finder = opened.enter_context(closing(landmarker()))
        meters = [
            opened.enter_context(closing(StyleMeter(shared, look, request.strength)))
            for look in request.looks
        ]
        video = _video(request, source.info.fps, opened)
        total = source.info.frame_count if request.frames is None else request.frames
        frames = _tracked(islice(read_frames(source, stop), request.frames), finder)
        crop = steady_crop(request.model, request.looks[0])
        drift = DriftMeter(finder)
        for done, (frame, step) in enumerate(steps(frames, crop), 1):
            _take(frame, step, meters, drift, video)
            progress(done, total)
        if shared.session.backend_note:
            logger.warning("%s", shared.session.backend_note)
        results = [meter.result(request.clip.name) for meter in meters]
        if not results[0].frames:
            raise FaceError(
                f"No two frames in a row of {request.clip} show a face",
                "Choose a clip that shows one",
            )
    return results


def _take(
    frame: Frame,
    step: Step | None,
    meters: Iterable[StyleMeter],
    drift: DriftMeter,
    video: SideBySide | None,
) -> None:
    if step is not None:
        drift.begin(frame)
    for meter in meters:
        off, on = meter.take(frame, step, drift)
        if video is not None:
            video.write((frame.image, off, on), frame.time)


def _tracked(frames: Iterator[Frame], landmarker: Landmarker) -> Iterator[Frame]:
    """Yield the frames with the landmarks of their face, as they are found live."""
    tracker = FaceTracker(landmarker, TRACKER)
    for frame in frames:
        yield tracker.apply(frame)


def _video(request: QualityRequest, fps: float | None, opened: ExitStack) -> SideBySide | None:
    if request.video is None:
        return None
    style = request.looks[0].style
    names = ("input", f"{style}, smoothing off", f"{style}, smoothing {request.strength:g}")
    return opened.enter_context(SideBySide(request.video, names, fps=fps))
