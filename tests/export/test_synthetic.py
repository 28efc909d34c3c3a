"""The stand-in for checkpoints: laid out as upstream's, and never taken for them."""

import numpy as np
import pytest
from vtoonify_models import NUM_STYLES, needs_export

needs_export()

from checkpoint.codes import read_codes  # noqa: E402
from export.__main__ import main  # noqa: E402
from export.reading import read_official  # noqa: E402


def test_the_folder_is_laid_out_as_upstreams(tiny_checkpoints):
    files = {
        path.relative_to(tiny_checkpoints).as_posix() for path in tiny_checkpoints.rglob("*.*")
    }

    assert files == {
        "README.txt",
        "encoder.pt",
        "faceparsing.pth",
        "vtoonify_d_synthetic/exstyle_code.npy",
        "vtoonify_d_synthetic/vtoonify_s_d.pt",
        "vtoonify_d_synthetic/vtoonify_s_d_c.pt",
        "vtoonify_d_synthetic/vtoonify_s002_d0.5.pt",
        "vtoonify_t_synthetic/vtoonify.pt",
    }


def test_every_network_says_that_it_was_made_up(tiny_checkpoints):
    paths = [path for path in tiny_checkpoints.rglob("*") if path.suffix in (".pt", ".pth")]

    assert len(paths) == 6
    assert all(read_official(path).synthetic for path in paths)
    assert "NOT the published" in (tiny_checkpoints / "README.txt").read_text("utf-8")


def test_the_encoder_brings_what_upstreams_has(tiny_checkpoints):
    encoder = read_official(tiny_checkpoints / "encoder.pt")

    assert {key.split(".")[0] for key in encoder.tensors} == {"encoder", "decoder"}
    assert encoder.extra["latent_avg"].shape == (10, 32)
    assert encoder.extra["opts"]["output_size"] == 64


def test_codes_differ_from_style_to_style(tiny_checkpoints):
    codes = read_codes(tiny_checkpoints / "vtoonify_d_synthetic" / "exstyle_code.npy")

    assert len(codes) == NUM_STYLES
    first, second, _ = codes.values()
    assert np.abs(first - second).max() > 1


def test_the_same_seed_gives_the_same_files(tiny_checkpoints, tmp_path, capsys):
    folder = tmp_path / "again"

    assert main(["make-synthetic", str(folder), "--size", "tiny64", "--styles", "3"]) == 0
    assert "test equipment" in capsys.readouterr().out
    name = "vtoonify_t_synthetic/vtoonify.pt"
    first, again = (read_official(place / name).tensors for place in (tiny_checkpoints, folder))
    assert all((again[key] == tensor).all() for key, tensor in first.items())


def test_a_folder_with_something_in_it_is_left_alone(tmp_path, capsys):
    (tmp_path / "encoder.pt").write_bytes(b"published")

    assert main(["make-synthetic", str(tmp_path)]) == 2
    assert "is not an empty folder" in capsys.readouterr().err
    assert (tmp_path / "encoder.pt").read_bytes() == b"published"


@pytest.mark.parametrize("number", ["0", "-1"])
def test_a_model_needs_a_style(tmp_path, capsys, number):
    assert main(["make-synthetic", str(tmp_path / "new"), "--styles", number]) == 2
    assert f"The number of styles is {number}" in capsys.readouterr().err
