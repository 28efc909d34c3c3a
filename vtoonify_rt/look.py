"""From what a user asks of a look to the model and the settings that give it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from checkpoint.manifest import ModelManifest, Style
from checkpoint.store import find_style, list_models
from vtoonify_rt.config import Padding, StyleConfig
from vtoonify_rt.errors import ModelError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRequest:
    """What the user said about the look; None: not a word, so the model's own default."""

    style: str | None = None  # id, or "model/id"
    degree: float | None = None
    palette: tuple[str, ...] | None = None
    padding: Padding = field(default_factory=Padding)
    crop_px: int | None = None


def choose_look(
    request: LookRequest, models: Sequence[ModelManifest] | None = None
) -> tuple[ModelManifest, StyleConfig]:
    """Return the model that has the wished style, and the settings for it.

    Raises UsageError for a style that does not exist (it lists those that do), a degree that the
    model does not know, or a palette for a style that has colours of its own.
    """
    known = list(models) if models is not None else list_models()
    try:
        model, style = find_style(request.style or known[0].default_style, known)
    except ModelError as error:
        raise UsageError(error.message, error.hint) from None
    _check_palette(style, request.palette)
    config = StyleConfig(
        style=style.id,
        degree=_degree(model, request.degree),
        palette=request.palette,
        padding=request.padding,
        crop_px=request.crop_px or StyleConfig().crop_px,
    )
    return model, config


def _degree(model: ModelManifest, wished: float | None) -> float:
    fixed = model.fixed_degree
    if fixed is not None and wished not in (None, fixed):
        raise UsageError(
            f"Model '{model.id}' has no style degree {wished:g}", f"It only knows {fixed:g}"
        )
    return model.default_degree if wished is None else wished


def _check_palette(style: Style, palette: tuple[str, ...] | None) -> None:
    if palette is not None and style.kind != "tone":
        raise UsageError(
            f"Style '{style.id}' has colours of its own and takes no palette",
            "Leave --palette out, or choose a tone style such as poster",
        )
