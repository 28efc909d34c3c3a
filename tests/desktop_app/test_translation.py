"""Every text has its Chinese, and says as much as the English."""

import ast
import re
from collections.abc import Mapping
from pathlib import Path

import pytest

import desktop_app
from checkpoint.errors import AppError
from desktop_app.chinese import CHINESE
from desktop_app.chinese_errors import translate_sentence
from desktop_app.chinese_speed import SPEED_TEXTS
from desktop_app.translation import LANGUAGES, error_text, language, said, set_language, tr
from desktop_app.window_hints import window_hint
from vtoonify_rt import diagnosis_words, governor_words
from vtoonify_rt.output_file import _REASONS
from vtoonify_rt.wording import Wording

ROOT = Path(desktop_app.__file__).parents[1]
ERRORS = {
    "AppError",
    "BackendAbsent",
    "BackendFailed",
    "BackendUnusable",
    "CameraError",
    "FaceError",
    "FetchError",
    "LicenceError",
    "MicrophoneError",
    "ModelError",
    "SetupFinding",
    "SinkError",
    "SourceError",
    "UsageError",
}
# What the window calls; the command line and training tell their errors in the terminal.
REACHED = [
    *ROOT.glob("desktop_app/*.py"),
    *ROOT.glob("vtoonify_rt/sources/*.py"),
    *ROOT.glob("vtoonify_rt/sinks/*.py"),
    *ROOT.glob("vtoonify_rt/face/*.py"),
    *ROOT.glob("vtoonify_rt/microphone/*.py"),
    *ROOT.glob("vtoonify_rt/inference/*.py"),
    ROOT / "vtoonify_rt/engine_build.py",
    ROOT / "vtoonify_rt/governed.py",
    ROOT / "vtoonify_rt/image_io.py",
    ROOT / "vtoonify_rt/intake.py",
    ROOT / "vtoonify_rt/presets.py",
    ROOT / "vtoonify_rt/virtual_devices.py",
    *ROOT.glob("vtoonify_rt/virtual_camera_setup/*.py"),
    *ROOT.glob("checkpoint/*.py"),
]


def calls(path: Path, names: set[str]) -> list[ast.Call]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
    ]


def texts() -> list[str]:
    """Every literal that is given to `tr`."""
    found = []
    for path in ROOT.glob("desktop_app/*.py"):
        for call in calls(path, {"tr"}):
            if path.name != "translation.py":
                assert isinstance(call.args[0], ast.Constant), f"{path}:{call.lineno}"
                found.append(call.args[0].value)
    return sorted(set(found))


def sentences() -> list[str]:
    """An example of every error sentence that the window can show."""
    found = []
    for path in REACHED:
        named = constants(path)
        for call in calls(path, ERRORS):
            found += [example(argument, named) for argument in call.args]
    return sorted({sentence for sentence in found if sentence})


def constants(path: Path) -> dict[str, str]:
    """Return the texts that a module gives names to."""
    return {
        target.id: node.value.value
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name) and isinstance(node.value.value, str)
    }


def example(argument: ast.expr, named: Mapping[str, str]) -> str:
    if isinstance(argument, ast.Constant):
        return argument.value
    if isinstance(argument, ast.Name):
        return named.get(argument.id, "")
    if isinstance(argument, ast.JoinedStr):
        return "".join(
            part.value if isinstance(part, ast.Constant) else "xyz" for part in argument.values
        )
    return ""  # made somewhere else


def places(text: str) -> list[str]:
    return sorted(re.findall(r"\{\w*\}", text))


@pytest.mark.parametrize("text", texts())
def test_every_text_has_its_chinese(text):
    assert text in CHINESE


def test_no_chinese_is_left_over():
    assert sorted(CHINESE) == texts()


@pytest.mark.parametrize("text", sorted(CHINESE))
def test_chinese_puts_in_the_same_values(text):
    assert places(CHINESE[text]) == places(text)


def test_every_sentence_about_speed_has_its_chinese():
    said_here = {*governor_words.TEXTS, *diagnosis_words.TEXTS}

    assert set(SPEED_TEXTS) == said_here


@pytest.mark.parametrize("text", sorted(SPEED_TEXTS))
def test_chinese_about_speed_puts_in_the_same_values(text):
    assert places(SPEED_TEXTS[text]) == places(text)


def test_a_sentence_within_a_sentence_is_translated_too():
    step = Wording("Crop {before} → {after} px", {"before": 384, "after": 320})
    set_language("zh")

    assert said(Wording("{step}: the memory was not enough", {"step": step})) == (
        "裁剪 384 → 320 像素：内存不足"
    )


@pytest.mark.parametrize("sentence", sentences())
def test_every_error_of_the_run_time_has_its_chinese(sentence):
    translated = translate_sentence(sentence)

    assert re.search(r"[\u4e00-\u9fff]", translated), "give it one in desktop_app/chinese_*.py"
    assert translated.count("xyz") == window_hint(sentence).count("xyz")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_hint_names_what_only_the_command_line_has(language):
    set_language(language)

    hints = [error_text(AppError("Something", sentence))[1] for sentence in sentences()]

    options = re.compile(r"--\w|vtoonify-rt (?!doctor)|\b(FILE|PATH)\b")
    assert [hint for hint in hints if options.search(hint)] == []  # see desktop_app/window_hints.py


@pytest.mark.parametrize("reason", sorted({reason for reason, _ in _REASONS.values()}))
def test_every_reason_not_to_write_has_its_chinese(reason):
    translated = translate_sentence(f"Cannot write /a/b.mp4: {reason}")

    assert reason not in translated


@pytest.mark.parametrize("hint", sorted({hint for _, hint in _REASONS.values()}))
def test_every_hint_on_writing_has_its_chinese(hint):
    assert translate_sentence(hint) != hint


def test_an_unknown_sentence_stays_as_it_is():
    assert translate_sentence("Nobody foresaw this") == "Nobody foresaw this"


def test_values_are_put_in():
    set_language("zh")

    assert tr("Saved: {name}", name="a{b}.mp4") == "已保存：a{b}.mp4"
    assert language() == "zh"


def test_english_errors_are_not_touched():
    assert error_text(AppError("There is no camera 7", "Plug it in")) == (
        "There is no camera 7",
        "Plug it in",
    )


def test_errors_are_told_in_chinese():
    set_language("zh")

    message, hint = error_text(AppError("There is no camera 7", "There are: 1 (desk)"))

    assert (message, hint) == ("没有摄像头 7", "现有：1 (desk)")
