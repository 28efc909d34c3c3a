from threading import Thread

import numpy as np
import pytest
from fake_sounddevice import FakeSoundDevice, FakeStream, device

from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.microphone.devices import list_microphones
from vtoonify_rt.microphone.stream import StreamMicrophone

NOW = 70.0  # on our clock, while PortAudio's shows 5000


def open_one(**wanted: object) -> tuple[StreamMicrophone, FakeStream]:
    module = FakeSoundDevice([device("USB", **wanted)])
    microphone = StreamMicrophone(
        list_microphones(module)[0], sounddevice=module, clock=lambda: NOW, patience=0.0
    )
    return microphone, module.streams[0]


def test_a_block_bears_the_time_of_its_capture_on_our_clock():
    microphone, stream = open_one()
    stream.bring(4999.98)

    assert microphone.read().time == pytest.approx(NOW - 0.02)


@pytest.mark.parametrize("captured", [0.0, 4000.0, 5001.0])
def test_a_driver_that_does_not_know_is_taken_to_bring_it_at_once(captured: float):
    microphone, stream = open_one()
    stream.bring(captured)

    assert microphone.read().time == pytest.approx(NOW - 0.01)  # 480 samples


def test_what_waits_keeps_its_time():
    microphone, stream = open_one()
    stream.bring(4999.98)
    stream._module.clock += 3.0  # read much later, by both clocks
    microphone._clock = lambda: NOW + 3.0

    assert microphone.read().time == pytest.approx(NOW - 0.02)


def test_channels_are_mixed():
    microphone, stream = open_one(inputs=8)
    stream.bring(4999.98, value=0.25)

    assert stream.wanted["channels"] == 2
    np.testing.assert_allclose(microphone.read().samples, np.full(480, 0.25))


def test_lost_samples_are_told():
    microphone, stream = open_one()
    stream.bring(4999.98, overflow=True)
    stream.bring(4999.99)

    assert [microphone.read().after_gap, microphone.read().after_gap] == [True, False]


def test_blocks_that_nobody_read_in_time_are_a_gap():
    microphone, stream = open_one()
    for _ in range(300):
        stream.bring(4999.98)

    assert any(microphone.read().after_gap for _ in range(200))


def test_a_device_that_vanishes_or_gives_nothing_is_told():
    microphone, stream = open_one()
    with pytest.raises(MicrophoneError, match="USB gives no sound"):
        microphone.read()

    stream.vanish()
    with pytest.raises(MicrophoneError, match="USB gives no sound"):
        microphone.read()


def test_one_that_cannot_be_opened_is_told():
    module = FakeSoundDevice([device("USB")], refuses="Device unavailable")

    with pytest.raises(MicrophoneError, match=r"USB cannot be opened \(Device unavailable\)"):
        StreamMicrophone(list_microphones(module)[0], sounddevice=module)


def test_closing_twice_does_no_harm():
    microphone, stream = open_one()
    microphone.close()
    microphone.close()

    assert stream.closed


def test_it_is_not_closed_while_it_is_asked_for_the_time():
    microphone, stream = open_one()
    stream.bring(4999.98)
    closing = Thread(target=microphone.close)

    def clock() -> float:  # read right before and after PortAudio's
        if not closing.ident:
            closing.start()
            closing.join(0.05)
        return NOW

    microphone._clock = clock
    microphone.read()
    closing.join()

    assert stream.closed


def test_what_waits_when_it_is_closed_is_the_end_and_no_crash():
    microphone, stream = open_one()
    stream.bring(4999.98)
    microphone.close()

    with pytest.raises(MicrophoneError, match="gives no sound any more"):
        microphone.read()
