"""The one picture type that flows through the pipeline.

Every image in this package is an RGB ``uint8`` array of shape ``(height, width, 3)``. Cameras
that deliver BGR convert at the source; sinks that want another layout convert at the sink.
Nothing in between asks. Images are never written to once they are in a frame: whoever changes
pixels makes a new array, so frames cross threads without copies.

A frame's ``time`` is the moment of capture on the monotonic clock, in seconds (for a file that
is read as fast as possible: its presentation time). Filters pass it on unchanged, so that a
recorder can space its frames as they were captured and the status line can show true latency.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

NUM_CLASSES = 19  # of a parsing: background, skin, brows .. hair, hat
Image = NDArray[np.uint8]  # (height, width, 3), RGB
Landmarks = NDArray[np.float32]  # (478, 2), x and y in pixels of the frame, mediapipe's order
Parsing = NDArray[np.float32]  # (19, height, width): what each pixel shows, as raw logits

# What of the user can be seen: all of it, as captured; only what a style makes of it; or what is
# shown instead while no face is found, which may be a blur of the camera's picture.
Shows = Literal["camera", "stylized", "hidden"]


@dataclass(frozen=True, slots=True)
class Face:
    """One of several faces that are followed."""

    number: int  # from 1, by appearance; it stays with the person through a short absence
    landmarks: Landmarks | None  # None: not seen at the moment


@dataclass(frozen=True, slots=True)
class Frame:
    """One captured picture, the time it was taken, and what is known about it so far."""

    image: Image
    time: float  # seconds, monotonic clock
    landmarks: Landmarks | None = None  # of the main face; None: no face, or not looked for
    faces: tuple[Face, ...] = ()  # where several are followed: all of them, the main one first
    crowded: bool = False  # whether there are more faces than are followed
    before: Image | None = None  # the picture as captured, once `image` is stylized
    other: Image | None = (
        None  # the same picture in the look that is compared; stays on this screen
    )
    shows: Shows = "camera"  # whoever hides the user says so, so that what nobody marked stays in
