"""A file of style codes that wants to run something, or to fill the memory, is refused unrun.

Every attack that writes leaves a marker, `MARKER` in the working directory; one test shows that
the attacks work on a reader that trusts the file.
"""

import io
import os
import pickle
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from checkpoint.codes import read_codes
from checkpoint.errors import ModelError

MARKER = "marker"
WRITE = f"open({MARKER!r}, 'w').close()"


class Runs:
    """Is pickled as the call of a function."""

    def __init__(self, function: Callable[..., object], *arguments: object) -> None:
        self._call = function, arguments

    def __reduce__(self) -> tuple[Callable[..., object], tuple[object, ...]]:
        return self._call


class Builds:
    """Is pickled as an object whose state is set by a call in it."""

    def __reduce__(self) -> tuple[object, ...]:
        return dict, (), None, None, iter([("a", Runs(exec, WRITE))])


def dumped(value: object, protocol: int = 4) -> bytes:
    return pickle.dumps(value, protocol)


def boxed(value: object) -> np.ndarray:
    array = np.empty((), object)
    array[()] = value
    return array


def text(value: str) -> bytes:
    data = value.encode()
    return b"X" + struct.pack("<I", len(data)) + data


RUNS = f"exec\n(X{struct.pack('<I', len(WRITE)).decode()}{WRITE}t".encode()
ATTACKS = {
    "os.system": dumped(Runs(os.system, f'{sys.executable} -c "{WRITE}"')),
    "builtins.eval": dumped(Runs(eval, WRITE)),
    "builtins.exec, protocol 0": dumped(Runs(exec, WRITE), 0),
    "builtins.exec, protocol 2": dumped(Runs(exec, WRITE), 2),
    "subprocess": dumped(Runs(subprocess.check_call, [sys.executable, "-c", WRITE])),
    "os.mkdir": dumped(Runs(os.mkdir, MARKER)),
    "Path.touch": dumped(Runs(Path.touch, Path(MARKER))),
    "numpy.save": dumped(Runs(np.savetxt, MARKER, [1])),
    "numpy.memmap": dumped(Runs(np.memmap, MARKER, "u1", "w+", 0, (4,))),
    "a method of ndarray": dumped(Runs(np.ndarray.tofile, np.zeros(3), MARKER)),
    "GLOBAL": b"c__builtin__\n" + RUNS + b"R.",
    "STACK_GLOBAL": b"\x80\x04" + text("builtins") + text("exec") + b"\x93(" + text(WRITE) + b"tR.",
    "INST": b"(" + text(WRITE) + b"i__builtin__\nexec\n.",
    "OBJ": b"(c__builtin__\nexec\n" + text(WRITE) + b"o.",
    "in an array": dumped(boxed(Runs(exec, WRITE))),
    "in a dict in an array": dumped(boxed({"a.jpg": Runs(exec, WRITE)})),
    "behind good codes": dumped(boxed({"a.jpg": np.zeros((1, 6, 4)), "b": Runs(exec, WRITE)})),
    "in a list in a tuple": dumped(boxed({"a.jpg": ([Runs(exec, WRITE)],)})),
    "in an array of objects": dumped(boxed({"a.jpg": boxed([Runs(exec, WRITE)])})),
    "items of an object": dumped(boxed(Builds())),
}
READERS = {
    "numpy.load": dumped(Runs(np.load, "other.npy", None, True)),
    "numpy.fromfile": dumped(Runs(np.fromfile, "/etc/hostname", "u1")),
    "NEWOBJ": b"\x80\x02cnumpy\nndarray\n)\x81.",
    "NEWOBJ_EX": b"\x80\x04cnumpy\nndarray\n)}\x92.",
    "REDUCE of ndarray": b"\x80\x02cnumpy\nndarray\n(K\x01tR.",
    "REDUCE of a text": b"\x80\x02" + text("exec") + b"(" + text(WRITE) + b"tR.",
    "BUILD of a function": b"\x80\x02cnumpy.core.multiarray\n_reconstruct\n}"
    + text("__defaults__")
    + b"Nsb.",
    "BUILD of a dict": b"\x80\x02}}b.",
    "BUILD of a type with fields": b"\x80\x02cnumpy\ndtype\n" + text("f4") + b"\x85R(K\x03"
    + text("<") + b"N" + text("a") + b"}tb.",
    "dtype of a dict": b"\x80\x02cnumpy\ndtype\n}\x85R.",
    "EXT1": b"\x80\x02\x82\x01.",
    "PERSID": b"Pfile\n.",
    "BINPERSID": text("file") + b"Q.",
    "NEXT_BUFFER": b"\x80\x05\x97.",
    "an escape from the module": b"cnumpy\ndtype.__class__\n.",
    "no name": b"\x80\x04))\x93.",
}  # fmt: skip
FLOODS = {
    "memo of 2 GB": b"\x80\x02}r\xff\xff\xff\x7f0.",
    "bytes of 8 EB": b"\x80\x04\x8e" + struct.pack("<Q", 1 << 63 >> 1) + b".",
    "text of 4 GB": b"X\xff\xff\xff\xff.",
    "frame of 8 EB": b"\x80\x04\x95" + struct.pack("<Q", 1 << 62) + b".",
    "a deep tuple": b"\x80\x02)" + b"\x85" * 300_000 + b".",
    "a deep tuple as a key": b"\x80\x02})" + b"\x85" * 300_000 + b"Ns.",
    "a deep tuple as a name": b"\x80\x04)" + b"\x85" * 300_000 + text("numpy") + b"\x93.",
    "deep marks": b"(" * 300_000 + b"t" * 300_000 + b".",
    "a million instructions": b"\x80\x02" + b"]" * 1_000_001 + b".",
    "an array larger than its bytes": dumped(boxed({"a": np.zeros(4, "f4")})).replace(
        b"K\x04\x85", b"J\xff\xff\xff\x7f\x85"
    ),
    "an array of negative size": dumped(boxed({"a": np.zeros((2, 2), "f4")})).replace(
        b"K\x02K\x02\x86", b"J\xfe\xff\xff\xffJ\xfe\xff\xff\xff\x86"
    ),
    "a text made into bytes twice": b"\x80\x02c_codecs\nencode\nq\x00"
    + text("a" * 10_000)
    + b"q\x01"
    + text("latin1")
    + b"q\x02"
    + b"h\x00h\x01h\x02\x86R" * 2
    + b"\x86.",
    "one array under many names": dumped(
        boxed(dict.fromkeys(map(str, range(600)), np.zeros(1 << 18, "f4")))
    ),
    "a list that holds itself": b"\x80\x02]q\x00h\x00a.",
}


