"""Follow whoever is to be stylized: one face, several, or none."""

from vtoonify_rt.config import FacesMode
from vtoonify_rt.face.landmarks import Landmarker
from vtoonify_rt.face.several import SeveralTracker
from vtoonify_rt.face.tracker import FaceTracker, TrackerConfig
from vtoonify_rt.frame import Frame
from vtoonify_rt.timing import Meter


class WantedTracker:
    """A filter that looks for the main face, for all of them, or, for the whole picture, for none.

    One thread calls, but for `look_every` and `follow`. It owns the landmarker. `meter` gets the
    stage "landmarks", for each look.
    """

    def __init__(
        self,
        landmarker: Landmarker,
        config: TrackerConfig,
        mode: FacesMode = "main",
        meter: Meter | None = None,
    ) -> None:
        meter = Meter() if meter is None else meter
        self._trackers: dict[FacesMode, FaceTracker | SeveralTracker] = {
            "main": FaceTracker(landmarker, config, meter),
            "all": SeveralTracker(landmarker, config, meter),
        }
        self._landmarker = landmarker
        self._wanted = mode
        self._mode = mode  # of the last frame

    def apply(self, frame: Frame) -> Frame:
        """Return the frame with the landmarks that are wanted."""
        mode = self._wanted
        if mode != self._mode:
            self._mode = mode
            for tracker in self._trackers.values():
                tracker.reset()  # what it knows is from before
        wanted = self._trackers.get(mode)
        return frame if wanted is None else wanted.apply(frame)

    def follow(self, mode: FacesMode) -> None:
        """Look for others from the next frame on; any thread."""
        self._wanted = mode

    def look_every(self, frames: int) -> None:
        """Look for one face's landmarks on every n-th frame from the next one on; any thread."""
        for tracker in self._trackers.values():
            tracker.look_every(frames)

    def close(self) -> None:
        """Close the landmarker; the tracker must not be used any more."""
        self._landmarker.close()
