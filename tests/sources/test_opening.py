from pathlib import Path

import pytest
from made_video import make_video, numbered

from vtoonify_rt.errors import SourceError
from vtoonify_rt.image_io import write_image
from vtoonify_rt.sources.image_files import ImageFiles
from vtoonify_rt.sources.opening import open_source
from vtoonify_rt.sources.video_file import VideoFile


def test_the_sample_never_ends_in_the_window_and_ends_for_files() -> None:
    paced, unpaced = open_source("sample", paced=True), open_source("sample", paced=False)

    assert paced.info.frame_count is None
    assert unpaced.info.frame_count == 270
    paced.close()
    unpaced.close()


def test_a_video_is_told_by_its_content(tmp_path: Path) -> None:
    path = make_video(tmp_path / "v.mp4").rename(tmp_path / "video.png")

    source = open_source(path, paced=False)

    assert isinstance(source, VideoFile)
    source.close()


def test_a_picture_is_told_by_its_content(tmp_path: Path) -> None:
    write_image(tmp_path / "p.png", numbered(0))
    path = (tmp_path / "p.png").rename(tmp_path / "picture")

    assert isinstance(open_source(str(path), paced=False), ImageFiles)


def test_a_folder_is_its_pictures(tmp_path: Path) -> None:
    write_image(tmp_path / "p.png", numbered(0))

    assert open_source(tmp_path, paced=False).info.frame_count == 1


@pytest.mark.parametrize("spec", ["nothing.mp4", "rtsp://host/stream", "", "camera:none", "Sample"])
def test_what_is_not_there_is_named(spec: str) -> None:
    with pytest.raises(SourceError):
        open_source(spec, paced=True).close()


def test_a_file_that_is_no_picture_and_no_video_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_text("Dear reader")

    with pytest.raises(SourceError, match=r"letter\.txt"):
        open_source(path, paced=True)


def test_no_name_is_not_the_folder_one_is_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_image(tmp_path / "p.png", numbered(0))
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SourceError, match="There is no source"):
        open_source("", paced=False)
