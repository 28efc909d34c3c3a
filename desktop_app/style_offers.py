"""Which styles the gallery shows: those of a model, favourites, or what a search finds."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from checkpoint.manifest import ModelManifest, Style

Thumbnail = Callable[[ModelManifest, Style], Path]  # the picture of a style, as it is by now


def model_thumbnail(model: ModelManifest, style: Style) -> Path:
    """Return the picture that came with the model."""
    return style.thumbnail


@dataclass(frozen=True, slots=True)
class Offer:
    """A style that can be chosen by `style_id`, which is "model/style" but for the first model."""

    style_id: str
    model: ModelManifest
    style: Style

    @property
    def full_id(self) -> str:
        """The style as "model/style", whichever model comes first."""
        return full_id(self.model, self.style)


def full_id(model: ModelManifest, style: Style) -> str:
    """Return "model/style"."""
    return f"{model.id}/{style.id}"


def offers_of(model: ModelManifest, models: Sequence[ModelManifest]) -> list[Offer]:
    """Return the styles of one of `models`."""
    prefix = "" if model is models[0] else f"{model.id}/"
    return [Offer(f"{prefix}{style.id}", model, style) for style in model.styles]


def all_offers(models: Sequence[ModelManifest]) -> list[Offer]:
    """Return the styles of all models."""
    return [offer for model in models for offer in offers_of(model, models)]


def favourite_offers(models: Sequence[ModelManifest], favourites: Collection[str]) -> list[Offer]:
    """Return those whose full id is among `favourites`."""
    return [offer for offer in all_offers(models) if offer.full_id in favourites]


def found_offers(models: Sequence[ModelManifest], text: str) -> list[Offer]:
    """Return those in whose names, in either language, each word of `text` stands, or begins a word
    of their model's name."""
    words = text.casefold().split()
    return [offer for offer in all_offers(models) if _has(offer, words)]


def _has(offer: Offer, words: Sequence[str]) -> bool:
    style = offer.style
    names = f"{style.name} {style.name_zh} {style.id}".casefold()
    of_model = offer.model.name.casefold().split()
    return all(word in names or any(part.startswith(word) for part in of_model) for word in words)
