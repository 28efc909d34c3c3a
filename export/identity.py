"""How an imported model is called, told from where its checkpoint lies and how it is named."""

import re
from dataclasses import dataclass
from pathlib import Path

from checkpoint.file_names import TAKEN_IDS
from checkpoint.names import CheckpointName, parse_name

_FOLDER = re.compile(r"vtoonify_(?:[dt]_)?(?P<style>.+)")
# The looks that VToonify's authors show first, by the name of their style set.
_SHOWN_FIRST = {
    "arcane": 0,
    "caricature": 39,
    "cartoon": 26,
    "comic": 28,
    "illustration": 54,
    "pixar": 52,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a model is called, and what its checkpoint's name says of it."""

    id: str  # lower-case letters, digits, "-", "_" and "."
    name: str
    style_set: str  # "cartoon"
    said: CheckpointName

    def default_style(self, num_styles: int) -> int:
        """Return the index of the style to show first."""
        if self.said.style is not None:
            return self.said.style
        first = _SHOWN_FIRST.get(self.style_set, 0)
        return first if first < num_styles else 0


def identity_of(checkpoint: Path, *, toonify: bool) -> Identity:
    """Return what to call the model of a checkpoint; `toonify`: it is a VToonify-T.

    "vtoonify_d_cartoon/vtoonify_s026_d0.5.pt" is "cartoon-s026-d0.5".  A file that is not named
    as VToonify names them gives its own name, too.
    """
    checkpoint = checkpoint.absolute()
    folder = _FOLDER.fullmatch(checkpoint.parent.name)
    style_set = _slug(folder["style"] if folder else checkpoint.parent.name) or "vtoonify"
    said = parse_name(checkpoint.name)
    stem = "" if said else _slug(checkpoint.stem)
    if said is None or said.is_d == toonify:  # the keys know better
        said = CheckpointName(is_d=not toonify)
    parts = [style_set, *([stem] if stem else []), *_parts(said)]
    model_id = "-".join(parts)
    title = style_set.replace("-", " ").replace("_", " ").capitalize()
    details = [stem] if stem else []
    details += _details(said)
    return Identity(
        id=f"{model_id}-vtoonify" if model_id in TAKEN_IDS else model_id,
        name=f"{title} ({', '.join(details)})" if details else title,
        style_set=style_set,
        said=said,
    )


def unique(model_id: str, others: set[str]) -> str:
    """Return `model_id`, with a number behind it if one of `others` has it."""
    if model_id not in others:
        return model_id
    number = 2
    while f"{model_id}-{number}" in others:
        number += 1
    return f"{model_id}-{number}"


def _parts(said: CheckpointName) -> list[str]:
    wanted = {
        "t": not said.is_d,
        f"s{said.style or 0:03d}": said.style is not None,
        f"d{said.degree or 0:.1f}": said.degree is not None,
        "c": said.color_transfer,
        f"i{said.iteration or 0:05d}": said.iteration is not None,
    }
    return [part for part, is_said in wanted.items() if is_said]


def _details(said: CheckpointName) -> list[str]:
    wanted = {
        "T": not said.is_d,
        f"style {said.style}": said.style is not None,
        f"degree {said.degree}": said.degree is not None,
        "with colours": said.color_transfer,
        f"iteration {said.iteration}": said.iteration is not None,
    }
    return [detail for detail, is_said in wanted.items() if is_said]


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9._]+", "-", text.lower()).strip("-._")
