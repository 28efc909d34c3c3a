"""States of recordings: the page, the light, what is asked before, and what is said after."""

from datetime import datetime

from window_rig import FOLDER, Rig
from window_state import state

from desktop_app.settings import RecordingSettings
from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.microphone.level import SILENCE

NONE_FOUND = MicrophoneError(
    "No microphone was found", "Plug one in, or allow this program to use it"
)
NOT_ALLOWED = MicrophoneError(
    "Headset cannot be opened (permission denied)",
    "Allow this program to use the microphone, or close others that use it",
)


def recorded(**choices: object) -> RecordingSettings:
    """Return how recordings are made, into a folder that is the same on every machine."""
    return RecordingSettings(folder=FOLDER, **choices)


WITH_SOUND = recorded(microphone="Headset")


@state(recording=recorded())
def recording(rig: Rig) -> None:
    record(rig)


@state(recording=WITH_SOUND)
def recording_with_sound(rig: Rig) -> None:
    show_section(rig)
    record(rig)


@state(recording=recorded(microphone="Headset", raw=True, replay=True, picture_delay_ms=40))
def recording_choices(rig: Rig) -> None:
    show_section(rig)


@state(recording=WITH_SOUND)
def no_microphone(rig: Rig) -> None:
    rig.run_time.microphones = NONE_FOUND
    show_section(rig)
    rig.wait(lambda: rig.window.recording.sound.error is not None)
    hear_nothing(rig)


@state(recording=WITH_SOUND)
def microphone_not_permitted(rig: Rig) -> None:
    show_section(rig)
    rig.run_time.listeners[-1].error = NOT_ALLOWED
    hear_nothing(rig)


@state(recording=recorded())
def recording_paused(rig: Rig) -> None:
    record(rig)
    rig.window.commands.pause.trigger()
    rig.window.progress._show_figures()


@state(recording=recorded())
def recording_with_little_room(rig: Rig) -> None:
    record(rig)
    rig.window.recording.take.seconds_left = 250.0
    rig.window.progress._show_figures()
    rig.shown = rig.window.stage.light


@state(recording=recorded())
def recording_loses_pictures(rig: Rig) -> None:
    record(rig)
    rig.window.recording.take.dropped = 41
    rig.window.progress._show_figures()
    rig.shown = rig.window.stage.light


@state(recording=recorded())
def disk_nearly_full(rig: Rig) -> None:
    rig.run_time.room = 250.0
    rig.play()
    rig.window.commands.record.trigger()
    rig.wait(lambda: bool(rig.dialogs()))
    rig.shown = rig.dialog()


@state(recording=recorded())
def saved(rig: Rig) -> None:
    rig.play()
    rig.window.recording._now = noon
    rig.window.commands.snapshot.trigger()
    rig.wait(lambda: bool(rig.window.stage.message.text))


@state(recording=recorded(replay=True))
def replay_saved(rig: Rig) -> None:
    keep_replay(rig)
    rig.window.commands.save_replay.trigger()
    rig.wait(lambda: bool(rig.window.stage.message.text))
    rig.shown = rig.window.stage.message


@state(recording=recorded(replay=True))
def gif_saved(rig: Rig) -> None:
    keep_replay(rig)
    rig.window.commands.save_gif.trigger()
    rig.wait(lambda: bool(rig.window.stage.message.text))
    rig.shown = rig.window.stage.message


def hear_nothing(rig: Rig) -> None:
    """Let the microphone give nothing."""
    rig.run_time.listeners[-1].level = SILENCE
    rig.window.takes._show_level()


def keep_replay(rig: Rig) -> None:
    """Play, while the last seconds are kept; nothing is written."""
    rig.play()
    rig.wait(lambda: rig.window.takes.replay.keeps)
    rig.run_time.replays[-1].save = lambda path: 30.0
    rig.window.recording._now = noon


def noon() -> datetime:
    """Return a moment."""
    return datetime(2026, 5, 4, 12, 30)


def record(rig: Rig) -> None:
    """Play, and record it."""
    rig.play()
    rig.window.commands.record.trigger()
    rig.wait(lambda: rig.window.recording.elapsed > 0)
    rig.window.progress._show_figures()


def show_section(rig: Rig) -> None:
    """Play, with the section of recordings in sight."""
    rig.play()
    controls = rig.window.controls
    controls.show_page("output")
    for other in (controls.virtual_camera, controls.others):
        other.toggle.setChecked(False)
    rig.wait(lambda: bool(rig.run_time.listeners))
    rig.window.takes._show_level()
