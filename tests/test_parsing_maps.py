"""Parsing maps on disk: written in a stream, refused in one sentence where they do not fit."""

import errno
import pickle
from pathlib import Path

import numpy as np
import pytest

from vtoonify_rt.errors import SinkError, SourceError, UsageError
from vtoonify_rt.parsing_maps import ParsingMaps, check_room, maps_size, write_maps


def maps(frames=3, height=8, width=16) -> np.ndarray:
    shape = (frames, 19, height, width)
    return np.random.default_rng(1).normal(size=shape).astype(np.float32)


@pytest.mark.parametrize("frames", [1, 12, 1234])
def test_what_is_written_row_by_row_is_one_array(tmp_path, frames):
    expected = maps(frames, 2, 3)
    with write_maps(tmp_path / "maps.npy", 2, 3) as writer:
        for row in expected:
            writer.write(row)

    np.testing.assert_array_equal(np.load(tmp_path / "maps.npy", allow_pickle=False), expected)


def test_rows_are_read_from_any_float_array(tmp_path):
    np.save(tmp_path / "maps.npy", maps().astype(np.float16))

    rows = ParsingMaps(tmp_path / "maps.npy").rows(1, 3)

    assert rows.dtype == np.float32
    np.testing.assert_array_equal(rows, maps().astype(np.float16)[1:3])


def test_a_row_of_another_size_is_a_bug(tmp_path):
    with pytest.raises(ValueError, match="shape"), write_maps(tmp_path / "m.npy", 2, 3) as writer:
        writer.write(maps(1, 3, 2)[0])


def test_a_stop_leaves_nothing(tmp_path):
    def stopped():
        yield maps()[0]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), write_maps(tmp_path / "maps.npy", 8, 16) as writer:
        any(writer.write(row) for row in stopped())

    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with (
        pytest.raises(SinkError, match="the folder does not exist"),
        write_maps(tmp_path / "no" / "maps.npy", 8, 16),
    ):
        pass


def test_a_full_disk_is_told_and_leaves_nothing(tmp_path):
    with (
        pytest.raises(SinkError, match="the disk is full"),
        write_maps(tmp_path / "maps.npy", 8, 16),
    ):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert list(tmp_path.iterdir()) == []


class Bomb:
    """A pickle of it makes a file where it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self._path,)


def as_pickle(path: Path, fuse: Path) -> None:
    path.write_bytes(pickle.dumps(Bomb(fuse)))


def as_objects(path: Path, fuse: Path) -> None:
    objects = np.empty((1, 19, 1, 1), object)
    objects[...] = Bomb(fuse)
    np.save(path, objects, allow_pickle=True)


def as_zip(path: Path, _: Path) -> None:
    with path.open("wb") as file:
        np.savez(file, maps())


def as_half(path: Path, _: Path) -> None:
    np.save(path, maps())
    path.write_bytes(path.read_bytes()[:5000])


def as_nothing(path: Path, _: Path) -> None:
    path.touch()


@pytest.mark.parametrize("make", [as_pickle, as_objects, as_zip, as_half, as_nothing])
def test_a_foreign_file_is_refused_and_nothing_in_it_runs(tmp_path, make):
    make(tmp_path / "maps.npy", tmp_path / "ran")

    with pytest.raises(SourceError, match=r"maps\.npy .*smooth-parsing"):
        ParsingMaps(tmp_path / "maps.npy")
    assert not (tmp_path / "ran").exists()


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(SourceError, match="cannot be read"):
        ParsingMaps(tmp_path / "maps.npy")


@pytest.mark.parametrize("shape", [(), (19,), (3, 8, 16), (3, 18, 8, 16), (3, 8, 16, 19)])
def test_an_array_of_another_shape_is_bad_usage(tmp_path, shape):
    np.save(tmp_path / "maps.npy", np.zeros(shape, np.float32))

    with pytest.raises(UsageError, match="not frames x 19 x height x width"):
        ParsingMaps(tmp_path / "maps.npy")


@pytest.mark.parametrize("dtype", [np.uint8, np.int64, np.complex64, "S4"])
def test_an_array_of_other_than_floats_is_bad_usage(tmp_path, dtype):
    np.save(tmp_path / "maps.npy", np.zeros((1, 19, 8, 8), dtype))

    with pytest.raises(UsageError, match="not floats"):
        ParsingMaps(tmp_path / "maps.npy")


@pytest.mark.parametrize("needed", [(4, 8, 16), (3, 16, 8), (3, 8, 8)])
def test_maps_that_do_not_fit_are_told_with_both_shapes(tmp_path, needed):
    np.save(tmp_path / "maps.npy", maps())
    frames, height, width = needed
    sentence = f"shape 3 x 19 x 8 x 16, but clip.mp4 needs {frames} x 19 x {height} x {width}"

    with pytest.raises(UsageError, match=sentence):
        ParsingMaps(tmp_path / "maps.npy").check(*needed, "clip.mp4")


def test_more_maps_than_frames_fit(tmp_path):
    np.save(tmp_path / "maps.npy", maps())

    ParsingMaps(tmp_path / "maps.npy").check(2, 8, 16, "clip.mp4")


def test_maps_that_fit_no_disk_are_told_before_the_work(tmp_path):
    size = maps_size(30 * 3600 * 1000, 400, 400)

    with pytest.raises(SinkError, match=r"maps\.npy needs 1,313,280,000 MB, and its disk has"):
        check_room(tmp_path / "maps.npy", size)
