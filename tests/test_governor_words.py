"""What the governor says of each change."""

from dataclasses import replace

import pytest

from vtoonify_rt.config import GovernorConfig
from vtoonify_rt.governor import GovernorChange
from vtoonify_rt.governor_words import change_words
from vtoonify_rt.ladder import Level

LEVEL = Level(every=2, parse_every=1, crop_px=384, output_scale=4)
CHANGE = GovernorChange(
    time=0.0,
    reason="slow",
    before=LEVEL,
    after=replace(LEVEL, crop_px=320),
    config=GovernorConfig(),
    fps=24.4,
    latency=0.0812,
)
LATENCY = GovernorConfig(mode="latency", target=60)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "Crop 384 → 320 px to hold 30 fps (it was at 24)"),
        ({"config": LATENCY}, "Crop 384 → 320 px to hold 60 ms latency (it was at 81)"),
        ({"reason": "memory"}, "Crop 384 → 320 px: the memory was not enough"),
        ({"reason": "room", "after": replace(LEVEL, crop_px=512)}, "Crop 384 → 512 px: there"),
        ({"after": replace(LEVEL, every=3)}, "Face looked for once in 3 frames to hold 30"),
        ({"after": replace(LEVEL, parse_every=2)}, "Face parsed once in 2 frames to hold"),
        ({"after": replace(LEVEL, output_scale=2)}, "Output scale 4 → 2 to hold 30 fps"),
        ({"reason": "out_of_reach", "after": LEVEL}, "30 fps are out of reach"),
        ({"reason": "out_of_reach", "after": LEVEL, "config": LATENCY}, "60 ms are out of"),
    ],
)
def test_each_change_is_one_sentence(change, sentence):
    assert str(change_words(replace(CHANGE, **change))).startswith(sentence)


def test_a_translation_reaches_the_sentence_within_the_sentence():
    texts = {"{step} to hold {target} fps (it was at {measured})": "{target}: {step}"}

    said = change_words(CHANGE).said(lambda text: texts.get(text, text.upper().lower()))

    assert said == "30: crop 384 → 320 px"
