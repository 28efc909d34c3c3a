"""The process: what it loads, what it logs, and how it ends."""

import json
import logging
import os
import signal
import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import Qt, qWarning
from PySide6.QtGui import QPalette

from desktop_app.app import asked, crashes_logged
from desktop_app.run_time import RunTime
from desktop_app.settings import Settings
from desktop_app.settings_file import SettingsFile
from desktop_app.theme import palette_for
from vtoonify_rt.config import StyleConfig

FRESH = [sys.executable, "-c"]


def run_fresh(code: str, **environment: str) -> str:
    """Run `code` in an interpreter of its own and return what it prints."""
    inherited = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    inherited.pop("QT_QPA_PLATFORM_PLUGIN_PATH", None)  # cv2 may have set it here already
    done = subprocess.run(
        [*FRESH, code],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={**inherited, **environment},
    )
    return done.stdout.strip()


def test_the_app_does_not_load_torch_nor_what_is_heavy_at_first():
    code = """
import desktop_app.app, json, sys
heavy = ["torch", "cv2", "mediapipe", "onnxruntime", "av"]
print(json.dumps([name for name in heavy if name in sys.modules]))
"""
    assert json.loads(run_fresh(code)) == []


def test_the_pipeline_does_not_load_torch():
    code = """
from desktop_app.run_time import RunTime
import sys
RunTime().prefetch()
print("torch" in sys.modules, "vtoonify_rt.live" in sys.modules)
"""
    assert run_fresh(code) == "False True"


@pytest.mark.parametrize("before", ["", "/usr/lib/qt/plugins"])
def test_qt_keeps_its_environment_when_cv2_is_loaded(before):
    code = """
from desktop_app.run_time import import_cv2
import os, sys
import_cv2()
print("cv2" in sys.modules, os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH", ""))
"""
    environment = {"QT_QPA_PLATFORM_PLUGIN_PATH": before} if before else {}

    assert run_fresh(code, **environment) == f"True {before}".strip()


@pytest.fixture
def home(tmp_path) -> dict[str, str]:
    """An environment whose settings and log are nobody's."""
    places = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "STATE", "DATA")}
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path), **places}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to send")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_closes_the_app_and_saves_the_settings(home, number, tmp_path):
    code = """
import sys
sys.path.insert(0, "tests")
from desktop_fakes import FakeRunTime, make_frame
import desktop_app.app as app
class Playing(FakeRunTime):
    def build_live(self, *arguments, **options):
        live = super().build_live(*arguments, **options)
        live.send(make_frame())
        print("playing", flush=True)
        return live
app.RunTime = Playing
sys.exit(app.run_app(source="sample", style="oil"))
"""
    process = subprocess.Popen([*FRESH, code], env=home, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "playing\n"

    process.send_signal(number)

    assert process.wait(30) == 0
    process.stdout.close()
    saved, _ = SettingsFile(tmp_path / "CONFIG" / "vtoonify-rt" / "settings.json").read()
    assert (saved.source, saved.stylize.style) == ("sample", "oil")


def test_what_nobody_caught_is_logged(caplog):
    with crashes_logged():
        sys.excepthook(ValueError, ValueError("oops"), None)

    assert "oops" in caplog.text


def test_what_a_thread_did_not_catch_is_logged(caplog):
    def crash() -> None:
        raise ValueError("oops")

    with crashes_logged():
        thread = threading.Thread(target=crash, name="crasher")
        thread.start()
        thread.join()

    assert "crasher" in caplog.text
    assert "oops" in caplog.text


def test_what_qt_says_is_logged(caplog):
    with crashes_logged(), caplog.at_level(logging.WARNING):
        qWarning("a plugin is missing")

    assert "a plugin is missing" in caplog.text


def test_the_hooks_are_as_before_afterwards():
    before = sys.excepthook, threading.excepthook

    with crashes_logged():
        pass

    assert (sys.excepthook, threading.excepthook) == before


def test_the_command_line_replaces_what_was_chosen_last():
    last = Settings(source="camera:1", stylize=StyleConfig(style="oil", degree=0.5))

    settings = asked(last, source="sample", style="comic")

    assert settings.source == "sample"
    assert settings.stylize == StyleConfig(style="comic", degree=0.5)
    assert asked(last, None, None) == last


@pytest.mark.parametrize("scheme", [Qt.ColorScheme.Light, Qt.ColorScheme.Dark])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("WindowText", "Window"),
        ("Text", "Base"),
        ("ButtonText", "Button"),
        ("PlaceholderText", "Window"),
        ("HighlightedText", "Highlight"),
        ("Accent", "Window"),
        ("Link", "Base"),
    ],
)
def test_text_can_be_read_on_its_ground(scheme, text, ground):
    palette = palette_for(scheme)

    def luminance(role: str) -> float:
        colour = palette.color(getattr(QPalette.ColorRole, role))
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    darker, lighter = sorted((luminance(text), luminance(ground)))
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5  # WCAG AA


def test_the_real_run_time_lists_the_starter():
    assert RunTime().list_models()[0].id == "starter"
