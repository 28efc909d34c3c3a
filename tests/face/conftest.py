"""A face, and a landmarker that is opened once."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.frame import Image


@pytest.fixture(scope="session")
def astronaut() -> Image:
    """A portrait, 320 x 320; the face is 100 pixels wide."""
    path = Path(__file__).parents[1] / "media" / "astronaut.jpg"
    picture = cv2.imread(str(path))
    assert picture is not None
    return cv2.cvtColor(picture, cv2.COLOR_BGR2RGB).astype(np.uint8)


@pytest.fixture(scope="module")
def landmarker() -> Iterator[MediapipeLandmarker]:
    opened = MediapipeLandmarker()
    yield opened
    opened.close()
