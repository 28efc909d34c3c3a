"""Pictures of the styles, as many as there is time for."""

import itertools
import shutil
from contextlib import closing

import numpy as np
import pytest
from vtoonify_models import needs_export

needs_export()

from checkpoint.manifest import load_manifest  # noqa: E402
from export.thumbnails import draw_thumbnails  # noqa: E402
from vtoonify_rt.image_io import read_image, write_image  # noqa: E402
from vtoonify_rt.sources.sample import open_sample  # noqa: E402


@pytest.fixture
def model(tiny_vtoonify, tmp_path):
    """A model with the styles 0 (shown first), 1 and 2, without thumbnails."""
    folder = shutil.copytree(tiny_vtoonify, tmp_path / "model")
    for path in (folder / "thumbs").iterdir():
        path.unlink()
    return load_manifest(folder)


def ticking():
    """A clock that goes on by a second each time it is looked at."""
    return itertools.count().__next__


@pytest.fixture
def mirrored(tmp_path):
    """A picture of a face that is not the sample's: the sample, mirrored."""
    with closing(open_sample(paced=False)) as clip:
        write_image(tmp_path / "me.png", clip.read().image[:, ::-1].copy())
    return tmp_path / "me.png"


def drawn_colours(model, index):
    """Return how far from grey a thumbnail is."""
    return np.ptp(read_image(model.styles[index].thumbnail), axis=2).mean()


def test_with_time_every_style_is_drawn(model):
    assert draw_thumbnails(model, budget=60.0, clock=ticking()).count == 3
    assert all(drawn_colours(model, index) > 5 for index in range(3))


@pytest.mark.parametrize(("budget", "drawn"), [(0.0, 1), (1.5, 1), (4.0, 2)])
def test_styles_without_time_get_a_tile(model, budget, drawn):
    assert draw_thumbnails(model, budget=budget, clock=ticking()).count == drawn
    shown = [drawn_colours(model, index) > 5 for index in range(3)]

    assert shown == [index < drawn for index in range(3)]


def test_tiles_tell_one_style_from_another(model):
    draw_thumbnails(model, budget=0.0, clock=ticking())
    first, second = (read_image(model.styles[index].thumbnail) for index in (1, 2))

    assert (first != second).any()


def test_the_users_picture_is_drawn_and_told(model, mirrored):
    draw_thumbnails(model)
    sample = read_image(model.styles[0].thumbnail)
    drawn = draw_thumbnails(model, mirrored)

    assert drawn.note == "The thumbnails show the face in me.png"
    assert np.abs(read_image(model.styles[0].thumbnail).astype(int) - sample).mean() > 3


@pytest.mark.parametrize("content", ["grey", "damaged", "nothing"])
def test_without_a_face_the_sample_is_drawn_and_told(model, tmp_path, content):
    draw_thumbnails(model)
    sample, picture = read_image(model.styles[0].thumbnail), tmp_path / "picture.png"
    if content == "grey":
        write_image(picture, np.full((64, 64, 3), 128, np.uint8))
    elif content == "damaged":
        picture.write_bytes(b"no picture")
    drawn = draw_thumbnails(model, picture)

    assert drawn.note.startswith("The thumbnails show the sample's face: ")
    assert (read_image(model.styles[0].thumbnail) == sample).all()
