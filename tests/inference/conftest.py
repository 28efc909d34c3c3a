"""Sessions of a VToonify of a few sums."""

from collections.abc import Iterator

import pytest
from made_vtoonify import make_vtoonify

from checkpoint.manifest import ModelManifest, load_manifest
from vtoonify_rt.inference import Session, encoding, open_session


@pytest.fixture(scope="session")
def made_vtoonify(tmp_path_factory: pytest.TempPathFactory) -> ModelManifest:
    """See tests/made_vtoonify.py; nobody changes its files."""
    return load_manifest(make_vtoonify(tmp_path_factory.mktemp("models") / "made"))


@pytest.fixture
def session(made_vtoonify: ModelManifest, no_memory: None) -> Iterator[Session]:
    """A session of it, as in a fresh process."""
    session = open_session(made_vtoonify, threads=1)
    yield session
    session.close()


@pytest.fixture
def no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forget the faces that other tests encoded."""
    monkeypatch.setattr(encoding, "_memory", encoding._Memory())
