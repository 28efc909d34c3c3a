"""What an official file is, whether it is whole, and which network's sizes it has.

The shapes that a file must have are asked of the networks themselves, built without memory.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, TypeVar

import torch
from torch import Tensor, nn

from checkpoint.errors import ModelError
from checkpoint.official import FileKind, check_keys, check_kind, check_top_level, identify
from export.conditioning import State
from export.reading import OfficialFile, read_official
from vtoonify_rt.nn.bisenet import BiSeNet
from vtoonify_rt.nn.psp import PspEncoder
from vtoonify_rt.nn.sizes import (
    NetworkSizes,
    Shapes,
    bisenet_sizes_from_shapes,
    psp_sizes_from_shapes,
    sizes_from_shapes,
)
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT

S = TypeVar("S")
VToonifyKind = Literal["vtoonify_d", "vtoonify_t"]
_PSP_PREFIX = "encoder."  # its file also has the decoder that it was trained with


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialVToonify:
    """A VToonify checkpoint that was read and is whole."""

    state: State  # float32, official keys
    sizes: NetworkSizes
    kind: VToonifyKind
    synthetic: bool

    @property
    def toonify(self) -> bool:
        """Whether it is VToonify-T."""
        return self.kind == "vtoonify_t"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialEncoder:
    """A pSp encoder that was read, is whole, and gives codes of the shape that is needed."""

    state: State  # without "encoder."
    latent_avg: Tensor  # (L, W)
    synthetic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialParser:
    """A face parser that was read, is whole, and tells as many classes as are needed."""

    state: State
    synthetic: bool


def kind_of(path: Path) -> FileKind:
    """Return what a file is, told from its keys; ModelError if it cannot be read."""
    return _identified(path)[1]


def read_vtoonify(path: Path) -> OfficialVToonify:
    """Read a VToonify checkpoint; ModelError in one sentence if it is something else."""
    file, kind = _identified(path)
    check_kind(kind, ("vtoonify_d", "vtoonify_t"), str(path))
    family: VToonifyKind = "vtoonify_t" if kind == "vtoonify_t" else "vtoonify_d"
    network = VToonifyT if family == "vtoonify_t" else VToonifyD
    sizes = _sizes_of(path, sizes_from_shapes, file.shapes)
    check_keys(file.shapes, _shapes(lambda: network(sizes)), str(path))
    state = _single_precision(file.tensors, path)
    return OfficialVToonify(state=state, sizes=sizes, kind=family, synthetic=file.synthetic)


def read_encoder(path: Path, sizes: NetworkSizes) -> OfficialEncoder:
    """Read encoder.pt; ModelError if it is something else or made for another VToonify."""
    file, kind = _identified(path)
    check_kind(kind, ["psp_encoder"], str(path))
    check_top_level(kind, file.extra, str(path))
    tensors = {
        key.removeprefix(_PSP_PREFIX): tensor
        for key, tensor in file.tensors.items()
        if key.startswith(_PSP_PREFIX)
    }
    shapes = {key: tuple(tensor.shape) for key, tensor in tensors.items()}
    psp = _sizes_of(path, psp_sizes_from_shapes, shapes)
    check_keys(shapes, _shapes(lambda: PspEncoder(psp)), str(path))
    average = file.extra["latent_avg"]
    wanted = (sizes.num_rows, sizes.w_dim)
    if (psp.num_rows, psp.w_dim) != wanted:
        _does_not_belong(path, f"codes of {psp.num_rows} x {psp.w_dim} numbers", wanted)
    if not isinstance(average, Tensor) or tuple(average.shape) != wanted:
        what = list(average.shape) if isinstance(average, Tensor) else type(average).__name__
        _does_not_belong(path, f"a latent_avg of {what}", wanted)
    return OfficialEncoder(
        state=_single_precision(tensors, path), latent_avg=average.float(), synthetic=file.synthetic
    )


def read_parser(path: Path, sizes: NetworkSizes) -> OfficialParser:
    """Read faceparsing.pth; ModelError if it is something else or tells other classes."""
    file, kind = _identified(path)
    check_kind(kind, ["faceparsing"], str(path))
    bisenet = _sizes_of(path, bisenet_sizes_from_shapes, file.shapes)
    check_keys(file.shapes, _shapes(lambda: BiSeNet(bisenet)), str(path))
    if bisenet.num_classes != sizes.num_classes:
        raise ModelError(
            f"{path} tells {bisenet.num_classes} classes, the checkpoint takes {sizes.num_classes}",
            "Use the faceparsing.pth that VToonify publishes",
        )
    return OfficialParser(state=_single_precision(file.tensors, path), synthetic=file.synthetic)


def _identified(path: Path) -> tuple[OfficialFile, FileKind]:
    file = read_official(path)
    around = [] if file.container is None else [file.container]
    return file, identify(file.shapes, [*file.extra, *around])


def _sizes_of(path: Path, read: Callable[[Shapes], S], shapes: Shapes) -> S:
    try:
        return read(shapes)
    except ValueError as error:
        raise ModelError(
            f"{path} does not fit: {error}", "Use a file as VToonify publishes it"
        ) from error


def _shapes(build: Callable[[], nn.Module]) -> dict[str, tuple[int, ...]]:
    with torch.device("meta"):
        return {key: tuple(value.shape) for key, value in build().state_dict().items()}


def _single_precision(tensors: State, path: Path) -> State:
    """Return the tensors as float32, those that count as they are.

    Raises ModelError if one of them has a number that is none: every picture would be black.
    """
    for key, tensor in tensors.items():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor).all()):
            raise ModelError(
                f"{path} holds numbers that are infinite or none, in {key}", "Fetch it again"
            )
    return {
        key: tensor.float() if tensor.is_floating_point() else tensor
        for key, tensor in tensors.items()
    }


def _does_not_belong(path: Path, what: str, wanted: tuple[int, int]) -> NoReturn:
    raise ModelError(
        f"{path} has {what}, the checkpoint needs {wanted[0]} x {wanted[1]}",
        "Use the encoder.pt that belongs to the checkpoint",
    )
