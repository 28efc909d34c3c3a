"""Zips are unpacked whole, and refused whole."""

import shutil
import stat
import zipfile
from threading import Event

import pytest
from made_zips import entry, lie_about_size, make_zip, quine_like, rename, set_flag

from checkpoint.archive import Limits, extract
from checkpoint.errors import ModelError, Stopped

DEFLATED = zipfile.ZIP_DEFLATED


def unpack(path, limits=None, stop=None):
    target = path.parent / "unpacked"
    target.mkdir()
    extract(path, target, limits=limits, stop=stop or Event())
    return target


def check_refused(path, match, limits=None):
    with pytest.raises(ModelError, match=match):
        unpack(path, limits)
    outside = {found.name for found in path.parent.iterdir()}
    assert outside <= {path.name, "unpacked"}


def test_what_is_in_a_zip_is_unpacked_with_its_folders(tmp_path):
    path = make_zip(tmp_path / "a.zip", "models/", "models/cartoon/frame.onnx", "模型/编码.npy")

    target = unpack(path)

    files = sorted(str(file.relative_to(target)) for file in target.rglob("*") if file.is_file())
    assert files == ["models/cartoon/frame.onnx", "模型/编码.npy"]
    assert (target / "模型" / "编码.npy").read_bytes() == b"content"


def test_a_zip_in_a_zip_stays_one(tmp_path):
    inner = make_zip(tmp_path / "inner.zip", "frame.onnx").read_bytes()
    path = make_zip(tmp_path / "a.zip", "inner.zip", content=inner)

    assert (unpack(path) / "inner.zip").read_bytes() == inner


def test_what_the_finder_of_a_mac_adds_is_left_out(tmp_path):
    path = make_zip(tmp_path / "a.zip", "vtoonify.pt", "__MACOSX/._vtoonify.pt")

    assert [file.name for file in unpack(path).iterdir()] == ["vtoonify.pt"]


@pytest.mark.parametrize(
    "name",
    [
        *("../outside", "a/../../outside", "/outside", "C:/outside", "C:outside"),
        *("CON", "nul.txt", "a./b", "a /b", "a\nb", "a?b"),
    ],
)
def test_a_name_that_leads_out_or_that_some_system_cannot_have_is_refused(tmp_path, name):
    path = make_zip(tmp_path / "a.zip", "good.onnx", name)

    check_refused(path, "is not unpacked: '.*' (leads out|is a name|has control)")


@pytest.mark.parametrize("name", [b"..\\outside", b"a\\b_______", b"a\0.onnx___"])
def test_a_name_that_the_library_would_mend_is_refused(tmp_path, name):
    path = make_zip(tmp_path / "a.zip", "x" * len(name))

    check_refused(rename(path, b"x" * len(name), name), "is not unpacked")


def test_a_name_that_is_no_text_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", "ÄÄ.onnx")

    check_refused(rename(path, "ÄÄ".encode(), b"\xff\xfe\xff\xfe"), "is not unpacked")


@pytest.mark.parametrize("mode", [stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFCHR | 0o644])
def test_links_and_devices_are_refused(tmp_path, mode):
    path = make_zip(tmp_path / "a.zip", entry("frame.onnx", mode=mode), content=b"/etc/passwd")

    check_refused(path, "no plain file")


@pytest.mark.parametrize(
    "names",
    [
        *(("frame.onnx", "frame.onnx"), ("frame.onnx", "Frame.ONNX"), ("é.pt", "e\u0301.pt")),
        *(("thumbs", "thumbs/0.jpg"), ("thumbs/0.jpg", "Thumbs"), ("thumbs/", "thumbs")),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(tmp_path, names):
    check_refused(make_zip(tmp_path / "a.zip", *names), "twice|both a file and a folder")


@pytest.mark.parametrize("bit", [0, 6, 13])
def test_an_encrypted_zip_is_refused(tmp_path, bit):
    check_refused(set_flag(make_zip(tmp_path / "a.zip", "frame.onnx"), bit), "encrypted")


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_other_compressions_than_the_usual_are_refused(tmp_path, compression):
    path = make_zip(tmp_path / "a.zip", entry("frame.onnx", compression=compression))

    check_refused(path, "compressed in a way")


def test_a_bomb_is_refused_by_its_ratio(tmp_path):
    zeros = bytes(70 << 20)
    path = make_zip(tmp_path / "a.zip", entry("frame.onnx", compression=DEFLATED), content=zeros)

    check_refused(path, "too large, 73 MB")
    assert list((tmp_path / "unpacked").iterdir()) == []


def test_a_bomb_that_lies_about_its_size_writes_no_more_than_it_says(tmp_path):
    zeros = bytes(20 << 20)
    path = make_zip(tmp_path / "a.zip", entry("frame.onnx", compression=DEFLATED), content=zeros)

    check_refused(lie_about_size(path, 1000), "is not unpacked")
    assert (tmp_path / "unpacked" / "frame.onnx").stat().st_size <= 1000


def test_a_file_that_is_smaller_than_it_says_is_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", entry("frame.onnx", compression=DEFLATED))

    check_refused(lie_about_size(path, 1000), "is not unpacked")


def test_a_bomb_that_names_one_file_many_times_is_refused(tmp_path):
    path = quine_like(tmp_path / "a.zip", 2000, bytes(range(256)) * 400)

    check_refused(path, "overlaps")


def test_more_bytes_than_the_limit_are_refused(tmp_path):
    path = make_zip(tmp_path / "a.zip", "a.onnx", "b.onnx")

    check_refused(path, "too large", Limits(num_bytes=13))


def test_too_many_files_are_refused(tmp_path):
    check_refused(quine_like(tmp_path / "a.zip", 100_000, b"content"), "100000 files")


def test_a_list_of_files_that_would_fill_the_memory_is_not_read(tmp_path):
    path = make_zip(tmp_path / "a.zip", *(f"{number:0100}" for number in range(100)))

    check_refused(path, "list of files", Limits(directory=10_000))


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_a_zip_that_is_cut_off_is_refused(tmp_path, share):
    path = make_zip(tmp_path / "a.zip", "a.onnx", "b.onnx", content=b"content" * 100)
    path.write_bytes(path.read_bytes()[: int(share * path.stat().st_size)])

    check_refused(path, "is not unpacked: it is no zip, damaged or cut off")


def test_a_changed_byte_is_found(tmp_path):
    path = make_zip(tmp_path / "a.zip", "a.onnx", content=b"content")

    check_refused(rename(path, b"content", b"cantent"), "CRC")


def test_every_changed_byte_of_a_small_zip_ends_well(tmp_path):
    data = make_zip(tmp_path / "a.zip", entry("a", compression=DEFLATED)).read_bytes()
    for place in range(len(data)):
        path = tmp_path / "b.zip"
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            unpack(path)
        except ModelError:
            pass
        else:  # times and versions mean nothing to us
            (file,) = (tmp_path / "unpacked").iterdir()
            assert file.read_bytes() == b"content"
        shutil.rmtree(tmp_path / "unpacked")


def test_a_disk_without_room_is_told_before(tmp_path, monkeypatch):
    path = make_zip(tmp_path / "a.zip", "a.onnx")
    full = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda place: full)

    check_refused(path, "disk space")
    assert list((tmp_path / "unpacked").iterdir()) == []


def test_it_ends_when_it_is_asked_to(tmp_path):
    stop = Event()
    stop.set()

    with pytest.raises(Stopped):
        unpack(make_zip(tmp_path / "a.zip", "a.onnx"), stop=stop)
