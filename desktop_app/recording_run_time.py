"""What recordings use of the run time, imported when it is first needed; see `run_time.py`."""

from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.settings import RecordingSettings

if TYPE_CHECKING:
    from vtoonify_rt.microphone.listener import Listener
    from vtoonify_rt.sinks.replay import Replay
    from vtoonify_rt.take import Take


class RecordingRunTime:
    """Films, sound and GIFs; every method may take seconds. Films are made of what plays, so what
    the pipeline needs is imported by then."""

    def open_take(self, path: Path, fps: float, choices: RecordingSettings) -> "Take":
        """Start a recording; SinkError if it cannot be written."""
        from vtoonify_rt.sinks.encoder_trial import usable_encoding
        from vtoonify_rt.take import Take, TakeRequest

        return Take(
            TakeRequest(
                path=path,
                fps=fps,
                encoding=usable_encoding(choices.format, choices.quality),
                raw=choices.raw,
                sound=bool(choices.microphone),
                picture_delay=choices.picture_delay_ms / 1000,
            )
        )

    def seconds_of_room(self, folder: Path) -> float:
        """Return for how long a recording in `folder` has room; SinkError if it has none."""
        from vtoonify_rt.take import seconds_of_room

        return seconds_of_room(folder)

    def open_replay(self, fps: float, choices: RecordingSettings) -> "Replay":
        """Start to keep the last seconds of what is shown."""
        from vtoonify_rt.sinks.encoder_trial import usable_encoding
        from vtoonify_rt.sinks.replay import Replay

        return Replay(
            fps=fps,
            encoding=usable_encoding(choices.format, choices.quality),
            sound=bool(choices.microphone),
            picture_delay=choices.picture_delay_ms / 1000,
        )

    def write_gif(self, video: Path | bytes, path: Path) -> None:
        """Write the last seconds of a video as a GIF; AppError if that cannot be."""
        from vtoonify_rt.sinks.gif import write_gif

        write_gif(video, path)

    def list_microphones(self) -> list[str]:
        """Return the names of the microphones; MicrophoneError where there can be no sound.

        Whoever asks is about to record, so the encoders are tried meanwhile.
        """
        from vtoonify_rt.microphone.devices import list_microphones
        from vtoonify_rt.sinks.encoder_trial import hardware_encoder

        hardware_encoder()

        return [device.name for device in list_microphones()]

    def listen(self, name: str) -> "Listener":
        """Listen to a microphone, which is opened meanwhile."""
        from vtoonify_rt.microphone.listener import Listener
        from vtoonify_rt.microphone.opening import open_microphone

        return Listener(lambda: open_microphone(name))
