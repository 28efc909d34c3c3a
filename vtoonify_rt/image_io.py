"""Picture files to RGB arrays and back.

Whatever the file holds (16 bits, grey, palette, CMYK, transparency, a turned camera), `read_image`
gives what a viewer would show: upright, on white where it is transparent, RGB uint8.
"""

import logging
import struct
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from vtoonify_rt.errors import SinkError, SourceError, UsageError
from vtoonify_rt.frame import Image
from vtoonify_rt.output_file import whole_file

SUFFIXES = frozenset({".png", ".jpg", ".jpeg", ".webp", ".bmp", ".gif", ".tif", ".tiff"})  # read
_WRITERS: dict[str, tuple[str, dict[str, int]]] = {
    ".png": ("PNG", {"compress_level": 3}),  # 6 takes three times as long and saves 5 %
    ".jpg": ("JPEG", {"quality": 93, "subsampling": 0}),
    ".jpeg": ("JPEG", {"quality": 93, "subsampling": 0}),
    ".webp": ("WEBP", {"quality": 92, "method": 4}),
}
# What Pillow's readers raise on damaged files, beside OSError.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, struct.error, IndexError, OverflowError)

_MAX_PIXELS = 170_000_000
Pillow.MAX_IMAGE_PIXELS = None  # its own limit prints a warning for half of that

logger = logging.getLogger(__name__)


def read_image(path: Path) -> Image:
    """Return the picture in `path`: upright, RGB uint8, (height, width, 3).

    Raises `SourceError`, naming the file, when it is missing, damaged or not a picture.
    """
    try:
        with Pillow.open(path) as picture:
            if picture.width * picture.height > _MAX_PIXELS:
                raise SourceError(f"{path} is too large", "Make it smaller than 170 megapixels")
            picture.load()
            upright = ImageOps.exif_transpose(picture)  # first: a converted one forgets its turn
            return np.array(_to_rgb(_to_srgb(upright)), dtype=np.uint8)
    except FileNotFoundError:
        raise SourceError(f"{path} does not exist", "Check the name") from None
    except PermissionError:
        raise SourceError(f"{path} may not be read", "Check its permissions") from None
    except IsADirectoryError:
        raise SourceError(f"{path} is a folder", "Give a picture in it") from None
    except UnidentifiedImageError:
        raise SourceError(
            f"{path} is not a picture that can be read", "Use a PNG, JPEG or WebP file"
        ) from None
    except _DAMAGE as error:
        raise SourceError(f"{path} is damaged ({error})", "Try another copy of it") from error


def is_image(path: Path) -> bool:
    """Return whether `path` starts like a picture file; its content decides, not its name."""
    try:
        with Pillow.open(path):
            return True
    except _DAMAGE:
        return False


def write_image(path: Path, image: Image) -> None:
    """Write `image` as PNG, JPEG or WebP, by the suffix of `path`; whole or not at all.

    Raises `UsageError` for another suffix and `SinkError` when the file cannot be written.
    """
    if path.suffix.lower() not in _WRITERS:
        raise UsageError(
            f"Cannot write pictures named {path.name}",
            "Use a name that ends in .png, .jpg or .webp",
        )
    kind, options = _WRITERS[path.suffix.lower()]
    encoded = BytesIO()  # Pillow itself takes a short write on a full disk for a whole one
    try:
        Pillow.fromarray(image).save(encoded, kind, **options)
    except (OSError, ValueError) as error:  # WebP ends at 16383 pixels, JPEG at 65535
        raise SinkError(f"Cannot write {path} as {kind} ({error})", "Use a .png file") from error
    with whole_file(path) as partial:
        partial.write_bytes(encoded.getbuffer())


def _to_srgb(picture: Pillow.Image) -> Pillow.Image:
    """Return `picture` in the colours of the screen, where it says that it has others.

    Phones take pictures in Display P3 and printers' pictures are CMYK; without this they would
    come out pale or poisonous.
    """
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "CMYK"}:
        return picture
    try:
        return (
            ImageCms.profileToProfile(
                picture, BytesIO(profile), ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            or picture
        )
    except (ImageCms.PyCMSError, OSError) as error:
        logger.warning("a colour profile is ignored (%s)", error)
        return picture


def _to_rgb(picture: Pillow.Image) -> Pillow.Image:
    """Return `picture` as 8-bit RGB, transparent parts on white."""
    if picture.mode.startswith("I;16"):
        return Pillow.fromarray((np.asarray(picture) >> 8).astype(np.uint8)).convert("RGB")
    if picture.mode in {"I", "F"}:  # 16 bits in 32, or floats: spread what is there over 0..255
        values = np.asarray(picture, dtype=np.float64)
        full = 65535.0 if picture.mode == "I" else max(float(values.max(initial=0.0)), 1e-9)
        return Pillow.fromarray((values / full).clip(0, 1) * 255).convert("RGB")
    if picture.has_transparency_data:
        layer = picture.convert("RGBA")
        white = Pillow.new("RGBA", layer.size, "white")
        return Pillow.alpha_composite(white, layer).convert("RGB")
    return picture.convert("RGB")
