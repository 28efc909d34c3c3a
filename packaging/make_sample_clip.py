"""Make the sample clip: NASA's portrait of Eileen Collins, brought to life by a smooth warp.

The picture (`skimage.data.astronaut()`, public domain) fills 1280x720 when it is enlarged 2.5
times. The camera and the backdrop stand still; the head turns, nods and tilts as a rounded relief,
the eyes stay on the camera and blink, the smile and the shoulders move a little. Every movement
repeats after `SECONDS`, so the end of the clip meets its beginning.

    python packaging/make_sample_clip.py vtoonify_rt/sources/sample.mp4

Needs scikit-image and scipy (extra `train`). Coordinates are pixels of the 512x512 picture.
"""

import sys
from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import RBFInterpolator
from skimage.data import astronaut

Floats = NDArray[np.float32]
Field = tuple[Floats, Floats]  # x and y of the place in the picture that each pixel shows

WIDTH, HEIGHT, SCALE, FPS, SECONDS = 1280, 720, 2.5, 30, 9

# The head's relief: x, y, depth; towards the camera is negative. The back of the hair is at 45.
RELIEF = [
    (226, 72, -10), (259, 79, 3), (269, 91, 20), (271, 107, 36), (270, 125, 41), (266, 145, 38),
    (257, 160, 26), (238, 175, 12), (222, 178, 8), (206, 173, 12), (190, 157, 27), (183, 141, 39),
    (182, 120, 43), (181, 102, 38), (184, 86, 21), (194, 75, 4), (224, 131, -23), (224, 127, -25),
    (225, 107, -13), (225, 101, -10), (211, 129, -7), (237, 131, -7), (202, 139, 7), (245, 141, 6),
    (224, 141, -10), (223, 155, -5), (191, 120, 2), (258, 124, 1), (196, 126, -1), (253, 129, -1),
    (205, 101, 0), (246, 104, 0), (206, 91, -8), (245, 93, -9),
    (225, 45, 0), (185, 50, 14), (262, 50, 14), (222, 188, 22), (200, 190, 36), (245, 190, 36),
    (153, 95, 45), (155, 60, 45), (168, 32, 45), (195, 19, 45), (228, 14, 45), (265, 24, 45),
    (291, 45, 45), (302, 80, 45), (300, 112, 45), (287, 132, 45), (165, 122, 45),
    (90, 100, 45), (90, 10, 45), (225, -60, 45), (370, 10, 45), (370, 100, 45), (370, 230, 45),
    (90, 230, 45), (225, 260, 45),
]  # fmt: skip
HEAD = [(150, 95), (153, 55), (170, 28), (198, 15), (230, 12), (268, 21), (295, 45), (304, 82),
        (302, 115), (285, 138), (272, 140), (264, 158), (244, 178), (222, 182), (200, 178),
        (184, 158), (176, 138), (160, 124)]  # fmt: skip
# Each eye: its upper lid, its lower lid and the brow's lower edge, from left to right.
EYES = [
    ([(194, 101.6), (197.5, 99.3), (202.9, 97.8), (208, 99.2), (212.6, 102.2), (215, 104)],
     [(194, 102), (198.7, 103.8), (204.5, 105), (209, 104.8), (213.1, 104.4), (215, 104.2)],
     [(194, 92.2), (199, 91.4), (206, 92.4), (215, 96)]),
    ([(235.5, 105.2), (240.7, 101.6), (244.5, 100.3), (248.2, 100.2), (252, 101.4), (257, 104)],
     [(235.5, 105.5), (239.3, 106), (242.5, 106.8), (246, 107.3), (250, 107), (257, 104.6)],
     [(235, 96.8), (245, 94.2), (253, 94), (258, 95.4)]),
]  # fmt: skip
LASHES = 1.6  # height of the upper lashes and the dark edge of the lid
IRISES = [(204, 101.8), (246.3, 104)]
CENTRE = (225.0, 150.0, 55.0)  # the head turns about the top of the neck
BLINKS = (1.55, 5.6, 7.9)  # s
FIRST = 131  # where the head moves fastest nobody sees the encoder begin anew


def smoothstep(low: float, high: float, values: ArrayLike) -> Floats:
    """Return 0 below `low`, 1 above `high`, and a smooth rise between them."""
    x = np.clip((np.asarray(values, np.float32) - low) / (high - low), 0, 1)
    return np.asarray(x * x * (3 - 2 * x), np.float32)


