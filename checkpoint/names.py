"""How VToonify names its checkpoints, read and written.

`vtoonify_s026_d0.5_c.pt`: one style (`_s` alone: any), one degree (`_d` alone: all of 0..1), and
`_c` if it was trained with colour transfer. The T network has none of these: `vtoonify.pt`. A
save in the middle of training ends in the number of its iteration: `vtoonify_s_d_01000.pt`.

A name is a hint for titles and defaults; what a file is, its keys tell.
"""

import re
from dataclasses import dataclass

_NAME = re.compile(
    r"vtoonify"
    r"(?P<d>_s(?P<style>\d{3,})?_d(?P<degree>\d\.\d)?(?P<colour>_c)?)?"
    r"(?:_(?P<iteration>\d{5,}))?\.pt"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointName:
    """What the name of a VToonify checkpoint says; `str` gives the name back."""

    is_d: bool  # VToonify-D; the others are T, which knows neither style nor degree
    style: int | None = None  # the only style it was trained for; None: any
    degree: float | None = None  # the only degree it was trained for; None: all of 0..1
    color_transfer: bool = False
    iteration: int | None = None  # of a save in the middle of training

    def __post_init__(self) -> None:
        if not self.is_d and (self.style, self.degree, self.color_transfer) != (None, None, False):
            raise ValueError("a VToonify-T has no style, degree or colour transfer")
        if self.style is not None and self.style < 0:
            raise ValueError(f"the style must be 0 or more, got {self.style}")
        if self.degree is not None and not 0 <= self.degree <= 1:
            raise ValueError(f"the degree must lie between 0 and 1, got {self.degree}")

    def __str__(self) -> str:
        name = "vtoonify"
        if self.is_d:
            name += "_s" if self.style is None else f"_s{self.style:03d}"
            name += "_d" if self.degree is None else f"_d{self.degree:.1f}"
            name += "_c" if self.color_transfer else ""
        if self.iteration is not None:
            name += f"_{self.iteration:05d}"
        return f"{name}.pt"


def parse_name(name: str) -> CheckpointName | None:
    """Return what a file name says, or None if it is not named as VToonify names checkpoints."""
    match = _NAME.fullmatch(name)
    if match is None:
        return None
    style, degree, iteration = match["style"], match["degree"], match["iteration"]
    try:
        parsed = CheckpointName(
            is_d=match["d"] is not None,
            style=None if style is None else int(style),
            degree=None if degree is None else float(degree),
            color_transfer=match["colour"] is not None,
            iteration=None if iteration is None else int(iteration),
        )
    except ValueError:  # a degree past 1, a number without end
        return None
    return parsed if str(parsed) == name else None
