"""`vtoonify-rt stylize` on real faces with the starter, and on everything that can go wrong."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from made_video import make_video
from PIL import Image as Pillow
from video_facts import read_video, video_facts

from checkpoint.store import STARTER
from vtoonify_rt.cli import main
from vtoonify_rt.image_io import read_image

PORTRAIT = Path(__file__).parent / "media" / "astronaut.jpg"
needs_a_user = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """An empty folder to work in; the log and the user's models lie elsewhere."""
    elsewhere = tmp_path / "home"
    monkeypatch.setattr("vtoonify_rt.log_file.log_path", lambda: elsewhere / "log")
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(elsewhere / "models"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def portrait(folder) -> Path:
    return shutil.copy(PORTRAIT, folder / "portrait.jpg")


@pytest.fixture
def clip(folder) -> Path:
    """A video of a portrait that moves, with sound."""
    picture = read_image(PORTRAIT)
    return make_video(
        folder / "clip.mp4",
        frames=10,
        width=320,
        height=320,
        fps=25,
        sound="aac",
        draw=lambda index, width, height: np.roll(picture, index, axis=1),
    )


@pytest.fixture
def my_model() -> Path:
    """A model of the user's, with the id "mine"."""
    copy = Path(os.environ["VTOONIFY_RT_MODELS"]) / "mine"
    shutil.copytree(STARTER, copy)
    manifest = (copy / "manifest.toml").read_text("utf-8")
    (copy / "manifest.toml").write_text(manifest.replace('id = "starter"', 'id = "mine"'), "utf-8")
    return copy


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
    sides = ["--padding", "90", "90", "90", "90"]
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


def test_a_video_of_odd_size(folder):
    picture = cv2.resize(read_image(PORTRAIT), (320, 320))
    make_video(folder / "in.mp4", width=320, height=320, draw=lambda *_: picture, frames=3)

    assert main(["stylize", "in.mp4", "-o", "out.mp4", "--size", "128"]) == 0


USAGE = [
    ("portrait.jpg -o x.png --style manga", "There is no style 'manga'. Choose one of comic, "),
    ("portrait.jpg -o x.png --degree 1.5", "Style degree is 1.5. Give a number from 0 to 1."),
    ("portrait.jpg -o x.png --degree=-1", "Style degree is -1. Give a number from 0 to 1."),
    ("portrait.jpg -o x.png --degree nan", "Style degree is nan. Give a number from 0 to 1."),
    ("portrait.jpg -o x.png --size 9999", "Crop size is 9999. Give 128 to 1024 pixels."),
    ("portrait.jpg -o x.png --padding 5", "Padding left is 5. Give 64 to 1200 pixels."),
    ("portrait.jpg -o x.png --padding wide", "Padding 'wide' is not one or four whole numbers."),
    ("portrait.jpg -o x.png --style poster --palette red", "The palette cannot be used: "),
    ("portrait.jpg -o portrait.jpg", "The output portrait.jpg is the input portrait.jpg."),
    (". -o .", "The output portrait.jpg is the input portrait.jpg."),
    ("portrait.jpg portrait.jpg -o x.png", "x.png is one file for several inputs."),
    ("portrait.jpg -o x.abc", "Cannot write files named x.abc."),
    ("portrait.jpg -o x.mp4", "portrait.jpg is a picture and x.mp4 a video."),
]


@pytest.mark.parametrize(("arguments", "sentence"), USAGE)
def test_bad_usage_is_one_sentence_status_2_and_nothing_left(
    arguments, sentence, portrait, folder, capsys
):
    assert main(["stylize", *arguments.split()]) == 2
    told = capsys.readouterr()

    assert told.err.startswith(f"Error: {sentence}")
    assert told.err.count("\n") == 1
    assert [path.name for path in folder.iterdir()] == ["portrait.jpg"]


FAILURES = [
    ("gone.jpg -o out.jpg", "gone.jpg does not exist."),
    ("empty.mp4 -o out.mp4", "empty.mp4 is not a video that can be read"),
    ("empty.jpg -o out.jpg", "empty.jpg is not a picture that can be read."),
    ("text.mp4 -o out.mp4", "text.mp4 is not a video that can be read"),
    ("half.jpg -o out.jpg", "half.jpg is damaged"),
    ("portrait.jpg -o no/out.png", "Cannot write no/out.png: the folder does not exist."),
    ("clip.mp4 -o no/out.mp4", "Cannot write no/out.mp4: the folder does not exist."),
    ("nothing -o out", "nothing has no pictures or videos in it."),
]


@pytest.mark.parametrize(("arguments", "sentence"), FAILURES)
def test_a_failure_is_one_sentence_status_1_and_nothing_left(
    arguments, sentence, portrait, clip, folder, capsys
):
    for name, content in {
        "empty.mp4": b"",
        "empty.jpg": b"",
        "text.mp4": b"hello",
        "half.jpg": PORTRAIT.read_bytes()[:5000],
    }.items():
        (folder / name).write_bytes(content)
    (folder / "nothing").mkdir()
    before = sorted(folder.rglob("*"))

    assert main(["stylize", *arguments.split()]) == 1
    told = capsys.readouterr()
    assert told.err.startswith(f"Error: {sentence}")
    assert told.err.count("\n") == 1
    assert sorted(folder.rglob("*")) == before


@needs_a_user
@pytest.mark.parametrize("name", ["portrait.jpg", "clip.mp4"])
def test_a_file_that_may_not_be_read(name, portrait, clip, capsys):
    Path(name).chmod(0)

    assert main(["stylize", name, "-o", f"out{Path(name).suffix}"]) == 1
    assert f"{name} may not be read" in capsys.readouterr().err


@needs_a_user
def test_an_output_folder_that_may_not_be_written(portrait, folder, capsys):
    (folder / "locked").mkdir(mode=0o555)

    assert main(["stylize", "portrait.jpg", "-o", "locked/out.png"]) == 1
    assert "Cannot write locked/out.png: permission denied." in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="limits are POSIX")
