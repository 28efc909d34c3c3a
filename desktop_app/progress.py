"""Shows how the work goes: the picture, its state and figures, recordings and snapshots."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from desktop_app.actions import Actions
from desktop_app.playback import Playback, State
from desktop_app.player import Player
from desktop_app.recording import Recording
from desktop_app.recording_words import light_text
from desktop_app.run_time import SAMPLE
from desktop_app.slowness import Slowness
from desktop_app.source_chooser import SourceChooser
from desktop_app.stage import Stage
from desktop_app.translation import said, tr
from desktop_app.transport import StatusLine
from desktop_app.widgets import timer
from vtoonify_rt.errors import AppError
from vtoonify_rt.governor import GovernorChange
from vtoonify_rt.governor_words import change_words

if TYPE_CHECKING:
    from vtoonify_rt.live import Live

FIGURES_MS = 400  # between two looks at frame rate, face and recording
FIGURES_S = 5.0  # that frame rate and latency look back on
NO_FACE_LOOKS = 4  # looks without a face before that is said
CHANGE_LOOKS = 25  # that a change of quality is told for: 10 s


@dataclass(frozen=True, slots=True, kw_only=True)
class Views:
    """The widgets that show the work."""

    stage: Stage
    status: StatusLine
    commands: Actions
    sources: SourceChooser
    slowness: Slowness


class Progress(QObject):
    """Carries news of playback and recording to the widgets, and what they ask for back."""

    def __init__(
        self, player: Player, playback: Playback, recording: Recording, views: Views
    ) -> None:
        super().__init__(player)
        self._player = player
        self._playback = playback
        self._recording = recording
        self._stage = views.stage
        self._status = views.status
        self._commands = views.commands
        self._sources = views.sources
        self._slowness = views.slowness
        self._looks_without_face = 0
        self._change: GovernorChange | None = None  # that is told, for so many looks more:
        self._looks_to_tell = 0
        self._backend_note = ""  # as told last
        self._build_error: AppError | None = None  # as told last
        self._silence: AppError | None = None  # why a recording has no sound, as told last
        self._timer = timer(self, FIGURES_MS)
        self._timer.timeout.connect(self._show_figures)
        self._connect()

    def _connect(self) -> None:
        self._player.changed.connect(self._show_state)
        self._player.failed.connect(self._stage.tell_error)
        self._playback.frame_ready.connect(self._show_frame)
        self._playback.state_changed.connect(self._show_state)
        self._playback.style_failed.connect(self._stage.tell_error)
        self._recording.changed.connect(self._show_recording)
        self._recording.saved.connect(self._tell_saved)
        self._recording.failed.connect(self._tell_failed)
        self._stage.retry_wanted.connect(self._player.retry)
        self._commands.record.triggered.connect(self._toggle_recording)
        self._commands.pause.triggered.connect(self._recording.pause)
        self._commands.snapshot.triggered.connect(self._take_snapshot)

    def show_all(self) -> None:
        """Show everything again, as after a change of language; and keep it up to date."""
        self._show_state()
        self._show_recording()
        self._show_figures()
        self._timer.start()

    def _show_frame(self) -> None:
        frame = self._playback.take_frame()
        if frame is not None:
            self._stage.show_frame(frame)
            self._slowness.note_shown()
            self._commands.snapshot.setEnabled(True)

    def _show_state(self) -> None:
        state, source = self._playback.state, self._player.source
        if state in (State.ENDED, State.FAILED):
            self._recording.stop()
        name = self._sources.source_name(source)
        self._stage.show_state(state, name, self._playback.error, is_sample=source == SAMPLE)
        self._commands.snapshot.setEnabled(self._stage.frame is not None)
        self._show_recording()

    def _show_figures(self) -> None:
        live = self._playback.live
        running = live is not None and self._playback.state is State.RUNNING
        if live is not None:
            stats = live.stats(FIGURES_S) if running else None
            note = self._change_note(live) or self._build_note(live)
            lowered_px = None if note else self._lowered_px(live)  # once is enough
            self._status.show_figures(
                stats, live.source_info, live.backend, note=note, lowered_px=lowered_px
            )
            self._tell_backend(live.backend_note)
        self._slowness.look(live if running else None, recording=self._recording.active)
        looks = self._player.config.faces.mode != "whole"
        faceless = running and looks and live is not None and not live.face
        self._looks_without_face = self._looks_without_face + 1 if faceless else 0
        self._stage.show_hint(no_face=self._looks_without_face >= NO_FACE_LOOKS)
        if self._recording.active:
            self._show_recording()
        self._tell_silence()

    def _change_note(self, live: "Live") -> str:
        """Return what the governor did last, if that was a moment ago."""
        change = live.governed.change if live.governed is not None else None
        if change is not self._change:
            self._change, self._looks_to_tell = change, CHANGE_LOOKS
        self._looks_to_tell -= 1
        return said(change_words(change)) if change is not None and self._looks_to_tell >= 0 else ""

    def _build_note(self, live: "Live") -> str:
        """Return how far engines are built; tell once why they cannot be."""
        build = live.engines.build
        if build is None or build.state != "running":
            error = build.error if build is not None else None
            if error is not None and error is not self._build_error:
                self._stage.tell_error(error)
            self._build_error = error
            return ""
        done = round(100 * build.progress)
        return tr("Making the model ready for the graphics card: {done} %", done=done)

    def _tell_backend(self, note: str) -> None:
        """Tell once that the model runs on something else than it was meant to."""
        if note and note != self._backend_note:
            self._stage.tell_error(AppError(note, "Run vtoonify-rt doctor to see what to do"))
        self._backend_note = note

    def _tell_silence(self) -> None:
        """Tell once in a recording that its microphone gives nothing."""
        recording = self._recording
        error = recording.sound.lost if recording.take is not None else None
        if error is not None and self._silence is None:
            self._stage.tell_error(error)
        self._silence = error

    def _lowered_px(self, live: "Live") -> int | None:
        """Return the crop size, if it is smaller than chosen."""
        px = live.governed.level.crop_px if live.governed is not None else None
        return px if px is not None and px < self._player.config.crop_px else None

    def _show_recording(self) -> None:
        recording = self._recording
        running = self._playback.state is State.RUNNING
        self._commands.show_recording(recording.active)
        self._commands.record.setEnabled(recording.active or running)
        self._commands.pause.setVisible(recording.take is not None)
        self._commands.pause.setChecked(recording.paused)
        take = recording.take
        self._stage.light.say("" if take is None else light_text(take, recording.fps))

    def _toggle_recording(self) -> None:
        if self._recording.active:
            self._recording.stop()
        else:
            self._recording.start(self._player.settings.stylize.style)

    def _take_snapshot(self) -> None:
        if self._stage.frame is not None:
            self._recording.snapshot(self._stage.frame, self._player.settings.stylize.style)

    def _tell_saved(self, path: Path) -> None:
        way_on = (tr("Show in folder"), lambda: show_in_folder(path))
        self._stage.tell(tr("Saved: {name}", name=path.name), way_on=way_on)

    def _tell_failed(self, error: AppError, path: Path | None) -> None:
        if path is None or not path.exists():
            self._stage.tell_error(error)
        else:  # what was written stays
            way_on = (tr("Show in folder"), lambda: show_in_folder(path))
            self._stage.tell_error(error, way_on=way_on)


def show_in_folder(path: Path) -> None:
    """Open the folder that holds `path` with the desktop's file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
