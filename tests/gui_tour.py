"""A walk through all controls of the window, on the real pipeline."""

import tempfile
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from gui_watch import Row, Watch, worst
from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QDialog

from desktop_app.app import make_application
from desktop_app.main_window import MainWindow
from desktop_app.playback import State
from desktop_app.run_time import SAMPLE, RunTime
from desktop_app.settings import OthersSettings, RecordingSettings, Settings
from desktop_app.translation import set_language
from vtoonify_rt.microphone.opening import TEST
from vtoonify_rt.virtual_camera_setup import MEMORY

REST_MS = 130  # after an action, in which what it set off happens
START_MS = 60_000  # that the first picture may take
Step = tuple[str, Callable[[], object]]
CHOSEN = Settings(
    source=SAMPLE,
    others=OthersSettings(camera=MEMORY),
    recording=RecordingSettings(microphone=TEST, folder=tempfile.mkdtemp()),
)

AWAITED: Mapping[str, Callable[[MainWindow], bool]] = {  # what an action is to bring about
    "source again": lambda window: window.playback.state is State.RUNNING,
    "record with sound": lambda window: window.recording.elapsed > 0,
    "go on with the recording": lambda window: not window.recording.paused,
    "end the recording": lambda window: bool(takes(".mp4")),
    "keep the last seconds": lambda window: window.takes.replay.keeps,
    "save the last seconds": lambda window: len(takes(".mp4")) > 1,
    "GIF of the last seconds": lambda window: bool(takes(".gif")),
    "virtual camera on": lambda window: window.others.others.camera_state == "running",
    "hide at once": lambda window: window.others.sign.isVisible(),
    "virtual camera off": lambda window: window.others.others.camera_state == "off",
}


def takes(suffix: str) -> list[Path]:
    """The files that the tour has recorded."""
    return list(Path(CHOSEN.recording.folder).glob(f"*{suffix}"))


def tour(*, stacks: bool = False) -> tuple[list[Row], Watch]:
    """Walk through the window, and return the worst blocks of each action."""
    application = make_application()
    watch = Watch(stacks=stacks)
    window = MainWindow(RunTime(), CHOSEN)
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
        if name in AWAITED:
            come = partial(AWAITED[name], window)
            spin(START_MS, until=come)
            assert come(), name
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
    yield from of_the_gallery(window)
    yield from of_faces(window)
    yield from of_files(window)
    yield from of_takes(window)
    yield from of_others(window)
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


def of_the_gallery(window: MainWindow) -> Iterator[Step]:
    commands, gallery, bar = window.commands, window.gallery, window.controls.styles.bar
    yield "find a style", commands.find_style.trigger
    yield "search the styles", lambda: bar.field.setText("to")
    yield "search no more", bar.field.clear
    yield "a favourite", commands.favourite.trigger
    yield "favourites only", bar.favourites.click
    yield "all styles", bar.favourites.click
    yield "own face on", gallery.own_face_row.box.click
    yield "own face off", gallery.own_face_row.box.click
    yield "look into A", lambda: gallery.comparison.show("a")
    yield "look into B", lambda: gallery.comparison.show("b")
    yield "style of B", commands.styles[4].trigger
    yield "swap A and B", commands.swap.trigger
    yield "A beside B", commands.both.trigger
    yield "A alone", commands.both.trigger
    yield "save a preset", lambda: gallery.presets.save("tour")
    yield "rename the preset", lambda: gallery.presets.rename("tour", "trip")
    yield "choose the preset", lambda: gallery.presets.menu.chosen.emit("trip")
    yield "menu of presets", lambda: gallery.presets.menu.popup(window.pos())
    yield "menu of presets away", gallery.presets.menu.close
    yield "remove the preset", lambda: gallery.presets.menu.remove_wanted.emit("trip")


def of_faces(window: MainWindow) -> Iterator[Step]:
    faces = window.controls.faces
    yield "page of faces", lambda: window.controls.show_page("picture")
    yield "all faces", lambda: faces.mode_chosen.emit("all")
    yield "one face", lambda: faces.mode_chosen.emit("main")


def of_takes(window: MainWindow) -> Iterator[Step]:
    commands, section = window.commands, window.controls.recording
    yield "meter of the microphone", lambda: window.controls.show_page("output")
    yield "record with sound", commands.record.trigger
    yield "pause the recording", commands.pause.trigger
    yield "go on with the recording", commands.pause.trigger
    yield "end the recording", commands.record.trigger
    yield "keep the last seconds", lambda: section.changed.emit({"replay": True})
    yield "save the last seconds", commands.save_replay.trigger
    yield "GIF of the last seconds", commands.save_gif.trigger
    yield "keep no seconds", lambda: section.changed.emit({"replay": False})
    yield "no microphone", lambda: section.changed.emit({"microphone": ""})


def of_others(window: MainWindow) -> Iterator[Step]:
    commands, cover = window.commands, window.controls.others
    yield "virtual camera on", commands.virtual_camera.trigger
    yield "shutter closed", commands.shutter.trigger
    yield "shutter open", commands.shutter.trigger
    yield "hide at once", commands.panic.trigger
    yield "words on the card", lambda: cover.words_chosen.emit("back soon")
    yield "show me again", commands.show_again.trigger
    yield "hold when there is no face", lambda: cover.policy_chosen.emit("hold")
    yield "virtual camera off", commands.virtual_camera.trigger


def of_files(window: MainWindow) -> Iterator[Step]:
    commands = window.commands
    yield "snapshot", commands.snapshot.trigger
    yield "source again", lambda: window._choose_source(SAMPLE)
    yield "look for cameras", window.controls.source.refresh.click
    yield "menu of sources", lambda: window.controls.source.menu.popup(window.pos())
    yield "menu away", window.controls.source.menu.close


def of_windows(window: MainWindow) -> Iterator[Step]:
    commands = window.commands
    dialogs = {
        "shortcuts": commands.help,
        "why slow": commands.why_slow,
        "about": commands.about,
        "set up the virtual camera": commands.setup,
    }
    for name, action in dialogs.items():
        yield name, action.trigger
        yield f"{name} away", lambda: close_dialogs(window)
    yield "first steps", commands.start_again.trigger
    yield "first steps away", window.stage.steps.skip.click
    yield "copy diagnostics", commands.diagnostics.trigger
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
