"""Reading PyTorch files: what is right is read, and nothing in a file is run."""

import os
import pickle
from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="the export needs torch (extra 'export')")

from export.reading import read_official  # noqa: E402
from vtoonify_rt.errors import ModelError  # noqa: E402

MAPS = Path("/proc/self/maps")
STATE = {"conv.weight": torch.ones(2, 3), "conv.bias": torch.zeros(2)}


class Intruder:
    """Makes a folder when it is unpickled."""

    def __init__(self, folder):
        self.folder = str(folder)

    def __reduce__(self):
        return os.mkdir, (self.folder,)


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "before 1.6"])
def test_a_state_dict_and_what_lies_beside_it_are_read(tmp_path, zipped):
    path = tmp_path / "encoder.pt"
    content = {"state_dict": STATE, "latent_avg": torch.ones(4), "opts": {"input_nc": 3}}
    torch.save(content, path, _use_new_zipfile_serialization=zipped)

    file = read_official(path)

    assert file.shapes == {"conv.weight": (2, 3), "conv.bias": (2,)}
    torch.testing.assert_close(file.tensors["conv.weight"], STATE["conv.weight"])
    assert file.extra["opts"] == {"input_nc": 3}
    assert file.extra["latent_avg"].tolist() == [1.0] * 4


def test_a_bare_state_dict_is_read(tmp_path):
    torch.save(STATE, tmp_path / "faceparsing.pth")

    file = read_official(tmp_path / "faceparsing.pth")

    assert set(file.tensors) == set(STATE)
    assert file.extra == {}


@pytest.mark.skipif(not MAPS.exists(), reason="only Linux lists what is mapped")
def test_tensors_of_a_zipped_file_stay_on_the_disk(tmp_path):
    torch.save({"g_ema": STATE}, tmp_path / "big.pt")
    file = read_official(tmp_path / "big.pt")

    assert str(file.path) in MAPS.read_text("utf-8")


def test_only_a_marked_file_is_synthetic(tmp_path):
    torch.save({"g_ema": STATE, "vtoonify_rt": {"synthetic": True}}, tmp_path / "made.pt")
    torch.save({"g_ema": STATE}, tmp_path / "real.pt")

    assert read_official(tmp_path / "made.pt").synthetic
    assert not read_official(tmp_path / "real.pt").synthetic


@pytest.mark.parametrize("form", ["zip", "before 1.6", "bare pickle"])
def test_a_file_that_wants_to_run_code_is_refused_and_nothing_ran(tmp_path, form):
    path, trace = tmp_path / "evil.pt", tmp_path / "trace"
    if form == "bare pickle":
        path.write_bytes(pickle.dumps(Intruder(trace), protocol=2))
    else:
        content = {"g_ema": {**STATE, "x": Intruder(trace)}}
        torch.save(content, path, _use_new_zipfile_serialization=form == "zip")

    with pytest.raises(ModelError, match=r"refused: it wants to call \w+\.mkdir.*nothing was run"):
        read_official(path)
    assert not trace.exists()


def test_the_intruder_would_have_run(tmp_path):
    pickle.loads(pickle.dumps(Intruder(tmp_path / "trace")))

    assert (tmp_path / "trace").is_dir()


@pytest.mark.parametrize("zipped", [True, False], ids=["zip", "before 1.6"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.99])
def test_a_truncated_file_is_told(tmp_path, zipped, kept):
    path = tmp_path / "cut.pt"
    torch.save({"g_ema": STATE}, path, _use_new_zipfile_serialization=zipped)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(ModelError, match=r"cut\.pt is (cut off or damaged|not a PyTorch file)"):
        read_official(path)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "is empty"),
        (b"\xff\xd8\xff\xe0 a photograph", "is not a PyTorch file"),
        (b"<!DOCTYPE html><html>", "is not a PyTorch file"),
        (b"PK\x03\x04 and then something else", "is cut off or damaged"),
        (b"\x80\x04\x95\x00", "is cut off or damaged|is not a PyTorch file"),
    ],
)
def test_a_foreign_file_is_told(tmp_path, content, sentence):
    (tmp_path / "file.pt").write_bytes(content)

    with pytest.raises(ModelError, match=sentence):
        read_official(tmp_path / "file.pt")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"epoch": 3, "lr": 0.1}, "holds no network: its top level is a dict of 'epoch', 'lr'"),
        (torch.ones(3), "holds no network: its top level is a Tensor"),
        ({}, "an empty dict"),
    ],
)
def test_a_file_without_network_says_what_it_holds(tmp_path, content, sentence):
    torch.save(content, tmp_path / "file.pt")

    with pytest.raises(ModelError, match=sentence):
        read_official(tmp_path / "file.pt")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ModelError, match=r"no\.pt cannot be read"):
        read_official(tmp_path / "no.pt")
