import errno
from pathlib import Path

import pytest

from vtoonify_rt.errors import SinkError
from vtoonify_rt.output_file import cannot_write, check_can_write, whole_file


def test_the_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "out.txt"
    with whole_file(target) as partial:
        partial.write_text("all of it")
        assert not target.exists()

    assert target.read_text() == "all of it"


def test_the_temporary_name_keeps_the_suffix(tmp_path: Path) -> None:
    with whole_file(tmp_path / "out.png") as partial:
        partial.touch()

        assert partial.suffix == ".png"
        assert partial.parent == tmp_path


@pytest.mark.parametrize("error", [KeyboardInterrupt, RuntimeError])
def test_an_interrupted_write_leaves_nothing(tmp_path: Path, error: type[BaseException]) -> None:
    def write_half() -> None:
        with whole_file(tmp_path / "out.txt") as partial:
            partial.write_text("half of it")
            raise error

    with pytest.raises(error):
        write_half()

    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told_in_a_sentence(tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")

    with (
        pytest.raises(SinkError, match=r"out\.txt: the disk is full\. Free some space"),
        whole_file(tmp_path / "out.txt"),
    ):
        raise full


@pytest.mark.parametrize(
    ("name", "reason"),
    [("file/out.txt", "its folder is a file"), ("a" * 300, "the name is too long")],
)
def test_a_name_that_cannot_be_written_is_told_in_a_sentence(
    tmp_path: Path, name: str, reason: str
) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(SinkError, match=reason), whole_file(tmp_path / name) as partial:
        partial.write_text("all of it")


def test_an_unusual_error_keeps_the_systems_words() -> None:
    error = cannot_write(Path("out.mp4"), OSError(errno.EIO, "Input/output error"))

    assert "Input/output error" in str(error)


def test_a_check_leaves_what_is_there(tmp_path: Path) -> None:
    there = tmp_path / "out.txt"
    there.write_text("mine")
    check_can_write(there)

    assert there.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [there]


@pytest.mark.parametrize(("name", "reason"), [("gone/out.txt", "does not exist"), ("", "a folder")])
def test_a_check_tells_what_would_fail(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(SinkError, match=reason):
        check_can_write(tmp_path / name)


def test_a_folder_that_is_there_is_not_called_missing(tmp_path: Path) -> None:
    error = cannot_write(tmp_path / "x", OSError(errno.ENOENT, "No such file or directory"))

    assert "No such file or directory" in str(error)
    assert "does not exist" not in str(error)
