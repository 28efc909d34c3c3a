"""A window on a run time made by hand."""

import pytest
from desktop_fakes import make_frame, press
from panel_reading import offer
from panel_store import LICENCE, StoreRunTime
from PySide6.QtCore import QStandardPaths
from PySide6.QtGui import QFont
from window_rig import Rig, lacking_font, use_one_font
from window_states import STATES

from desktop_app.background import Background
from desktop_app.main_window import MainWindow
from desktop_app.playback import Playback, State
from desktop_app.player import Player
from desktop_app.run_time import SAMPLE
from desktop_app.settings import Settings, WindowSettings
from desktop_app.shelf import Shelf
from desktop_app.styles_window import StylesWindow
from desktop_app.theme import apply_theme, choose_theme
from desktop_app.translation import set_language
from vtoonify_rt.config import StyleConfig


@pytest.fixture(scope="session")
def qapp(qapp):
    """The application as it is dressed for users."""
    apply_theme(qapp)
    return qapp


@pytest.fixture(autouse=True)
def _places(qapp, tmp_path, monkeypatch):
    """Keep the user's own files and language out of it."""
    for name, folder in (("Movies", "videos"), ("Pictures", "pictures")):
        kind = getattr(QStandardPaths.StandardLocation, f"{name}Location")
        _FOLDERS[kind] = str(tmp_path / folder)
    monkeypatch.setattr(QStandardPaths, "writableLocation", _FOLDERS.__getitem__)
    yield
    set_language("en")


_FOLDERS = {}


@pytest.fixture(scope="module")
def one_font(qapp):
    """Writes with the fonts that the kept pictures of the window have; others may not fit."""
    if lack := lacking_font("en"):
        pytest.skip(lack)
    font = QFont(qapp.font())
    use_one_font(qapp)
    yield
    qapp.setFont(font)
    qapp.setStyleSheet("")  # it has sizes of the other font
    choose_theme(qapp, None)


@pytest.fixture
def reach(tmp_path):
    """Brings a window into a state; see tests/window_states.py."""
    rigs = []

    def reach_(name: str, language: str = "en", theme: str = "light") -> Rig:
        state = next(each for each in STATES if each.name == name)
        rig = Rig(tmp_path / str(len(rigs)), language, theme, state.settings)
        rigs.append(rig)
        state.reach(rig)
        return rig

    yield reach_
    for rig in rigs:
        rig.close()


@pytest.fixture
def run_time(tmp_path) -> StoreRunTime:
    return StoreRunTime(tmp_path / "models")


@pytest.fixture
def open_window(qtbot, run_time):
    """Opens a window and begins to play; it is shut down when the test ends."""
    windows = []

    def open_(**settings) -> MainWindow:
        settings.setdefault("window", WindowSettings(started=True))
        window = MainWindow(run_time, Settings(**settings))
        qtbot.addWidget(window)
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        window.start()
        return window

    yield open_
    for live in run_time.lives.values():
        live.obeys.set()
    run_time.looked.set()
    for window in windows:
        assert window.shut_down(10)


@pytest.fixture
def make_idle_player(run_time):
    """Makes a player of which nothing plays; its background jobs end with the test."""
    made = []

    def make(**settings) -> Player:
        background = Background()
        playback = Playback(run_time, StyleConfig())
        player = Player(run_time, Settings(**settings), playback, background)
        player.models = run_time.list_models()
        made.append((player, playback, background))
        return player

    yield make
    for _, _, background in made:
        assert background.shut_down(10)


@pytest.fixture
def show(qtbot):
    """Shows a widget that is closed when the test ends."""

    def show_(widget):
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        return widget

    return show_


@pytest.fixture
def live(run_time):
    return run_time.lives[SAMPLE]


@pytest.fixture
def window(qtbot, open_window, live) -> MainWindow:
    """A window in which the sample plays."""
    window = open_window(source=SAMPLE)
    live.send(make_frame())
    qtbot.waitUntil(lambda: window.playback.state is State.RUNNING)
    return window


@pytest.fixture
def camera(window, run_time, qtbot):
    """The virtual camera of a window in which the sample plays."""
    qtbot.waitUntil(lambda: bool(window.others.others.cameras))
    press(window, "V")
    qtbot.waitUntil(lambda: window.others.others.camera_state == "running")
    return run_time.virtual[0]


@pytest.fixture
def store(run_time):
    return run_time.store


@pytest.fixture
def open_panel(qtbot, run_time, show):
    """Opens the panel; its shelf is shut down when the test ends."""
    panels = []

    def open_() -> StylesWindow:
        panel = StylesWindow(Shelf(run_time, ""), "")
        panels.append(panel)
        show(panel)
        qtbot.waitUntil(lambda: panel.shelf.facts is not None)
        return panel

    yield open_
    for panel in panels:
        assert panel.shelf.shut_down(5)


@pytest.fixture
def panel(open_panel) -> StylesWindow:
    return open_panel()


@pytest.fixture
def getting(qtbot, store, open_panel) -> StylesWindow:
    """A panel in which Cartoon is being got."""
    store.accepted.add(LICENCE)
    panel = open_panel()
    offer(panel).get.click()
    qtbot.waitUntil(store.started.is_set)
    return panel
