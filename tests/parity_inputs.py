"""What golden files name instead of holding it: networks by their weight seed, pictures by theirs.

Filled networks are kept, one of each kind, so that many files in one run share them.
"""

import hashlib
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from vtoonify_rt.nn import synthetic
from vtoonify_rt.nn.bisenet import BiSeNet
from vtoonify_rt.nn.psp import PspEncoder
from vtoonify_rt.nn.sizes import BISENET_FULL, FULL, PSP_FULL
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT

Golden = Mapping[str, NDArray[Any]]

CALL = r"\({0}, ?(?:seed=)?(\d+), ?[\"'](\w+)[\"']"  # of smooth or normal: shape, seed, name


class ParityError(Exception):
    """A file that cannot be judged; the message is one sentence for the user."""


def fill_network(net: nn.Module, seed: int, prefix: str = "") -> None:
    """Load `net`, made on the meta device, with the synthetic weights of its keys."""
    weights = {
        key: torch.as_tensor(synthetic.tensor(prefix + key, value.shape, seed))
        for key, value in net.state_dict().items()
    }
    net.load_state_dict(weights, assign=True)
    net.eval().requires_grad_(False)


@lru_cache(maxsize=1)
def vtoonify_d(seed: int) -> VToonifyD:
    """Return the full-size VToonify-D with the weights of this seed."""
    with torch.device("meta"):
        net = VToonifyD(FULL)
    fill_network(net, seed)
    return net


@lru_cache(maxsize=1)
def vtoonify_t(seed: int) -> VToonifyT:
    """Return the full-size VToonify-T with the weights of this seed."""
    with torch.device("meta"):
        net = VToonifyT(FULL)
    fill_network(net, seed)
    return net


@lru_cache(maxsize=1)
def psp(seed: int) -> tuple[PspEncoder, torch.Tensor]:
    """Return the full-size pSp encoder with the weights of this seed, and its average code."""
    with torch.device("meta"):
        net = PspEncoder(PSP_FULL)
    fill_network(net, seed, "encoder.")
    shape = (PSP_FULL.num_rows, PSP_FULL.w_dim)
    return net, torch.as_tensor(synthetic.tensor("latent_avg", shape, seed))


@lru_cache(maxsize=1)
def bisenet(seed: int) -> BiSeNet:
    """Return the full-size face parser with the weights of this seed."""
    with torch.device("meta"):
        net = BiSeNet(BISENET_FULL)
    fill_network(net, seed)
    return net


def description(golden: Golden) -> str:
    """Return the recipe that the file carries."""
    if "desc" not in golden:
        raise ParityError("it has no array 'desc' that tells how its inputs are made")
    return str(golden["desc"])


def described(golden: Golden, pattern: str) -> tuple[str, ...]:
    """Return the groups of `pattern` in the file's recipe."""
    found = re.search(pattern, description(golden))
    if found is None:
        raise ParityError(f"its 'desc' has nothing like {pattern!r}")
    return found.groups()


def described_call(golden: Golden, function: str) -> tuple[tuple[int, ...], int, str]:
    """Return shape, seed and name of the `smooth` or `normal` in the file's recipe."""
    shape, seed, name = described(golden, function + CALL.format(r"\(([\d, ]+)\)"))
    return tuple(int(n) for n in shape.split(",")), int(seed), name


def check_remade(golden: Golden, made: NDArray[Any], key: str = "x_sha") -> None:
    """Raise ParityError unless `made` is, bit by bit, the input that the file was made with."""
    found = hashlib.sha256(np.ascontiguousarray(made).tobytes()).hexdigest()[:16]
    if key in golden and found != str(golden[key]):
        raise ParityError(f"its input comes out as {found}, not {golden[key]}: other numpy?")
