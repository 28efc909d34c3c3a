"""Stylize files as VToonify's own program does: the network's whole picture is the output.

Nothing is pasted back. Either the crop around the first face is written, at the model's full
resolution, or, without scaling, the picture as it is. The crop and the content code come from the
first frame with a face and serve every frame; frames before it are left out of a cropped video.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from checkpoint.manifest import ModelManifest
from vtoonify_rt.batches import OwnParser, Parser, PrecomputedParser, stylize_batches
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import FaceError
from vtoonify_rt.face.crop import rescale_and_crop
from vtoonify_rt.face.landmarks import Landmarker, MediapipeLandmarker
from vtoonify_rt.first_face import FirstFace, aligned_face, find_first_face, read_frames, survey
from vtoonify_rt.frame import Frame
from vtoonify_rt.image_io import read_image, write_image
from vtoonify_rt.inference import Session, open_session
from vtoonify_rt.output_plan import Job
from vtoonify_rt.parsing_maps import ParsingMaps
from vtoonify_rt.sinks.recorder import Recorder
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.stylize_files import Report, Result

BATCH_SIZE = 4  # frames, as in VToonify's program


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpastedOptions:
    """How files are stylized without pasting back."""

    crop: bool  # the crop around the face; otherwise the picture as it is
    batch_size: int = BATCH_SIZE  # frames of a video that are in work at a time
    parsing_maps: Path | None = None  # of the one file that is stylized; None: they are made


class UnpastedStylizer:
    """Stylizes files one after another with one look, in the main thread; must be closed.

    Raises what `ParsingMaps` raises of the maps.
    """

    def __init__(
        self,
        model: ModelManifest,
        config: StyleConfig,
        options: UnpastedOptions,
        *,
        session: Callable[[ModelManifest], Session] = open_session,
        landmarker: Callable[[], Landmarker] = MediapipeLandmarker,
    ) -> None:
        self._model = model
        self._config = config
        self._options = options
        self._maps = ParsingMaps(options.parsing_maps) if options.parsing_maps else None
        self._open_session = session
        self._open_landmarker = landmarker
        self._opened = ExitStack()
        self._parts: tuple[Session, Landmarker] | None = None  # opened for the first file

    def stylize(self, job: Job, report: Report, stop: StopSignal) -> Result:
        """Write the output of `job`, whole, or raise AppError and leave none.

        When `stop` is set, a video ends at once, leaves no output and raises as `stop` says.
        """
        start = time.perf_counter()
        session, landmarker = self._open()
        work = self._picture if job.is_picture else self._video
        frames, faces = work(job, session, landmarker, report, stop)
        seconds = time.perf_counter() - start
        return Result(job=job, frames=frames, faces=faces, seconds=seconds)

    def close(self) -> None:
        """Give back what was opened."""
        self._opened.close()

    def _picture(
        self, job: Job, session: Session, landmarker: Landmarker, *_: object
    ) -> tuple[int, int | None]:
        frame = Frame(read_image(job.source), 0.0)
        first = find_first_face([frame], landmarker, self._config.padding)
        self._see(job, session, landmarker, first)
        frames = self._network_frames([frame], first)
        write_image(job.target, next(self._stylized(job, session, frames)).image)
        return 1, int(first is not None)

    def _video(
        self, job: Job, session: Session, landmarker: Landmarker, report: Report, stop: StopSignal
    ) -> tuple[int, int | None]:
        look_for_it = self._options.crop or session.wants_face
        found = survey(
            job.source,
            stop,
            landmarker=landmarker if look_for_it else None,
            padding=self._config.padding,
            count=self._maps is not None,
        )
        self._see(job, session, landmarker, found.first)
        with closing(VideoFile(job.source, paced=False)) as source:
            skipped, skipped_s = self._skipped(found.first)
            if self._maps is not None and found.frames is not None:
                size = self._network_size(source.info, found.first)
                self._maps.check(found.frames - skipped, *size, str(job.source))
            frames = self._network_frames(read_frames(source, stop), found.first)
            total = source.info.frame_count and source.info.frame_count - skipped
            done = 0
            with Recorder(
                job.target,
                fps_hint=source.info.fps,
                audio_from=job.source,
                audio_skip=skipped_s,
                drop=False,
            ) as recorder:
                for frame in self._stylized(job, session, frames):
                    recorder.write(frame)
                    done += 1
                    report.progress(job, done, total)
        return done, done if self._options.crop else None

    def _see(
        self, job: Job, session: Session, landmarker: Landmarker, first: FirstFace | None
    ) -> None:
        """Take over whose face it is; FaceError where there is none and one is needed."""
        cropped = self._options.crop
        if first is None and cropped:
            raise FaceError(f"No face was found in {job.source}", "Give --no-scale instead")
        if first is None and session.wants_face:
            able = "Give --color-transfer" if self._model.color_transfer else "Use another file"
            raise FaceError(f"No face was found in {job.source}, whose colours are wanted", able)
        if first is not None and session.wants_face:
            session.encode(aligned_face(first, landmarker, cropped=cropped))

    def _skipped(self, first: FirstFace | None) -> tuple[int, float]:
        """Return how many frames, and seconds, are left out at the start of the output."""
        return (first.index, first.frame.time) if first and self._options.crop else (0, 0.0)

    def _network_size(self, info: SourceInfo, first: FirstFace | None) -> tuple[int, int]:
        """Return height and width of what the network sees of a video."""
        if first is None or not self._options.crop:
            return info.height, info.width
        return first.crop.bottom - first.crop.top, first.crop.right - first.crop.left

    def _network_frames(self, frames: Iterable[Frame], first: FirstFace | None) -> Iterator[Frame]:
        """Yield what the network sees of each frame."""
        for frame in islice(frames, self._skipped(first)[0], None):
            if first is None or not self._options.crop:
                yield frame
            else:
                yield replace(frame, image=rescale_and_crop(frame.image, first.crop))

    def _stylized(self, job: Job, session: Session, frames: Iterable[Frame]) -> Iterator[Frame]:
        parser: Parser = (
            PrecomputedParser(self._maps, str(job.source))
            if self._maps is not None
            else OwnParser(session, self._config.parse_every)
        )
        return stylize_batches(frames, session, self._config, parser, self._options.batch_size)

    def _open(self) -> tuple[Session, Landmarker]:
        if self._parts is None:
            session = self._open_session(self._model)
            self._opened.callback(session.close)
            look = self._config
            session.condition(look.style, look.degree, look.palette, look.color_transfer)
            landmarker = self._open_landmarker()
            self._opened.callback(landmarker.close)
            self._parts = session, landmarker
        return self._parts
