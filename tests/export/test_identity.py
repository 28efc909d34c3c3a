"""What an imported model is called."""

from pathlib import Path

import pytest

from export.identity import identity_of, unique


@pytest.mark.parametrize(
    ("path", "model_id", "name"),
    [
        ("vtoonify_d_cartoon/vtoonify_s_d.pt", "cartoon", "Cartoon"),
        (
            "vtoonify_d_cartoon/vtoonify_s026_d0.5.pt",
            "cartoon-s026-d0.5",
            "Cartoon (style 26, degree 0.5)",
        ),
        ("vtoonify_d_comic/vtoonify_s_d_c.pt", "comic-c", "Comic (with colours)"),
        ("vtoonify_d_pixar/vtoonify_s_d_01000.pt", "pixar-i01000", "Pixar (iteration 1000)"),
        ("vtoonify_d_my toons/vtoonify_s_d.pt", "my-toons", "My toons"),
        ("cartoon/vtoonify_s_d.pt", "cartoon", "Cartoon"),
        ("vtoonify_d_cartoon/best.pt", "cartoon-best", "Cartoon (best)"),
        ("vtoonify_d_starter/vtoonify_s_d.pt", "starter-vtoonify", "Starter"),
        ("vtoonify_d_cartoon/vtoonify.pt", "cartoon", "Cartoon"),  # D under the name of a T
        ("vtoonify_d_漫画/vtoonify_s_d.pt", "vtoonify", "Vtoonify"),
    ],
)
def test_a_d_model_is_called_after_its_folder(path, model_id, name):
    identity = identity_of(Path("/checkpoint") / path, toonify=False)

    assert (identity.id, identity.name) == (model_id, name)


def test_a_t_model_says_so():
    identity = identity_of(Path("/checkpoint/vtoonify_t_cartoon/vtoonify.pt"), toonify=True)

    assert (identity.id, identity.name) == ("cartoon-t", "Cartoon (T)")


@pytest.mark.parametrize(
    ("path", "num_styles", "style"),
    [
        ("vtoonify_d_cartoon/vtoonify_s_d.pt", 317, 26),
        ("vtoonify_d_cartoon/vtoonify_s_d.pt", 26, 0),
        ("vtoonify_d_cartoon/vtoonify_s008_d0.5.pt", 317, 8),
        ("vtoonify_d_mine/vtoonify_s_d.pt", 317, 0),
    ],
)
def test_the_first_style_is_the_one_that_is_shown_first(path, num_styles, style):
    assert identity_of(Path(path), toonify=False).default_style(num_styles) == style


def test_two_models_have_two_ids():
    assert unique("cartoon", set()) == "cartoon"
    assert unique("cartoon", {"cartoon", "cartoon-2"}) == "cartoon-3"
