"""Stylize files as VToonify's own program does: the network's whole picture is the output.

Nothing is pasted back. Either the crop around the first face is written, at the model's full
resolution, or, without scaling, the picture as it is. The crop and the content code come from the
first frame with a face and serve every frame; frames before it are left out of a cropped video.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing

from checkpoint.manifest import ModelManifest
from vtoonify_rt.batches import OwnParser, Parser, PrecomputedParser, stylize_batches
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import FaceError
from vtoonify_rt.face.landmarks import Landmarker, MediapipeLandmarker
from vtoonify_rt.first_face import (
    FirstFace,
    find_first_face,
    first_face_aligned,
    read_frames,
    survey,
)
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.image_io import read_image, write_image
from vtoonify_rt.inference import Session, open_session
from vtoonify_rt.network_view import NetworkView, view_around
from vtoonify_rt.output_choice import UnpastedOptions
from vtoonify_rt.output_plan import Job
from vtoonify_rt.parsing_maps import ParsingMaps
from vtoonify_rt.regions import apply_look
from vtoonify_rt.sinks.recorder import Recorder
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.stylize_files import Report, Result


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
        frames, faces = self._picture(job) if job.is_picture else self._video(job, report, stop)
        seconds = time.perf_counter() - start
        return Result(job=job, frames=frames, faces=faces, seconds=seconds)

    def close(self) -> None:
        """Give back what was opened."""
        self._opened.close()

    def stylize_image(self, image: Image, name: str = "the picture") -> tuple[Image, int]:
        """Return what the network makes of `image` or of the crop around its most prominent face,
        and whether (1) or not (0) there is one; FaceError where one is needed."""
        session, landmarker = self._open()
        frame = Frame(image, 0.0)
        first = find_first_face([frame], landmarker, self._config.padding)
        view = self._see(name, session, landmarker, first)
        stylized = next(self._stylized(name, session, view.frames([frame])))
        return stylized.image, int(first is not None)

    def _picture(self, job: Job) -> tuple[int, int]:
        image, faces = self.stylize_image(read_image(job.source), str(job.source))
        write_image(job.target, image)
        return 1, faces

    def _video(self, job: Job, report: Report, stop: StopSignal) -> tuple[int, int | None]:
        session, landmarker = self._open()
        look_for_it = self._options.crop or session.wants_face
        found = survey(
            job.source,
            stop,
            landmarker=landmarker if look_for_it else None,
            padding=self._config.padding,
            count=self._maps is not None,
        )
        view = self._see(str(job.source), session, landmarker, found.first)
        with closing(VideoFile(job.source, paced=False)) as source:
            info = source.info
            if self._maps is not None and found.frames is not None:
                needed = found.frames - view.skipped
                self._maps.check(needed, *view.size(info), name=str(job.source))
            frames = self._stylized(
                str(job.source), session, view.frames(read_frames(source, stop))
            )
            total = info.frame_count and info.frame_count - view.skipped
            done = 0
            with self._recorder(job, info.fps, view) as recorder:
                for frame in frames:
                    recorder.write(frame)
                    done += 1
                    report.progress(job, done, total)
        return done, done if self._options.crop else None

    def _see(
        self, name: str, session: Session, landmarker: Landmarker, first: FirstFace | None
    ) -> NetworkView:
        """Take over whose face it is and return what is seen of the file; FaceError where there
        is no face and one is needed."""
        cropped = self._options.crop
        if first is None and cropped:
            hint = "Use another file" if session.wants_face else "Give --no-scale instead"
            raise FaceError(f"No face was found in {name}", hint)
        if first is None and session.wants_face:
            able = "Give --color-transfer" if self._model.color_transfer else "Use another file"
            raise FaceError(f"No face was found in {name}, whose colours are wanted", able)
        if first is not None and session.wants_face:
            session.encode(first_face_aligned(first, landmarker, cropped=cropped))
        return view_around(first) if first is not None and cropped else NetworkView()

    def _recorder(self, job: Job, fps: float | None, view: NetworkView) -> Recorder:
        return Recorder(
            job.target, fps_hint=fps, audio_from=job.source, audio_skip=view.skipped_s, drop=False
        )

    def _stylized(self, name: str, session: Session, frames: Iterable[Frame]) -> Iterator[Frame]:
        parser: Parser = (
            PrecomputedParser(self._maps, name)
            if self._maps is not None
            else OwnParser(session, self._config.parse_every)
        )
        return stylize_batches(frames, session, self._config, parser, self._options.batch_size)

    def _open(self) -> tuple[Session, Landmarker]:
        if self._parts is None:
            session = self._open_session(self._model)
            self._opened.callback(session.close)
            apply_look(session, self._config)
            landmarker = self._open_landmarker()
            self._opened.callback(landmarker.close)
            self._parts = session, landmarker
        return self._parts