@pytest.mark.parametrize("name", ["portrait.jpg", "clip.mp4"])
def test_an_output_that_does_not_fit_leaves_nothing(name, portrait, clip, folder):
    """As on a full disk: the system refuses to write more than 1 kB."""
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from vtoonify_rt import log_file; from pathlib import Path;"
        "log_file.log_path = lambda: Path('/nowhere/log');"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "from vtoonify_rt.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    output = f"out{Path(name).suffix}"
    done = subprocess.run(
        [sys.executable, "-c", script, "stylize", folder / name, "-o", folder / output],
        cwd=Path(__file__).parents[1],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: Cannot write {folder / output}: ")
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == ["clip.mp4", "portrait.jpg"]


def test_a_model_of_the_users(portrait, my_model):
    assert main(["stylize", "portrait.jpg", "-o", "out.png", "--style", "mine/comic"]) == 0


@pytest.mark.parametrize("file", ["frame.onnx", "style.onnx", "styles.npz"])
def test_a_damaged_model_is_one_sentence(portrait, my_model, file, capsys):
    with (my_model / file).open("r+b") as model:
        model.seek(100)
        model.write(b"damage")

    assert main(["stylize", "portrait.jpg", "-o", "out.png", "--style", "mine/comic"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith(f"Error: {file} of model 'mine' is damaged: sha256 ")
    assert told.err.count("\n") == 1
    assert not Path("out.png").exists()


def test_a_damaged_manifest_is_told_before_its_style_is_missed(portrait, my_model, capsys):
    (my_model / "manifest.toml").write_text("schema = ")

    assert main(["stylize", "portrait.jpg", "-o", "out.png", "--style", "mine/comic"]) == 2
    warning, error = capsys.readouterr().err.splitlines()
    assert "manifest.toml is damaged" in warning
    assert "There is no style 'mine/comic'." in error
