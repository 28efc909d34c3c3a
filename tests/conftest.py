"""Files that many tests share."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # without a display Qt ends the process


@pytest.fixture
def shared() -> Path:
    """The folder with golden numbers and test media that lies beside a developer's checkout."""
    folder = Path(os.environ.get("VTOONIFY_RT_SHARED", "../shared"))
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here: set VTOONIFY_RT_SHARED")
    return folder
