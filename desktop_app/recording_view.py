"""Connects recordings with what the user sees of them and chooses for them."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.actions import Actions
from desktop_app.background import Background
from desktop_app.controls import Controls
from desktop_app.instant_replay import InstantReplay
from desktop_app.overlay import WayOn
from desktop_app.playback import Playback
from desktop_app.player import Player
from desktop_app.recording import Recording
from desktop_app.run_time import RunTime
from desktop_app.stage import Stage
from desktop_app.store_dialogs import Question
from desktop_app.translation import tr
from desktop_app.widgets import timer

LOOK_MS = 60  # between two looks at the level of the microphone
ANEW = {"microphone", "quality", "format", "picture_delay_ms", "replay"}  # with another of these


class RecordingParts(NamedTuple):
    """What records, and the widgets that show it."""

    recording: Recording
    commands: Actions
    stage: Stage
    controls: Controls


class RecordingView(QObject):
    """Keeps section and actions up to date; `window` owns the dialogs."""

    def __init__(
        self,
        window: QWidget,
        run_time: RunTime,
        player: Player,
        playback: Playback,
        background: Background,
        parts: RecordingParts,
    ) -> None:
        super().__init__(window)
        recording = parts.recording
        self.replay = InstantReplay(run_time, playback, recording, background)
        self._window = window
        self._player = player
        self._recording = recording
        self._sound = recording.sound
        self._commands, self._stage = parts.commands, parts.stage
        self._section = parts.controls.recording
        self._timer = timer(self, LOOK_MS)
        self._timer.timeout.connect(self._show_level)
        self._connect()

    def _connect(self) -> None:
        self._section.changed.connect(self._choose)
        self._section.seen.connect(self._follow_sight)
        self._section.folder_wanted.connect(self._ask_for_folder)
        self._section.open_wanted.connect(self._open_folder)
        self._sound.changed.connect(self.show_all)
        self._recording.room_short.connect(self._ask_to_record)
        self.replay.saved.connect(self._recording.saved)
        self.replay.failed.connect(self._stage.tell_error)
        self._commands.save_replay.triggered.connect(self._save_replay)
        self._commands.save_gif.triggered.connect(self._save_gif)

    @property
    def _style(self) -> str:
        return self._player.settings.stylize.style

    def shut_down(self) -> None:
        """Let go of the microphone, and of what is kept."""
        self._timer.stop()
        self.replay.stop()
        self._sound.shut_down()

    @Slot()
    def show_all(self) -> None:
        """Show everything again, as after a change of language."""
        settings = self._player.settings.recording
        self._recording.choices = settings
        self._sound.choose(settings.microphone)
        folder = str(self._recording.folder)
        self._section.show_choices(settings, self._sound.microphones, folder)
        self._show_level()

    def _save_replay(self) -> None:
        if self.replay.keeps:
            self.replay.save(self._style)
        else:
            self._offer_to_keep()

    def _save_gif(self) -> None:
        if self.replay.has_film:
            self.replay.save_gif(self._style)
        else:
            self._offer_to_keep()

    def _offer_to_keep(self) -> None:
        """Say that there is nothing to save, and how there will be."""
        if self._player.settings.recording.replay:
            self._stage.give_hint(tr("Nothing is kept yet: it begins with the picture."))
            return
        keep: WayOn = (tr("Keep them from now on"), self._keep_from_now)
        self._stage.give_hint(tr("The last seconds are not kept."), keep)

    def _keep_from_now(self) -> None:
        self._choose({"replay": True})
        self._stage.message.dismiss()

    @Slot()
    def _show_level(self) -> None:
        level = self._sound.level
        if level is None:
            self._section.meter.show_level(None)
        else:
            self._section.meter.show_level(level.peak, clipped=level.clipped)
        silent = bool(self._player.settings.recording.microphone)
        self._section.show_trouble((self._sound.lost or self._sound.error) if silent else None)

    @Slot(bool)
    def _follow_sight(self, seen: bool) -> None:
        """Listen for the meter while it can be seen, and no longer."""
        self._sound.want("meter", seen)
        if seen:
            self._sound.look()
            self._timer.start()
        else:
            self._timer.stop()

    @Slot(object)
    def _choose(self, changes: dict[str, object]) -> None:
        self._player.keep_part("recording", **changes)
        self.show_all()
        if ANEW & changes.keys():
            self.replay.restart()

    @Slot(float)
    def _ask_to_record(self, seconds: float) -> None:
        """Ask whether to record though the disk is nearly full."""
        question = Question(
            tr("Record with little room?"),
            [
                tr("There is room for about {minutes} min.", minutes=max(1, int(seconds // 60))),
                tr("The recording ends by itself, whole, before the disk is full."),
            ],
            tr("Record"),
            parent=self._window,
        )
        question.accepted.connect(lambda: self._recording.start(self._style, anyway=True))
        question.open()

    def _ask_for_folder(self) -> None:
        folder = str(self._recording.folder)
        if chosen := QFileDialog.getExistingDirectory(
            self._window, tr("Folder for recordings"), folder
        ):
            self._choose({"folder": chosen})

    def _open_folder(self) -> None:
        folder = self._recording.folder
        shown: Path = folder if folder.exists() else folder.parent
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(shown)))
