"""`vtoonify-rt bench --quality`: from the words to the figures, the plot and the video."""

import json

import pytest
from made_bench import PORTRAIT
from made_quality import RESULT

from vtoonify_rt.cli import main
from vtoonify_rt.quality import measure
from vtoonify_rt.sources.sample import sample_clip


@pytest.fixture
def measured(monkeypatch) -> list[object]:
    """Measure nothing: every request gets the same figures."""
    asked: list[object] = []

    def run_quality(request, stop, progress, session):
        asked.append(request)
        return [RESULT] * len(request.looks)

    monkeypatch.setattr(measure, "run_quality", run_quality)
    return asked


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--style", "manga"], "manga"),
        (["--model", "gone"], "gone"),
        (["--model", "starter", "--model", "mine"], "--model is given 2 times"),
        (["--size", "128", "--size", "256"], "--size is given 2 times"),
        (["--backend", "onnxruntime", "--backend", "openvino"], "--backend is given 2 times"),
        (["--strength", "0"], "Strength is 0"),
        (["--strength", "2"], "Strength is 2"),
        (["--frames", "1"], "Frames are 1"),
        (["--video", "sides.mp4"], "sides.mp4 can show one style only"),
        (["--style", "oil", "--video", "sides.gif"], "sides.gif is no file for a video"),
        (["--plot", "quality.txt"], "quality.txt is no file for a plot"),
        (["--camera-fps", "60"], "--camera-fps says nothing with --quality"),
        (["--compare", "old.json"], "--compare says nothing with --quality"),
        (["--account"], "--account says nothing with --quality"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_measured(
    measured, capsys, words, reason
):
    assert main(["bench", "--quality", "clip.mp4", *words]) == 2
    error = capsys.readouterr().err
    assert error.startswith("Error: ")
    assert reason in error
    assert measured == []


@pytest.mark.parametrize("words", [["--strength", "0.7"], ["--video", "sides.mp4"]])
def test_what_is_of_quality_needs_a_clip(measured, capsys, words):
    assert main(["bench", *words]) == 2
    assert "--strength and --video are of --quality" in capsys.readouterr().err


def test_a_place_that_cannot_be_written_is_told_before_anything_is_measured(
    measured, capsys, tmp_path
):
    words = ["--style", "oil", "--video", str(tmp_path / "gone" / "sides.mp4")]

    assert main(["bench", "--quality", "clip.mp4", *words]) == 1
    assert "the folder does not exist" in capsys.readouterr().err
    assert measured == []


def test_without_a_style_all_of_the_starter_are_measured(measured, capsys):
    assert main(["bench", "--quality", "clip.mp4", "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    styles = [look.style for look in measured[0].looks]
    assert styles == [style.id for style in measured[0].model.styles]
    assert len(told) == len(styles) == 9


def test_the_words_reach_the_measurement(measured):
    words = ["--style", "oil", "--strength", "0.25", "--frames", "60", "--size", "256"]
    main(["bench", "--quality", "clip.mp4", *words])

    (request,) = measured
    assert (request.strength, request.frames) == (0.25, 60)
    assert [(look.style, look.crop_px) for look in request.looks] == [("oil", 256)]


def test_the_styles_of_another_model_are_its_own(measured, my_model):
    main(["bench", "--quality", "clip.mp4", "--model", "mine"])

    assert measured[0].model.id == "mine"


def test_an_unknown_backend_is_told(clip, capsys):
    assert main(["bench", "--quality", str(clip), "--backend", "abacus"]) == 2
    assert "abacus" in capsys.readouterr().err


def test_a_picture_is_told_to_be_one(measured, capsys):
    assert main(["bench", "--quality", str(PORTRAIT)]) == 2
    assert f"{PORTRAIT} is a picture. Give a video" in capsys.readouterr().err
    assert measured == []


def test_the_sample_is_a_clip_of_ours(measured):
    main(["bench", "--quality", "sample"])

    assert measured[0].clip == sample_clip()


def test_all_frames_are_measured_unless_said(measured):
    main(["bench", "--quality", "clip.mp4"])

    assert measured[0].frames is None
    assert measured[0].strength == 0.5


def test_programs_read_the_keys_that_are_promised(measured, capsys):
    main(["bench", "--quality", "clip.mp4", "--style", "oil", "--json"])

    assert list(json.loads(capsys.readouterr().out)[0]) == [
        *("style", "clip", "backend", "strength", "frames"),
        *("flicker_input", "flicker_off", "flicker_on", "flicker_ratio"),
        *("lag_frames", "lag_motion_frames", "lag_change_frames", "lag_features_frames"),
        *("detail_ratio", "identity_drift_off", "identity_drift_on"),
        *("identity_found_off", "identity_found_on"),
    ]


def test_a_clip_is_measured_drawn_and_shown(clip, folder, capsys):
    words = ["--style", "comic", "--size", "128", "--frames", "4"]
    files = ["--plot", "quality.png", "--video", "sides.mp4"]

    assert main(["bench", "--quality", str(clip), *words, *files]) == 0
    assert "comic" in capsys.readouterr().out
    assert (folder / "quality.png").stat().st_size > 1000
    assert (folder / "sides.mp4").stat().st_size > 1000


@pytest.mark.parametrize("missing", ["gone.mp4", "notes.mp4"])
def test_a_clip_that_cannot_be_read_is_told_in_a_sentence(folder, capsys, missing):
    (folder / "notes.mp4").write_text("none")

    assert main(["bench", "--quality", missing, "--style", "comic"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("Error: ")
    assert missing in error
    assert error.count("\n") == 1
