"""Files that many tests share."""

import os
from pathlib import Path

import pytest


@pytest.fixture
def shared() -> Path:
    """The folder with golden numbers and test media that lies beside a developer's checkout."""
    folder = Path(os.environ.get("VTOONIFY_RT_SHARED", "../shared"))
    if not folder.is_dir():
        pytest.skip(f"{folder} is not here: set VTOONIFY_RT_SHARED")
    return folder
