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
        self._inspected: tuple[Image, bool] | None = None  # the last one, which may come again
        self.pictures = 0
        self.leaked = 0

    def mark(self, source: Source) -> Source:
        """Return `source` with every picture marked."""
        return _MarkedSource(source, self)

    def inspect(self, image: Image) -> None:
        """Measure a picture that leaves; some milliseconds."""
        watermark = self._watermark
        if self._inspected is None or self._inspected[0] is not image:
            self._inspected = image, watermark is not None and watermark.leaks(image)
        self.pictures += 1
        self.leaked += self._inspected[1]

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
