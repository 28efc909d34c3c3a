"""A window on a run time made by hand, brought into any state, in either language and theme."""

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from unittest.mock import patch

import cv2
import numpy as np
from panel_store import StoreRunTime
from PySide6.QtCore import QDeadlineTimer, QEvent
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget

import desktop_app.instant_replay
import desktop_app.recording
from checkpoint.manifest import load_manifest
from checkpoint.store import STARTER
from desktop_app.calm import choose_less_motion, obey_desktop
from desktop_app.main_window import MainWindow
from desktop_app.playback import State
from desktop_app.run_time import SAMPLE
from desktop_app.settings import RecordingSettings, Settings, WindowSettings
from desktop_app.theme import Theme, choose_theme
from desktop_app.translation import Language, set_language
from vtoonify_rt.frame import Frame
from vtoonify_rt.image_io import read_image, write_image

FONT = "DejaVu Sans"  # comes with fontconfig on Debian and its like
CHINESE_FONT = "WenQuanYi Micro Hei"  # `make env-test` installs it: small, with even lines
FOLDER = "/home/me/Videos"  # of recordings; nothing is written there
WAIT_MS = 5000
STEP_MS = 2
REST_MS = 12  # in which nothing may move
MOST_PASSES = 20  # of the event loop, until everything has its place
PORTRAIT = Path(__file__).parent / "media" / "astronaut.jpg"


class Rig:
    """A window, what plays in it, and which widget shows the state: the window until it is said.

    Everything that moves by itself stands still. `close` it at the end.
    """

    def __init__(
        self,
        folder: Path,
        language: Language = "en",
        theme: Theme = "light",
        settings: Mapping[str, object] = MappingProxyType({}),
    ) -> None:
        set_language(language)
        self.folder = folder
        self._no_folders = [
            patch.object(module, "make_folder", lambda folder: None)
            for module in (desktop_app.recording, desktop_app.instant_replay)
        ]
        for each in self._no_folders:
            each.start()
        self.run_time = StoreRunTime(folder / "models")
        self.run_time.models = [load_manifest(STARTER)]
        recorded = RecordingSettings(folder=FOLDER)
        chosen = {"source": SAMPLE, "language": language, "recording": recorded, **settings}
        still = WindowSettings(theme=theme, less_motion=True, started=True, hints=False)
        self.window = MainWindow(self.run_time, Settings(**{"window": still, **chosen}))
        self.live = self.run_time.lives[self.window.player.source]
        self.shown: QWidget = self.window

    def open(self) -> None:
        """Show the window and begin to play."""
        self.window.show()
        self.window.start()
        self.settle()

    def play(self, frame: Frame | None = None) -> None:
        """Let a picture come: `frame`, or else the portrait."""
        if not self.window.isVisible():
            self.open()
        sent = portrait_frame() if frame is None else frame
        self.live.send(sent)
        self.wait(lambda: self.window.playback.state is State.RUNNING)
        self.wait(lambda: self.window.stage.frame is not None)
        self.wait(lambda: not self.window.player.looking)
        self.wait(lambda: bool(self.window.others.others.cameras))
        self.window.progress.show_all()

    def wait(self, condition: Callable[[], bool]) -> None:
        """Go on as soon as `condition` holds; AssertionError if it does not within seconds."""
        deadline = QDeadlineTimer(WAIT_MS)
        while not condition():
            assert not deadline.hasExpired(), "the window does not come into this state"
            QTest.qWait(STEP_MS)

    def settle(self) -> None:
        """Let the event loop run until every widget stays where it is."""
        before = None
        for _ in range(MOST_PASSES):
            QTest.qWait(REST_MS)
            now = [(w.geometry(), w.isVisible()) for w in self.shown.findChildren(QWidget)]
            if now == before:
                return
            before = now

    def dialogs(self) -> list[QDialog]:
        """The small windows that are open."""
        return [each for each in self.window.findChildren(QDialog) if each.isVisible()]

    def dialog(self) -> QDialog:
        """The small window that is open."""
        return self.dialogs()[-1]

    def wear(self, theme: Theme) -> None:
        """Change to light or dark."""
        choose_theme(app(), theme)
        self.settle()

    def resize(self, width: int, height: int) -> None:
        """Give the window this size, or its smallest if that is larger."""
        self.window.resize(width, height)
        self.settle()

    def close(self) -> None:
        """Close all windows, and end what plays."""
        for live in self.run_time.lives.values():
            live.obeys.set()
        self.run_time.looked.set()
        for menu in (m for m in app().topLevelWidgets() if m.isVisible()):
            menu.close()
        assert self.window.shut_down(10)
        self.window.deleteLater()
        turn_loop()
        for each in self._no_folders:
            each.stop()
        choose_less_motion(None)
        obey_desktop(False)


def app() -> QApplication:
    """The application."""
    running = QApplication.instance()
    assert isinstance(running, QApplication)
    return running


def turn_loop() -> None:
    """Let whatever waits for the event loop happen."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


def use_one_font(application: QApplication) -> None:
    """Write with the same font on every machine that has it, and let no cursor blink."""
    font = QFont([FONT, CHINESE_FONT], 9)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    application.setFont(font)
    application.setStyleSheet("")  # it has sizes of the font before; choosing colours sets it anew
    choose_theme(application, None)
    application.setCursorFlashTime(0)


def lacking_font(language: Language) -> str:
    """Return why pictures in a language cannot be compared here; "" if they can."""
    installed = QFontDatabase.families()
    if FONT not in installed:
        return f"the font {FONT} is not installed (Debian: fonts-dejavu-core)"
    if language == "zh" and CHINESE_FONT not in installed:
        return f"the font {CHINESE_FONT} is not installed (Debian: fonts-wqy-microhei)"
    return ""


def kept_portrait(folder: Path) -> Path:
    """Return a file in `folder` with a small square picture of a face, drawn in few colours."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "portrait.png"
    face = portrait_frame().image[60:660, 340:940]
    write_image(path, cv2.resize(face, (192, 192), interpolation=cv2.INTER_AREA))
    return path


@cache
def portrait_frame() -> Frame:
    """A face as captured, and the same in few colours."""
    photo = read_image(PORTRAIT)
    side = photo.shape[1]
    band = photo[: round(side * 9 / 16)]
    captured = cv2.resize(band, (1280, 720), interpolation=cv2.INTER_AREA)
    smooth = cv2.bilateralFilter(captured, 9, 60, 9).astype(np.int16)
    stylized = np.clip(smooth // 48 * 48 + 24, 0, 255).astype(np.uint8)
    return Frame(stylized, time=0.0, before=captured, shows="stylized")
