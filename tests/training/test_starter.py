"""The starter model as it ships; no torch needed."""

from pathlib import Path

import numpy as np
import pytest

import checkpoint
from checkpoint.manifest import load_manifest
from vtoonify_rt.training.student import Student

FOLDER = Path(checkpoint.__file__).parent / "starter"


@pytest.fixture(scope="module")
def student() -> Student:
    return Student(FOLDER)


@pytest.fixture
def picture() -> np.ndarray:
    y, x = np.mgrid[0:96, 0:128]
    return np.dstack([x * 2, y * 2, (x + y)]).astype(np.uint8)


def test_its_files_are_whole_and_small():
    manifest = load_manifest(FOLDER)
    for name in manifest.sha256:
        manifest.verify(name)

    assert sum(path.stat().st_size for path in FOLDER.rglob("*") if path.is_file()) < 6_000_000


def test_degree_zero_is_the_input_in_every_style(student, picture):
    for style in student.styles:
        drawn = student.stylize(picture, student.condition(style["id"], 0.0))

        np.testing.assert_array_equal(drawn, picture)


def test_styles_look_different_from_each_other(student, picture):
    drawn = {
        style["id"]: student.stylize(picture, student.condition(style["id"])).astype(int)
        for style in student.styles
    }
    for name, one in drawn.items():
        for other_name, other in drawn.items():
            assert name == other_name or np.abs(one - other).mean() > 2.0


def test_a_users_palette_colours_a_tone_style(student, picture):
    drawn = student.stylize(picture, student.condition_code("poster", ["#ff0000", "#ff00ff"]))

    assert (drawn[..., 0] == 255).all()
    assert (drawn[..., 1] == 0).all()
