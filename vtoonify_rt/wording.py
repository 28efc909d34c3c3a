"""Sentences of the run time that a window can say in another language.

The run time speaks English and knows no languages. What it says while it runs is a pattern and
what is put in, so that a translation looks the pattern up and puts the same values in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with `{name}` in it, and the value for each name; a value may be a wording itself."""

    text: str
    values: Mapping[str, "str | int | Wording"] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.said(lambda text: text)

    def said(self, translate: Callable[[str], str]) -> str:
        """Return the sentence, with every pattern in it replaced by `translate`."""
        values = {
            name: value.said(translate) if isinstance(value, Wording) else value
            for name, value in self.values.items()
        }
        return translate(self.text).format(**values)