def wave(time: float, *harmonics: tuple[int, float, float]) -> float:
    """Return the sum of sines: (periods in the clip, height, phase in turns)."""
    turns = ((height, n * time / SECONDS + phase) for n, height, phase in harmonics)
    return float(sum(height * np.sin(2 * np.pi * turn) for height, turn in turns))


def pulse(time: float, start: float, rise: float, hold: float, fall: float) -> float:
    """Return 0 to 1 to 0: a rise from `start`, a hold, a fall."""
    rising = smoothstep(0, rise, time - start)
    return float(rising - smoothstep(0, fall, time - start - rise - hold))


def bump(field: Field, x: float, y: float, width: float, height: float) -> Floats:
    """Return a bell of height 1 around (x, y)."""
    bell: Floats = np.exp(-(((field[0] - x) / width) ** 2) - ((field[1] - y) / height) ** 2)
    return bell


class Portrait:
    """The picture and what is known about the shape in it."""

    def __init__(self) -> None:
        picture = astronaut()  # type: ignore[no-untyped-call]  # scikit-image has no annotations
        picture = cv2.resize(picture, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_LANCZOS4)
        soft = cv2.GaussianBlur(picture, (0, 0), 2.2)
        self.picture = np.asarray(cv2.addWeighted(picture, 1.45, soft, -0.45, 0), np.uint8)
        columns, rows = np.meshgrid(np.arange(WIDTH), np.arange(HEIGHT))
        self.still: Field = (self._unscaled(columns), self._unscaled(rows))
        relief = np.array(RELIEF, dtype=np.float64)
        coarse = np.mgrid[0:288:4, 0:512:4].reshape(2, -1).T[:, ::-1] + 1.5
        depth = RBFInterpolator(relief[:, :2], relief[:, 2], smoothing=8.0)(coarse)
        self.depth: Floats = cv2.resize(
            depth.reshape(72, 128).astype(np.float32),
            (WIDTH, HEIGHT),
            interpolation=cv2.INTER_CUBIC,
        )
        self.depth = np.minimum(self.depth, 45)
        outside = np.ones((288, 512), np.uint8)
        cv2.fillPoly(outside, [np.array(HEAD, np.int32)], 0)
        distance = cv2.resize(cv2.distanceTransform(outside, cv2.DIST_L2, 5), (WIDTH, HEIGHT))
        far = 1 - smoothstep(3, 48, distance)
        self.head: Floats = far * (1 - smoothstep(170, 236, self.still[1]))
        x, y = self.still
        sides = smoothstep(30, 110, x) * (1 - smoothstep(350, 400, x))
        self.body: Floats = smoothstep(120, 235, y) * sides

    @staticmethod
    def _unscaled(pixels: NDArray[np.int64]) -> Floats:
        return ((pixels + 0.5) / SCALE - 0.5).astype(np.float32)

    def show(self, field: Field) -> NDArray[np.uint8]:
        """Return the picture that shows `field`."""
        x, y = ((coordinate + 0.5) * SCALE - 0.5 for coordinate in field)
        shown = cv2.remap(self.picture, x, y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(shown, np.uint8)


def pose(portrait: Portrait, time: float) -> Field:
    """Return the field of the head's turn and the shoulders' sway and breath."""
    yaw, pitch, roll = np.radians(
        [
            wave(time, (1, 5.0, 0.0), (2, 2.2, 0.3), (3, 1.0, 0.1)),
            wave(time, (1, 1.2, 0.6), (2, 1.6, 0.1), (5, 0.5, 0.4)),
            wave(time, (1, 1.8, 0.15), (2, 0.9, 0.7), (3, 0.5, 0.5)),
        ]
    )
    turn = (
        cv2.Rodrigues(np.array([0.0, 0.0, roll]))[0]
        @ cv2.Rodrigues(np.array([pitch, 0.0, 0.0]))[0]
        @ cv2.Rodrigues(np.array([0.0, -yaw, 0.0]))[0]
    )
    turn = turn.astype(np.float32)
    lean = 1 + wave(time, (1, 0.012, 0.4), (2, 0.006, 0.8))
    sway = wave(time, (1, 3.0, 0.05), (2, 1.2, 0.45))
    breath = wave(time, (2, 0.9, 0.2))
    still_x, still_y = portrait.still
    x, y = still_x.copy(), still_y.copy()
    for _ in range(6):  # the field says where a pixel comes from, the turn where it goes: iterate
        depth = cv2.remap(
            portrait.depth, (x + 0.5) * SCALE - 0.5, (y + 0.5) * SCALE - 0.5, cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        weights = cv2.remap(
            np.dstack([portrait.head, portrait.body]), (x + 0.5) * SCALE - 0.5,
            (y + 0.5) * SCALE - 0.5, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        head, body = weights[..., 0], weights[..., 1]
        dx, dy, dz = x - CENTRE[0], y - CENTRE[1], depth - CENTRE[2]
        turned_x = lean * (turn[0, 0] * dx + turn[0, 1] * dy + turn[0, 2] * dz) - dx
        turned_y = lean * (turn[1, 0] * dx + turn[1, 1] * dy + turn[1, 2] * dz) - dy
        shoulders = np.maximum(body, head)
        x = still_x - head * (turned_x + 0.6 * sway) - shoulders * 0.4 * sway
        y = still_y - head * turned_y - shoulders * breath
    return x, y


def express(field: Field, time: float) -> Field:
    """Return `field` with the eyes on the camera, the brows and the smile moving."""
    x, y = field
    gaze = -0.011 * wave(time, (1, 5.0, 0.0), (2, 2.2, 0.3)) * 10
    look = sum(bump(field, *iris, 4.2, 3.2) for iris in IRISES)
    brows = wave(time, (1, 0.5, 0.35), (3, 0.35, 0.9)) + 1.6 * pulse(time, 2.9, 0.25, 0.5, 0.5)
    raised = bump(field, 205, 88, 17, 9) + bump(field, 247, 90, 17, 9)
    smile = wave(time, (1, 0.9, 0.75), (2, 0.7, 0.2))
    right, left = bump(field, 201, 139, 11, 11), bump(field, 246, 141, 11, 11)
    jaw = bump(field, 223, 162, 26, 16)
    return (
        x - gaze * look + smile * (right - left),
        y + brows * raised + smile * 0.7 * (right + left) - 0.5 * smile * jaw,
    )


def blink(field: Field, closed: float) -> Field:
    """Return `field` with the upper lids drawn down; `closed` from 0 to 1.

    The skin between brow and lashes is stretched, the lashes move as they are, and what is left of
    the eye shows what was there: the lids cover it from above.
    """
    x, y = field
    for upper, lower, brow in EYES:
        lid, bottom, top = (
            np.interp(x, [point[0] for point in line], [point[1] for point in line]).astype(
                np.float32
            )
            for line in (upper, lower, brow)
        )
        left, right = upper[0][0], upper[-1][0]
        middle, half = (left + right) / 2, (right - left) / 2
        amount = closed * (1 - smoothstep(0.55, 1.1, np.abs(x - middle) / half))
        fall = amount * (bottom - lid + 0.3)
        crease = lid - LASHES
        stretch = (crease - top) / np.maximum(crease + fall - top, 0.1)
        skin = top + (y - top) * stretch
        y = np.where(
            (y > top) & (y <= crease + fall), skin,
            np.where((y > crease + fall) & (y <= lid + fall), y - fall, y),
        )  # fmt: skip
    return x, y


def draw(portrait: Portrait, time: float) -> NDArray[np.uint8]:
    """Return the clip's picture at `time`; finer while the eyes blink, since lids have edges."""
    field = express(pose(portrait, time), time)
    closed = max(pulse(time, start, 0.1, 0.04, 0.17) for start in BLINKS)
    if closed == 0:
        return portrait.show(field)
    x, y = (np.asarray(cv2.resize(part, (2 * WIDTH, 2 * HEIGHT)), np.float32) for part in field)
    fine = portrait.show(blink((x, y), closed))
    return np.asarray(cv2.resize(fine, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def main(path: Path) -> None:
    """Write the clip to `path`."""
    portrait = Portrait()
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        options = {"preset": "veryslow", "crf": "18", "tune": "film", "x264-params": "keyint=270"}
        stream = container.add_stream("libx264", rate=Fraction(FPS), options=options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = 1  # BT.709
        context.color_range = 1
        for index in range(FPS * SECONDS):
            image = draw(portrait, (index + FIRST) % (FPS * SECONDS) / FPS)
            picture = av.VideoFrame.from_ndarray(image, format="rgb24")
            picture = picture.reformat(format="yuv420p", dst_colorspace="ITU709")
            container.mux(stream.encode(picture))
        container.mux(stream.encode())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
