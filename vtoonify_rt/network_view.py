"""What the network sees of a file whose output is not pasted back."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from vtoonify_rt.face.crop import CropParameters, rescale_and_crop
from vtoonify_rt.first_face import FirstFace
from vtoonify_rt.frame import Frame
from vtoonify_rt.sources import SourceInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkView:
    """The crop around the first face from that frame on, or every picture as it is.

    Whatever works on the same file with the same view sees the same pictures, so that parsing
    maps fit what is stylized with them.
    """

    crop: CropParameters | None = None  # None: the picture as it is
    skipped: int = 0  # frames before the first face
    skipped_s: float = 0.0  # the same in seconds

    def frames(self, frames: Iterable[Frame]) -> Iterator[Frame]:
        """Yield what is seen of `frames`, the whole file from its start."""
        for frame in islice(frames, self.skipped, None):
            if self.crop is None:
                yield frame
            else:
                yield replace(frame, image=rescale_and_crop(frame.image, self.crop))

    def size(self, info: SourceInfo) -> tuple[int, int]:
        """Return height and width of what is seen of a source."""
        if self.crop is None:
            return info.height, info.width
        return self.crop.bottom - self.crop.top, self.crop.right - self.crop.left


def view_around(first: FirstFace) -> NetworkView:
    """Return the view of the crop around the first face of a file."""
    return NetworkView(crop=first.crop, skipped=first.index, skipped_s=first.frame.time)
