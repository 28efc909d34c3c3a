"""A stylizer of files on a session, a landmarker and a report made by hand."""

from pathlib import Path

import numpy as np
from fakes import FakeSession, face_at

from vtoonify_rt.config import FacesConfig, FacesMode, StyleConfig
from vtoonify_rt.errors import AppError
from vtoonify_rt.output_plan import Job, plan_outputs
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.stylize_files import FileStylizer, Result, stylize_files


class FakeLandmarker:
    """Finds a face in the middle of every picture, or of every part of one, that it is shown."""

    def __init__(self, face: bool) -> None:
        self.face = face
        self.closed = 0

    def detect(self, image: np.ndarray, time: float) -> list[np.ndarray]:
        height, width = image.shape[:2]
        return [face_at(width / 2, height / 2, 12)] if self.face else []

    def close(self) -> None:
        self.closed += 1


class FakeReport:
    """Notes what it is told; calls `on_frame` at every frame of a video."""

    def __init__(self, on_frame=lambda: None) -> None:
        self.results: list[Result] = []
        self.failures: list[tuple[Path, AppError]] = []
        self.frames: list[tuple[int, int | None]] = []
        self._on_frame = on_frame

    def progress(self, job: Job, frames: int, total: int | None) -> None:
        self.frames.append((frames, total))
        self._on_frame()

    def done(self, result: Result) -> None:
        self.results.append(result)

    def failed(self, path: Path, error: AppError) -> None:
        self.failures.append((path, error))


class Desk:
    """A stylizer on fakes, and everything that it opened."""

    def __init__(self, face=True, asks=False, faces: FacesMode = "main", **options) -> None:
        self.sessions: list[FakeSession] = []
        self.landmarkers: list[FakeLandmarker] = []
        self.face = face
        self.asks = asks  # as FakeSession
        config = StyleConfig(style="comic", degree=1.0, faces=FacesConfig(mode=faces))
        self.stylizer = FileStylizer(
            FakeSession().model,
            config,
            session=self.open_session,
            landmarker=self.open_landmarker,
            **options,
        )

    def open_session(self, model) -> FakeSession:
        self.sessions.append(FakeSession(asks=self.asks))
        return self.sessions[-1]

    def open_landmarker(self) -> FakeLandmarker:
        self.landmarkers.append(FakeLandmarker(self.face))
        return self.landmarkers[-1]

    def run(self, inputs, output, report=None, stop=None) -> FakeReport:
        report = report or FakeReport()
        plan = plan_outputs(inputs, str(output))
        stylize_files(plan, self.stylizer, report, stop or StopSignal())
        return report
