"""Style codes are read, and a file that wants more than that is refused before anything runs."""

import io
import pickle
import zipfile
from collections import OrderedDict
from pathlib import Path

import numpy as np
import pytest

from checkpoint.codes import read_codes, style_names
from checkpoint.errors import ModelError

SHAPE = (6, 4)


def make_codes(count: int = 3) -> dict[str, np.ndarray]:
    random = np.random.default_rng(0)
    return {f"{i:03d}.jpg": random.normal(size=(1, *SHAPE)).astype("f4") for i in range(count)}


def write_npy(path: Path, pickled: bytes) -> Path:
    """Write an .npy file as upstream's, but with any pickle in it."""
    file = io.BytesIO()
    header = {"descr": "|O", "fortran_order": False, "shape": ()}
    np.lib.format.write_array_header_1_0(file, header)
    path.write_bytes(file.getvalue() + pickled)
    return path


def boxed(codes: object) -> np.ndarray:
    """Return what `numpy.save` pickles for `codes`."""
    array = np.empty((), object)
    array[()] = codes
    return array


@pytest.mark.parametrize("protocol", [2, 3, 4])
def test_codes_come_back_in_their_order(tmp_path, protocol):
    codes = make_codes()
    path = write_npy(tmp_path / "exstyle_code.npy", pickle.dumps(boxed(codes), protocol))

    found = read_codes(path, shape=SHAPE)

    assert list(found) == list(codes)
    for name, code in codes.items():
        np.testing.assert_array_equal(found[name], code)


def test_codes_of_the_full_size_are_read(tmp_path):
    path = tmp_path / "exstyle_code.npy"
    codes = {f"{i}.png": np.full((1, 18, 512), i, np.float32) for i in range(317)}
    np.save(path, codes, allow_pickle=True)

    found = read_codes(path, shape=(18, 512))

    assert len(found) == 317
    assert (found["316.png"] == 316).all()


def test_an_older_numpy_has_its_arrays_elsewhere(tmp_path):
    pickled = pickle.dumps(boxed(make_codes()), 2).replace(b"numpy._core", b"numpy.core")
    assert b"numpy.core" in pickled

    assert len(read_codes(write_npy(tmp_path / "a.npy", pickled))) == 3


def test_an_ordered_dict_is_a_dict(tmp_path):
    np.save(tmp_path / "a.npy", OrderedDict(make_codes()), allow_pickle=True)

    assert list(read_codes(tmp_path / "a.npy")) == ["000.jpg", "001.jpg", "002.jpg"]


def test_codes_in_another_layout_of_memory_are_the_same(tmp_path):
    codes = {"a.jpg": np.asfortranarray(np.arange(24, dtype=">f8").reshape(1, *SHAPE))}
    np.save(tmp_path / "a.npy", codes, allow_pickle=True)

    np.testing.assert_array_equal(read_codes(tmp_path / "a.npy")["a.jpg"], codes["a.jpg"])


def test_an_npz_is_read_alike(tmp_path):
    codes = make_codes()
    np.savez(tmp_path / "codes.npz", **codes)

    found = read_codes(tmp_path / "codes.npz", shape=SHAPE)

    assert list(found) == list(codes)
    np.testing.assert_array_equal(found["002.jpg"], codes["002.jpg"])


def test_a_wrong_shape_is_said_with_the_right_one(tmp_path):
    np.save(tmp_path / "a.npy", make_codes(), allow_pickle=True)

    with pytest.raises(ModelError, match=r"'000.jpg' in .*a.npy has the shape \[1, 6, 4\], not"):
        read_codes(tmp_path / "a.npy", shape=(18, 512))


def test_one_code_of_another_shape_is_named(tmp_path):
    codes = {**make_codes(), "odd.jpg": np.zeros((1, 5, 4), np.float32)}
    np.save(tmp_path / "a.npy", codes, allow_pickle=True)

    with pytest.raises(ModelError, match=r"'odd.jpg' .* \[1, 5, 4\], not \[1, 6, 4\]"):
        read_codes(tmp_path / "a.npy")


