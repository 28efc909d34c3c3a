"""A walk through all controls of the window, on the real pipeline."""

from collections.abc import Callable, Iterator

from gui_watch import Row, Watch, worst
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog

from desktop_app.app import make_application
from desktop_app.main_window import MainWindow
from desktop_app.playback import State
from desktop_app.run_time import SAMPLE, RunTime
from desktop_app.settings import Settings
from desktop_app.translation import set_language

REST_MS = 130  # after an action, in which what it set off happens
START_MS = 60_000  # that the first picture may take
Step = tuple[str, Callable[[], object]]


def tour(*, stacks: bool = False) -> tuple[list[Row], Watch]:
    """Walk through the window, and return the worst blocks of each action."""
    application = make_application()
    watch = Watch(stacks=stacks)
    window = MainWindow(RunTime(), Settings(source=SAMPLE))
    window.show()
    window.start()
    spin(REST_MS)
    watch.take()  # a window that is not yet there blocks nobody
    watch.stacks.clear()
    spin(START_MS, until=lambda: window.playback.state is State.RUNNING)
    rows = [worst("start of the pipeline", watch.take())]
    for name, act in steps(window):
        QTimer.singleShot(0, act)
        spin(REST_MS)
        if "source" in name:
            spin(START_MS, until=lambda: window.playback.state is State.RUNNING)
        rows.append(worst(name, watch.take()))
    window.close()
    spin(REST_MS)
    rows.append(worst("close", watch.take()))
    assert window.shut_down(30)
    window.deleteLater()
    application.processEvents()
    set_language("en")
    return rows, watch


def spin(milliseconds: int, until: Callable[[], bool] = lambda: False) -> None:
    """Run the event loop as it runs for users, until something holds or for so long."""
    loop = QEventLoop()
    look = QTimer()
    look.timeout.connect(lambda: loop.quit() if until() else None)
    look.start(20)
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def steps(window: MainWindow) -> Iterator[Step]:
    """Yield each action by name."""
    yield from of_the_look(window)
    yield from of_the_picture(window)
    yield from of_files(window)
    yield from of_windows(window)
    yield from of_the_frame(window)


def of_the_look(window: MainWindow) -> Iterator[Step]:
    commands, player = window.commands, window.player
    for number in (2, 3, 9, 1):
        yield f"style {number}", commands.styles[number - 1].trigger
    yield "next style", commands.style_forward.trigger
    yield "less of the style", commands.weaker.trigger
    yield "degree 0.3", lambda: player.change(degree=0.3)
    yield "style with a palette", commands.styles[1].trigger
    chips = window.controls.palettes
    yield "other palette", lambda: chips._chips[2].click()
    yield "page picture", lambda: window.controls.show_page("picture")
    for fold in (window.controls.framing, window.controls.motion):
        yield "fold a section", fold.toggle.click
        yield "unfold a section", fold.toggle.click
    yield "crop 256", lambda: player.change(crop_px=256)
    yield "crop 384", lambda: player.change(crop_px=384)
    yield "page output", lambda: window.controls.show_page("output")
    yield "page look", lambda: window.controls.show_page("look")


def of_the_picture(window: MainWindow) -> Iterator[Step]:
    commands = window.commands
    yield "compare on", commands.compare.trigger
    yield "compare off", commands.compare.trigger
    yield "mirror", commands.mirror.trigger
    yield "original", lambda: window.stage.show_original(True)
    yield "stylized again", lambda: window.stage.show_original(False)


def of_files(window: MainWindow) -> Iterator[Step]:
    commands = window.commands
    yield "recording on", commands.record.trigger
    yield "snapshot", commands.snapshot.trigger
    yield "recording off", commands.record.trigger
    yield "source again", lambda: window._choose_source(SAMPLE)
    yield "look for cameras", window.controls.source.refresh.click
    yield "menu of sources", lambda: window.controls.source.menu.popup(window.pos())
    yield "menu away", window.controls.source.menu.close


def of_windows(window: MainWindow) -> Iterator[Step]:
    commands = window.commands
    for name, action in (("shortcuts", commands.help), ("why slow", commands.why_slow)):
        yield name, action.trigger
        yield f"{name} away", lambda: close_dialogs(window)
    yield "styles window", commands.more_styles.trigger
    yield "search styles", lambda: window.styles.window.search.setText("car")
    yield "styles window away", window.styles.window.close


def of_the_frame(window: MainWindow) -> Iterator[Step]:
    commands = window.commands
    yield "Chinese", commands.languages.choices["zh"].trigger
    yield "English", commands.languages.choices["en"].trigger
    yield "dark", commands.themes.choices["dark"].trigger
    yield "light", commands.themes.choices["light"].trigger
    yield "900 x 600", lambda: window.resize(900, 600)
    yield "1800 x 1000", lambda: window.resize(1800, 1000)
    yield "full screen", commands.fullscreen.trigger
    yield "full screen away", commands.fullscreen.trigger
    yield "compact", commands.compact.trigger
    yield "compact away", commands.compact.trigger


def close_dialogs(window: MainWindow) -> None:
    """Close the small windows."""
    for dialog in window.findChildren(QDialog, "dialog"):
        dialog.close()
