"""The table of a frame graph's convolutions is complete and counts right."""

import onnx
import pytest

from export.bench_network import multiply_adds
from export.conv_table import Convolution, ConvTable, as_markdown, profile
from vtoonify_rt.nn.sizes import TINY64


@pytest.fixture(scope="module")
def table(tiny_vtoonify) -> ConvTable:
    return profile(tiny_vtoonify, threads=1, side=64)


def test_every_convolution_of_the_file_is_in_it(tiny_vtoonify, table) -> None:
    proto = onnx.load(tiny_vtoonify / "frame.onnx", load_external_data=False)
    in_file = [node.input[1] for node in proto.graph.node if node.op_type.startswith("Conv")]

    found = [f"{convolution.layer}.weight" for convolution in table.convolutions]
    assert sorted(found) == sorted(in_file)


def test_its_multiply_adds_are_the_networks_but_for_the_blurs(table) -> None:
    total = sum(convolution.gmac for convolution in table.convolutions)

    assert total == pytest.approx(multiply_adds(TINY64, False, 64), rel=0.05)


def test_what_doubles_the_size_is_counted_by_its_input(table) -> None:
    up = next(c for c in table.convolutions if c.layer == "levels.1.up")

    assert (up.kind, up.channels) == ("3x3 up", (16, 12))
    assert up.gmac == pytest.approx(64 * 64 * 9 * 16 * 12 / 1e9)


@pytest.fixture
def made() -> ConvTable:
    convolutions = [
        Convolution(
            layer=layer, kind="3x3", channels=(1, 1), pixels=(8, 8), gmac=0.5, milliseconds=10.0
        )
        for layer in ("levels.0.up", "levels.0.conv")
    ]
    return ConvTable(convolutions=convolutions, others={"Mul": 20.0}, matmul_gflops=200.0)


def test_rates_are_of_the_matmul_beside_it(made) -> None:
    lines = as_markdown(made).splitlines()

    assert next(line for line in lines if "levels.0.up" in line).endswith("| 25.0% | 100 | 50% |")
    assert lines[-1].endswith("| 50 | 25% |")


def test_the_parts_are_summed_up(made) -> None:
    assert "| levels.0 | 1.0 | 20 | 50.0% | 50% |" in as_markdown(made)
