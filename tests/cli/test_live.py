"""`vtoonify-rt live`: a picture for others without a window."""

import json
import os
import signal
from pathlib import Path
from queue import Queue

import pytest
from video_facts import read_video

from vtoonify_rt import live_recording
from vtoonify_rt.cli import main
from vtoonify_rt.errors import MicrophoneError, SinkError
from vtoonify_rt.live_output import LiveOutput
from vtoonify_rt.live_recording import RecordRequest
from vtoonify_rt.take import Take

KEYS = ["frames_in", "frames_out", "fps", "latency_ms", "av_skew_ms", "dropped", "leaked"]


def test_a_rehearsal_with_a_recording_ends_with_one_json_object(clip, capsys):
    arguments = ["--virtual-camera", "memory", "--record", "out.mp4", "--seconds", "1.5"]
    assert main(["live", "--source", "clip.mp4", *arguments, "--size", "320x320"]) == 0
    told = capsys.readouterr()
    result = json.loads(told.out)

    assert list(result) == KEYS
    assert result["frames_in"] >= result["frames_out"] > 20  # a clip of 10 frames starts over
    assert result["latency_ms"]["p95"] >= result["latency_ms"]["p50"] > 0
    assert result["leaked"] == 0
    assert "opening" in told.err
    assert len(read_video(Path("out.mp4"))) > 20


def test_a_run_that_does_not_come_about_leaves_a_recording_of_before(clip, capsys):
    Path("out.mp4").write_bytes(b"of yesterday")
    assert main(["live", "--source", "gone.mp4", "--record", "out.mp4"]) == 1

    assert "There is no source gone.mp4" in capsys.readouterr().err
    assert Path("out.mp4").read_bytes() == b"of yesterday"


def test_a_picture_too_small_to_be_measured_is_not_called_clean(clip, capsys):
    arguments = ["--virtual-camera", "memory", "--seconds", "0.2", "--json", "--size", "64x64"]
    assert main(["live", "--source", "clip.mp4", *arguments]) == 0

    assert json.loads(capsys.readouterr().out)["leaked"] is None


def test_a_guard_that_lets_everything_out_is_found_by_the_rehearsal(clip, capsys, monkeypatch):
    opened = LiveOutput._open_source

    def open_source(self):
        self._guard.show_camera(True)
        return opened(self)

    monkeypatch.setattr(LiveOutput, "_open_source", open_source)
    arguments = ["--virtual-camera", "memory", "--seconds", "0.5", "--json"]
    assert main(["live", "--source", "clip.mp4", *arguments]) == 0
    told = capsys.readouterr()

    assert json.loads(told.out)["leaked"] > 0
    assert told.err == ""


def test_ctrl_c_ends_it_kindly_with_the_json(clip, capsys, monkeypatch):
    """Without --seconds it is the usual end."""
    told = LiveOutput._how_it_goes

    def how_it_goes(self):
        if self._tally.frames > 3:
            os.kill(os.getpid(), signal.SIGINT)
        return told(self)

    monkeypatch.setattr(LiveOutput, "_how_it_goes", how_it_goes)
    arguments = ["--source", "sample", "--record", "out.mp4", "--json"]
    assert main(["live", *arguments]) == 0

    assert json.loads(capsys.readouterr().out)["frames_out"] > 3
    assert len(read_video(Path("out.mp4"))) > 3


def test_a_file_ends_the_run_without_seconds(clip, capsys):
    assert main(["live", "--source", "clip.mp4", "--record", "out.mp4", "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["leaked"] is None


def test_a_recording_that_cannot_be_finished_is_told_once(clip, capsys, monkeypatch):
    def close(self):
        raise SinkError("The disk is full")

    monkeypatch.setattr(Take, "close", close)
    assert main(["live", "--source", "clip.mp4", "--record", "out.mp4", "--json"]) == 1

    assert capsys.readouterr().err.count("The disk is full") == 1


def test_a_microphone_that_is_lost_at_once_is_told(tmp_path, monkeypatch):
    def refuse(name):
        raise MicrophoneError("The microphone is gone")

    monkeypatch.setattr(live_recording, "open_microphone", refuse)
    told = Queue()
    request = RecordRequest(path=tmp_path / "out.mp4", fps=30.0, microphone="default")
    with live_recording.LiveRecording(request, told.put):
        assert "is gone" in told.get(timeout=20)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "nobody to show it to"),
        (["--record", "clip.mp4"], "is what plays"),
        (["--record", "out.avi"], "ends in .mp4"),
        (["--record", "a.mp4", "--record", "b.mp4"], "one recording at a time"),
        (["--virtual-camera", "memory", "--card", "."], ". is a folder"),
        (["--virtual-camera", "nonsense"], "no virtual camera 'nonsense'"),
        (["--virtual-camera", "memory", "--size", "1281x720"], "no size of a virtual camera"),
        (["--virtual-camera", "memory", "--card", "none.png"], "none.png does not exist"),
        (["--virtual-camera", "memory", "--style", "manga"], "no style 'manga'"),
        (["--record", "missing/out.mp4"], "folder does not exist"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(clip, capsys, arguments, sentence):
    assert main(["live", "--source", "clip.mp4", *arguments]) in (1, 2)
    told = capsys.readouterr()

    assert sentence in told.err
    assert told.err.count("\n") == 1
    assert told.out == ""
