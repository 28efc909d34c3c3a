"""`vtoonify-rt stylize` on real faces with the starter."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from made_video import make_video
from PIL import Image as Pillow
from video_facts import read_video, video_facts

from vtoonify_rt.cli import main
from vtoonify_rt.image_io import read_image

PORTRAIT = Path(__file__).parents[1] / "media" / "astronaut.jpg"


def change(before: np.ndarray, after: np.ndarray) -> float:
    return float(np.abs(before.astype(int) - after).mean())


def test_a_portrait(portrait, capsys):
    assert main(["stylize", "portrait.jpg", "-o", "out.png"]) == 0
    told = capsys.readouterr()

    assert told.out.startswith("out.png: 1 face, ")
    assert told.err == ""
    assert change(read_image(portrait), read_image(Path("out.png"))) > 5


def test_a_video_keeps_frames_rate_length_and_sound(clip, capsys):
    assert main(["stylize", "clip.mp4", "-o", "out.mp4", "--style", "poster"]) == 0

    assert video_facts(Path("out.mp4")) == video_facts(clip)
    assert capsys.readouterr().out.startswith("out.mp4: 10 frames, ")
    for before, after in zip(read_video(clip), read_video(Path("out.mp4")), strict=True):
        assert change(before, after) > 5


def test_degree_0_is_the_picture_itself(portrait):
    main(["stylize", "portrait.jpg", "-o", "out.png", "--degree", "0"])

    np.testing.assert_array_equal(read_image(Path("out.png")), read_image(portrait))


def test_options_change_the_picture(portrait):
    usual = ["stylize", "portrait.jpg", "--style", "poster", "-o"]
    palette = ["--palette", "#000000,#00ff00"]
    sides = ["--padding", "90", "90", "90", "90", "--surroundings", "camera"]
    for name, options in {"a.png": [], "b.png": palette, "c.png": sides}.items():
        assert main([*usual, name, *options]) == 0
    a, b, c = (read_image(Path(name)) for name in ("a.png", "b.png", "c.png"))

    assert change(a, b) > 5
    assert change(a, c) > 5
    np.testing.assert_array_equal(c[:40], read_image(portrait)[:40])  # outside the smaller crop


def test_json_tells_what_was_written_and_what_failed(portrait, clip, capsys):
    assert main(["stylize", "portrait.jpg", "gone.jpg", "clip.mp4", "-o", "out", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)

    assert [entry["output"] for entry in told["written"]] == [
        str(Path("out/portrait.jpg")),
        str(Path("out/clip.mp4")),
    ]
    assert [entry["frames"] for entry in told["written"]] == [1, 10]
    assert [entry["faces"] for entry in told["written"]] == [1, 10]
    assert told["failed"] == [
        {"input": "gone.jpg", "error": "gone.jpg does not exist. Check the name."}
    ]


def test_one_failure_among_many_is_told_and_summed_up(portrait, capsys):
    Path("broken.jpg").write_bytes(b"not a picture")

    assert main(["stylize", "broken.jpg", "portrait.jpg", "-o", "out"]) == 1
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        "Error: broken.jpg is not a picture that can be read. Use a PNG, JPEG or WebP file.",
        "1 of 2 files were written.",
    ]
    assert Path("out/portrait.jpg").exists()


def save(name: str, image: np.ndarray, **options: object) -> None:
    Pillow.fromarray(image).save(name, **options)


def make_16_bit(image: np.ndarray) -> str:
    cv2.imwrite("in.png", image[..., ::-1].astype(np.uint16) * 257)
    return "in.png"


def make_grey(image: np.ndarray) -> str:
    Pillow.fromarray(image).convert("L").save("in.png")
    return "in.png"


def make_16_bit_grey(image: np.ndarray) -> str:
    cv2.imwrite("in.png", image[..., 1].astype(np.uint16) * 257)
    return "in.png"


def make_rgba(image: np.ndarray) -> str:
    save("in.png", np.dstack([image, np.full(image.shape[:2], 255, np.uint8)]))
    return "in.png"


def make_turned(image: np.ndarray) -> str:
    """A camera held sideways: stored turned, with a note to turn it back."""
    exif = Pillow.Exif()
    exif[0x0112] = 6
    save("in.jpg", np.ascontiguousarray(np.rot90(image)), exif=exif, quality=95)
    return "in.jpg"


@pytest.mark.parametrize("make", [make_16_bit, make_grey, make_16_bit_grey, make_rgba, make_turned])
def test_any_kind_of_picture_comes_out_as_a_viewer_shows_it(make):
    name = make(read_image(PORTRAIT))

    assert main(["stylize", name, "-o", "out.png", "--degree", "0"]) == 0
    with Pillow.open("out.png") as out:
        assert (out.mode, out.size) == ("RGB", (320, 320))
        difference = change(np.asarray(out), np.asarray(Pillow.open(PORTRAIT).convert("RGB")))
    assert difference < 40  # grey differs in colour, and a turned one would by far more


@pytest.mark.parametrize("size", [(321, 243), (319, 320), (101, 97)])
def test_odd_sizes_are_kept(size):
    save("in.png", cv2.resize(read_image(PORTRAIT), size, interpolation=cv2.INTER_AREA))

    assert main(["stylize", "in.png", "-o", "out.png"]) == 0
    with Pillow.open("out.png") as out:
        assert out.size == size


def test_a_picture_of_20_megapixels():
    save("in.jpg", cv2.resize(read_image(PORTRAIT), (4480, 4480)), quality=90)

    assert main(["stylize", "in.jpg", "-o", "out.jpg"]) == 0
    with Pillow.open("out.jpg") as out:
        assert out.size == (4480, 4480)


@pytest.mark.parametrize("size", [(1, 1), (2, 900), (64, 48)])
def test_a_picture_without_a_face_is_said_and_still_stylized_whole_if_asked(size, capsys):
    save("in.png", np.full((size[1], size[0], 3), 90, np.uint8))

    assert main(["stylize", "in.png", "-o", "out.png"]) == 1
    assert capsys.readouterr().err == (
        "Error: No face was found in in.png. Give --no-face whole to stylize the whole picture.\n"
    )
    assert not Path("out.png").exists()
    assert main(["stylize", "in.png", "-o", "out.png", "--no-face", "whole"]) == 0
    with Pillow.open("out.png") as out:
        assert out.size == size


def test_a_video_of_odd_size_comes_out_in_the_next_even_one(folder):
    """4:2:0 colour needs even sides."""
    picture = cv2.resize(read_image(PORTRAIT), (321, 319))
    size = {"width": 321, "height": 319}
    make_video(folder / "in.mkv", frames=3, codec="ffv1", draw=lambda *_: picture, **size)

    assert main(["stylize", "in.mkv", "-o", "out.mp4", "--size", "128"]) == 0
    assert [image.shape for image in read_video(Path("out.mp4"))] == [(320, 322, 3)] * 3


def test_a_model_of_the_users(portrait, my_model):
    assert main(["stylize", "portrait.jpg", "-o", "out.png", "--style", "mine/comic"]) == 0
