"""How pictures are encoded: what the user chooses in words, and what that means to each encoder."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

Format = Literal["h264", "vp9", "av1"]
Quality = Literal["small", "balanced", "best"]

SOFTWARE = "libx264"
# Only what encodes a picture here is used (`encoder_trial.py`), the first of these that does.
# VAAPI wants pictures in the card's memory, which is not worth it for one stream.
HARDWARE = ("h264_nvenc", "h264_qsv", "h264_amf", "h264_videotoolbox")

_QUALITIES: tuple[Quality, ...] = ("small", "balanced", "best")


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """An encoder and its settings; every picture leaves it at once, in order."""

    codec: str  # FFmpeg's name
    options: Mapping[str, str]
    pix_fmt: Literal["yuv420p", "nv12"] = "yuv420p"
    threads: int = 1  # more of them cost more CPU time in all, which the generator needs
    bits_per_pixel: float | None = field(default=None)  # where it knows no constant quality


# Each option is FFmpeg's; of the three values, one is for each quality. Sizes and times are in
# docs/recording.md.
_TABLE: dict[str, dict[str, str | tuple[str, str, str]]] = {
    "libx264": {
        "preset": ("veryfast", "superfast", "superfast"),
        "tune": "zerolatency",
        "crf": ("26", "23", "18"),
        "forced-idr": "1",
    },
    "libvpx-vp9": {
        "deadline": "realtime",
        "cpu-used": ("8", "8", "7"),
        "crf": ("40", "32", "24"),
        "b": "0",
        "lag-in-frames": "0",
        "row-mt": "1",
    },
    "libsvtav1": {
        "preset": "12",
        "crf": ("43", "35", "26"),
        "svtav1-params": "pred-struct=1:rtc=1:lp=2",
    },
    "h264_nvenc": {
        "preset": "p4",
        "tune": "ll",
        "rc": "vbr",
        "cq": ("29", "25", "20"),
        "b": "0",
        "bf": "0",
        "delay": "0",
        "forced-idr": "1",
    },
    "h264_qsv": {
        "preset": "veryfast",
        "global_quality": ("28", "24", "19"),
        "async_depth": "1",
        "bf": "0",
        "forced_idr": "1",
    },
    "h264_amf": {
        "quality": "balanced",
        "rc": "cqp",
        "qp_i": ("27", "23", "18"),
        "qp_p": ("29", "25", "20"),
        "bf": "0",
        "forced_idr": "1",
    },
    "h264_videotoolbox": {"realtime": "1", "allow_sw": "0", "bf": "0"},
}
_NV12 = ("h264_qsv", "h264_amf")
_BITS_PER_PIXEL = {"h264_videotoolbox": (0.06, 0.12, 0.25)}
_THREADS = {"libvpx-vp9": 2, "libsvtav1": 2}
_SOFTWARE: dict[Format, str] = {"h264": SOFTWARE, "vp9": "libvpx-vp9", "av1": "libsvtav1"}


def encoding_of(codec: str, quality: Quality) -> Encoding:
    """Return the settings of the encoder `codec`, one of those above, for a quality."""
    chosen = _QUALITIES.index(quality)
    options = {
        name: value if isinstance(value, str) else value[chosen]
        for name, value in _TABLE[codec].items()
    }
    bits = _BITS_PER_PIXEL.get(codec)
    return Encoding(
        codec=codec,
        options=MappingProxyType(options),
        pix_fmt="nv12" if codec in _NV12 else "yuv420p",
        threads=_THREADS.get(codec, 1),
        bits_per_pixel=None if bits is None else bits[chosen],
    )


def choose_encoding(kind: Format, quality: Quality, hardware: str | None = None) -> Encoding:
    """Return how to encode live pictures; H.264 by the encoder `hardware` where there is one."""
    if kind == "h264" and hardware is not None:
        return encoding_of(hardware, quality)
    return encoding_of(_SOFTWARE[kind], quality)


BALANCED = choose_encoding("h264", "balanced")
# Files may look ahead, and are to be done as fast as the live picture: superfast takes 8 ms a 720p
# frame and looks as good as veryfast, which takes 13 ms for a little more than half the size (3
# instead of 1.6 Mbit/s).
FILES = Encoding(
    codec=SOFTWARE, options=MappingProxyType({"preset": "superfast", "crf": "18"}), threads=0
)
