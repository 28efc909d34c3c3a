"""A VToonify of a few sums."""

import pytest
from made_vtoonify import make_vtoonify

from checkpoint.manifest import ModelManifest, load_manifest


@pytest.fixture(scope="session")
def made_vtoonify(tmp_path_factory: pytest.TempPathFactory) -> ModelManifest:
    """See tests/made_vtoonify.py; nobody changes its files."""
    return load_manifest(make_vtoonify(tmp_path_factory.mktemp("models") / "made"))
