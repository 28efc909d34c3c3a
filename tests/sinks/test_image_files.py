from pathlib import Path

import numpy as np
import pytest
from made_video import numbered

from vtoonify_rt.errors import SinkError, UsageError
from vtoonify_rt.frame import Frame
from vtoonify_rt.image_io import read_image
from vtoonify_rt.sinks.image_files import NumberedImages


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_frames_become_numbered_pictures(tmp_path: Path) -> None:
    sink = NumberedImages(tmp_path)
    sink.write(Frame(numbered(4), time=0.0))
    sink.write(Frame(numbered(5), time=0.1))

    assert names(tmp_path) == ["000001.png", "000002.png"]
    np.testing.assert_array_equal(read_image(tmp_path / "000002.png"), numbered(5))


def test_pictures_that_are_there_are_kept(tmp_path: Path) -> None:
    NumberedImages(tmp_path).write(Frame(numbered(0), time=0.0))
    NumberedImages(tmp_path).write(Frame(numbered(1), time=0.0))

    assert names(tmp_path) == ["000001.png", "000002.png"]


def test_the_folder_is_made(tmp_path: Path) -> None:
    NumberedImages(tmp_path / "a" / "b", suffix=".jpg").write(Frame(numbered(0), time=0.0))

    assert names(tmp_path / "a" / "b") == ["000001.jpg"]


@pytest.mark.parametrize("name", ["file", "file/below"])
def test_a_file_in_the_way_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SinkError, match="file"):
        NumberedImages(tmp_path / name)


def test_an_unknown_format_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="xyz"):
        NumberedImages(tmp_path, suffix=".xyz").write(Frame(numbered(0), time=0.0))
