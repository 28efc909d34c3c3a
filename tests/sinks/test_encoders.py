from pathlib import Path
from threading import Event

import av
import pytest
from made_video import number, numbered
from video_facts import read_video

from vtoonify_rt.frame import Frame
from vtoonify_rt.sinks import encoder_trial, encoders
from vtoonify_rt.sinks.encoder_trial import EncoderUnusable, find_hardware, try_encoder
from vtoonify_rt.sinks.encoders import HARDWARE, choose_encoding
from vtoonify_rt.sinks.recorder import Recorder


@pytest.mark.parametrize("quality", ["small", "balanced", "best"])
@pytest.mark.parametrize("kind", ["h264", "vp9", "av1"])
def test_every_format_and_quality_can_be_played(tmp_path: Path, kind, quality):
    path = tmp_path / "v.mp4"
    with Recorder(path, drop=True, encoding=choose_encoding(kind, quality)) as recorder:
        for n in range(6):
            recorder.write(Frame(numbered(4 * n, 128, 96), n / 30))

    assert [number(image) for image in read_video(path)] == [0, 4, 8, 12, 16, 20]


def test_hardware_is_used_for_h264_alone():
    assert choose_encoding("h264", "best", "h264_nvenc").codec == "h264_nvenc"
    assert choose_encoding("vp9", "best", "h264_nvenc").codec == "libvpx-vp9"


def test_the_first_hardware_that_works_is_taken():
    tried = []
    present = [codec for codec in HARDWARE if codec in av.codecs_available]

    assert find_hardware(lambda codec: tried.append(codec) or True) == (present or [None])[0]
    assert tried == present[:1]
    assert find_hardware(lambda codec: False) is None


def test_an_encoder_is_tried_with_pictures_that_come_back():
    try_encoder("libx264")


def test_one_that_does_not_work_here_says_so(monkeypatch):
    monkeypatch.setitem(encoders._TABLE, "h264_none", {})

    with pytest.raises(EncoderUnusable, match="h264_none does not encode here"):
        try_encoder("h264_none")


@pytest.mark.parametrize("codec", [c for c in encoders._TABLE if c in av.codecs_available])
def test_every_option_is_one_that_the_encoder_knows(codec: str):
    supported = av.CodecContext.create(codec, "w").supported_options
    known = {option.name for option in (*supported.private, *supported.generic)}

    assert set(encoders.encoding_of(codec, "best").options) <= known


def test_until_the_hardware_is_known_recordings_do_without(monkeypatch):
    ready = Event()
    monkeypatch.setattr(encoder_trial, "find_hardware", lambda works: ready.wait(20) and "found")
    encoder_trial._trial.cache_clear()
    before = encoder_trial.hardware_encoder()
    ready.set()

    assert before is None
    assert encoder_trial._trial().result(20) == encoder_trial.hardware_encoder() == "found"
    encoder_trial._trial.cache_clear()
