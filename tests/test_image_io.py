import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from vtoonify_rt.errors import SinkError, SourceError, UsageError
from vtoonify_rt.image_io import is_image, read_image, write_image

RED = (200, 30, 40)


def saved(path: Path, picture: Pillow.Image, **options: object) -> Path:
    picture.save(path, **options)
    return path


def half_red(height: int = 6, width: int = 8) -> np.ndarray:
    """Return a picture that is red above and blue below."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2], image[height // 2 :] = RED, (10, 20, 220)
    return image


@pytest.mark.parametrize("suffix", [".png", ".webp", ".jpg", ".JPEG"])
def test_what_is_written_can_be_read(tmp_path: Path, suffix: str) -> None:
    image = np.full((33, 21, 3), RED, np.uint8)
    write_image(tmp_path / f"p{suffix}", image)

    np.testing.assert_allclose(read_image(tmp_path / f"p{suffix}"), image, atol=3)


def png_of_size(width: int, height: int) -> bytes:
    """Return a PNG file that claims this size and has no pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", b""), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def test_a_picture_of_more_pixels_than_memory_has_room_for_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "huge.png"
    path.write_bytes(png_of_size(30_000, 30_000))

    assert is_image(path)
    with pytest.raises(SourceError, match=r"huge\.png is too large\. Make it smaller"):
        read_image(path)


def test_a_large_picture_is_opened_without_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    path.write_bytes(png_of_size(10_000, 10_000))

    assert is_image(path)  # a warning would be an error here


def test_png_keeps_every_bit(tmp_path: Path) -> None:
    image = np.random.default_rng(0).integers(0, 256, (17, 31, 3), np.uint8)
    write_image(tmp_path / "p.png", image)

    np.testing.assert_array_equal(read_image(tmp_path / "p.png"), image)


def test_a_single_pixel_is_a_picture(tmp_path: Path) -> None:
    write_image(tmp_path / "p.png", np.full((1, 1, 3), RED, np.uint8))

    assert read_image(tmp_path / "p.png").tolist() == [[list(RED)]]


def test_twenty_megapixels_are_read(tmp_path: Path) -> None:
    path = saved(tmp_path / "p.jpg", Pillow.new("RGB", (5472, 3648), RED), quality=50)

    assert read_image(path).shape == (3648, 5472, 3)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_pictures_of_a_turned_camera_are_upright(tmp_path: Path, orientation: int) -> None:
    """Turned and mirrored as the tag says, each of them shows red above blue again."""
    stored = {
        1: lambda p: p,
        2: np.fliplr,
        3: lambda p: np.rot90(p, 2),
        4: np.flipud,
        5: lambda p: np.swapaxes(p, 0, 1),
        6: lambda p: np.rot90(p, 1),
        7: lambda p: np.rot90(np.swapaxes(p, 0, 1), 2),
        8: lambda p: np.rot90(p, -1),
    }[orientation](half_red())
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    path = saved(tmp_path / "p.png", Pillow.fromarray(np.ascontiguousarray(stored)), exif=exif)

    np.testing.assert_array_equal(read_image(path), half_red())


def test_sixteen_bit_grey_keeps_its_brightness(tmp_path: Path) -> None:
    values = np.full((4, 5), 0x8000, np.uint16)
    path = saved(tmp_path / "p.png", Pillow.fromarray(values))

    assert read_image(path)[0, 0].tolist() == [128, 128, 128]


def test_floats_fill_the_range(tmp_path: Path) -> None:
    values = np.array([[0.0, 0.5, 1.0]], np.float32)
    path = saved(tmp_path / "p.tif", Pillow.fromarray(values))

    assert read_image(path)[0, :, 0].tolist() == [0, 127, 255]


def test_grey_becomes_rgb(tmp_path: Path) -> None:
    path = saved(tmp_path / "p.png", Pillow.new("L", (3, 2), 77))

    assert read_image(path).tolist() == [[[77] * 3] * 3] * 2


@pytest.mark.parametrize(("mode", "colour"), [("RGBA", (200, 30, 40, 0)), ("LA", (77, 0))])
def test_what_is_transparent_is_white(tmp_path: Path, mode: str, colour: tuple[int, ...]) -> None:
    path = saved(tmp_path / "p.png", Pillow.new(mode, (2, 2), colour))

    assert read_image(path).min() == 255


