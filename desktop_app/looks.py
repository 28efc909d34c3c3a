"""What a choice of a look changes in the settings: values in, a new value out; no widgets."""

from collections.abc import Sequence
from dataclasses import replace

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest, Style
from checkpoint.store import find_style
from desktop_app.settings import Palette, Settings
from desktop_app.style_offers import full_id
from vtoonify_rt.config import Look
from vtoonify_rt.presets import Preset, check_installed

Models = Sequence[ModelManifest]


def look_of(settings: Settings, models: Models) -> tuple[ModelManifest, Style] | None:
    """Return model and style that are chosen; None if there is no such style."""
    try:
        return find_style(settings.stylize.style, list(models))
    except ModelError:
        return None


def palette_of(settings: Settings, models: Models) -> Palette | None:
    """Return the colours of the chosen style, if it takes any."""
    look = look_of(settings, models)
    if look is None or look[1].kind != "tone":
        return None
    return settings.palette_of.get(settings.stylize.style, look[1].palette)


def with_style(settings: Settings, style_id: str, models: Models) -> Settings:
    """Return the settings with another style, in the degree that it was left with."""
    stylize = replace(settings.stylize, style=style_id)
    look = look_of(replace(settings, stylize=stylize), models)
    if look is None:
        return replace(settings, stylize=stylize)
    degree = settings.gallery.degree_of.get(full_id(*look), look[0].default_degree)
    return replace(settings, stylize=replace(stylize, degree=degree))


def with_look(settings: Settings, look: Look, models: Models) -> Settings:
    """Return the settings with another style, its degree and its colours."""
    stylize = replace(settings.stylize, style=look.style, degree=look.degree)
    palettes = {} if look.palette is None else {look.style: look.palette}
    changed = replace(settings, stylize=stylize, palette_of={**settings.palette_of, **palettes})
    return remember_degree(changed, models)


def with_preset(settings: Settings, preset: Preset, models: Models) -> Settings:
    """Return the settings with all that a preset says.

    Raises ModelError, which says what is needed, where its style is not installed.
    """
    check_installed(preset, models)
    style = preset.stylize.style if preset.model == models[0].id else preset.style_id
    changed = replace(
        settings,
        stylize=replace(preset.stylize, palette=None, fade=0.0, other=None),
        governor=preset.governor,
        mirror=preset.mirror,
    )
    look = Look(style=style, degree=preset.stylize.degree, palette=preset.stylize.palette)
    return with_look(changed, look, models)


def as_preset(settings: Settings, models: Models, name: str) -> Preset | None:
    """Return all that makes the picture under a name; None if there is no such style.

    Raises UsageError for a name that is none.
    """
    look = look_of(settings, models)
    if look is None:
        return None
    model, style = look
    palette = palette_of(settings, models)
    return Preset(
        name=name,
        model=model.id,
        model_name=model.name,
        stylize=replace(settings.stylize, style=style.id, palette=palette),
        governor=settings.governor,
        mirror=settings.mirror,
    )


def remember_degree(settings: Settings, models: Models) -> Settings:
    """Return the settings that keep the degree for when its style is chosen again."""
    look = look_of(settings, models)
    if look is None:
        return settings
    degree_of = {**settings.gallery.degree_of, full_id(*look): settings.stylize.degree}
    return replace(settings, gallery=replace(settings.gallery, degree_of=degree_of))
