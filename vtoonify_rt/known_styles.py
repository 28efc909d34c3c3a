"""The styles that there are, as listed last: most choices are found without a look at the disk."""

from checkpoint.errors import ModelError
from checkpoint.manifest import ModelManifest, Style
from checkpoint.store import find_style, list_models


class KnownStyles:
    """Finds styles by their ids, or "model/style"; one thread at a time."""

    def __init__(self) -> None:
        self._models: list[ModelManifest] = []

    def find(self, style_id: str) -> tuple[ModelManifest, Style]:
        """Return model and style; the disk is looked at for one that is not known yet.

        Raises ModelError for a style that does not exist.
        """
        try:
            return find_style(style_id, self._models)
        except ModelError:
            self._models = list_models()
            return find_style(style_id, self._models)
