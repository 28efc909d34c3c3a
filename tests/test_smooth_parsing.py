"""Parsings become steady in time, in a window of frames, as VToonify describes it."""

import itertools

import cv2
import numpy as np
import pytest

from vtoonify_rt.flow_warp import warp
from vtoonify_rt.smooth_parsing import DisFlow, Parsed, parse_pictures, smooth_parsings

HEIGHT, WIDTH = 24, 32


def parsed(seed: int) -> Parsed:
    random = np.random.default_rng(seed)
    coarse = random.integers(80, 140, (6, 8, 3), np.uint8)
    picture = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    grey = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    return Parsed(picture, grey, random.normal(size=(19, HEIGHT, WIDTH)).astype(np.float32))


def any_flow(grey: np.ndarray, other: np.ndarray) -> np.ndarray:
    """A flow that depends on both pictures and points out of them here and there."""
    if (grey == other).all():
        return np.zeros((2, HEIGHT, WIDTH), np.float32)
    difference = (grey.astype(np.float32) - other) / 20
    return np.stack([difference, -difference / 2])


def as_described(frames: list[Parsed], window: int) -> list[np.ndarray]:
    """The published description, with everything in memory."""
    padded = [*frames[:window], *frames, *frames[len(frames) - window :]]
    pictures = [frame.picture.transpose(2, 0, 1) / 127.5 - 1 for frame in padded]
    smoothed = []
    for index in range(len(frames)):
        own, total, weights = index + window, 0.0, 0.0
        for k in range(2 * window + 1):
            near = index + k
            flow = any_flow(padded[own].grey, padded[near].grey)
            values = [pictures[near].astype(np.float32), padded[near].parsing]
            moved, mask = warp(np.concatenate(values), flow)
            unlike = ((moved[:3] - pictures[own]) ** 2).mean(axis=0)
            weight = np.exp(-unlike / (2 * 0.2**2)) * mask
            if k == window:
                moved[3:], weight = padded[own].parsing, np.ones_like(mask)
            weight = weight * np.exp(-((k - window) ** 2) / (2 * (window + 0.5) ** 2))
            total, weights = total + weight * moved[3:], weights + weight
        smoothed.append(total / weights)
    return smoothed


@pytest.mark.parametrize(("count", "window"), [(12, 3), (7, 3), (3, 3), (5, 1), (5, 2), (4, 0)])
def test_it_is_the_weighted_mean_that_vtoonify_describes(count, window):
    frames = [parsed(seed) for seed in range(count)]
    expected = as_described(frames, window)

    smoothed = list(smooth_parsings(frames, window, any_flow))

    assert len(smoothed) == count
    np.testing.assert_allclose(smoothed, expected, atol=2e-6)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_a_video_shorter_than_the_window_is_smoothed_too(count):
    frames = [parsed(seed) for seed in range(count)]

    smoothed = list(smooth_parsings(frames, 5, any_flow))

    assert len(smoothed) == count
    assert all(np.isfinite(parsing).all() for parsing in smoothed)


def test_no_more_than_a_window_is_read_ahead():
    taken = itertools.count()
    frames = (parsed(next(taken)) for _ in range(1000))

    list(itertools.islice(smooth_parsings(frames, 2, any_flow), 10))

    assert next(taken) <= 10 + 2


def test_the_parsing_is_a_copy_of_a_buffer():
    buffer = np.zeros((19, 2, 2), np.float32)

    def parse(picture: np.ndarray) -> np.ndarray:
        buffer[:] = picture[0, 0, 0]
        return buffer

    pictures = [np.full((2, 2, 3), level, np.uint8) for level in (1, 2)]
    assert [frame.parsing[0, 0, 0] for frame in parse_pictures(pictures, parse)] == [1, 2]


def scene(shift: float) -> np.ndarray:
    """A textured picture that moves to the right by `shift` pixels."""
    texture = np.random.default_rng(5).integers(0, 256, (24, 40, 3), np.uint8)
    large = cv2.resize(texture, (240, 144), interpolation=cv2.INTER_CUBIC)
    move = np.array([[1, 0, shift - 50], [0, 1, -20]], np.float64)
    return cv2.warpAffine(large, move, (128, 96), flags=cv2.INTER_LINEAR)


def test_the_flow_tells_where_each_pixel_went():
    grey, other = (cv2.cvtColor(scene(shift), cv2.COLOR_RGB2GRAY) for shift in (0, 3))
    flow = DisFlow()(grey, other)

    inner = flow[:, 16:-16, 16:-16].mean(axis=(1, 2))
    assert inner == pytest.approx([3, 0], abs=0.1)


def test_noise_goes_and_what_moves_stays_where_it_is():
    """The parsing is the scene itself, and noise that is new in each frame."""
    random = np.random.default_rng(0)
    frames, truth = [], []
    for index in range(11):
        picture = scene(2 * index)
        clean = np.repeat(picture[None, ..., 1].astype(np.float32) / 25, 19, axis=0)
        noisy = clean + random.normal(size=clean.shape).astype(np.float32)
        frames.append(Parsed(picture, cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), noisy))
        truth.append(clean)

    smoothed = list(smooth_parsings(frames, 5, DisFlow()))

    error = np.std(smoothed[5][:, 16:-16, 16:-16] - truth[5][:, 16:-16, 16:-16])
    assert error < 0.45  # of 1; eleven equal weights would leave 0.3
