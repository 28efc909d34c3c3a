"""A run that nobody sees, to find out whether a picture as captured would leave.

The source's pictures are marked, and every picture that would leave is measured.
"""

from dataclasses import replace

from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.sources import Source, SourceInfo
from vtoonify_rt.watermark import Watermark


class Rehearsal:
    """Marks what comes in and counts, among what goes out, the pictures that have the mark.

    One thread reads the source, and one inspects.
    """

    def __init__(self) -> None:
        self._watermark: Watermark | None = None  # for the size of the newest frame
        self._size: tuple[int, int] | None = None
        self._inspected: tuple[Image, bool | None] | None = None  # the last, may come again
        self.pictures = 0
        self.leaked: int | None = 0  # None: one was too small to be measured

    def mark(self, source: Source) -> Source:
        """Return `source` with every picture marked."""
        return _MarkedSource(source, self)

    def inspect(self, image: Image) -> None:
        """Measure a picture that leaves; some milliseconds."""
        self.pictures += 1
        if self._inspected is None or self._inspected[0] is not image:
            self._inspected = image, self._measure(image)
        leaks = self._inspected[1]
        self.leaked = None if leaks is None or self.leaked is None else self.leaked + leaks

    def _measure(self, image: Image) -> bool | None:
        """Tell whether the camera's picture is to be seen in `image`; None: nobody can tell."""
        watermark = self._watermark
        if watermark is None:
            return False
        return watermark.leaks(image) if watermark.can_judge(image) else None

    def _marked(self, frame: Frame) -> Frame:
        height, width = frame.image.shape[:2]
        if self._watermark is None or self._size != (height, width):
            self._size, self._watermark = (height, width), Watermark(height, width)
        return replace(frame, image=self._watermark.mark(frame.image))


class _MarkedSource:
    """A source with every picture marked."""

    def __init__(self, source: Source, rehearsal: Rehearsal) -> None:
        self._source = source
        self._rehearsal = rehearsal

    @property
    def info(self) -> SourceInfo:
        """What is known of the source."""
        return self._source.info

    def read(self) -> Frame:
        """Return the next frame, marked."""
        return self._rehearsal._marked(self._source.read())

    def close(self) -> None:
        """Close the source."""
        self._source.close()
