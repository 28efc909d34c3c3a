"""Stylize files: pictures one by one, videos through the same pipeline as the camera.

Every output is whole or not there at all, and one bad input does not keep the others from being
done.
"""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from checkpoint.manifest import ModelManifest
from vtoonify_rt.config import NoFace, StyleConfig
from vtoonify_rt.errors import AppError, BackendUnusable, ModelError
from vtoonify_rt.face.landmarks import Landmarker, MediapipeLandmarker
from vtoonify_rt.face.wanted import WantedTracker
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.image_io import read_image, write_image
from vtoonify_rt.inference import Session, open_session
from vtoonify_rt.live import TRACKER
from vtoonify_rt.output_plan import Job, Plan, folder_for
from vtoonify_rt.pipeline import Pipeline
from vtoonify_rt.regions import apply_look, stylize_whole
from vtoonify_rt.sinks.recorder import Recorder
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.still import check_whole, no_face_in, stylize_photo
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.stylizer import StylizeFilter
from vtoonify_rt.timing import Meter

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A file that was written."""

    job: Job
    frames: int
    faces: int | None  # in a picture; of a video: frames with one; None: not looked for
    seconds: float  # that it took


class Report(Protocol):
    """Is told how it goes, from the thread that stylizes."""

    def progress(self, job: Job, frames: int, total: int | None) -> None:
        """`frames` of a video are done, of `total` (None: not known)."""
        ...

    def done(self, result: Result) -> None:
        """A file is written."""
        ...

    def failed(self, path: Path, error: AppError) -> None:
        """The input `path` gave no output."""
        ...


class JobStylizer(Protocol):
    """Makes one file after another."""

    def stylize(self, job: Job, report: Report, stop: StopSignal) -> Result:
        """Write the output of `job`, whole, or raise AppError and leave none.

        When `stop` is set, a video ends at once, leaves no output and raises as `stop` says.
        """
        ...

    def stylize_image(self, image: Image, name: str = "the picture") -> tuple[Image, int]:
        """Return `image` stylized, as a picture file would be, and how many faces are in it.

        Raises AppError, which calls it `name`.
        """
        ...

    def close(self) -> None:
        """Give back what was opened."""
        ...


class FileStylizer:
    """Stylizes files one after another with one look, in the main thread; must be closed.

    `no_face` says what becomes of a picture, or of a part of a video, without a face: "whole"
    stylizes all of it, "blur" hides it, "hold" repeats the last picture with a face. With a model
    that takes the colours from a face, what comes before the first one is blurred. None is for
    those who did not think of it: a picture or video without any face is refused with `FaceError`,
    and a part of a video without one is stylized whole. `fixed_size`: photos are not stylized
    larger than `config.crop_px` either.
    """

    def __init__(
        self,
        model: ModelManifest,
        config: StyleConfig,
        *,
        no_face: NoFace | None = None,
        fixed_size: bool = False,
        session: Callable[[ModelManifest], Session] = open_session,
        landmarker: Callable[[], Landmarker] = MediapipeLandmarker,
    ) -> None:
        self._config = replace(config, no_face=no_face or "whole")
        self._no_face = no_face
        self._is_whole = config.faces.mode == "whole"
        self._fixed_size = fixed_size
        self._open_session: Callable[[], Session] = lambda: session(model)
        self._open_landmarker = landmarker
        self._opened = ExitStack()
        self._for_pictures: tuple[Session, Landmarker] | None = None  # opened for the first one

    def stylize(self, job: Job, report: Report, stop: StopSignal) -> Result:
        """Write the output of `job`, whole, or raise AppError and leave none.

        When `stop` is set, a video ends at once, leaves no output and raises as `stop` says.
        """
        return self._picture(job) if job.is_picture else self._video(job, report, stop)

    def _picture(self, job: Job) -> Result:
        """Stylize every face in a picture."""
        start = time.perf_counter()
        image, found = self.stylize_image(read_image(job.source), str(job.source))
        write_image(job.target, image)
        faces = None if self._is_whole else found
        return Result(job=job, frames=1, faces=faces, seconds=time.perf_counter() - start)

    def stylize_image(self, image: Image, name: str = "the picture") -> tuple[Image, int]:
        """Return `image` with every face in it stylized, and how many there are."""
        session, landmarker = self._parts_for_pictures()
        if self._is_whole:
            check_whole(session)
            return stylize_whole(session, image, self._config.degree), 0
        return stylize_photo(
            session,
            landmarker,
            image,
            self._config,
            no_face=self._no_face,
            fixed_size=self._fixed_size,
            name=name,
        )

    def _video(self, job: Job, report: Report, stop: StopSignal) -> Result:
        """Stylize every frame of a video and keep its sound."""
        start = time.perf_counter()
        with ExitStack() as opened:
            source = VideoFile(job.source, paced=False)
            opened.callback(source.close)
            session = self._open_session()
            opened.callback(session.close)
            if self._is_whole:
                apply_look(session, self._config)
                check_whole(session)
            landmarker = self._open_landmarker()
            opened.callback(landmarker.close)
            info = source.info
            recorder = Recorder(job.target, fps_hint=info.fps, audio_from=job.source, drop=False)
            opened.pop_all()  # from here on the pipeline closes them
        with recorder:
            output = _Output(recorder, lambda done: report.progress(job, done, info.frame_count))
            self._pipeline(source, landmarker, session, output).run(stop)
            stop.raise_if_signalled()
            if output.faces == 0 and self._no_face is None and not self._is_whole:
                raise no_face_in(str(job.source), "all of every frame", session.wants_face)
        if output.faces == 0 and not self._is_whole:
            logger.warning("no face was found in %s", job.source)
        seconds = time.perf_counter() - start
        faces = None if self._is_whole else output.faces
        return Result(job=job, frames=output.frames, faces=faces, seconds=seconds)

    def close(self) -> None:
        """Give back what was opened."""
        self._opened.close()

    def _parts_for_pictures(self) -> tuple[Session, Landmarker]:
        if self._for_pictures is None:
            session = self._open_session()
            self._opened.callback(session.close)
            apply_look(session, self._config)
            landmarker = self._open_landmarker()
            self._opened.callback(landmarker.close)
            self._for_pictures = session, landmarker
        return self._for_pictures

    def _pipeline(
        self, source: VideoFile, landmarker: Landmarker, session: Session, output: "_Output"
    ) -> Pipeline:
        meter = Meter()
        stylizer = StylizeFilter(session, self._config, meter, waits=True)
        tracker = WantedTracker(landmarker, TRACKER, self._config.faces.mode)
        return Pipeline(source, tracker, stylizer, [output], meter=meter, keep_all=True)


class _Output:
    """Hands frames to the recorder and counts them. Whoever owns the recorder closes it, since
    only at the end is it known whether the file is to stay."""

    def __init__(self, recorder: Recorder, progress: Callable[[int], None]) -> None:
        self._recorder = recorder
        self._progress = progress
        self.frames = 0
        self.faces = 0

    def write(self, frame: Frame) -> None:
        self._recorder.write(frame)
        self.frames += 1
        self.faces += frame.landmarks is not None
        self._progress(self.frames)

    def close(self) -> None:
        pass


def stylize_files(plan: Plan, stylizer: JobStylizer, report: Report, stop: StopSignal) -> bool:
    """Do all of `plan` that can be done; return whether every input became an output.

    `stop` ends it after a picture or within a video. Raises `SinkError` when the output folder
    cannot be made, and `ModelError` or `BackendUnusable` when the model cannot be used: then no
    input can be done.
    """
    failures = len(plan.failed)
    for path, error in plan.failed:
        report.failed(path, error)
    with folder_for(plan):
        for job in plan.jobs:
            stop.raise_if_signalled()
            try:
                report.done(stylizer.stylize(job, report, stop))
            except (ModelError, BackendUnusable):
                raise
            except AppError as error:
                failures += 1
                report.failed(job.source, error)
    return failures == 0
