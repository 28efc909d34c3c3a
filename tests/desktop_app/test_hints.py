"""Hints come seldom, when they help, and are remembered."""

import itertools

import pytest

from desktop_app.hints import HINTS, QUIET, Facts, HintChoice, hint_text
from desktop_app.translation import set_language

DARK = Facts(camera=True, brightness=20.0, compared=True)
LIGHT = Facts(camera=True, brightness=120.0, compared=True)


def told(choice: HintChoice, facts: Facts, seconds: int, *, begin: int = 0, free=True) -> list[str]:
    """What is told when `facts` hold for so many seconds, looked at once a second."""
    hints = [choice.look(facts, begin + second, free=free) for second in range(seconds)]
    return [hint.id for hint in hints if hint is not None]


def test_a_dark_picture_is_told_after_a_minute():
    choice = HintChoice({})

    assert told(choice, DARK, 60) == []
    assert told(choice, DARK, 2, begin=60) == ["dark"]


def test_a_light_that_was_off_for_a_moment_is_not_told():
    choice = HintChoice({})
    told(choice, DARK, 50)
    told(choice, LIGHT, 1, begin=50)

    assert told(choice, DARK, 50, begin=51) == []


def test_a_clip_may_be_dark():
    assert told(HintChoice({}), Facts(brightness=20.0, compared=True), 300) == []


@pytest.mark.parametrize("hint", HINTS, ids=lambda hint: hint.id)
def test_no_hint_is_told_more_often_than_it_may_be(hint):
    facts = Facts(camera=True, brightness=20.0, picks=9, hidden=True, away=100.0)

    assert told(HintChoice({}), facts, 4000).count(hint.id) == hint.times


def test_what_was_told_in_an_earlier_session_counts():
    choice = HintChoice({"dark": 2})

    assert told(choice, DARK, 300) == []


def test_two_hints_never_follow_each_other_closely():
    choice = HintChoice({})
    facts = Facts(camera=True, brightness=20.0, picks=9, hidden=True, away=100.0)

    times = [second for second in range(2000) if choice.look(facts, second, free=True)]

    assert len(times) > 3
    assert min(b - a for a, b in itertools.pairwise(times)) >= QUIET


def test_a_hint_waits_while_something_else_is_said():
    choice = HintChoice({})

    assert told(choice, DARK, 200, free=False) == []
    assert choice.look(DARK, 200, free=True).id == "dark"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_hint_has_words(language):
    set_language(language)

    texts = [hint_text(hint.id, no_face) for hint in HINTS for no_face in ("hold", "blur")]

    assert len(set(texts)) == len(HINTS) + 1
