"""Sentences that are known by their pattern, and what is said in their place."""

import re
from collections.abc import Mapping
from functools import cache, cached_property

_PLACE = re.compile(r"\{\w+\}")


class Sentences:
    """A table of patterns such as "There is no camera {id}" and texts that may hold `{id}`, too.

    Of patterns that fit, the one with the most text of its own wins. What was put in may
    be a sentence, or a part of one, that is in the table itself: then it is replaced in turn.
    """

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def replace(self, sentence: str) -> str:
        """Return what is said in the place of `sentence`: itself where no pattern fits."""
        for known in self._particular_first:
            match = _match(known, sentence)
            if match is not None:
                text = self._texts[known]
                put_in = match.groupdict().items()
                return text.format(**{name: self.replace(value) for name, value in put_in})
        return sentence

    @cached_property
    def _particular_first(self) -> list[str]:
        return sorted(self._texts, key=_own_text, reverse=True)


def _match(known: str, sentence: str) -> re.Match[str] | None:
    """Return how `sentence` fits to `known`; None: it does not."""
    # To compile a pattern takes a hundred times as long as to see that it cannot fit.
    if all(part in sentence for part in _PLACE.split(known)):
        return _pattern(known).fullmatch(sentence)
    return None


def _own_text(known: str) -> int:
    """Return how much text there is beside what is put in."""
    return len(_PLACE.sub("", known))


@cache
def _pattern(known: str) -> re.Pattern[str]:
    """Return what matches `known` with anything in the places of its `{...}`."""
    parts = re.split(r"\{(\w+)\}", known)  # text, name, text, name, ..., text
    source = "".join(
        f"(?P<{part}>.+)" if index % 2 else re.escape(part) for index, part in enumerate(parts)
    )
    return re.compile(source, re.DOTALL)
