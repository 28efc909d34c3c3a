"""Zips that no honest program writes."""

import struct
import zipfile
from pathlib import Path


def make_zip(path: Path, *names: str | zipfile.ZipInfo, content: bytes = b"content") -> Path:
    """Write a zip with `content` under each name."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, content)
    return path


def entry(name: str, *, mode: int = 0, compression: int = zipfile.ZIP_STORED) -> zipfile.ZipInfo:
    """Return the head of an entry; `mode` is that of its file, as Unix has it."""
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    info.compress_type = compression
    return info


def rename(path: Path, old: bytes, new: bytes) -> Path:
    """Give entries of a zip a name of the same length that the library would not write."""
    assert len(old) == len(new)
    path.write_bytes(path.read_bytes().replace(old, new))
    return path


def set_flag(path: Path, bit: int) -> Path:
    """Set a flag of the first entry, in its own head and in the list of entries."""
    data = bytearray(path.read_bytes())
    listed = data.index(b"PK\x01\x02")
    for place in (6, listed + 8):
        (flags,) = struct.unpack_from("<H", data, place)
        struct.pack_into("<H", data, place, flags | 1 << bit)
    path.write_bytes(data)
    return path


def lie_about_size(path: Path, num_bytes: int) -> Path:
    """Let the first entry say that its file has so many bytes, in both places."""
    data = bytearray(path.read_bytes())
    listed = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, 22, num_bytes)
    struct.pack_into("<I", data, listed + 24, num_bytes)
    path.write_bytes(data)
    return path


def quine_like(path: Path, copies: int, content: bytes) -> Path:
    """Write a zip whose list names one deflated file many times: a bomb without a high ratio."""
    info = entry("0", compression=zipfile.ZIP_DEFLATED)
    make_zip(path, info, content=content)
    data = path.read_bytes()
    start = data.index(b"PK\x01\x02")
    end = data.index(b"PK\x05\x06")
    head, one = data[:start], bytearray(data[start:end])
    many = b"".join(one[:46] + b"%05d" % number + one[47:] for number in range(copies))
    listed = bytearray(many)
    size = 46 + 5
    for number in range(copies):
        struct.pack_into("<H", listed, number * size + 28, 5)
    told = copies & 0xFFFF
    tail = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, told, told, len(listed), len(head), 0)
    path.write_bytes(head + listed + tail)
    return path
