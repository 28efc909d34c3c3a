"""The Python interface, on a real face with the starter and with a VToonify made by hand."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from made_video import make_video
from made_vtoonify import make_vtoonify
from video_facts import video_facts

import vtoonify_rt
from vtoonify_rt import Stylizer
from vtoonify_rt.errors import FaceError, SourceError, UsageError
from vtoonify_rt.image_io import read_image

PORTRAIT = Path(__file__).parent / "media" / "astronaut.jpg"


@pytest.fixture(autouse=True)
def made(tmp_path, monkeypatch) -> Path:
    """A model of the user's, with the id "made"."""
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(tmp_path / "models"))
    return make_vtoonify(tmp_path / "models" / "made")


def test_an_array_becomes_another_array():
    before = read_image(PORTRAIT)
    image = before.copy()
    with Stylizer("comic", degree=0.8) as stylizer:
        stylized = stylizer.stylize(image)

    np.testing.assert_array_equal(image, before)
    assert (stylized.shape, stylized.dtype) == (image.shape, np.uint8)
    assert np.abs(stylized.astype(int) - image).mean() > 5


def test_degree_0_is_the_picture_itself_in_a_new_array():
    image = read_image(PORTRAIT)
    with Stylizer(degree=0) as stylizer:
        stylized = stylizer.stylize(image)

    np.testing.assert_array_equal(stylized, image)
    assert not np.shares_memory(stylized, image)


def test_a_result_stays_when_the_next_one_comes():
    image = read_image(PORTRAIT)
    with Stylizer(model="made", scale=False) as stylizer:
        first = stylizer.stylize(image)
        kept = first.copy()
        stylizer.stylize(255 - image)

    np.testing.assert_array_equal(first, kept)


@pytest.mark.parametrize(
    ("options", "side"),
    [
        ({}, 320),
        ({"scale": False}, 1280),
        ({"scale": False, "output_scale": 2}, 640),
        ({"output_scale": 1}, 320),
    ],
)
def test_a_vtoonify_pasted_or_as_it_is(options, side):
    with Stylizer(model="made", **options) as stylizer:
        assert stylizer.stylize(read_image(PORTRAIT)).shape == (side, side, 3)


def test_the_crop_alone_with_the_padding_that_is_asked_for():
    with Stylizer(model="made", crop_only=True, padding=(80, 96, 80, 112)) as stylizer:
        height, width = stylizer.stylize(read_image(PORTRAIT)).shape[:2]

    assert 4 * 168 <= width <= 4 * 176
    assert 4 * 184 <= height <= 4 * 192


def test_a_picture_file(tmp_path):
    with Stylizer("poster", palette=["#102030", "#ffffff"]) as stylizer:
        assert stylizer.stylize_file(PORTRAIT, tmp_path / "out.png") == tmp_path / "out.png"

    assert read_image(tmp_path / "out.png").shape == (320, 320, 3)


def test_a_video_file(tmp_path):
    picture = read_image(PORTRAIT)
    size = {"width": 320, "height": 320}
    clip = make_video(
        tmp_path / "in.mp4", frames=5, fps=25, sound="aac", draw=lambda *_: picture, **size
    )
    told: list[tuple[int, int | None]] = []
    with Stylizer() as stylizer:
        stylizer.stylize_file(str(clip), str(tmp_path / "out.mp4"), lambda *n: told.append(n))

    assert video_facts(tmp_path / "out.mp4") == video_facts(clip)
    assert told == [(done, 5) for done in range(1, 6)]


def test_a_folder_as_the_target_keeps_the_name(tmp_path):
    with Stylizer() as stylizer:
        assert stylizer.stylize_file(PORTRAIT, tmp_path) == tmp_path / "astronaut.jpg"


def test_a_picture_without_a_face_is_refused_or_blurred_by_choice():
    gray = np.full((64, 64, 3), 90, np.uint8)
    with Stylizer() as stylizer, pytest.raises(FaceError, match="No face was found in the picture"):
        stylizer.stylize(gray)
    with Stylizer(no_face="blur") as stylizer:
        assert stylizer.stylize(gray).shape == gray.shape


@pytest.mark.parametrize(
    "array",
    [
        np.zeros((8, 8, 3)),
        np.zeros((8, 8), np.uint8),
        np.zeros((8, 8, 4), np.uint8),
        np.zeros((0, 8, 3), np.uint8),
    ],
)
def test_another_array_is_a_bug_of_the_caller(array):
    with Stylizer() as stylizer, pytest.raises(ValueError, match="expected RGB uint8"):
        stylizer.stylize(array)


@pytest.mark.parametrize(
    "options",
    [
        {"style": "manga"},
        {"model": "gone"},
        {"degree": 2},
        {"padding": 5},
        {"crop_only": True, "scale": False},
        {"color_transfer": True},
        {"model": "made", "style": 2},
        {"no_face": "x"},
        {"no_face": "blur", "crop_only": True},
        {"padding": (1, 2)},
    ],
)
def test_what_cannot_be_meant_is_refused_at_once(options):
    with pytest.raises(UsageError):
        Stylizer(**options)


def test_a_file_that_cannot_be_read_is_one_sentence(tmp_path):
    with Stylizer() as stylizer, pytest.raises(SourceError, match="does not exist"):
        stylizer.stylize_file(tmp_path / "gone.png", tmp_path / "out.png")


def test_a_folder_is_no_file(tmp_path):
    with Stylizer() as stylizer, pytest.raises(UsageError, match="is a folder"):
        stylizer.stylize_file(tmp_path, tmp_path / "out")


def test_closing_twice_does_no_harm():
    stylizer = Stylizer()
    stylizer.stylize(read_image(PORTRAIT))
    stylizer.close()
    stylizer.close()


def test_importing_the_package_loads_nothing_heavy():
    heavy = {"cv2", "numpy", "mediapipe", "onnxruntime", "av", "PySide6", "torch"}
    script = (
        f"import sys, vtoonify_rt; print(sorted({heavy} & set(sys.modules)));"
        "from vtoonify_rt import Stylizer; print(Stylizer.__name__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )

    assert done.stdout == "[]\nStylizer\n"


def test_a_name_that_is_not_there_is_told_as_python_does():
    with pytest.raises(AttributeError, match="no attribute 'Sylizer'"):
        vtoonify_rt.Sylizer  # noqa: B018
