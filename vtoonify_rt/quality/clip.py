"""What smoothing off and on have in common: a clip's frames, crops, motion and changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vtoonify_rt.compose import Box
from vtoonify_rt.face.features import eyes_and_mouth
from vtoonify_rt.face.steady_crop import SteadyCrop
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.metrics.correspondence import Correspondence, Mask, find_correspondence
from vtoonify_rt.metrics.flicker import flicker
from vtoonify_rt.metrics.lag import changed_places
from vtoonify_rt.regions import whole_pixels


@dataclass(frozen=True, slots=True)
class Step:
    """How the input came from one frame to the next, within the crop of the later one: all of the
    frame where the crop covers it."""

    window: Box
    correspondence: Correspondence
    changed: Mask
    changed_features: Mask  # what changed in eyes and mouth
    flicker: float | None

    def seen(self, image: Image) -> Image:
        """Return what the window shows of a frame, stylized or not."""
        x, y, width, height = self.window
        return image[y : y + height, x : x + width]


def steps(frames: Iterable[Frame], crop: SteadyCrop) -> Iterator[tuple[Frame, Step | None]]:
    """Yield each frame, and how it came from the one before.

    None for the first one, and where one of the two shows no face: such a picture is held, fades
    or is hidden, whatever the smoothing. `crop` is as new, and set as the stylizer's.
    """
    before: Frame | None = None
    for frame in frames:
        height, width = frame.image.shape[:2]
        box = crop.update(frame.landmarks, height, width, frame.time)
        is_seen = before is not None and before.landmarks is not None
        if box is None or frame.landmarks is None or before is None or not is_seen:
            yield frame, None
        else:
            yield frame, _step(before, frame, whole_pixels(box))
        before = frame


def _step(before: Frame, now: Frame, window: Box) -> Step:
    x, y, width, height = window
    rows, columns = slice(y, y + height), slice(x, x + width)
    then, image = before.image[rows, columns], now.image[rows, columns]
    correspondence = find_correspondence(then, image)
    changed = changed_places(then, image)
    features = _features(before)[rows, columns] | _features(now)[rows, columns]
    return Step(
        window, correspondence, changed, changed & features, flicker(then, image, correspondence)
    )


def _features(frame: Frame) -> Mask:
    assert frame.landmarks is not None  # both frames show a face
    return eyes_and_mouth(frame.landmarks, *frame.image.shape[:2])
