"""Sentences that are known by their pattern, and what is said in their place."""

import re
from collections.abc import Mapping
from functools import cached_property


class Sentences:
    """A table of patterns such as "There is no camera {id}" and texts that may hold `{id}`, too.

    Of patterns that fit, the one with the most text of its own wins. What was put in may
    be a sentence, or a part of one, that is in the table itself: then it is replaced in turn.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def replace(self, sentence: str) -> str:
        """Return what is said in the place of `sentence`: itself where no pattern fits."""
        for pattern, text in self._patterns:
            match = pattern.fullmatch(sentence)
            if match is not None:
                put_in = match.groupdict().items()
                return text.format(**{name: self.replace(value) for name, value in put_in})
        return sentence

    @cached_property
    def _patterns(self) -> list[tuple[re.Pattern[str], str]]:
        particular = sorted(self._texts, key=_own_text, reverse=True)
        return [(_pattern(known), self._texts[known]) for known in particular]


def _own_text(known: str) -> int:
    """Return how much text there is beside what is put in."""
    return len(re.sub(r"\{\w+\}", "", known))


def _pattern(known: str) -> re.Pattern[str]:
    """Return what matches `known` with anything in the places of its `{...}`."""
    parts = re.split(r"\{(\w+)\}", known)  # text, name, text, name, ..., text
    source = "".join(
        f"(?P<{part}>.+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )
    return re.compile(source, re.DOTALL)
