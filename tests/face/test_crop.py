"""VToonify's crop rule, on the numbers of the published one."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from fakes import face_at
from numpy.typing import NDArray

from vtoonify_rt.config import Padding
from vtoonify_rt.face.crop import (
    CropParameters,
    Sides,
    crop_parameters,
    eyes_from_landmarks,
    rescale_and_crop,
)
from vtoonify_rt.frame import Image

GOLDEN = Path(__file__).parents[1] / "golden"
Arrays = Mapping[str, NDArray[np.float64]]


def sides(left: float, right: float, top: float, bottom: float) -> Sides:
    """A padding as small as a golden case wants it; `Padding` keeps users from such."""
    return SimpleNamespace(left=int(left), right=int(right), top=int(top), bottom=int(bottom))


def as_row(p: CropParameters) -> list[float]:
    return [p.height, p.width, p.top, p.bottom, p.left, p.right, p.scale]


def golden_frame(height: int, width: int, seed: int) -> Image:
    """The frame of a golden case: waves and noise, from its recipe."""
    y, x = np.mgrid[0:height, 0:width] / np.array([height, width])[:, None, None]
    channels = []
    for channel in range(3):
        digest = sha256(f"{seed}:frame/0/{channel}".encode()).digest()
        random = np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "little")))
        x_waves, y_waves = random.uniform(-6, 6, 16), random.uniform(-6, 6, 16)
        phases, sizes = random.uniform(0, 2 * np.pi, 16), random.uniform(0.3, 1, 16)
        waves = zip(x_waves, y_waves, phases, sizes, strict=True)
        value = sum(a * np.cos(2 * np.pi * (fx * x + fy * y) + p) for fx, fy, p, a in waves)
        value = value / (np.abs(value).max() + 1e-9)
        value = value * 0.85 + 0.15 * random.uniform(-1, 1, (height, width))
        channels.append(value.astype(np.float32).astype(np.float64))
    return np.clip(np.floor((np.stack(channels, -1) + 1) * 127.5), 0, 255).astype(np.uint8)


def rows(golden: Arrays) -> Iterator[tuple[list[float], NDArray[np.float64]]]:
    """What our rule and the published one make of each case."""
    cases = (golden[key] for key in ("eye_left", "eye_right", "frame_hw", "padding", "out"))
    for left, right, (height, width), padding, wanted in zip(*cases, strict=True):
        ours = crop_parameters(left, right, int(height), int(width), sides(*padding))
        yield as_row(ours), wanted


def test_parameters_equal_the_published_ones():
    ours, wanted = zip(*rows(np.load(GOLDEN / "crop_parameters.npz")), strict=True)

    np.testing.assert_allclose(ours, wanted, rtol=0, atol=1e-9)


def test_parameters_equal_the_published_ones_from_landmarks(shared):
    with np.load(shared / "golden" / "crop_parameters.npz") as file:
        golden = dict(file)
    golden["eye_left"] = golden["landmarks"][:, 36:42].mean(axis=1)
    golden["eye_right"] = golden["landmarks"][:, 42:48].mean(axis=1)
    ours, wanted = zip(*rows(golden), strict=True)

    np.testing.assert_allclose(ours, wanted, rtol=0, atol=1e-9)


@pytest.mark.parametrize("case", range(4), ids=["one", "one blur", "two blurs", "enlarged"])
def test_picture_equals_the_published_one(case):
    golden = np.load(GOLDEN / "preprocess.npz")
    height, width = (int(n) for n in golden[f"frame_hw{case}"])
    top, bottom, left, right = golden[f"pad_tblr{case}"]

    parameters = crop_parameters(
        *golden[f"eyes{case}"], height, width, sides(left, right, top, bottom)
    )
    picture = rescale_and_crop(golden_frame(height, width, seed=150 + case), parameters)

    y, x = picture.shape[0] // 2 - 24, picture.shape[1] // 2 - 24
    windows = [picture[:48, :48], picture[y : y + 48, x : x + 48], picture[-48:, -48:]]
    assert picture.shape == tuple(golden[f"shape{case}"])
    # One step: OpenCV's rounding of a resize differs between versions.
    np.testing.assert_allclose(np.stack(windows), golden[f"windows{case}"].astype(int), atol=1)


@pytest.mark.parametrize("case", range(4))
def test_whole_picture_equals_the_published_one(shared, case):
    with np.load(shared / "golden" / "preprocess.npz") as file:
        frame, landmarks, wanted = (file[f"{key}{case}"] for key in ("frame", "lm", "out"))
        top, bottom, left, right = file[f"pad_tblr{case}"]
    eyes = landmarks[36:42].mean(axis=0), landmarks[42:48].mean(axis=0)

    parameters = crop_parameters(*eyes, *frame.shape[:2], sides(left, right, top, bottom))
    picture = rescale_and_crop(frame, parameters)

    np.testing.assert_allclose(picture, wanted.astype(int), atol=1)


def test_sizes_are_multiples_of_eight():
    parameters = crop_parameters(
        *eyes_from_landmarks(face_at(311, 173, 41)), 480, 640, Padding(left=123, top=77)
    )

    assert (parameters.right - parameters.left) % 8 == 0
    assert (parameters.bottom - parameters.top) % 8 == 0


def test_eyes_above_one_another_have_no_crop():
    eye = np.array([100.0, 50.0])

    with pytest.raises(ValueError, match="0 pixels apart"):
        crop_parameters(eye, np.array([100.0, 80.0]), 200, 200, Padding())


def test_the_eye_on_the_left_of_the_picture_comes_first():
    left, right = eyes_from_landmarks(face_at(100, 80, 40))

    np.testing.assert_allclose([left, right], [[80, 80], [120, 80]], atol=1e-4)


def test_the_frame_is_left_as_it_was():
    frame = golden_frame(60, 80, seed=1)
    before = frame.copy()

    rescale_and_crop(frame, CropParameters(30, 40, 0, 24, 0, 32, 0.5))

    np.testing.assert_array_equal(frame, before)
