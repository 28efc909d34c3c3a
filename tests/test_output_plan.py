"""Which file each input becomes, and what is refused before any work."""

import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from vtoonify_rt.errors import SinkError, SourceError, UsageError
from vtoonify_rt.output_plan import plan_outputs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two pictures, a video by its name, and a text."""
    for name in ("a.jpg", "b.png"):
        Pillow.fromarray(np.zeros((4, 4, 3), np.uint8)).save(tmp_path / name)
    (tmp_path / "clip.mov").write_bytes(b"not really")
    (tmp_path / "notes.txt").write_text("no media")
    return tmp_path


def targets(plan) -> list[str]:
    return [job.target.name for job in plan.jobs]


def test_one_picture_gets_the_name_of_its_output(folder):
    plan = plan_outputs([folder / "a.jpg"], str(folder / "out.webp"))

    assert targets(plan) == ["out.webp"]
    assert plan.jobs[0].is_picture
    assert plan.folder is None


def test_a_folder_becomes_a_folder_of_its_pictures_and_videos(folder):
    plan = plan_outputs([folder], str(folder / "out"))

    assert targets(plan) == ["a.jpg", "b.png", "clip.mp4"]
    assert plan.folder == folder / "out"


@pytest.mark.parametrize("output", ["out", "out.v2/"])
def test_one_input_can_go_into_a_folder(folder, output):
    plan = plan_outputs([folder / "a.jpg"], str(folder / "x") + output)

    assert plan.jobs[0].target == Path(str(folder / "x") + output) / "a.jpg"


def test_equal_names_get_numbers(folder):
    other = folder / "other"
    other.mkdir()
    (other / "A.jpg").write_bytes((folder / "a.jpg").read_bytes())
    plan = plan_outputs([folder / "a.jpg", other / "A.jpg"], str(folder / "out"))

    assert targets(plan) == ["a.jpg", "A-2.jpg"]


def test_a_picture_that_cannot_be_written_in_its_format_becomes_png(folder):
    Pillow.fromarray(np.zeros((4, 4, 3), np.uint8)).save(folder / "c.tiff")

    assert targets(plan_outputs([folder / "c.tiff"], str(folder / "out"))) == ["c.png"]


def test_a_picture_is_known_by_its_content(folder):
    (folder / "no_suffix").write_bytes((folder / "b.png").read_bytes())
    plan = plan_outputs([folder / "no_suffix"], str(folder / "out.png"))

    assert plan.jobs[0].is_picture


def test_several_inputs_for_one_file_are_refused(folder):
    with pytest.raises(UsageError, match=r"out.png is one file for several inputs"):
        plan_outputs([folder / "a.jpg", folder / "b.png"], "out.png")


def test_an_unknown_suffix_is_refused(folder):
    with pytest.raises(UsageError, match=r"files named out.xyz.*\.png.*\.mp4"):
        plan_outputs([folder / "a.jpg"], "out.xyz")


def test_a_picture_does_not_become_a_video(folder):
    with pytest.raises(UsageError, match=r"a.jpg is a picture and out.mp4 a video"):
        plan_outputs([folder / "a.jpg"], "out.mp4")


def test_an_output_that_is_its_input_is_refused(folder):
    with pytest.raises(UsageError, match="is the input"):
        plan_outputs([folder / "a.jpg"], str(folder / "." / "a.jpg"))


def test_an_output_that_is_a_link_to_an_input_is_refused(folder):
    link = folder / "link.png"
    os.link(folder / "b.png", link)

    with pytest.raises(UsageError, match="is the input"):
        plan_outputs([folder / "b.png"], str(link))


def test_an_output_that_would_replace_another_input_is_refused(folder):
    (folder / "in").mkdir()
    (folder / "in" / "a.jpg").write_bytes((folder / "a.jpg").read_bytes())

    with pytest.raises(UsageError, match="is the input"):
        plan_outputs([folder / "a.jpg", folder / "in" / "a.jpg"], str(folder / "in"))


def test_a_missing_input_does_not_keep_the_others_from_being_planned(folder):
    plan = plan_outputs([folder / "gone.jpg", folder / "a.jpg"], str(folder / "out"))

    assert targets(plan) == ["a.jpg"]
    assert [str(error) for _, error in plan.failed] == [
        f"{folder / 'gone.jpg'} does not exist. Check the name."
    ]


def test_a_folder_without_media_is_a_failed_input(folder):
    (folder / "empty").mkdir()
    plan = plan_outputs([folder / "empty"], str(folder / "out"))
    (path, error) = plan.failed[0]

    assert path == folder / "empty"
    assert isinstance(error, SourceError)


def test_a_name_that_is_too_long_does_not_keep_the_others_from_being_done(folder):
    plan = plan_outputs([folder / ("a" * 300), folder / "a.jpg"], str(folder / "out"))

    assert targets(plan) == ["a.jpg"]
    assert "cannot be read (File name too long)" in str(plan.failed[0][1])


def test_an_output_whose_name_is_too_long_is_told(folder):
    with pytest.raises(SinkError, match="the name is too long"):
        plan_outputs([folder / "a.jpg"], str(folder / ("a" * 300 + ".png")))
