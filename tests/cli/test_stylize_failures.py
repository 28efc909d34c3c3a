"""`vtoonify-rt stylize` on everything that can go wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vtoonify_rt.cli import main

needs_a_user = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere"
)


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
    ("portrait.jpg -o x.png --whole --faces all", "--faces says nothing about --whole."),
    ("portrait.jpg -o x.png --whole --no-face blur", "--no-face says nothing about --whole."),
    ("portrait.jpg -o x.png --whole --no-scale", "--whole says nothing about --no-scale."),
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
        "half.jpg": portrait.read_bytes()[:5000],
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
def test_an_output_that_does_not_fit_leaves_nothing(name, portrait, clip, folder, tmp_path):
    """As on a full disk: the system refuses to write more than 1 kB, to the log as well."""
    log = tmp_path / "full.log"
    log.write_text("x" * 1000)
    script = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "from vtoonify_rt import log_file; from pathlib import Path;"
        f"log_file.log_path = lambda: Path({str(log)!r});"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000));"
        "from vtoonify_rt.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    output = f"out{Path(name).suffix}"
    done = subprocess.run(
        [sys.executable, "-c", script, "stylize", folder / name, "-o", folder / output],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: Cannot write {folder / output}: ")
    assert done.stderr.count("\n") == 1
    assert sorted(path.name for path in folder.iterdir()) == ["clip.mp4", "portrait.jpg"]


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
