"""A stand-in for weights that cannot be shipped: a checkpoint folder laid out as upstream's.

Every file has the names, shapes and layout of a published one, and numbers that were made up by
`nn.synthetic`.  What a model made of them draws means nothing; it is there to try import, run time
and store end to end, and every file and the folder say so.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from export.reading import MARK
from vtoonify_rt.errors import UsageError
from vtoonify_rt.nn import synthetic
from vtoonify_rt.nn.bisenet import BiSeNet
from vtoonify_rt.nn.psp import PspEncoder
from vtoonify_rt.nn.sizes import (
    BISENET_FULL,
    BISENET_TINY,
    FULL,
    PSP_FULL,
    PSP_TINY,
    TINY64,
    TINY128,
    BisenetSizes,
    NetworkSizes,
    PspSizes,
)
from vtoonify_rt.nn.stylegan2 import StyleGan2
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT

_README = """These are NOT the published VToonify weights.

Every number in this folder was made up (seed {seed}). A model made of them draws rubbish. The
folder is test equipment: it has the names, shapes and layout of a folder of published checkpoints,
so that import, export and run time can be tried without them.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyntheticSizes:
    """The sizes of the networks in a folder, which fit each other."""

    vtoonify: NetworkSizes
    psp: PspSizes
    bisenet: BisenetSizes


def _tiny(sizes: NetworkSizes) -> SyntheticSizes:
    psp = replace(PSP_TINY, num_rows=sizes.num_rows)
    return SyntheticSizes(vtoonify=sizes, psp=psp, bisenet=BISENET_TINY)


SIZES: Mapping[str, SyntheticSizes] = {
    "full": SyntheticSizes(vtoonify=FULL, psp=PSP_FULL, bisenet=BISENET_FULL),
    "tiny128": _tiny(TINY128),
    "tiny64": _tiny(TINY64),
}


def make_synthetic(
    folder: Path,
    sizes: SyntheticSizes,
    *,
    num_styles: int = 8,
    seed: int = 1,
    variants: bool = False,
    report: Callable[[str], None] = lambda name: None,
) -> None:
    """Write a folder with encoder, parser, a VToonify-D with `num_styles` codes and a VToonify-T.

    `variants` adds a D with colour transfer and one of a fixed style and degree; they differ in
    weights.  `report` gets the name of each file that was written.  Files are made one after
    another, so it needs the memory of the largest (1.2 GB at full size).  Raises UsageError if the
    folder has anything in it: published checkpoints may bear these names.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(f"{folder} is not an empty folder", "Give the name of a new one")
    maker = _Maker(folder, seed, report)
    maker.text("README.txt", _README.format(seed=seed))
    maker.encoder(sizes)
    maker.flat("faceparsing.pth", lambda: BiSeNet(sizes.bisenet))
    d, t = "vtoonify_d_synthetic", "vtoonify_t_synthetic"
    maker.codes(f"{d}/exstyle_code.npy", sizes.vtoonify, num_styles)
    maker.vtoonify(f"{d}/vtoonify_s_d.pt", lambda: VToonifyD(sizes.vtoonify))
    maker.vtoonify(f"{t}/vtoonify.pt", lambda: VToonifyT(sizes.vtoonify))
    if variants:
        last = num_styles - 1
        maker.vtoonify(f"{d}/vtoonify_s_d_c.pt", lambda: VToonifyD(sizes.vtoonify), other=1)
        name = f"{d}/vtoonify_s{last:03d}_d0.5.pt"
        maker.vtoonify(name, lambda: VToonifyD(sizes.vtoonify), other=2)


class _Maker:
    """Writes one file after another; nothing of one is kept for the next."""

    def __init__(self, folder: Path, seed: int, report: Callable[[str], None]) -> None:
        self._folder = folder
        self._seed = seed
        self._report = report
        self._mark = {MARK: {"synthetic": True, "seed": seed}}

    def vtoonify(self, name: str, build: Callable[[], nn.Module], other: int = 0) -> None:
        state = self._fill(build, self._seed + other)
        self._save(name, {"g_ema": state})

    def flat(self, name: str, build: Callable[[], nn.Module]) -> None:
        self._save(name, self._fill(build, self._seed))

    def encoder(self, sizes: SyntheticSizes) -> None:
        """pSp with the StyleGAN2 that it was trained on, which VToonify does not look at."""
        state = self._fill(lambda: PspEncoder(sizes.psp), self._seed, "encoder.")
        state |= self._fill(lambda: StyleGan2(sizes.vtoonify), self._seed, "decoder.")
        average = synthetic.tensor("latent_avg", (sizes.psp.num_rows, sizes.psp.w_dim), self._seed)
        opts = {"output_size": sizes.vtoonify.out_px, "input_nc": 3, "encoder_type": "synthetic"}
        content = {"latent_avg": torch.from_numpy(average), "opts": opts}
        self._save("encoder.pt", {"state_dict": state, **content})

    def codes(self, name: str, sizes: NetworkSizes, num_styles: int) -> None:
        shape = (1, sizes.num_rows, sizes.w_dim)
        keys = [f"synthetic_{number:03d}.jpg" for number in range(num_styles)]
        codes = {key: synthetic.normal(shape, self._seed, f"exstyle/{key}") for key in keys}
        with self._path(name).open("wb") as file:
            np.save(file, np.array(codes, dtype=object), allow_pickle=True)
        self._report(name)

    def text(self, name: str, text: str) -> None:
        self._path(name).write_text(text, encoding="utf-8")
        self._report(name)

    def _fill(
        self, build: Callable[[], nn.Module], seed: int, prefix: str = ""
    ) -> dict[str, torch.Tensor]:
        with torch.device("meta"):
            shapes = {prefix + key: value.shape for key, value in build().state_dict().items()}
        return {key: torch.from_numpy(synthetic.tensor(key, shapes[key], seed)) for key in shapes}

    def _save(self, name: str, content: dict[str, Any]) -> None:
        torch.save({**content, **self._mark}, self._path(name))
        self._report(name)

    def _path(self, name: str) -> Path:
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path
