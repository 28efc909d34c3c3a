"""Recordings with sound, read back from their files."""

from pathlib import Path
from time import sleep

import av
import numpy as np
import pytest
from clicking_take import FPS, captured, clicks_off, pictures_of
from fake_microphone import sound
from made_video import number, numbered
from video_facts import read_video

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.sinks.disk_room import DiskRoom
from vtoonify_rt.take import Take, TakeRequest, raw_path


def open_take(path: Path, **wanted: object) -> Take:
    return Take(TakeRequest(path=path, fps=FPS, **wanted))


def feed(take: Take, item: object) -> None:
    """Give a frame or a block; unlike live, no frame finds the encoder busy."""
    if not isinstance(item, Frame):
        take.hear(item)
        return
    for sink in filter(None, (take.recorder, take.raw)):
        sink.write(item)
    wait_for_encoders(take, most=2)


def wait_for_encoders(take: Take, most: int = 0) -> None:
    while any(recorder._thread._queue.qsize() > most for recorder in take._recorders()):
        sleep(0.001)


def test_sound_lies_beside_the_pictures_captured_with_it(tmp_path):
    take = open_take(tmp_path / "v.mp4", sound=True)
    for item in captured(40, ppm=300.0, jitter=0.005, losses={12.3: 0.5, 20.4: 0.03}):
        feed(take, item)
    take.close()
    times = pictures_of(take.path)
    off = clicks_off(take.path, take.find, 138)

    assert np.allclose(times, np.arange(len(times)) / FPS, atol=1e-4)
    assert len(off) == 38
    assert max(map(abs, off)) < 20
    assert take.skew < 0.020


def test_pictures_that_are_older_than_they_say_delay_the_sound(tmp_path):
    take = open_take(tmp_path / "v.mp4", sound=True, picture_delay=0.08)
    for item in captured(4):
        feed(take, item)
    take.close()

    assert clicks_off(take.path, take.find, 102) == pytest.approx([80, 80], abs=1)


def test_a_pause_is_cut_from_pictures_and_sound(tmp_path):
    take = open_take(tmp_path / "v.mp4", sound=True)
    for item in captured(12):
        if isinstance(item, Frame):
            if item.time == 103.6:
                take._timeline.pause(103.5)
            if item.time == 107.6:
                take._timeline.resume(107.5)
        feed(take, item)
    take.close()
    off = clicks_off(take.path, take.find, 110)

    assert take.elapsed == pytest.approx(11.9 - 4, abs=0.1)
    assert len(off) == 6  # 104 to 107 are in the pause
    assert max(map(abs, off)) < 2


def test_without_a_block_there_is_silence_beside_all_pictures(tmp_path):
    take = open_take(tmp_path / "v.mp4", sound=True)
    for item in captured(4):
        if isinstance(item, Frame):
            feed(take, item)
    take.hear(sound(103.85))  # plugged in at the very end
    take.close()

    with av.open(str(take.path)) as film:
        lengths = [float(track.duration * track.time_base) for track in film.streams]
    assert lengths[1] == pytest.approx(lengths[0], abs=0.03)


def test_the_raw_take_has_the_cameras_pictures_and_the_same_times(tmp_path):
    take = open_take(tmp_path / "v.mp4", raw=True, sound=True)
    for item in captured(3):
        if isinstance(item, Frame):
            item = Frame(255 - item.image, item.time, before=item.image, shows="stylized")
        feed(take, item)
    take.close()
    raw = raw_path(take.path)

    assert raw.name == "v raw.mp4"
    assert pictures_of(raw) == pictures_of(take.path)
    assert [number(image) for image in read_video(raw)][:20] == list(range(20))
    assert max(map(abs, clicks_off(raw, take.find, 102))) < 2


def test_a_frame_that_is_not_stylized_is_raw_itself(tmp_path):
    take = open_take(tmp_path / "v.mp4", raw=True)
    take.raw.write(Frame(numbered(9), 1.0))
    take.close()

    assert [number(image) for image in read_video(raw_path(take.path))] == [9]


def test_a_disk_without_room_is_told_before_anything_is_written(tmp_path):
    room = DiskRoom(tmp_path, free=lambda folder: 200_000_000)

    with pytest.raises(SinkError, match=r"no room for a recording in .*: 200 MB"):
        Take(TakeRequest(path=tmp_path / "v.mp4", fps=FPS), room=room)
    assert list(tmp_path.iterdir()) == []


def test_it_ends_whole_before_the_disk_is_full(tmp_path):
    free = [400_000_000]
    clock = [0.0]
    room = DiskRoom(tmp_path, free=lambda folder: free[0], clock=lambda: clock[0])
    take = Take(TakeRequest(path=tmp_path / "v.mp4", fps=FPS, sound=True), room=room)
    for n in range(20):
        feed(take, Frame(numbered(n), n / FPS))
    wait_for_encoders(take)
    free[0], clock[0] = 299_000_000, 2.0
    take.recorder.write(Frame(numbered(0), 1.0))

    with pytest.raises(SinkError, match="has ended, and is whole: 299 MB"):
        take.close()
    assert len(read_video(take.path)) > 1


def test_minutes_left_are_by_the_rate_so_far(tmp_path):
    room = DiskRoom(tmp_path, free=lambda folder: 300_000_000 + 70_000_000)
    take = Take(TakeRequest(path=tmp_path / "v.mp4", fps=FPS), room=room)

    assert take.seconds_left == pytest.approx(100)  # as recordings usually grow
    take.close()
