"""Presets: all that makes the picture what it is, under a name, and as one small file.

A preset belongs to a model; where that is not installed it says which one it needs. What stands in
a file was perhaps written elsewhere: it is checked as a whole, and refused in one sentence.
"""

import json
import logging
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from checkpoint.manifest import ModelManifest, check_palette
from vtoonify_rt.config import GovernorConfig, StyleConfig
from vtoonify_rt.errors import AppError, ModelError, UsageError
from vtoonify_rt.output_file import whole_file
from vtoonify_rt.strict_values import CONVERTER

logger = logging.getLogger(__name__)

FORMAT = "VToonify RT preset"
VERSION = 1  # of the file; a change of meaning raises it, a new field does not
SUFFIX = ".vtoonify.json"
MAX_BYTES = 100_000
MAX_NAME = 60  # letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One look of the whole picture; ValueError for a name or a palette that is none."""

    name: str
    model: str  # its id
    model_name: str  # to say which one is needed
    stylize: StyleConfig  # its style is an id of the model's
    governor: GovernorConfig
    mirror: bool

    def __post_init__(self) -> None:
        check_name(self.name)
        if not self.model or not self.stylize.style:
            raise ValueError("it names no model or no style")
        if self.stylize.palette is not None:
            check_palette(self.stylize.palette)

    @property
    def style_id(self) -> str:
        """The style as "model/style"."""
        return f"{self.model}/{self.stylize.style}"


def check_name(name: str) -> None:
    """Raise UsageError unless `name` can be shown in a menu."""
    if not name.strip():
        raise UsageError("A preset needs a name", "Write one")
    if len(name) > MAX_NAME:
        raise UsageError(
            f"The name of a preset has {len(name)} letters", f"Take {MAX_NAME} or fewer"
        )
    if any(unicodedata.category(letter) == "Cc" for letter in name):
        raise UsageError("The name of a preset has line breaks in it", "Write it in one line")


def check_installed(preset: Preset, models: Sequence[ModelManifest]) -> None:
    """Raise ModelError, which says what is needed, unless the preset's style is installed."""
    model = next((model for model in models if model.id == preset.model), None)
    if model is None:
        raise ModelError(
            f"Preset '{preset.name}' needs the model {preset.model_name}",
            "Get it, then choose the preset again",
        )
    if all(style.id != preset.stylize.style for style in model.styles):
        raise ModelError(
            f"Preset '{preset.name}' needs style '{preset.stylize.style}', "
            f"which {model.name} does not have",
            "Get a newer version of the model",
        )


def saved(presets: Sequence[Preset], preset: Preset) -> tuple[Preset, ...]:
    """Return `presets` with this one, in the place of one of the same name or at the end."""
    if all(other.name != preset.name for other in presets):
        return (*presets, preset)
    return tuple(preset if other.name == preset.name else other for other in presets)


def renamed(presets: Sequence[Preset], name: str, new_name: str) -> tuple[Preset, ...]:
    """Return `presets` with another name for one; UsageError if another one has that name."""
    if new_name != name and any(preset.name == new_name for preset in presets):
        raise UsageError(f"There is a preset '{new_name}' already", "Choose another name")
    check_name(new_name)
    return tuple(
        replace(preset, name=new_name) if preset.name == name else preset for preset in presets
    )


def unused_name(presets: Sequence[Preset], preset: Preset) -> Preset:
    """Return `preset`, with a number after its name if there is one of that name already."""
    names, number, name = {other.name for other in presets}, 2, preset.name
    while name in names:
        ending = f" {number}"
        name = preset.name[: MAX_NAME - len(ending)] + ending
        number += 1
    return replace(preset, name=name)


def removed(presets: Sequence[Preset], name: str) -> tuple[Preset, ...]:
    """Return `presets` without the one of this name."""
    return tuple(preset for preset in presets if preset.name != name)


def write_preset(path: Path, preset: Preset) -> None:
    """Write a preset to a file; SinkError if it cannot be written."""
    plain = replace(preset, stylize=replace(preset.stylize, other=None))
    content = {"format": FORMAT, "version": VERSION, "preset": CONVERTER.unstructure(plain)}
    text = json.dumps(content, ensure_ascii=False, indent=1)
    with whole_file(path) as partial:
        partial.write_text(text + "\n", encoding="utf-8")


def read_preset(path: Path) -> Preset:
    """Return the preset in a file. Raises UsageError, in one sentence, if there is none."""
    try:
        with path.open("rb") as file:
            text = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise UsageError(f"{path.name} cannot be read ({error.strerror})", "Check it") from error
    try:
        content = json.loads(text) if len(text) <= MAX_BYTES else None
    except (ValueError, RecursionError):
        content = None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise UsageError(f"{path.name} is no preset", "Choose a file that was exported as one")
    if content.get("version") != VERSION:
        raise UsageError(
            f"{path.name} is a preset of version {content.get('version')}, which is not known here",
            "Get the newest version of the app",
        )
    return _structured(path, content.get("preset"))


def _structured(path: Path, values: Any) -> Preset:
    try:
        preset: Preset = CONVERTER.structure(values, Preset)
    except Exception as error:  # whatever cattrs raises for what it is given
        raise UsageError(
            f"The preset in {path.name} is damaged: {_first(error)}", "Export it again"
        ) from error
    return preset


def _first(error: BaseException) -> str:
    """Return what is wrong with the first value that does not fit."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    if isinstance(error, AppError):
        return error.message
    return f"it lacks {error}" if isinstance(error, KeyError) else str(error)


def _whole_ones(values: Any, _: Any) -> tuple[Preset, ...]:
    """Return those presets of the settings that can be read: one that cannot loses no other."""
    presets = []
    for value in list(values):
        try:
            presets.append(CONVERTER.structure(value, Preset))
        except Exception as error:  # noqa: BLE001 - whatever it is: the others must be read
            logger.warning("preset left out: %s", _first(error))
    return tuple(presets)


CONVERTER.register_structure_hook_func(lambda kind: kind == tuple[Preset, ...], _whole_ones)
