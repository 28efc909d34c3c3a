"""Files that many tests share."""

import os
from pathlib import Path

import pytest
from vtoonify_models import import_from, make_checkpoints, needs_export

# Pictures that tests expect are this one's; test_every_backend.py asks for the others.
os.environ.setdefault("VTOONIFY_RT_BACKEND", "onnxruntime")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # without a display Qt ends the process


@pytest.fixture
def shared() -> Path:
    """The folder with golden numbers and test media that lies beside a developer's checkout."""
    folder = Path(os.environ.get("VTOONIFY_RT_SHARED", "../shared"))
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here: set VTOONIFY_RT_SHARED")
    return folder


@pytest.fixture(scope="session")
def tiny_checkpoints(tmp_path_factory) -> Path:
    """A folder of tiny synthetic checkpoints, laid out as upstream's; not to be changed."""
    needs_export()
    return make_checkpoints(tmp_path_factory.mktemp("synthetic") / "checkpoint")


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory) -> Path:
    """The folder that the tiny models are imported into; not to be changed."""
    return tmp_path_factory.mktemp("tiny") / "models"


@pytest.fixture(scope="session")
def tiny_vtoonify(tiny_checkpoints, tiny_models) -> Path:
    """The model folder of a tiny VToonify-D with three styles."""
    checkpoint = tiny_checkpoints / "vtoonify_d_synthetic" / "vtoonify_s_d.pt"
    return import_from(checkpoint, tiny_models)


@pytest.fixture(scope="session")
def tiny_vtoonify_t(tiny_checkpoints, tiny_models) -> Path:
    """The model folder of a tiny VToonify-T."""
    return import_from(tiny_checkpoints / "vtoonify_t_synthetic" / "vtoonify.pt", tiny_models)
