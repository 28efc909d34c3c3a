"""What can be wrong with official files is said in a sentence, before any work."""

import os
import shutil

import numpy as np
import pytest
from vtoonify_models import needs_export

needs_export()

import torch  # noqa: E402

from checkpoint.layout import Overrides  # noqa: E402
from export.synthetic import SIZES, make_synthetic  # noqa: E402
from export.vtoonify_plan import ImportRequest, plan_models  # noqa: E402
from vtoonify_rt.errors import AppError, ModelError, UsageError  # noqa: E402

D, T = "vtoonify_d_synthetic", "vtoonify_t_synthetic"


@pytest.fixture
def folder(tiny_checkpoints, tmp_path):
    """A copy of the checkpoints, to be spoilt."""
    return shutil.copytree(tiny_checkpoints, tmp_path / "checkpoint")


def plan(path, **options):
    return plan_models(ImportRequest(path=path, out=path / "models", **options))


def change(path, edit):
    """Load a file, let `edit` change what is in it, and save it again."""
    content = torch.load(path, weights_only=True)
    edit(content)
    torch.save(content, path)


def test_a_folder_means_all_that_is_in_it(folder):
    assert sorted(model.facts.id for model in plan(folder)) == [
        "synthetic",
        "synthetic-c",
        "synthetic-s002-d0.5",
        "synthetic-t",
    ]


def test_the_name_of_a_file_tells_colour_transfer_style_and_degree(folder):
    plans = {model.facts.id: model.facts for model in plan(folder)}

    assert plans["synthetic-c"].color_transfer
    assert not plans["synthetic"].color_transfer
    assert plans["synthetic-s002-d0.5"].fixed_degree == 0.5
    assert [style.id for style in plans["synthetic-s002-d0.5"].styles] == ["2"]


def test_what_the_user_says_goes_before_the_name(folder):
    (model,) = plan(folder / D / "vtoonify_s_d.pt", id="mine", name="My own", color_transfer=True)

    assert (model.facts.id, model.facts.name) == ("mine", "My own")
    assert model.facts.color_transfer


def test_published_files_are_not_synthetic(folder):
    for name in (f"{D}/vtoonify_s_d.pt", "encoder.pt", "faceparsing.pth"):
        change(folder / name, lambda content: content.pop("vtoonify_rt"))

    assert not plan(folder / D / "vtoonify_s_d.pt")[0].facts.synthetic


def test_one_synthetic_part_makes_the_model_synthetic(folder):
    for name in (f"{D}/vtoonify_s_d.pt", "faceparsing.pth"):
        change(folder / name, lambda content: content.pop("vtoonify_rt"))

    assert plan(folder / D / "vtoonify_s_d.pt")[0].facts.synthetic


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("encoder.pt", "--encoder FILE"),
        ("faceparsing.pth", "--faceparsing FILE"),
        (f"{D}/exstyle_code.npy", "--codes FILE"),
    ],
)
def test_a_missing_file_is_named_and_where_to_put_it(folder, name, option):
    (folder / name).unlink()

    with pytest.raises(ModelError, match=option) as told:
        plan(folder / D / "vtoonify_s_d.pt")
    assert f"{name.rpartition('/')[2]} was not found beside" in told.value.message


def test_a_t_model_needs_no_codes(folder):
    (folder / D / "exstyle_code.npy").unlink()

    assert plan(folder / T)[0].facts.default_style == "toonify"


def test_a_file_elsewhere_can_be_named(folder, tmp_path):
    elsewhere = (folder / "encoder.pt").rename(tmp_path / "psp.pt")

    (model,) = plan(folder / T, overrides=Overrides(encoder=elsewhere))

    assert model.files.encoder == elsewhere


def drop_fusion(content):
    for key in [key for key in content["g_ema"] if key.startswith("fusion_out.1.")]:
        del content["g_ema"][key]


def widen(content):
    content["g_ema"]["fusion_skip.0.bias"] = torch.zeros(7)


def forget_average(content):
    del content["latent_avg"]


def shorten_average(content):
    content["latent_avg"] = torch.zeros(3, 32)


