"""The window on a screen with pixels half as large: nothing is cut off, and icons are sharp."""

import os
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from screens import read_layouts
from window_rig import lacking_font

MAKE = Path(__file__).parents[1] / "make_screens.py"


@pytest.fixture(scope="module")
def drawn(qapp, tmp_path_factory) -> Path:
    """The folder with pictures at twice the scale, by a process of its own."""
    if lack := lacking_font("en") or lacking_font("zh"):
        pytest.skip(lack)
    folder = tmp_path_factory.mktemp("twice")
    command = [sys.executable, str(MAKE), "--folder", str(folder), "playing", "styles"]
    environment = {**os.environ, "QT_SCALE_FACTOR": "2", "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    (folder / "faults.txt").write_text(done.stdout, "utf-8")
    return folder


def test_all_of_it_fits(drawn):
    assert (drawn / "faults.txt").read_text("utf-8") == ""


def test_the_pictures_have_twice_the_pixels(drawn):
    _, _, width, height = read_layouts()["playing"]["en"]["window"]

    assert cv2.imread(str(drawn / "playing.en.light.png")).shape[:2] == (2 * height, 2 * width)


def test_icons_are_sharp(drawn):
    """They have edges that half as many pixels, drawn larger, would not show."""
    left, top, _, height = read_layouts()["playing"]["en"]["RecordButton record Record"]
    window = cv2.imread(str(drawn / "playing.en.light.png"), cv2.IMREAD_GRAYSCALE)
    icon = window[2 * top : 2 * (top + height), 2 * (left + 18) : 2 * (left + 37)]
    half = cv2.resize(icon, (icon.shape[1] // 2, icon.shape[0] // 2), interpolation=cv2.INTER_AREA)

    assert edges(icon) > 2 * edges(cv2.resize(half, icon.shape[::-1]))


def edges(picture: np.ndarray) -> float:
    """Return how hard the edges in a grey picture are."""
    return float(cv2.Laplacian(picture, cv2.CV_32F).var())
