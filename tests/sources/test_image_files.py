from pathlib import Path

import pytest
from fake_camera import FakeClock
from made_video import number, numbered

from vtoonify_rt.errors import SourceError
from vtoonify_rt.image_io import write_image
from vtoonify_rt.sources.image_files import ImageFiles, list_images


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three pictures whose natural order is not that of their letters, and another file."""
    for index, name in enumerate(["Face 2.png", "face 10.png", "face 11.jpg"]):
        write_image(tmp_path / name, numbered(index))
    (tmp_path / "notes.txt").write_text("not a picture")
    return tmp_path


def test_a_folder_is_read_in_natural_order(folder: Path) -> None:
    assert [path.name for path in list_images(folder)] == [
        "Face 2.png",
        "face 10.png",
        "face 11.jpg",
    ]


def test_every_picture_of_a_folder_is_delivered_once(folder: Path) -> None:
    source = ImageFiles(folder)

    assert [number(source.read().image) for _ in range(3)] == [0, 1, 2]


def test_a_folder_without_pictures_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=tmp_path.name):
        ImageFiles(tmp_path)


def test_a_damaged_picture_is_named_and_the_next_one_is_read(folder: Path) -> None:
    (folder / "face 10.png").write_bytes(b"\x89PNG\r\n\x1a\n damaged")
    source = ImageFiles(folder)
    source.read()

    with pytest.raises(SourceError, match=r"face 10\.png"):
        source.read()
    assert number(source.read().image) == 2


def test_paced_a_picture_comes_again_and_again(tmp_path: Path) -> None:
    write_image(tmp_path / "face.png", numbered(3))
    clock = FakeClock()
    source = ImageFiles(tmp_path / "face.png", paced=True, clock=clock, wait=clock.wait)

    frames = [source.read() for _ in range(4)]

    assert [number(frame.image) for frame in frames] == [3, 3, 3, 3]
    assert [frame.time - 100 for frame in frames] == pytest.approx([n / 15 for n in range(4)])


def test_paced_a_folder_is_a_slide_show_that_starts_again(folder: Path) -> None:
    clock = FakeClock()
    source = ImageFiles(folder, paced=True, clock=clock, wait=clock.wait)

    shown = [number(source.read().image) for _ in range(15 * 10)]

    assert shown[:: 3 * 15] == [0, 1, 2, 0]  # every three seconds another one
    assert shown.count(1) == 3 * 15


def test_paced_a_late_reader_skips(folder: Path) -> None:
    clock = FakeClock()
    source = ImageFiles(folder, paced=True, clock=clock, wait=clock.wait)
    source.read()
    clock.now += 6.5

    assert number(source.read().image) == 2
