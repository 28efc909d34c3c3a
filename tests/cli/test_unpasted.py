"""`stylize --crop-only` and `--no-scale`, and `smooth-parsing`, on a real face with a VToonify
whose results are plain sums: see made_vtoonify.py."""

import json
import os
from pathlib import Path

import numpy as np
import pytest
from made_video import make_video
from made_vtoonify import make_vtoonify
from video_facts import read_video, video_facts

from vtoonify_rt.cli import main
from vtoonify_rt.image_io import read_image

PADDING = ["--padding", "80", "88", "96", "104"]
PORTRAIT = Path(__file__).parents[1] / "media" / "astronaut.jpg"


@pytest.fixture(autouse=True)
def made(folder) -> Path:
    """A model of the user's, with the id "made"."""
    return make_vtoonify(Path(os.environ["VTOONIFY_RT_MODELS"]) / "made", color_transfer=True)


def stylize(*arguments: str) -> int:
    return main(["stylize", *arguments, "--model", "made"])


def test_the_crop_of_a_portrait_is_drawn_large(portrait, capsys):
    assert stylize("portrait.jpg", "-o", "out.png", "--crop-only", *PADDING) == 0

    height, width = read_image(Path("out.png")).shape[:2]
    assert (height % 32, width % 32) == (0, 0)
    assert 4 * 192 <= height <= 4 * 208
    assert 4 * 160 <= width <= 4 * 176
    assert capsys.readouterr().out.startswith("out.png: 1 face, ")


@pytest.mark.parametrize("scale", ["4", "2", "1"])
def test_a_picture_as_it_is(portrait, scale):
    assert stylize("portrait.jpg", "-o", "out.png", "--no-scale", "--output-scale", scale) == 0

    side = 320 * int(scale)
    assert read_image(Path("out.png")).shape == (side, side, 3)


@pytest.mark.parametrize(
    "style", [["--style", "1"], ["--style", "second"], ["--style", "made/second"]]
)
def test_a_style_by_id_place_or_name(portrait, style):
    """The style's code is 40, which the made model adds to the green."""
    options = ["--no-scale", "--output-scale", "1", "--color-transfer", "--degree", "0"]
    assert stylize("portrait.jpg", "-o", "a.png", *options, *style) == 0
    assert stylize("portrait.jpg", "-o", "b.png", *options, "--style", "0") == 0
    a, b = (read_image(Path(name))[..., 1].astype(int) for name in ("a.png", "b.png"))

    assert np.median(a - b) == 30


def test_the_persons_colours_stay_without_colour_transfer(portrait):
    usual = ["portrait.jpg", "--no-scale", "--output-scale", "1", "-o"]
    stylize(*usual, "a.png", "--no-color-transfer")
    stylize(*usual, "b.png")

    assert (read_image(Path("a.png"))[..., 0] > read_image(Path("b.png"))[..., 0]).mean() > 0.5


def test_a_folder_of_pictures_and_videos(portrait, clip):
    assert stylize(".", "-o", "out", "--crop-only", *PADDING, "--output-scale", "1") == 0

    assert sorted(path.name for path in Path("out").iterdir()) == ["clip.mp4", "portrait.jpg"]


def test_steady_maps_of_a_crop_fit_the_crop(clip, capsys):
    """The clip's first frames have no face; both commands leave the same ones out."""
    picture = read_image(PORTRAIT)
    make_video(
        Path("late.mp4"),
        frames=10,
        width=320,
        height=320,
        fps=25,
        draw=lambda i, *_: np.roll(picture, i, axis=1) if i > 2 else np.zeros_like(picture),
    )
    crop = ["--crop-only", *PADDING, "--output-scale", "1"]

    smooth = ["smooth-parsing", "late.mp4", "-o", "maps.npy", "--model", "made", "--crop", *PADDING]
    assert main([*smooth, "--window", "2"]) == 0
    assert stylize("late.mp4", "-o", "own.mp4", *crop) == 0
    assert stylize("late.mp4", "-o", "maps.mp4", *crop, "--parsing-maps", "maps.npy") == 0

    maps = np.load("maps.npy", allow_pickle=False)
    own, steady = read_video(Path("own.mp4")), read_video(Path("maps.mp4"))
    assert (len(maps), len(own), len(steady)) == (7, 7, 7)
    assert maps.shape[2:] == steady[0].shape[:2]
    assert video_facts(Path("maps.mp4")) == video_facts(Path("own.mp4"))
    for one, other in zip(own, steady, strict=True):
        difference = np.abs(one.astype(int) - other).mean()
        assert difference < 1.5  # parsings are painted with up to 10 grey levels
    assert capsys.readouterr().out.splitlines()[0].startswith("maps.npy: 7 frames, ")


def test_maps_without_neighbours_change_nothing(clip):
    crop = ["--crop-only", *PADDING, "--output-scale", "1"]
    smooth = ["smooth-parsing", "clip.mp4", "-o", "maps.npy", "--model", "made", "--crop", *PADDING]
    assert main([*smooth, "--window", "0"]) == 0
    stylize("clip.mp4", "-o", "own.mp4", *crop)
    stylize("clip.mp4", "-o", "maps.mp4", *crop, "--parsing-maps", "maps.npy", "--batch-size", "3")

    np.testing.assert_array_equal(read_video(Path("maps.mp4")), read_video(Path("own.mp4")))


def test_maps_of_a_video_as_it_is(clip):
    assert main(["smooth-parsing", "clip.mp4", "-o", "maps.npy", "--model", "made"]) == 0
    assert stylize("clip.mp4", "-o", "out.mp4", "--no-scale", "--parsing-maps", "maps.npy") == 0

    assert np.load("maps.npy").shape == (10, 19, 320, 320)
    assert video_facts(Path("out.mp4")) == video_facts(clip)


