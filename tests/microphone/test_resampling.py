import numpy as np
import pytest

from vtoonify_rt.microphone.card_clock import Stretch
from vtoonify_rt.microphone.resampling import SoundLine


def tone(times: np.ndarray, pitch: float) -> np.ndarray:
    return np.sin(2 * np.pi * pitch * times).astype(np.float32)


def heard(line: SoundLine, start: float, count: int, step: int = 1600) -> np.ndarray:
    parts = [line.render(start + n / line.rate, step) for n in range(0, count, step)]
    return np.concatenate(parts)


@pytest.mark.parametrize("rate", [48_014.4, 47_985.6, 44_100.0, 16_000.0])
@pytest.mark.parametrize("pitch", [440.0, 5000.0])
def test_a_tone_stays_itself_at_any_rate(rate: float, pitch: float) -> None:
    line = SoundLine(48_000)
    for n in range(8):
        times = 5 + (n * 4000 + np.arange(4000)) / rate
        line.add(Stretch(tone(times, pitch), times[0], times[0] + 4000 / rate, n > 0))
    found = heard(line, 5.1, 16_000)

    expected = tone(5.1 + np.arange(len(found)) / 48_000, pitch)
    assert np.abs(found - expected).max() < 1e-3  # -60 dB; at 48 kHz it is -90


def test_the_highest_tones_do_not_come_back_as_low_ones() -> None:
    line = SoundLine(48_000)
    times = np.arange(96_000) / 96_000
    line.add(Stretch(tone(times, 30_000.0), 0.0, 1.0, False))

    assert np.abs(heard(line, 0.1, 32_000)).max() < 0.01


def test_where_there_is_no_sound_there_is_silence_without_a_click() -> None:
    line = SoundLine(48_000)
    ones = np.ones(4800, np.float32)
    line.add(Stretch(ones, 1.0, 1.1, False))
    line.add(Stretch(ones, 1.2, 1.3, False))
    line.finish()
    found = line.render(0.9, 24_000)

    assert not found[:4800].any()
    assert not found[9700:14_300].any()
    assert found[7200] == pytest.approx(1, abs=1e-4)
    assert np.abs(np.diff(found)).max() < 0.02  # 3 ms have 144 samples


def test_what_was_rendered_is_forgotten() -> None:
    line = SoundLine(48_000)
    for n in range(400):
        line.add(Stretch(np.zeros(4800, np.float32), n / 10, n / 10 + 0.1, n > 0))
        line.render(n / 10, 4800)

    assert sum(len(part.samples) for run in line._runs for part in run._parts) < 15_000


def test_short_stretches_sound_as_one() -> None:
    line = SoundLine(48_000)
    times = np.arange(9600) / 48_000
    for n in range(0, 9600, 6):  # shorter than the filter
        line.add(Stretch(tone(times[n : n + 6], 500), times[n], (n + 6) / 48_000, n > 0))
    found = heard(line, 0.05, 4800, step=48)

    np.testing.assert_allclose(found, tone(0.05 + np.arange(4800) / 48_000, 500), atol=1e-3)
