"""Which models there are: the starter that ships with the app, and the user's own.

The user's models lie in the user's data directory, one folder each; a folder that is not whole
is left out with a warning in the log, so one damaged download never hides the others.
"""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest, Style, load_manifest, unknown_style

logger = logging.getLogger(__name__)

STARTER = Path(__file__).parent / "starter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """A model that is here and whole, as far as a look at its manifest tells."""

    manifest: ModelManifest
    num_bytes: int  # on disk; files that models share count for the first of them
    removable: bool  # the starter is not


def models_folder() -> Path:
    """Return the folder of the user's models; VTOONIFY_RT_MODELS overrides it."""
    override = os.environ.get("VTOONIFY_RT_MODELS")
    return Path(override) if override else platformdirs.user_data_path("vtoonify-rt") / "models"


def folders_in(place: Path) -> list[Path]:
    """Return the folders in `place`, by name; none where it does not exist or cannot be read.

    Hidden ones are left out: in them models are being built.
    """
    try:
        paths = sorted(path for path in place.iterdir() if not path.name.startswith("."))
        return [path for path in paths if path.is_dir()]
    except FileNotFoundError:
        return []
    except OSError as error:
        logger.warning("your models are left out: %s cannot be read (%s)", place, error.strerror)
        return []


def readable_models(folder: Path) -> Iterator[ModelManifest]:
    """Yield the user's models in `folder` whose manifests can be read, by the folders' names."""
    for place in folders_in(folder):
        with suppress(ModelError):  # no model, or a damaged one
            yield load_manifest(place)


def list_models(folder: Path | None = None) -> list[ModelManifest]:
    """Return every whole model, the starter first, the others by name; each id once.

    `folder` holds the user's; None: `models_folder()`.  Raises ModelError only if the
    starter itself cannot be read: then the installation is broken.
    """
    models = [load_manifest(STARTER)]
    for path in folders_in(models_folder() if folder is None else folder):
        try:
            model = load_manifest(path)
        except ModelError as error:
            logger.warning("model left out: %s", error)
            continue
        if model.id in {other.id for other in models}:
            # "model/style" would silently mean the style of the other one.
            logger.warning("model left out: %s has the id '%s' of another model", path, model.id)
            continue
        models.append(model)
    return models


def find_style(wished: str, models: Sequence[ModelManifest]) -> tuple[ModelManifest, Style]:
    """Return the model and style that `wished` means: an id, a name, or "model/" before either.

    Ids go before names, and the first model that has the style wins; after "model/" a number may
    also be the style's place, counted from 0. ModelError lists the styles that exist.
    """
    for model in models:
        for style in model.styles:
            if wished == style.id:
                return model, style
    model_id, _, rest = wished.partition("/")
    for model in models:
        if rest and model.id == model_id and (found := model.find(rest)) is not None:
            return model, found
    for model in models:
        for style in model.styles:
            if wished == style.name:
                return model, style
    raise unknown_style(wished, models)


def find_model(model_id: str, models: Sequence[ModelManifest] | None = None) -> ModelManifest:
    """Return the model of this id, of `models` or of all; ModelError lists those that exist."""
    known = list_models() if models is None else models
    for model in known:
        if model.id == model_id:
            return model
    raise ModelError(
        f"There is no model '{model_id}'",
        f"Choose one of {', '.join(model.id for model in known)}, or import it first",
    )
