import numpy as np
import pytest
from fake_camera import FakeClock

from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.microphone.clicks import ClickMicrophone, clicking, heard_at


def test_a_click_is_heard_where_it_is():
    times = 10.7 + np.arange(28_800) / 48_000

    assert heard_at(clicking(times), 48_000, 0.25) == pytest.approx(0.3, abs=1e-4)


def test_where_no_click_is_none_is_heard():
    noise = np.random.default_rng(0).normal(0, 0.01, 48_000).astype(np.float32)

    assert heard_at(noise, 48_000, 0.5) is None
    assert heard_at(noise[:100], 48_000, 0.5) is None


def test_the_card_takes_as_many_samples_more_as_its_clock_is_wrong():
    clock = FakeClock()
    microphone = ClickMicrophone(clock_error=1e-3, clock=clock, wait=clock.wait)
    blocks = [microphone.read() for _ in range(1001)]

    assert blocks[-1].time - blocks[0].time == pytest.approx(10 / 1.001)
    assert clock.now == pytest.approx(blocks[-1].time + 0.01, abs=1e-3)  # in real time


def test_a_closed_one_gives_no_more():
    microphone = ClickMicrophone()
    microphone.close()

    with pytest.raises(MicrophoneError):
        microphone.read()