@pytest.mark.parametrize("wrong", [np.nan, np.inf, 1e300])
def test_numbers_that_are_not_finite_are_refused(tmp_path, wrong):
    np.save(tmp_path / "a.npy", {"a.jpg": np.full((1, 6, 4), wrong)}, allow_pickle=True)

    with pytest.raises(ModelError, match=r"'a.jpg' .* not finite"):
        read_codes(tmp_path / "a.npy")


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        ({}, "it is empty"),
        ([1, 2], "it holds no dict"),
        ({"a.jpg": [0]}, "'a.jpg' in it is no array"),
        ({"a.jpg": {"b": np.zeros(3)}}, "'a.jpg' in it is no array"),
        ({"a.jpg": boxed({})}, "'a.jpg' in it is no array"),
        ({"a.jpg": np.zeros((1, 6, 4), np.int64)}, "other things than numbers with a point"),
        ({1: np.zeros((1, 6, 4))}, "a key that is no text"),
        ({"a.jpg": np.zeros(3, [("x", "f4")])}, "other things than numbers"),
        ({"a.jpg": Path("a")}, "wants to run pathlib"),
    ],
)
def test_what_is_no_dict_of_arrays_is_refused(tmp_path, held, reason):
    np.save(tmp_path / "a.npy", boxed(held), allow_pickle=True)

    with pytest.raises(ModelError, match=reason):
        read_codes(tmp_path / "a.npy")


@pytest.mark.parametrize(
    "data", [b"", b"\x93NUMPY", b"PK\x03\x04rubbish", b"not numpy", b"\0" * 99]
)
def test_rubbish_is_refused(tmp_path, data):
    (tmp_path / "a.npy").write_bytes(data)

    with pytest.raises(ModelError, match="not a file of style codes"):
        read_codes(tmp_path / "a.npy")


@pytest.mark.parametrize(
    ("data", "reason"), [(b"", "it is empty"), (b"text", "it is no .npy file")]
)
def test_a_file_that_is_no_npy_at_all_is_called_so(tmp_path, data, reason):
    (tmp_path / "a.npy").write_bytes(data)

    with pytest.raises(ModelError, match=reason):
        read_codes(tmp_path / "a.npy")


def test_a_file_that_is_cut_short_anywhere_is_refused(tmp_path):
    np.save(tmp_path / "whole.npy", make_codes(1), allow_pickle=True)
    whole = (tmp_path / "whole.npy").read_bytes()
    for length in range(0, len(whole), 7):
        (tmp_path / "a.npy").write_bytes(whole[:length])

        with pytest.raises(ModelError, match="not a file of style codes"):
            read_codes(tmp_path / "a.npy")


def test_a_plain_array_is_no_style_codes(tmp_path):
    np.save(tmp_path / "directions.npy", np.zeros((5, 18, 512), np.float32))

    with pytest.raises(ModelError, match=r"one array of shape \[5, 18, 512\]"):
        read_codes(tmp_path / "directions.npy")


def test_a_missing_file_is_said(tmp_path):
    with pytest.raises(ModelError, match="cannot be read"):
        read_codes(tmp_path / "a.npy")


def test_objects_in_an_npz_are_refused(tmp_path):
    np.savez(tmp_path / "a.npz", a=boxed(make_codes()))

    with pytest.raises(ModelError, match="other things than numbers"):
        read_codes(tmp_path / "a.npz")


def test_an_npz_that_unpacks_to_too_much_is_not_unpacked(tmp_path, monkeypatch):
    monkeypatch.setattr("checkpoint.codes.MAX_BYTES", 1 << 20)
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.npy", bytes(4 << 20))
    assert (tmp_path / "a.npz").stat().st_size < 1 << 20

    with pytest.raises(ModelError, match="more than 1 MB"):
        read_codes(tmp_path / "a.npz")


def test_a_style_is_called_as_its_picture():
    keys = ["a/b.c.jpg", "077436.jpg", "x\x1b[31m.png", "狐狸.png", "", "D:\\art\\fox.png"]

    names = style_names(dict.fromkeys(keys, np.zeros(0, np.float32)))

    assert names == ["b.c", "077436", "x?[31m", "狐狸", "4", "fox"]