def test_smooth_parsing_for_programs(clip, capsys):
    main(["smooth-parsing", "clip.mp4", "-o", "maps.npy", "--model", "made", "--json"])
    told = json.loads(capsys.readouterr().out)

    assert told["written"][0]["output"] == "maps.npy"
    assert told["written"][0]["frames"] == 10


USAGE = [
    ("stylize clip.mp4 -o x.mp4 --batch-size 2", "--batch-size says nothing about a crop"),
    ("stylize clip.mp4 -o x.mp4 --crop-only --no-scale", "--crop-only scales, and --no-scale"),
    ("stylize clip.mp4 -o x.mp4 --crop-only --size 256", "--size says nothing about --crop-only"),
    ("stylize clip.mp4 -o x.mp4 --no-scale --padding 90", "--padding says nothing about --no-sc"),
    ("stylize clip.mp4 -o x.mp4 --crop-only --no-face blur", "--no-face says nothing about --cr"),
    ("stylize clip.mp4 -o x.mp4 --crop-only --surroundings camera", "--surroundings says nothing"),
    ("stylize clip.mp4 -o x.mp4 --crop-only --batch-size 0", "Batch size is 0. Give 1 to 64"),
    ("stylize clip.mp4 -o x.mp4 --output-scale 3", "Model 'made' has no output scale 3."),
    ("stylize clip.mp4 -o x.mp4 --style 2", "There is no style '2'. Model 'made' has styles 0"),
    ("stylize clip.mp4 -o x.mp4 --parse-every 0", "The parsing is to serve 0 frames."),
    ("stylize . -o x --crop-only --parsing-maps maps.npy", "maps.npy belongs to one video"),
    ("stylize clip.mp4 -o x.mp4 --crop-only --parsing-maps flat.npy", "flat.npy has the shape 4,"),
    ("smooth-parsing clip.mp4 -o x.mp4", "Cannot write maps named x.mp4. Use a .npy file."),
    ("smooth-parsing clip.mp4 -o x.npy --window 99", "Window is 99. Give 0 to 30 frames."),
    ("smooth-parsing clip.mp4 -o x.npy --padding 90", "--padding says nothing without --crop."),
]


@pytest.mark.parametrize(("arguments", "sentence"), USAGE)
def test_bad_usage_is_one_sentence_status_2_and_nothing_left(
    arguments, sentence, portrait, clip, folder, capsys
):
    np.save("maps.npy", np.zeros((10, 19, 320, 320), np.float16))
    np.save("flat.npy", np.zeros(4, np.float32))
    before = sorted(folder.iterdir())

    assert main([*arguments.split(), "--model", "made"]) == 2
    told = capsys.readouterr()
    assert told.err.startswith(f"Error: {sentence}")
    assert told.err.count("\n") == 1
    assert sorted(folder.iterdir()) == before


FAILURES = [
    ("stylize blank.mp4 -o x.mp4 --crop-only", "No face was found in blank.mp4."),
    ("stylize blank.mp4 -o x.mp4 --no-scale --no-color-transfer", "No face was found in blank"),
    ("stylize clip.mp4 -o x.mp4 --no-scale --parsing-maps few.npy", "few.npy has the shape 9 x"),
    ("stylize clip.mp4 -o x.mp4 --crop-only --parsing-maps few.npy", "few.npy has the shape 9 x"),
    ("stylize clip.mp4 -o x.mp4 --crop-only --parsing-maps no.npy", "no.npy cannot be read"),
    ("stylize clip.mp4 -o x.mp4 --crop-only --parsing-maps clip.mp4", "clip.mp4 is not a .npy"),
    ("smooth-parsing blank.mp4 -o x.npy --crop", "No face was found in blank.mp4."),
    ("smooth-parsing gone.mp4 -o x.npy", "gone.mp4 does not exist."),
    ("smooth-parsing clip.mp4 -o no/x.npy", "Cannot write no/x.npy: the folder does not exist."),
]


@pytest.mark.parametrize(("arguments", "sentence"), FAILURES)
def test_a_failure_is_one_sentence_and_nothing_left(arguments, sentence, clip, folder, capsys):
    make_video(Path("blank.mp4"), frames=3)
    np.save("few.npy", np.zeros((9, 19, 320, 320), np.float16))
    before = sorted(folder.iterdir())

    assert main([*arguments.split(), "--model", "made"]) in (1, 2)
    told = capsys.readouterr()
    assert told.err.startswith(f"Error: {sentence}")
    assert told.err.count("\n") == 1
    assert sorted(folder.iterdir()) == before


def test_colour_transfer_of_a_model_without_it_names_those_that_have_it(portrait, capsys):
    assert main(["stylize", "portrait.jpg", "-o", "x.png", "--color-transfer"]) == 2
    assert "Choose one that was: made." in capsys.readouterr().err


def test_styles_of_one_model(capsys):
    assert main(["styles", "--model", "made", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)

    assert [(entry["id"], entry["name"]) for entry in listed] == [("0", "first"), ("1", "second")]


def test_styles_of_a_model_that_is_not_there(capsys):
    assert main(["styles", "--model", "gone"]) == 2
    assert "There is no model 'gone'. Choose one of starter, made" in capsys.readouterr().err


def test_the_starter_knows_the_crop_and_the_picture_as_it_is(portrait):
    """Any model does, at its own scale."""
    assert main(["stylize", "portrait.jpg", "-o", "a.png", "--crop-only", *PADDING]) == 0
    assert main(["stylize", "portrait.jpg", "-o", "b.png", "--no-scale"]) == 0

    assert read_image(Path("a.png")).shape[0] in (192, 200, 208)
    assert read_image(Path("b.png")).shape == (320, 320, 3)
