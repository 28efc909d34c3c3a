"""The files that belong to a checkpoint are found where upstream keeps them, or named."""

from pathlib import Path

import pytest

from checkpoint.errors import ModelError
from checkpoint.layout import Overrides, find_checkpoints, find_files, unreadable
from checkpoint.official import FileKind

CONTENTS = {
    "D": "vtoonify_d",
    "T": "vtoonify_t",
    "E": "psp_encoder",
    "F": "faceparsing",
    "G": "stylegan2",
}


def kind_of(path: Path) -> FileKind:
    """Tell the kind of a file whose one letter says it; the fake of a reader."""
    letter = path.read_text()
    if letter not in CONTENTS:
        raise ModelError(f"{path.name} is cut off or damaged")
    return CONTENTS[letter]


def lay(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return folder


UPSTREAM = {
    "encoder.pt": "E",
    "faceparsing.pth": "F",
    "stylegan2-ffhq-config-f.pt": "G",
    "vtoonify_d_cartoon/vtoonify_s_d.pt": "D",
    "vtoonify_d_cartoon/exstyle_code.npy": "codes",
}


def test_upstreams_folder_is_known(tmp_path):
    lay(tmp_path, UPSTREAM)

    files = find_files(tmp_path / "vtoonify_d_cartoon" / "vtoonify_s_d.pt", kind_of)

    assert files.kind == "vtoonify_d"
    assert files.encoder == tmp_path / "encoder.pt"
    assert files.faceparsing == tmp_path / "faceparsing.pth"
    assert files.codes == tmp_path / "vtoonify_d_cartoon" / "exstyle_code.npy"
    assert files.notes == ()


@pytest.mark.parametrize("path", ["", "vtoonify_d_cartoon"])
def test_a_folder_means_the_only_checkpoint_in_it(tmp_path, path):
    lay(tmp_path, UPSTREAM)

    files = find_files(tmp_path / path, kind_of)

    assert files.vtoonify == tmp_path / "vtoonify_d_cartoon" / "vtoonify_s_d.pt"


def test_a_relative_path_is_searched_above_too(tmp_path, monkeypatch):
    lay(tmp_path, UPSTREAM)
    monkeypatch.chdir(tmp_path / "vtoonify_d_cartoon")

    assert find_files(Path("vtoonify_s_d.pt"), kind_of).encoder == tmp_path / "encoder.pt"


def test_everything_beside_the_checkpoint_goes_before_what_lies_above(tmp_path):
    lay(tmp_path, {**UPSTREAM, "vtoonify_d_cartoon/encoder.pt": "E"})

    files = find_files(tmp_path, kind_of)

    assert files.encoder == tmp_path / "vtoonify_d_cartoon" / "encoder.pt"


def test_a_folder_with_several_checkpoints_lists_them(tmp_path):
    lay(tmp_path, {**UPSTREAM, "vtoonify_t_cartoon/vtoonify.pt": "T"})

    with pytest.raises(ModelError, match=r"2 VToonify .*cartoon.vtoonify_s_d.pt, .*.vtoonify.pt"):
        find_files(tmp_path, kind_of)
    assert len(find_checkpoints(tmp_path, kind_of)) == 2


def test_a_checkpoint_is_told_by_its_keys_and_not_by_its_name(tmp_path):
    lay(tmp_path, {**UPSTREAM, "vtoonify_d_cartoon/vtoonify_s026_d0.5.pt": "G"})
    (tmp_path / "vtoonify_d_cartoon" / "vtoonify_s_d.pt").rename(
        tmp_path / "vtoonify_d_cartoon" / "mine.pt"
    )

    assert find_files(tmp_path, kind_of).vtoonify.name == "mine.pt"


def test_a_file_that_is_no_checkpoint_is_said(tmp_path):
    lay(tmp_path, UPSTREAM)

    with pytest.raises(ModelError, match=r"encoder.pt .* is a pSp encoder .*Choose a VToonify-D"):
        find_files(tmp_path / "encoder.pt", kind_of)


def test_a_folder_without_a_checkpoint_is_said(tmp_path):
    lay(tmp_path, {"encoder.pt": "E"})

    with pytest.raises(ModelError, match="has no VToonify checkpoint in it"):
        find_files(tmp_path, kind_of)


def test_a_checkpoint_that_is_damaged_is_not_passed_over(tmp_path):
    lay(tmp_path, {"encoder.pt": "E", "d/vtoonify_s_d.pt": "cut"})

    with pytest.raises(ModelError, match=r"vtoonify_s_d.pt is cut off"):
        find_files(tmp_path, kind_of)


def test_a_damaged_file_beside_a_good_one_is_told_of(tmp_path):
    lay(tmp_path, UPSTREAM | {"vtoonify_d_cartoon/vtoonify_s_d_c.pt": "cut"})
    checkpoints = find_checkpoints(tmp_path, kind_of)

    (sentence,) = unreadable(tmp_path, checkpoints, kind_of)

    assert [file.name for file in checkpoints] == ["vtoonify_s_d.pt"]
    assert "vtoonify_s_d_c.pt was left out: vtoonify_s_d_c.pt is cut off" in sentence


def test_a_path_that_does_not_exist_is_said(tmp_path):
    with pytest.raises(ModelError, match=r"a\.pt does not exist"):
        find_files(tmp_path / "a.pt", kind_of)


@pytest.mark.parametrize(
    ("missing", "name", "option"),
    [
        ("encoder.pt", r"encoder\.pt", "--encoder"),
        ("faceparsing.pth", r"faceparsing\.pth", "--faceparsing"),
        ("vtoonify_d_cartoon/exstyle_code.npy", r"exstyle_code\.npy", "--codes"),
    ],
)
def test_what_is_missing_is_named_with_its_place(tmp_path, missing, name, option):
    lay(tmp_path, UPSTREAM)
    (tmp_path / missing).unlink()
    sentence = rf"{name} was not found beside .*vtoonify_s_d.pt nor in .*Put it .* {option} FILE"

    with pytest.raises(ModelError, match=sentence):
        find_files(tmp_path, kind_of)


def test_a_t_checkpoint_needs_no_codes(tmp_path):
    lay(tmp_path, {"encoder.pt": "E", "faceparsing.pt": "F", "t/vtoonify.pt": "T"})

    files = find_files(tmp_path, kind_of)

    assert (files.kind, files.codes) == ("vtoonify_t", None)
    assert files.faceparsing == tmp_path / "faceparsing.pt"


def test_an_encoder_by_another_name_is_known_by_its_keys(tmp_path):
    lay(tmp_path, UPSTREAM)
    (tmp_path / "encoder.pt").rename(tmp_path / "psp_ffhq.pt")

    assert find_files(tmp_path, kind_of).encoder == tmp_path / "psp_ffhq.pt"


def test_two_that_could_be_meant_are_not_chosen_between(tmp_path):
    lay(tmp_path, {**UPSTREAM, "faceparsing.pt": "F"})

    with pytest.raises(ModelError, match=r"faceparsing.pt and faceparsing.pth .*--faceparsing"):
        find_files(tmp_path, kind_of)


def test_of_two_names_the_one_that_is_a_parser_is_taken(tmp_path):
    lay(tmp_path, {**UPSTREAM, "faceparsing.pt": "G"})

    assert find_files(tmp_path, kind_of).faceparsing == tmp_path / "faceparsing.pth"


def test_an_encoder_that_is_something_else_is_refused(tmp_path):
    lay(tmp_path, {**UPSTREAM, "encoder.pt": "F"})

    with pytest.raises(ModelError, match=r"encoder.pt .* is a face parser .*Choose a pSp encoder"):
        find_files(tmp_path, kind_of)


def test_files_that_the_user_names_are_taken(tmp_path):
    lay(tmp_path, {**UPSTREAM, "mine/e.pt": "E", "mine/f.pth": "F", "mine/c.npy": "codes"})
    mine = tmp_path / "mine"
    named = Overrides(encoder=mine / "e.pt", faceparsing=mine / "f.pth", codes=mine / "c.npy")

    files = find_files(tmp_path / "vtoonify_d_cartoon", kind_of, named)

    assert (files.encoder, files.faceparsing) == (named.encoder, named.faceparsing)
    assert files.codes == named.codes


@pytest.mark.parametrize("name", ["encoder", "faceparsing", "codes"])
def test_a_file_that_the_user_names_must_exist(tmp_path, name):
    lay(tmp_path, UPSTREAM)

    with pytest.raises(ModelError, match=r"none\.pt does not exist"):
        find_files(tmp_path, kind_of, Overrides(**{name: tmp_path / "none.pt"}))


def test_refined_codes_are_taken_before_plain_ones_and_that_is_said(tmp_path):
    lay(tmp_path, {**UPSTREAM, "vtoonify_d_cartoon/refined_exstyle_code.npy": "refined"})

    files = find_files(tmp_path, kind_of)

    assert files.codes is not None
    assert files.codes.name == "refined_exstyle_code.npy"
    assert files.notes[0].startswith("refined_exstyle_code.npy is taken and not exstyle_code.npy")


def test_codes_that_are_the_same_twice_are_no_news(tmp_path):
    lay(tmp_path, {**UPSTREAM, "vtoonify_d_cartoon/refined_exstyle_code.npy": "codes"})

    assert find_files(tmp_path, kind_of).notes == ()
