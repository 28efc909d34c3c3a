import cv2
import numpy as np

from vtoonify_rt.sources.sample import open_sample, sample_clip


def test_the_clip_is_small_and_says_where_it_comes_from() -> None:
    clip = sample_clip()

    assert clip.stat().st_size <= 1_000_000
    assert "public domain" in clip.with_suffix(".md").read_text()


def test_it_is_what_a_camera_would_deliver() -> None:
    source = open_sample()
    source.close()

    assert (source.info.width, source.info.height, source.info.fps) == (1280, 720, 30)


def test_its_end_meets_its_beginning() -> None:
    """The step from the last frame to the first is like those that other frames take.

    Twice the largest, since the key frame at the start has other rounding than the last one.
    """
    source = open_sample(paced=False)
    pictures = [
        cv2.resize(source.read().image.astype(np.float32), (80, 45), interpolation=cv2.INTER_AREA)
        for _ in range(270)
    ]
    source.close()
    steps = [
        float(np.abs(after - before).mean())
        for before, after in zip(pictures, [*pictures[1:], pictures[0]], strict=True)
    ]

    assert steps[-1] < 2 * max(steps[:-1])