def test_what_is_half_transparent_is_mixed_with_white(tmp_path: Path) -> None:
    path = saved(tmp_path / "p.png", Pillow.new("RGBA", (1, 1), (0, 0, 0, 128)))

    assert read_image(path)[0, 0] == pytest.approx(np.array([127] * 3), abs=1)


def test_a_palette_is_looked_up_and_its_transparent_entry_is_white(tmp_path: Path) -> None:
    picture = Pillow.fromarray(half_red()).convert("P", palette=Pillow.Palette.ADAPTIVE, colors=2)
    transparent = picture.getpixel((0, 0))
    path = saved(tmp_path / "p.gif", picture, transparency=transparent)

    image = read_image(path)

    assert image[0, 0].tolist() == [255, 255, 255]
    assert image[-1, 0] == pytest.approx(np.array([10, 20, 220]), abs=3)


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    path = saved(tmp_path / "p.jpg", Pillow.new("CMYK", (8, 8), (0, 255, 255, 0)), quality=95)

    assert read_image(path)[4, 4] == pytest.approx(np.array([254, 0, 0]), abs=6)


def test_a_colour_profile_is_obeyed_also_in_a_turned_picture(tmp_path: Path) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    # The same colour space with its red and blue primaries exchanged.
    swapped = profile.replace(b"rXYZ", b"gone").replace(b"bXYZ", b"rXYZ").replace(b"gone", b"bXYZ")
    exif = Pillow.Exif()
    exif[0x0112] = 6  # a phone held upright
    picture = Pillow.new("RGB", (4, 2), RED)
    path = saved(tmp_path / "p.png", picture, icc_profile=swapped, exif=exif)

    image = read_image(path)

    assert image.shape == (4, 2, 3)
    assert image[0, 0] == pytest.approx(np.array(RED[::-1]), abs=1)


def test_a_damaged_colour_profile_is_ignored(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = saved(tmp_path / "p.png", Pillow.new("RGB", (2, 2), RED), icc_profile=b"nonsense")

    assert read_image(path)[0, 0].tolist() == list(RED)
    assert "colour profile" in caplog.text


def broken_png(path: Path) -> None:
    Pillow.fromarray(half_red(60, 80)).save(path, "PNG")
    path.write_bytes(path.read_bytes()[:80])


def broken_jpeg(path: Path) -> None:
    noise = np.random.default_rng(0).integers(0, 256, (64, 64, 3), np.uint8)
    Pillow.fromarray(noise).save(path, "JPEG")
    path.write_bytes(path.read_bytes()[:2000])


def empty(path: Path) -> None:
    path.touch()


def text(path: Path) -> None:
    path.write_text("not a picture")


def missing(path: Path) -> None:
    pass


def folder(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    "make", [broken_png, broken_jpeg, empty, text, missing, folder], ids=lambda f: f.__name__
)
def test_what_is_no_whole_picture_is_refused_by_name(tmp_path: Path, make) -> None:
    path = tmp_path / "face.png"
    make(path)

    with pytest.raises(SourceError, match=r"face\.png"):
        read_image(path)


def test_a_picture_is_known_by_its_content(tmp_path: Path) -> None:
    text(tmp_path / "text.png")
    saved(tmp_path / "picture.png", Pillow.new("RGB", (1, 1))).rename(tmp_path / "picture")

    assert is_image(tmp_path / "picture")
    assert not is_image(tmp_path / "text.png")


def test_an_unknown_suffix_cannot_be_written(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"face\.xyz"):
        write_image(tmp_path / "face.xyz", half_red())


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match=r"gone.*does not exist"):
        write_image(tmp_path / "gone" / "p.png", half_red())


def test_a_failed_write_leaves_the_old_picture_and_nothing_else(tmp_path: Path) -> None:
    write_image(tmp_path / "p.png", half_red())

    with pytest.raises(AttributeError):
        write_image(tmp_path / "p.png", None)  # type: ignore[arg-type]

    assert os.listdir(tmp_path) == ["p.png"]  # noqa: PTH208
    np.testing.assert_array_equal(read_image(tmp_path / "p.png"), half_red())


def test_a_picture_too_large_for_its_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SinkError, match=r"as WEBP .*Use a .png file"):
        write_image(tmp_path / "wide.webp", np.zeros((1, 17_000, 3), np.uint8))

    assert list(tmp_path.iterdir()) == []
