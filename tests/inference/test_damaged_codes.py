"""A file of style codes that has something else in it is told in a sentence."""

import hashlib
import io
import pickle
from dataclasses import replace

import numpy as np
import pytest

from checkpoint.errors import ModelError
from checkpoint.installed import STARTER
from checkpoint.manifest import load_manifest
from vtoonify_rt.inference.graph import load_codes


def npy(array: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.save(file, array, allow_pickle=True)
    return file.getvalue()


def npz(**arrays: np.ndarray) -> bytes:
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


CODES = np.zeros(4, np.float32)
OBJECTS = np.array([{}], object)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\3\4 and no more",
        npz(comic=CODES)[:-30],
        npz(comic=CODES).replace(bytes(16), b"x" * 16),
        npz(other=CODES),
        npz(comic=OBJECTS),
        npz(comic=np.array(["text"])),
        npy(CODES),
        npy(OBJECTS),
        pickle.dumps({}),
    ],
    ids=[f"case{number}" for number in range(10)],
)
def test_what_are_no_style_codes_is_told(tmp_path, content):
    (tmp_path / "styles.npz").write_bytes(content)
    sums = {"styles.npz": hashlib.sha256(content).hexdigest()}
    model = replace(load_manifest(STARTER), folder=tmp_path, sha256=sums)

    with pytest.raises(ModelError, match=r"styles\.npz is damaged"):
        load_codes(model)