@pytest.fixture(autouse=True)
def marker(tmp_path, monkeypatch) -> Path:
    """A file that exists once an attack has run."""
    monkeypatch.chdir(tmp_path)
    return tmp_path / MARKER


def as_npy(pickled: bytes) -> bytes:
    file = io.BytesIO()
    header = {"descr": "|O", "fortran_order": False, "shape": ()}
    np.lib.format.write_array_header_1_0(file, header)
    return file.getvalue() + pickled


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_reader_that_trusts_the_file_would_run_it(tmp_path, marker, attack):
    (tmp_path / "a.npy").write_bytes(as_npy(ATTACKS[attack]))

    np.load(tmp_path / "a.npy", allow_pickle=True)

    assert marker.exists()


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_it_runs(tmp_path, marker, attack):
    (tmp_path / "a.npy").write_bytes(as_npy(ATTACKS[attack]))

    with pytest.raises(ModelError, match="is not a file of style codes"):
        read_codes(tmp_path / "a.npy")

    assert not marker.exists()


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_of_it_runs_in_an_npz_either(tmp_path, marker, attack):
    np.savez(tmp_path / "a.npz", a=np.zeros((1, 6, 4)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pickle, "dump", lambda _, file, **__: file.write(ATTACKS[attack]))
        np.savez(tmp_path / "a.npz", a=boxed(None))

    with pytest.raises(ModelError, match="is not a file of style codes"):
        read_codes(tmp_path / "a.npz")

    assert not marker.exists()


@pytest.mark.parametrize("attack", READERS)
def test_other_ways_in_are_refused(tmp_path, attack):
    (tmp_path / "a.npy").write_bytes(as_npy(READERS[attack]))

    with pytest.raises(ModelError, match="is not a file of style codes"):
        read_codes(tmp_path / "a.npy")


@pytest.mark.parametrize("flood", FLOODS)
def test_what_is_deep_or_huge_is_refused(tmp_path, flood):
    (tmp_path / "a.npy").write_bytes(as_npy(FLOODS[flood]))

    with pytest.raises(ModelError, match="is not a file of style codes"):
        read_codes(tmp_path / "a.npy")


@pytest.mark.parametrize(
    ("flood", "reason"),
    [
        ("a text made into bytes twice", "makes more bytes than it has"),
        ("one array under many names", "holds more than 512 MB"),
    ],
)
def test_what_is_written_once_does_not_fill_the_memory(tmp_path, flood, reason):
    (tmp_path / "a.npy").write_bytes(as_npy(FLOODS[flood]))

    with pytest.raises(ModelError, match=reason):
        read_codes(tmp_path / "a.npy")


@pytest.mark.parametrize(
    "header",
    [
        b"-" * 9000 + b"1",
        b"'''",
        b"{'descr': '<f4', 'fortran_order': False, 'shape': (1L, 6, 4), }",
        b"{'descr': '<q9', 'fortran_order': False, 'shape': (1, 6, 4), }",
    ],
    ids=["deep", "open text", "of Python 2", "unknown kind"],
)
def test_a_header_that_numpy_stumbles_over_is_refused(tmp_path, header):
    size = struct.pack("<H", len(header))
    (tmp_path / "a.npy").write_bytes(b"\x93NUMPY\x01\x00" + size + header)

    with pytest.raises(ModelError, match="is not a file of style codes"):
        read_codes(tmp_path / "a.npy")


def test_a_compression_that_numpy_does_not_use_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.npz", "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.npy", b"x" * 1000)

    with pytest.raises(ModelError, match="compressed in another way"):
        read_codes(tmp_path / "a.npz")


def test_what_it_wants_to_run_is_named(tmp_path):
    (tmp_path / "a.npy").write_bytes(as_npy(ATTACKS["GLOBAL"]))

    with pytest.raises(ModelError, match=r"it wants to run __builtin__\.exec"):
        read_codes(tmp_path / "a.npy")


def test_the_functions_that_it_may_name_cannot_be_changed(tmp_path):
    from checkpoint import pickled

    (tmp_path / "a.npy").write_bytes(as_npy(READERS["BUILD of a function"]))

    with pytest.raises(ModelError):
        read_codes(tmp_path / "a.npy")

    assert all(not getattr(make, "__defaults__", None) for make in pickled._MAKERS.values())
