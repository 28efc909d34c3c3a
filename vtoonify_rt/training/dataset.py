"""Pictures and what each look makes of them, rendered ahead into a folder.

Rendering is many times slower than a training step, so it is done once.  A set
holds pictures of one size in one memory-mapped array: RGB of the input followed
by the channels of every look.  Sample `i` depends on the seed and `i` alone;
rendering can be stopped and go on, in several processes, and a training may
start while later samples are still missing.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from vtoonify_rt.training.augment import Source, synthetic, vary
from vtoonify_rt.training.looks import LOOKS
from vtoonify_rt.training.sources import PHOTOS, load_photo

NUM_CHANNELS = 3 + sum(3 if look.kind == "colour" else 1 for look in LOOKS)


def channel_of(look_index: int) -> int:
    """Return where the channels of a look begin in a sample."""
    return 3 + sum(3 if look.kind == "colour" else 1 for look in LOOKS[:look_index])


@dataclass(frozen=True, slots=True, kw_only=True)
class SetConfig:
    """One set of samples."""

    size: int  # height and width in pixels
    count: int
    seed: int = 0

    @property
    def file_name(self) -> str:
        """The name of the array's file."""
        return f"set_{self.size}_{self.count}_{self.seed}.npy"


class SampleSet:
    """A rendered set; samples that are not rendered yet are left out."""

    def __init__(self, folder: Path, config: SetConfig) -> None:
        self.config = config
        self._data, self._done = _open(folder, config)

    def __len__(self) -> int:
        """The number of samples rendered so far, in order, without a gap."""
        missing = np.flatnonzero(self._done == 0)
        return int(missing[0]) if len(missing) else self.config.count

    def read(self, index: int, look_index: int) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return the picture (size, size, 3) and the look's version (size, size, 3 or 1)."""
        start = channel_of(look_index)
        end = start + (3 if LOOKS[look_index].kind == "colour" else 1)
        sample = self._data[index]
        return np.array(sample[..., :3]), np.array(sample[..., start:end])


def load_sources(folder: Path) -> tuple[list[Source], list[Source]]:
    """Load all photographs; return the faces and the others."""
    faces: list[Source] = []
    others: list[Source] = []
    for photo in PHOTOS:
        source = Source(load_photo(photo, folder), photo.irises)
        (faces if photo.irises else others).append(source)
    return faces, others


def render_sample(
    faces: list[Source], others: list[Source], config: SetConfig, index: int
) -> NDArray[np.uint8]:
    """Return sample `index` of a set, (size, size, NUM_CHANNELS)."""
    rng = np.random.default_rng([config.seed, config.size, index])
    kind = rng.random()
    if kind < 0.74:
        picture = vary(faces[rng.integers(len(faces))], config.size, rng)
    elif kind < 0.87:
        picture = vary(others[rng.integers(len(others))], config.size, rng)
    else:
        picture = synthetic(config.size, rng)
    drawn = [look.draw(picture) for look in LOOKS]
    stacked = np.dstack([picture, *drawn])
    return np.asarray(np.rint(np.clip(stacked, 0.0, 1.0) * 255.0), np.uint8)


def render_set(photos: Path, folder: Path, config: SetConfig, part: int, num_parts: int) -> None:
    """Render the missing samples `part`, `part + num_parts`, ... of a set."""
    cv2.setNumThreads(1)
    data, done = _open(folder, config)
    faces, others = load_sources(photos)
    for index in range(part, config.count, num_parts):
        if not done[index]:
            data[index] = render_sample(faces, others, config, index)
            done[index] = 1


def _open(folder: Path, config: SetConfig) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / config.file_name
    done_path = path.with_suffix(".done.npy")
    shape = (config.count, config.size, config.size, NUM_CHANNELS)
    for target, target_shape in ((path, shape), (done_path, shape[:1])):
        if not target.exists():
            fresh = np.lib.format.open_memmap(target, "w+", np.uint8, target_shape)
            fresh.flush()
    data = np.lib.format.open_memmap(path, "r+")
    done = np.lib.format.open_memmap(done_path, "r+")
    return data, done
