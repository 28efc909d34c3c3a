"""Names of checkpoints: what they say, and how they are written."""

import pytest

from checkpoint.names import CheckpointName, parse_name

D = {"is_d": True}
NAMES = {
    "vtoonify_s_d.pt": CheckpointName(**D),
    "vtoonify_s_d_c.pt": CheckpointName(**D, color_transfer=True),
    "vtoonify_s026_d0.5.pt": CheckpointName(**D, style=26, degree=0.5),
    "vtoonify_s000_d0.0.pt": CheckpointName(**D, style=0, degree=0.0),
    "vtoonify_s026_d0.5_c.pt": CheckpointName(**D, style=26, degree=0.5, color_transfer=True),
    "vtoonify_s054_d_c.pt": CheckpointName(**D, style=54, color_transfer=True),
    "vtoonify_s_d1.0.pt": CheckpointName(**D, degree=1.0),
    "vtoonify_s1234_d.pt": CheckpointName(**D, style=1234),
    "vtoonify_s054_d_c_01000.pt": CheckpointName(
        **D, style=54, color_transfer=True, iteration=1000
    ),
    "vtoonify_s_d_123456.pt": CheckpointName(**D, iteration=123456),
    "vtoonify.pt": CheckpointName(is_d=False),
    "vtoonify_30000.pt": CheckpointName(is_d=False, iteration=30000),
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read(name):
    assert parse_name(name) == NAMES[name]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_written(name):
    assert str(NAMES[name]) == name


@pytest.mark.parametrize(
    "name",
    [
        "",
        "generator.pt",
        "pretrain.pt",
        "vtoonify.pth",
        "vtoonify_s.pt",
        "vtoonify_d.pt",
        "vtoonify_s26_d.pt",
        "vtoonify_s0026_d.pt",
        "vtoonify_s026_d0.85.pt",
        "vtoonify_s026_d1.5.pt",
        "vtoonify_c.pt",
        "vtoonify_s_d_c_100.pt",
        "vtoonify_s_d.pt.part",
        "a_vtoonify_s_d.pt",
        "vtoonify_s026_d\u0660.\u0665.pt",
        f"vtoonify_s{'9' * 5000}_d.pt",
    ],
)
def test_other_names_say_nothing(name):
    assert parse_name(name) is None


@pytest.mark.parametrize(
    "wrong",
    [{"is_d": False, "style": 1}, {**D, "style": -1}, {**D, "degree": 1.5}],
)
def test_what_no_checkpoint_can_be_has_no_name(wrong):
    with pytest.raises(ValueError, match=r"T has no style|0 or more|between 0 and 1"):
        CheckpointName(**wrong)
