"""Sizes of the networks: what follows from them, and reading them off a file's shapes."""

from dataclasses import replace

import pytest

from vtoonify_rt.nn.sizes import FULL, TINY64, TINY128, NetworkSizes, PspSizes, sizes_from_shapes


@pytest.mark.parametrize(
    ("sizes", "rows", "modres", "fusion", "synthesis"),
    [
        (FULL, 18, 6, (32, 64, 128, 256), (64, 128, 256, 512, 1024)),
        (TINY128, 12, 2, (8, 16, 32), (16, 32, 64, 128)),
        (TINY64, 10, 2, (8, 16), (16, 32, 64)),
    ],
    ids=["full", "tiny128", "tiny64"],
)
def test_resolutions_tell_rows_blocks_and_levels(
    sizes: NetworkSizes,
    rows: int,
    modres: int,
    fusion: tuple[int, ...],
    synthesis: tuple[int, ...],
) -> None:
    assert (sizes.num_rows, sizes.num_modres) == (rows, modres)
    assert (sizes.fusion_px, sizes.synthesis_px) == (fusion, synthesis)


@pytest.mark.parametrize(
    "change",
    [
        {"in_px": 512},
        {"bottleneck_px": 4},
        {"bottleneck_px": 512},
        {"bottleneck_px": 48},
        {"channels": {4: 512}},
        {"channels": {**FULL.channels, 8: 256}},
    ],
    ids=["in", "low", "high", "odd", "few", "uneven"],
)
def test_sizes_that_do_not_fit_together_are_refused(change) -> None:
    with pytest.raises(ValueError, match="must be"):
        replace(FULL, **change)


def test_psp_stages_must_grow() -> None:
    with pytest.raises(ValueError, match="must grow in width"):
        PspSizes(widths=(64, 64, 128, 256), units=(1, 1, 1, 1), w_dim=8, num_rows=10)


def test_shapes_of_another_network_are_refused() -> None:
    with pytest.raises(ValueError, match="0 RGB outputs and 0 fusions"):
        sizes_from_shapes({"conv1.weight": (64, 3, 7, 7)})


def test_a_missing_tensor_is_named() -> None:
    shapes = {f"generator.to_rgbs.{i}.bias": (1, 3, 1, 1) for i in range(4)}
    shapes |= {f"fusion_skip.{i}.weight": (3, 35, 3, 3) for i in range(2)}

    with pytest.raises(ValueError, match=r"generator\.input\.input is missing"):
        sizes_from_shapes(shapes)


def test_a_tensor_of_other_dimensions_is_named() -> None:
    shapes = {f"generator.to_rgbs.{i}.bias": (1, 3, 1, 1) for i in range(4)}
    shapes |= {f"fusion_skip.{i}.weight": (3, 35, 3, 3) for i in range(2)}

    with pytest.raises(ValueError, match=r"generator\.input\.input has the shape \(512,\)"):
        sizes_from_shapes(shapes | {"generator.input.input": (512,)})
