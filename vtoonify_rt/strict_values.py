"""From the plain values of a JSON file to our dataclasses, and back.

A value of another type is an error, also where Python would make one of the other: text that says
"yes" is no flag, and 1.5 no number of pixels.
"""

from typing import Any, TypeVar

from cattrs.preconf.json import make_converter

T = TypeVar("T")


def _strictly(value: Any, kind: type[T]) -> T:
    wanted = (int, float) if kind is float else (kind,)
    if not isinstance(value, wanted) or (isinstance(value, bool) and kind is not bool):
        raise TypeError(f"{value!r} is no {kind.__name__}")
    return kind(value)  # type: ignore[call-arg]


CONVERTER = make_converter()
for _kind in (bool, int, float, str):
    CONVERTER.register_structure_hook(_kind, _strictly)
