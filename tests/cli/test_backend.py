"""`--backend`: what runs the model, and what is told of it."""

import importlib.util
import json

import pytest
from fakes import FakeSession

from vtoonify_rt import Stylizer
from vtoonify_rt.cli import main
from vtoonify_rt.errors import UsageError

needs_openvino = pytest.mark.skipif(
    not importlib.util.find_spec("openvino"), reason="openvino is not installed"
)


def test_an_unknown_backend_is_bad_usage_and_the_others_are_listed(portrait, folder, capsys):
    assert main(["stylize", "portrait.jpg", "-o", "x.png", "--backend", "warp"]) == 2
    told = capsys.readouterr().err

    assert told.startswith("Error: The backend 'warp' cannot be used: there is none of this name.")
    assert "onnxruntime" in told
    assert not (folder / "x.png").exists()


def test_python_is_told_at_once():
    with pytest.raises(UsageError, match="'warp' cannot be used"):
        Stylizer(backend="warp")


def test_a_name_in_the_environment_counts(portrait, folder, monkeypatch, capsys):
    monkeypatch.setenv("VTOONIFY_RT_BACKEND", "warp")

    for command in (["stylize", "portrait.jpg", "-o", "x.png"], ["bench", "--seconds", "1"]):
        assert main(command) == 2
        told = capsys.readouterr().err
        assert told.startswith("Error: VTOONIFY_RT_BACKEND names the backend 'warp', which cannot")


@needs_openvino
def test_a_portrait_by_openvino_is_that_of_onnx_runtime(portrait, folder):
    from vtoonify_rt.image_io import read_image
    from vtoonify_rt.likeness import psnr

    for backend in ("openvino", "onnxruntime"):
        command = ["stylize", "portrait.jpg", "-o", f"{backend}.png", "--backend", backend]
        assert main(command) == 0

    pictures = [read_image(folder / f"{name}.png") for name in ("openvino", "onnxruntime")]
    assert psnr(*pictures) > 60


def test_what_became_of_the_backend_is_told_in_the_end(portrait, monkeypatch, capsys):
    class Fallen(FakeSession):
        backend_note = "A failed: device lost; now B is used"

    monkeypatch.setattr("vtoonify_rt.inference.open_session", lambda *_, **__: Fallen())
    assert main(["stylize", "portrait.jpg", "-o", "x.png", "--json"]) == 0
    told = capsys.readouterr()

    assert told.err == "Note: A failed: device lost; now B is used.\n"
    assert len(json.loads(told.out)["written"]) == 1
