"""Files that many tests share."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
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
def once_per_run(tmp_path_factory) -> Callable[[str, Callable[[Path], Path]], Path]:
    """Makes what takes long once, although tests run in several processes.

    Called with a name and what makes it in the folder that it is given; returns what that returned.
    """
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent  # that of the run; each process has one of its own in it

    def once(name: str, make: Callable[[Path], Path]) -> Path:
        done = folder / f"{name} is done"
        with FileLock(folder / f"{name}.lock"):
            if not done.exists():
                done.write_text(str(make(folder)), "utf-8")
        return Path(done.read_text("utf-8"))

    return once


@pytest.fixture(scope="session")
def tiny_checkpoints(once_per_run) -> Path:
    """A folder of tiny synthetic checkpoints, laid out as upstream's; not to be changed."""
    needs_export()
    return once_per_run("checkpoint", lambda folder: make_checkpoints(folder / "checkpoint"))


@pytest.fixture(scope="session")
def tiny_vtoonify(tiny_checkpoints, once_per_run) -> Path:
    """The model folder of a tiny VToonify-D with three styles."""
    checkpoint = tiny_checkpoints / "vtoonify_d_synthetic" / "vtoonify_s_d.pt"
    return once_per_run("tiny_d", lambda folder: import_from(checkpoint, folder / "models"))


@pytest.fixture(scope="session")
def tiny_vtoonify_t(tiny_vtoonify, tiny_checkpoints, once_per_run) -> Path:
    """The model folder of a tiny VToonify-T; beside a D, whose encoder and parser it takes over."""
    checkpoint = tiny_checkpoints / "vtoonify_t_synthetic" / "vtoonify.pt"
    return once_per_run("tiny_t", lambda folder: import_from(checkpoint, folder / "models"))
