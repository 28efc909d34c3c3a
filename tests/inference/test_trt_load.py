"""Engines that do not load are refused in a sentence, and removed if they never will."""

from pathlib import Path

import pytest
from fake_trt import FakeCard

from checkpoint.errors import ModelError


@pytest.fixture
def card(tmp_path) -> FakeCard:
    return FakeCard(tmp_path)


@pytest.fixture
def frame(made_vtoonify) -> Path:
    return made_vtoonify.folder / "frame.onnx"


@pytest.mark.parametrize(
    ("bits", "reason", "removed"),
    [
        (1, "version mismatch", True),
        (32, "malformed engine", True),
        (4, "old cuda driver", False),
        (64, "TensorRT gives no reason", False),
    ],
)
def test_an_engine_of_another_computer_is_refused(card, frame, bits, reason, removed):
    card.trt.diagnostics = bits

    with pytest.raises(ModelError, match=f"is not for this computer: {reason}"):
        card.backend().load(frame)
    assert card.files[frame].discarded == removed


def test_an_engine_that_is_too_large_for_the_gpu_is_kept(card, frame):
    card.trt.diagnostics = 16

    with pytest.raises(MemoryError, match="too small"):
        card.backend().load(frame)
    assert not card.files[frame].discarded


def test_an_engine_that_does_not_load_is_removed(card, tmp_path):
    nothing = tmp_path / "nothing.onnx"
    with pytest.raises(ModelError, match=r"of nothing\.onnx does not load: .*"):
        card.backend().load(nothing)
    assert card.files[nothing].discarded
