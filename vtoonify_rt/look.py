"""From what a user asks of a look to the model and the settings that give it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from checkpoint.installed import find_model, find_style, list_models
from checkpoint.manifest import ModelManifest, Style, check_palette
from vtoonify_rt.config import FacesConfig, Padding, StyleConfig, Surroundings
from vtoonify_rt.errors import ModelError, UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class LookRequest:
    """What the user said about the look; None: not a word, so the model's own default."""

    model: str | None = None  # id; None: the first that has the style
    style: str | int | None = None  # id, name, "model/" before either; place in the model, from 0
    degree: float | None = None
    palette: tuple[str, ...] | None = None
    padding: Padding = field(default_factory=Padding)
    crop_px: int | None = None
    surroundings: Surroundings = "stylized"
    color_transfer: bool | None = None
    parse_every: int = 1
    faces: FacesConfig = field(default_factory=FacesConfig)


def choose_look(
    request: LookRequest, models: Sequence[ModelManifest] | None = None
) -> tuple[ModelManifest, StyleConfig]:
    """Return the model that has the wished style, and the settings for it.

    Raises UsageError for a model or style that does not exist (it lists those that do), a degree
    that the model does not know, a palette for a style that has colours of its own, or colour
    transfer with a model that cannot do it.
    """
    known = list(models) if models is not None else list_models()
    try:
        model, style = _find(request, known)
    except ModelError as error:
        raise UsageError(error.message, error.hint) from None
    _check_palette(style, request.palette)
    if request.color_transfer and not model.color_transfer:
        raise _no_color_transfer(model, known)
    config = StyleConfig(
        style=style.id,
        degree=_degree(model, request.degree),
        palette=request.palette,
        padding=request.padding,
        crop_px=model.crop_px if request.crop_px is None else request.crop_px,
        surroundings=request.surroundings,
        color_transfer=request.color_transfer,
        parse_every=request.parse_every,
        faces=request.faces,
    )
    return model, config


def choose_model(model_id: str, models: Sequence[ModelManifest]) -> ModelManifest:
    """Return the model of this id; UsageError lists those that exist."""
    try:
        return find_model(model_id, models)
    except ModelError as error:
        raise UsageError(error.message, error.hint) from None


def _find(request: LookRequest, known: Sequence[ModelManifest]) -> tuple[ModelManifest, Style]:
    wished = None if request.style is None else str(request.style)
    if request.model is None:
        return find_style(wished or known[0].default_style, known)
    model = find_model(request.model, known)
    if wished is None:
        return model, model.style(model.default_style)
    return model, model.style(wished.removeprefix(f"{model.id}/"))


def _no_color_transfer(model: ModelManifest, known: Sequence[ModelManifest]) -> UsageError:
    able = ", ".join(other.id for other in known if other.color_transfer)
    hint = f"Choose one that was: {able}" if able else "None of your models was: leave it out"
    return UsageError(f"Model '{model.id}' was not trained for colour transfer", hint)


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


def list_styles(models: Sequence[ModelManifest]) -> list[tuple[str, ModelManifest, Style]]:
    """Return every style with the id that `choose_look` knows it by.

    That is "model/style" where an earlier model has a style of the same id.
    """
    listed: list[tuple[str, ModelManifest, Style]] = []
    taken: set[str] = set()
    for model in models:
        for style in model.styles:
            style_id = f"{model.id}/{style.id}" if style.id in taken else style.id
            taken.add(style.id)
            listed.append((style_id, model, style))
    return listed


def parse_palette(text: str | None) -> tuple[str, ...] | None:
    """Return the colours in "#112233,#ffeedd"; UsageError if they are none."""
    if text is None:
        return None
    palette = tuple(colour.strip() for colour in text.split(","))
    try:
        check_palette(palette)
    except ValueError as error:
        raise UsageError(f"The palette cannot be used: {error}", "Write #112233,#ffeedd") from None
    return palette


def parse_padding(text: str | None) -> Padding:
    """Return the padding that one number or four (left, right, top, bottom) mean; None: 200."""
    if text is None:
        return Padding()
    try:
        sides = [int(side) for side in text.replace(",", " ").split()]
    except ValueError:
        sides = []
    if len(sides) not in (1, 4):
        raise UsageError(
            f"Padding '{text}' is not one or four whole numbers", "Write 200 or 200 200 250 150"
        )
    left, right, top, bottom = sides * 4 if len(sides) == 1 else sides
    return Padding(left=left, right=right, top=top, bottom=bottom)


def join_padding(arguments: list[str]) -> list[str]:
    """Join four numbers after --padding to one argument: typer takes one or four, not either."""
    joined = list(arguments)
    for index, argument in enumerate(arguments):
        sides = arguments[index + 1 : index + 5]
        if argument == "--padding" and len(sides) == 4 and all(map(str.isdecimal, sides)):
            joined[index + 1 : index + 5] = [" ".join(sides)]
            break
    return joined
