import weakref
from pathlib import Path
from time import sleep

import numpy as np
import pytest
from clicking_take import FPS, captured, clicks_off, pictures_of
from made_video import number, numbered
from video_facts import read_video

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.microphone import SoundBlock
from vtoonify_rt.sinks import fragment_ring
from vtoonify_rt.sinks.fragment_ring import FragmentRing
from vtoonify_rt.sinks.live_sound import LiveSound
from vtoonify_rt.sinks.replay import Replay
from vtoonify_rt.sinks.timeline import Timeline


def played(seconds: float, keeps: int) -> tuple[Replay, Timeline, int]:
    """Return a replay that has seen so much, its timeline, and how many pictures that were."""
    replay = Replay(fps=FPS, seconds=keeps, sound=True)
    frames = 0
    for item in captured(seconds, ppm=300.0):
        if isinstance(item, Frame):
            while replay._thread._queue.qsize() > 4:
                sleep(0.001)
            replay.write(item)
            frames += 1
        else:
            replay.hear(item)
    replay.close()
    return replay, replay._timeline, frames


def test_the_last_seconds_are_saved_without_a_gap_and_with_their_sound(tmp_path):
    replay, timeline, frames = played(15, keeps=5)
    length = replay.save(tmp_path / "v.mp4")
    times = pictures_of(tmp_path / "v.mp4")
    begins = timeline.elapsed - times[-1]
    numbers = [number(image) for image in read_video(tmp_path / "v.mp4")]

    assert 5 <= length < 7
    assert times[0] == 0
    assert numbers == [n % 25 for n in range(frames)][-len(numbers) :]
    off = clicks_off(
        tmp_path / "v.mp4", lambda s: s - 100 - begins if s > 101 + begins else None, 114
    )
    assert len(off) >= 4
    assert max(map(abs, off)) < 3


def test_less_than_that_is_saved_as_far_as_there_is(tmp_path):
    replay, _, frames = played(3, keeps=30)
    replay.save(tmp_path / "v.mp4")

    assert len(read_video(tmp_path / "v.mp4")) == frames


def test_memory_is_bounded():
    replay, _, _ = played(15, keeps=2)

    assert replay._ring.kept < replay._ring.size / 2


def test_memory_is_bounded_also_where_a_second_takes_much(monkeypatch):
    monkeypatch.setattr(fragment_ring, "_MOST_BYTES", 1000)
    ring = FragmentRing(30)
    for _ in range(20):
        ring.write(box(b"moof", 100) + box(b"mdat", 200))

    assert (ring.whole, ring.kept) == (20, 900)


def test_sound_that_no_picture_comes_for_is_forgotten():
    sound = LiveSound(Timeline(FPS, live=True))
    samples = np.zeros(4800, np.float32)
    blocks = [SoundBlock(samples.copy(), index / 10, 48_000.0) for index in range(1200)]
    first, last = (weakref.ref(block.samples) for block in (blocks[0], blocks[-1]))
    while blocks:
        sound.hear(blocks.pop(0))

    assert (first(), last() is None) == (None, False)


def test_before_a_picture_there_is_nothing_to_save(tmp_path):
    replay = Replay(fps=FPS)
    replay.close()

    with pytest.raises(SinkError, match="nothing to save yet"):
        replay.save(tmp_path / "v.mp4")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_told(tmp_path):
    replay, _, _ = played(1, keeps=2)

    with pytest.raises(SinkError, match="folder does not exist"):
        replay.save(tmp_path / "gone" / "v.mp4")


def test_saving_waits_for_what_is_shown_now(tmp_path: Path):
    """The picture at the time of the wish lies in a fragment that is not whole yet."""
    replay = Replay(fps=FPS, seconds=5)
    for n in range(25):
        replay.write(Frame(numbered(n), n / FPS))
        sleep(0.002)
    replay.close()
    replay.save(tmp_path / "v.mp4")

    assert number(read_video(tmp_path / "v.mp4")[-1]) == 24


def box(kind: bytes, size: int = 8) -> bytes:
    return size.to_bytes(4, "big") + kind + bytes(size - 8)


def test_a_ring_keeps_the_head_and_the_last_fragments_however_they_are_written():
    ring = FragmentRing(2)
    head = box(b"ftyp") + box(b"moov", 20)
    fragments = [box(b"moof", 9 + n) + box(b"mdat", 12) for n in range(4)]
    for byte in head + b"".join(fragments):
        ring.write(bytes([byte]))

    assert ring.copy(wait_for=4, seconds=0) == head + fragments[2] + fragments[3]
    assert ring.kept == len(fragments[2] + fragments[3])