@pytest.mark.parametrize(
    ("name", "edit", "sentence"),
    [
        (f"{D}/vtoonify_s_d.pt", drop_fusion, r"missing: fusion_out\.1"),
        (f"{D}/vtoonify_s_d.pt", widen, r"fusion_skip\.0\.bias is \[7\], not \[3\]"),
        ("encoder.pt", forget_average, "lacks latent_avg"),
        ("encoder.pt", shorten_average, r"latent_avg of \[3, 32\], the checkpoint needs 10 x 32"),
    ],
)
def test_a_file_that_is_not_whole_is_told_by_its_parts(folder, name, edit, sentence):
    change(folder / name, edit)

    with pytest.raises(ModelError, match=sentence):
        plan(folder / D / "vtoonify_s_d.pt")


def test_a_truncated_checkpoint_is_told(folder):
    path = folder / D / "vtoonify_s_d.pt"
    os.truncate(path, path.stat().st_size // 2)

    with pytest.raises(ModelError, match=r"vtoonify_s_d\.pt is cut off or damaged"):
        plan(path)


def test_a_file_of_another_kind_is_told(folder):
    with pytest.raises(ModelError, match="it is a pSp encoder"):
        plan(folder / "encoder.pt")


class Intruder:
    def __init__(self, folder):
        self.folder = str(folder)

    def __reduce__(self):
        return os.mkdir, (self.folder,)


@pytest.mark.parametrize(
    "name", [f"{D}/vtoonify_s_d.pt", "encoder.pt", "faceparsing.pth", f"{D}/exstyle_code.npy"]
)
def test_no_file_can_run_code(folder, tmp_path, name):
    content = {"g_ema": {"weight": torch.ones(1)}, "x": Intruder(tmp_path / "trace")}
    if name.endswith(".npy"):
        np.save(folder / name, np.array({"a.jpg": content["x"]}, object), allow_pickle=True)
    else:
        torch.save(content, folder / name)

    with pytest.raises(ModelError):
        plan(folder / D / "vtoonify_s_d.pt")
    assert not (tmp_path / "trace").exists()


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("encoder.pt", "has codes of 12 x 32 numbers, the checkpoint needs 10 x 32"),
        (f"{D}/exstyle_code.npy", r"has the shape \[1, 12, 32\], not \[1, 10, 32\]"),
    ],
)
def test_files_of_another_model_are_told(folder, tmp_path, name, sentence):
    make_synthetic(tmp_path / "other", SIZES["tiny128"], num_styles=1)
    shutil.copy(tmp_path / "other" / name, folder / name)

    with pytest.raises(ModelError, match=sentence):
        plan(folder / D / "vtoonify_s_d.pt")


def test_a_style_past_the_codes_lists_those_that_exist(folder):
    path = folder / D / "vtoonify_s026_d0.5.pt"
    (folder / D / "vtoonify_s002_d0.5.pt").rename(path)

    with pytest.raises(ModelError, match=r"style 26.*3 styles \(0 to 2\): 0 synthetic_000"):
        plan(path)


def test_one_id_for_several_models_is_refused(folder):
    with pytest.raises(UsageError, match="holds 4 checkpoints"):
        plan(folder, id="mine")


def test_a_t_model_has_no_colour_transfer(folder):
    with pytest.raises(UsageError, match="has no colour transfer"):
        plan(folder / T, color_transfer=True)


@pytest.mark.parametrize("name", ["", "nothing"])
def test_a_place_without_checkpoint_is_told(tmp_path, name):
    with pytest.raises(AppError, match=r"has no VToonify checkpoint|does not exist"):
        plan(tmp_path / name)


def test_half_precision_is_read_as_single(folder):
    def halve(content):
        content["g_ema"] = {key: value.half() for key, value in content["g_ema"].items()}

    change(folder / T / "vtoonify.pt", halve)

    (model,) = plan(folder / T)

    assert model.vtoonify_mb > 0.3  # as many MB as in single precision


def test_a_checkpoint_of_another_family_than_wished_is_refused(folder):
    with pytest.raises(ModelError, match="it is a VToonify-T checkpoint"):
        plan(folder / T / "vtoonify.pt", family="vtoonify_d")


def test_the_licence_is_the_one_given(folder):
    (model,) = plan(folder / T / "vtoonify.pt", licence="CC0-1.0")

    assert model.facts.licence == "CC0-1.0"


@pytest.mark.parametrize(("wished", "first"), [("2", "2"), ("77", "0")])
def test_the_style_to_show_first_is_the_one_given_if_there_is_one(folder, wished, first):
    (model,) = plan(folder / D / "vtoonify_s_d.pt", default_style=wished)

    assert model.facts.default_style == first
