"""Where samples are placed, against cards whose true times are known."""

from itertools import pairwise

import numpy as np
import pytest
from simulated_card import RATE, card_blocks

from vtoonify_rt.microphone import SoundBlock
from vtoonify_rt.microphone.card_clock import CardClock, Stretch

HOUR = 3600.0
LOSSES = [0.005, 0.012, 0.03, 0.1, 0.5, 3.0]  # s


def worst_place(clock: CardClock, blocks: list[tuple[SoundBlock, float]]) -> float:
    """Return how far the first sample of a block was placed from its true time at the most."""
    true = [time for _, time in blocks]
    placed = [stretch for block, _ in blocks for stretch in clock.place(block)]
    worst = 0.0
    for stretch in placed + clock.finish():
        numbers, starts = np.unique(stretch.samples, return_index=True)
        first = 1 if starts[0] == 0 and _is_cut(stretch, blocks) else 0
        length = (stretch.end - stretch.start) / len(stretch.samples)
        for number, start in zip(numbers[first:], starts[first:], strict=True):
            worst = max(worst, abs(stretch.start + start * length - true[int(number)]))
    return worst


def _is_cut(stretch: Stretch, blocks: list[tuple[SoundBlock, float]]) -> bool:
    """Return whether samples at the start of the first block were left out."""
    size = len(blocks[0][0].samples)
    return int((stretch.samples == stretch.samples[0]).sum()) < size


def losses(seconds: float, seed: int) -> dict[float, float]:
    """Return losses, one in 20 s."""
    random = np.random.default_rng(seed)
    return {
        time + random.uniform(0, 5): random.choice(LOSSES) for time in np.arange(20, seconds, 20)
    }


@pytest.mark.parametrize(
    "card",
    [
        {"ppm": 300.0, "jitter": 0.01},
        {"ppm": -300.0, "jitter": 0.005, "late": 0.01, "losses": losses(HOUR, 1)},
        {"ppm": 150.0, "wander": 150.0, "jitter": 0.005, "losses": losses(HOUR, 2), "told": True},
    ],
    ids=["jitter", "losses", "told losses"],
)
def test_over_an_hour_sound_stays_within_20_ms_of_its_time(card):
    blocks = list(card_blocks(HOUR, block=1920, **card))
    clock = CardClock()

    assert worst_place(clock, blocks) < 0.020
    assert clock.skew < 0.020


def test_the_error_of_the_cards_clock_is_found():
    clock = CardClock()
    worst_place(clock, list(card_blocks(120, ppm=-250.0, jitter=0.002)))

    assert clock.ppm == pytest.approx(-250, abs=15)


def test_what_is_joined_has_no_hole_and_no_overlap():
    clock = CardClock()
    blocks = card_blocks(60, ppm=300.0, jitter=0.01, losses={20.0: 0.2, 40.0: 0.05})
    placed = [stretch for block, _ in blocks for stretch in clock.place(block)]

    for before, after in pairwise(placed):
        assert after.start == before.end if after.joined else after.start > before.end
    assert sum(not stretch.joined for stretch in placed) == 3


def test_what_waits_is_less_than_a_second():
    clock = CardClock()
    for block, time in card_blocks(30, jitter=0.005, losses={10.0: 1.0}):
        for stretch in clock.place(block):
            placed_until = stretch.end

        assert time < 101 or time - placed_until < 2.0


def test_a_card_with_another_rate_begins_anew():
    clock = CardClock()
    first = [block for block, _ in card_blocks(2, ppm=300.0)]
    second = [block for block, _ in card_blocks(2, rate=44_100.0, start=102.1)]
    placed = [s for block in first + second for s in clock.place(block)] + clock.finish()

    assert sum(len(s.samples) for s in placed) == len(first + second) * 480
    assert placed[-1].end == pytest.approx(104.1, abs=0.012)


def test_times_that_were_late_for_a_while_place_nothing_twice():
    clock = CardClock()
    blocks = [block for block, _ in card_blocks(10)]
    late = [
        SoundBlock(b.samples, b.time + (0.1 if 400 < n < 500 else 0.0), RATE)
        for n, b in enumerate(blocks)
    ]
    placed = [s for block in late for s in clock.place(block)]

    assert all(a.start >= b.end - 1e-9 for b, a in pairwise(placed))
    assert placed[-1].end == pytest.approx(110, abs=0.6)
