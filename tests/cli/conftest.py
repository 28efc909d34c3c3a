"""An empty folder to work in, a portrait, a video of it, and a model of the user's."""

import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from made_video import make_video

from checkpoint.store import STARTER
from vtoonify_rt.image_io import read_image

PORTRAIT = Path(__file__).parents[1] / "media" / "astronaut.jpg"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """An empty folder to work in; the log and the user's models lie elsewhere."""
    elsewhere = tmp_path / "home"
    monkeypatch.setattr("vtoonify_rt.log_file.log_path", lambda: elsewhere / "log")
    monkeypatch.setenv("VTOONIFY_RT_MODELS", str(elsewhere / "models"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return work


@pytest.fixture
def portrait(folder) -> Path:
    return shutil.copy(PORTRAIT, folder / "portrait.jpg")


@pytest.fixture
def clip(folder) -> Path:
    """A video of a portrait that moves, with sound."""
    picture = read_image(PORTRAIT)
    return make_video(
        folder / "clip.mp4",
        frames=10,
        width=320,
        height=320,
        fps=25,
        sound="aac",
        draw=lambda index, width, height: np.roll(picture, index, axis=1),
    )


@pytest.fixture
def my_model() -> Path:
    """A model of the user's, with the id "mine"."""
    copy = Path(os.environ["VTOONIFY_RT_MODELS"]) / "mine"
    shutil.copytree(STARTER, copy)
    manifest = (copy / "manifest.toml").read_text("utf-8")
    (copy / "manifest.toml").write_text(manifest.replace('id = "starter"', 'id = "mine"'), "utf-8")
    return copy
