"""What a file is, is told from its keys, and what is wrong with it in a sentence."""

import json
from pathlib import Path

import pytest

from checkpoint.errors import ModelError
from checkpoint.official import check_keys, check_kind, check_top_level, identify

KEYS = {  # a few of each kind
    "vtoonify_d": ["generator.generator.input.input", "generator.res.7.weight", "encoder.0.0.bias"],
    "vtoonify_t": ["generator.input.input", "encoder.0.0.weight", "fusion_out.0.weight"],
    "psp_encoder": ["encoder.input_layer.0.weight", "decoder.input.input", "decoder.style.1.bias"],
    "faceparsing": ["cp.resnet.conv1.weight", "ffm.conv1.weight", "conv_out.conv_out.weight"],
    "dualstylegan": ["generator.input.input", "generator.convs.0.conv.weight", "res.0.conv.weight"],
    "stylegan2": ["style.1.weight", "input.input", "convs.0.conv.weight"],
    "vtoonify_pretrain": ["0.0.weight", "4.0.conv.weight", "5.weight"],
    "raft": ["module.fnet.conv1.weight", "module.update_block.mask.2.bias"],
    "unknown": ["classifier.weight", "features.0.weight"],
}
MANIFESTS = {
    "vtoonify_d": "vtoonify_d",
    "vtoonify_t": "vtoonify_t",
    "psp_encoder": "psp_encoder",
    "faceparsing": "faceparsing",
    "dualstylegan": "dualstylegan_generator",
    "stylegan2": "stylegan2_ffhq_config_f",
    "raft": "raft_things",
}
EXPECTED = {
    "encoder.0.weight": (8, 3),
    "encoder.0.bias": (8,),
    "fusion_out.0.conv.weight": (4, 4),
    "fusion_out.0.conv.bias": (4,),
    "fusion_out.1.conv.weight": (4, 4),
    "res.0.weight": (2,),
    "res.1.weight": (2,),
}


@pytest.mark.parametrize("kind", KEYS)
def test_a_kind_is_told_from_its_keys(kind):
    shapes = dict.fromkeys(KEYS[kind], (1,))

    assert identify(shapes, ["g_ema"]) == kind


@pytest.mark.parametrize("kind", MANIFESTS)
def test_the_published_files_are_known(shared, kind):
    path: Path = shared / "spec" / "manifests" / f"{MANIFESTS[kind]}.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    table = manifest.get("g_ema") or manifest["state_dict"]
    shapes = {key: tuple(entry["shape"]) for key, entry in table.items()}

    assert identify(shapes, manifest["top_level"]) == kind


def test_the_encoder_of_a_published_file_is_a_pretrained_one(shared):
    path = shared / "spec" / "manifests" / "vtoonify_t.json"
    keys = json.loads(path.read_text(encoding="utf-8"))["g_ema"]
    encoder = {key.removeprefix("encoder."): () for key in keys if key.startswith("encoder.")}

    assert identify(encoder, ["g_ema"]) == "vtoonify_pretrain"


@pytest.mark.parametrize("lost", ["generator.res", "encoder", "fusion_out"])
def test_a_part_that_is_missing_does_not_make_it_another_file(lost):
    keys = [*KEYS["vtoonify_d"], "fusion_out.0.conv.weight"]
    shapes = {key: () for key in keys if not key.startswith(lost)}

    assert identify(shapes, ["g_ema"]) == "vtoonify_d"


def test_an_empty_file_is_unknown():
    assert identify({}, []) == "unknown"


def test_a_file_of_another_kind_is_named():
    with pytest.raises(
        ModelError, match=r"^a.pt .* is a StyleGAN2 .*Choose a VToonify-D .* or a V.*-T"
    ):
        check_kind("stylegan2", ["vtoonify_d", "vtoonify_t"], "a.pt")


def test_an_encoder_without_its_average_is_refused():
    check_top_level("psp_encoder", ["state_dict", "latent_avg"], "encoder.pt")

    with pytest.raises(ModelError, match=r"encoder\.pt lacks latent_avg"):
        check_top_level("psp_encoder", ["state_dict", "opts"], "encoder.pt")


def test_the_keys_that_are_expected_are_right():
    check_keys({key: list(shape) for key, shape in EXPECTED.items()}, EXPECTED, "a.pt")


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"fusion_out": None}, "missing: fusion_out.* (3 keys)"),
        ({"fusion_out.0": None}, "missing: fusion_out.0.* (2 keys)"),
        ({"encoder.0.bias": None}, "missing: encoder.0.bias"),
        ({"fusion_out": None, "res.0": None}, "missing: fusion_out.* (3 keys), res.0.* (1 key)"),
        ({"res.0.weight": (3,)}, "of another shape: res.0.weight is [3], not [2]"),
        ({"noise.a": (1,), "noise.b": (1,)}, "unexpected: noise.* (2 keys)"),
        ({"res.2.weight": (1,)}, "unexpected: res.2.* (1 key)"),
        (
            {"res": None, "encoder.0.bias": (9,), "x": ()},
            "missing: res.* (2 keys); unexpected: x; of another shape: encoder.0.bias is [9], not",
        ),
    ],
)
def test_what_does_not_fit_is_named_by_groups(changed, sentence):
    found = {
        key: shape
        for key, shape in EXPECTED.items()
        if not any(new is None and key.startswith(gone) for gone, new in changed.items())
    }
    found |= {key: shape for key, shape in changed.items() if shape is not None}

    with pytest.raises(ModelError) as error:
        check_keys(found, EXPECTED, "a.pt")

    assert error.value.message.startswith(f"a.pt does not fit: {sentence}")


def test_a_long_list_is_counted():
    expected = {f"part{number}": () for number in range(9)}

    with pytest.raises(ModelError, match="part0, part1, part2, part3 and 5 more"):
        check_keys({"other": ()}, expected, "a.pt")
