from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from made_video import make_video

from vtoonify_rt.errors import EndOfStream
from vtoonify_rt.sinks.recorder import Recorder
from vtoonify_rt.sources.video_file import VideoFile


def copy_video(source: Path, target: Path, skip: float = 0.0) -> None:
    """Pass every frame of `source` from `skip` seconds on, with its sound."""
    video = VideoFile(source, paced=False)
    with Recorder(
        target, fps_hint=video.info.fps, audio_from=source, audio_skip=skip, drop=False
    ) as recorder:
        try:
            while True:
                frame = video.read()
                if frame.time >= skip:
                    recorder.write(frame)
        except EndOfStream:
            pass
    video.close()


def sound_of(path: Path) -> tuple[float, np.ndarray]:
    """Return the time of the first sample that is played, and all samples."""
    with av.open(str(path)) as container:
        parts = list(container.decode(audio=0))
    return parts[0].time, np.concatenate([part.to_ndarray()[0] for part in parts])


@pytest.mark.parametrize(
    ("name", "sound", "kept"),
    [
        ("v.mp4", "aac", "aac"),
        ("v.mkv", "libopus", "opus"),
        ("v.mp4", "libmp3lame", "mp3"),
        ("v.mkv", "flac", "aac"),
        ("v.mov", "pcm_s16le", "aac"),
    ],
)
def test_sound_is_copied_where_mp4_can_hold_it_and_else_encoded(
    tmp_path: Path, name: str, sound: str, kept: str
) -> None:
    copy_video(make_video(tmp_path / name, frames=20, sound=sound), tmp_path / "out.mp4")

    with av.open(str(tmp_path / "out.mp4")) as container:
        assert container.streams.audio[0].codec_context.codec.canonical_name == kept


@pytest.mark.parametrize("sound", ["aac", "pcm_s16le"])
def test_sound_keeps_its_beginning_and_length(tmp_path: Path, sound: str) -> None:
    source = make_video(tmp_path / "v.mov", frames=25, fps=25, sound=sound)
    copy_video(source, tmp_path / "out.mp4")
    start, samples = sound_of(tmp_path / "out.mp4")
    start_before, samples_before = sound_of(source)

    assert start == pytest.approx(start_before, abs=0.001)
    assert len(samples) / 48_000 == pytest.approx(len(samples_before) / 48_000, abs=0.03)


def test_copied_sound_is_the_same_bit_for_bit(tmp_path: Path) -> None:
    source = make_video(tmp_path / "v.mp4", frames=20, sound="aac")
    copy_video(source, tmp_path / "out.mp4")

    np.testing.assert_array_equal(sound_of(tmp_path / "out.mp4")[1], sound_of(source)[1])


def test_sound_stays_in_step_when_the_pictures_start_later(tmp_path: Path) -> None:
    times = [Fraction(1, 2) + Fraction(n, 25) for n in range(25)]
    source = make_video(tmp_path / "v.mkv", frames=25, fps=25, times=times, sound="pcm_s16le")
    copy_video(source, tmp_path / "out.mp4")

    with av.open(str(tmp_path / "out.mp4")) as container:
        lengths = {stream.type: stream.duration * stream.time_base for stream in container.streams}
    assert float(lengths["video"]) == pytest.approx(1.0, abs=0.001)
    assert float(lengths["audio"]) == pytest.approx(0.5, abs=0.03)


def test_a_video_without_sound_gets_none(tmp_path: Path) -> None:
    copy_video(make_video(tmp_path / "v.mp4"), tmp_path / "out.mp4")

    with av.open(str(tmp_path / "out.mp4")) as container:
        assert [stream.type for stream in container.streams] == ["video"]


def test_sound_that_breaks_off_is_kept_up_to_there(tmp_path: Path) -> None:
    source = make_video(tmp_path / "v.mkv", frames=25, sound="pcm_s16le")
    source.write_bytes(source.read_bytes()[:-40_000])
    copy_video(source, tmp_path / "out.mp4")

    assert 0.2 < len(sound_of(tmp_path / "out.mp4")[1]) / 48_000 < 0.6


def test_damaged_sound_is_skipped(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    source = make_video(tmp_path / "v.mkv", frames=25, sound="flac")
    with av.open(str(source)) as container:
        packet = list(container.demux(audio=0))[2]
    assert packet.pos is not None
    data = bytearray(source.read_bytes())
    data[packet.pos + 8 : packet.pos + 24] = bytes(16)
    source.write_bytes(data)
    copy_video(source, tmp_path / "out.mp4")

    assert "skipped damaged sound" in caplog.text
    assert len(sound_of(tmp_path / "out.mp4")[1]) / 48_000 == pytest.approx(25 / 30, abs=0.03)


def test_pictures_and_sound_end_together(tmp_path: Path) -> None:
    source = make_video(tmp_path / "v.mp4", frames=24, fps=24, sound="aac")
    copy_video(source, tmp_path / "out.mp4")

    with av.open(str(tmp_path / "out.mp4")) as container:
        lengths = [float(stream.duration * stream.time_base) for stream in container.streams]
    assert lengths == pytest.approx([1.0, 1.0], abs=0.022)


@pytest.mark.parametrize("sound", ["mp2", "aac"])
def test_pictures_and_sound_stay_together_in_files_appended_to_one_another(
    tmp_path: Path, sound: str
) -> None:
    piece = make_video(tmp_path / "piece.ts", frames=25, fps=25, sound=sound)
    source = tmp_path / "v.ts"
    source.write_bytes(piece.read_bytes() * 3)
    copy_video(source, tmp_path / "out.mp4")

    with av.open(str(tmp_path / "out.mp4")) as container:
        lengths = {stream.type: stream.duration * stream.time_base for stream in container.streams}
    assert float(lengths["video"]) == pytest.approx(3.0, abs=0.001)
    assert float(lengths["audio"]) == pytest.approx(3.0, abs=0.1)


@pytest.mark.parametrize("sound", ["aac", "pcm_s16le"])
def test_sound_before_the_first_frame_is_left_out(tmp_path: Path, sound: str) -> None:
    """The tone has a period of 1/440 s, which tells the moment to far less than a packet."""
    source = make_video(tmp_path / "v.mov", frames=25, fps=25, sound=sound)
    skip = 0.4
    copy_video(source, tmp_path / "out.mp4", skip)
    start, samples = sound_of(tmp_path / "out.mp4")

    assert -1024 / 48_000 <= start <= 0.001
    assert start + len(samples) / 48_000 == pytest.approx(1 - skip, abs=0.03)
    times = start + skip + np.arange(len(samples)) / 48_000
    tone = np.sin(times * 2 * np.pi * 440)
    part = slice(4800, 24_000)  # encoders fade in and out
    assert np.corrcoef(samples[part], tone[part])[0, 1] > 0.99
