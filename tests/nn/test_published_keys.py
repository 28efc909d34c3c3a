"""Full-size networks have exactly the key names and shapes of the published files."""

import gzip
import json
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the network needs torch (extra 'train')")

from vtoonify_rt.nn.bisenet import BiSeNet  # noqa: E402
from vtoonify_rt.nn.dualstylegan import DualStyleGan  # noqa: E402
from vtoonify_rt.nn.psp import PspEncoder  # noqa: E402
from vtoonify_rt.nn.sizes import (  # noqa: E402
    BISENET_FULL,
    FULL,
    PSP_FULL,
    TINY64,
    TINY128,
    sizes_from_shapes,
)
from vtoonify_rt.nn.stylegan2 import StyleGan2  # noqa: E402
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT  # noqa: E402

PUBLISHED = json.loads(
    gzip.decompress(Path(__file__).with_name("published_keys.json.gz").read_bytes())
)


def shapes_on_meta(network, sizes) -> dict[str, list[int]]:
    with torch.device("meta"):
        net = network(sizes)
    return {key: list(value.shape) for key, value in net.state_dict().items()}


@pytest.mark.parametrize(
    ("file", "network"),
    [
        ("vtoonify_d", VToonifyD),
        ("vtoonify_t", VToonifyT),
        ("stylegan2_ffhq_config_f", StyleGan2),
        ("dualstylegan_generator", DualStyleGan),
    ],
)
def test_full_size_has_the_published_keys(file, network) -> None:
    assert shapes_on_meta(network, FULL) == PUBLISHED[file]


def test_the_full_size_face_parser_has_the_published_keys() -> None:
    assert shapes_on_meta(BiSeNet, BISENET_FULL) == PUBLISHED["faceparsing"]


def test_the_full_size_encoder_has_the_published_keys() -> None:
    wanted = {key.removeprefix("encoder."): of for key, of in PUBLISHED["psp_encoder"].items()}

    assert shapes_on_meta(PspEncoder, PSP_FULL) == wanted


@pytest.mark.parametrize("network", [VToonifyD, VToonifyT])
@pytest.mark.parametrize("sizes", [FULL, TINY128, TINY64], ids=["full", "tiny128", "tiny64"])
def test_sizes_are_read_off_the_shapes(network, sizes) -> None:
    assert sizes_from_shapes(shapes_on_meta(network, sizes)) == sizes


@pytest.mark.parametrize("file", ["vtoonify_d", "vtoonify_t"])
def test_published_shapes_are_full_size(file) -> None:
    assert sizes_from_shapes(PUBLISHED[file]) == FULL
