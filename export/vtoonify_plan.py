"""What an import will make of which files; everything that can be wrong with them is said here.

A plan keeps no tensors: its files were read to see whether they are whole, and are read again one
by one when their turn comes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

import numpy as np
from torch import Tensor

from checkpoint.codes import read_codes, style_names
from checkpoint.file_names import check_id
from checkpoint.layout import (
    OfficialFiles,
    Overrides,
    find_checkpoints,
    find_files,
    unreadable,
)
from checkpoint.official import FileKind, check_kind
from export.identity import Identity, identity_of, unique
from export.official_networks import kind_of, read_encoder, read_parser, read_vtoonify
from export.preflight import MB
from export.vtoonify_manifest import (
    LICENCE,
    SYNTHETIC_LICENCE,
    T_DEGREE,
    ModelFacts,
    StyleEntry,
    sha256_of,
)
from vtoonify_rt.errors import ModelError, UsageError
from vtoonify_rt.nn.sizes import NetworkSizes

TOONIFY_STYLE = "toonify"  # the one style of a T model
NUM_LISTED = 12  # styles that an error names


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What the user wants imported, and how; None: as the files say."""

    path: Path  # a checkpoint, or a folder of some
    out: Path  # folder of models
    overrides: Overrides = field(default_factory=Overrides)
    id: str | None = None
    name: str | None = None
    color_transfer: bool | None = None
    family: Literal["vtoonify_d", "vtoonify_t"] | None = None  # that the checkpoint has to be of
    licence: str | None = None  # name of its terms
    default_style: str | None = None  # id of the one to show first, if it has that
    portrait: Path | None = None  # picture of a face, for the thumbnails
    keep_installed: bool = False  # do not replace a model of the same id


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPlan:
    """One model to make."""

    files: OfficialFiles
    facts: ModelFacts
    sizes: NetworkSizes
    codes: Mapping[str, Any]  # style id -> (L, W) float32
    encoder_sha256: str
    parser_sha256: str
    vtoonify_mb: float  # of tensors, in MB of 10^6 bytes
    encoder_mb: float
    parser_mb: float

    @property
    def toonify(self) -> bool:
        """Whether it is VToonify-T."""
        return self.facts.family == "vtoonify_t"


def plan_models(request: ImportRequest) -> list[ModelPlan]:
    """Return what to make of everything that `request.path` means.

    Raises AppError in one sentence for the first file that is missing or not what it should be.
    """
    if request.id is not None:
        check_id(request.id)
    kind_of_file = cache(kind_of)  # to read a file takes a moment
    checkpoints = find_checkpoints(request.path, kind_of_file)
    if len(checkpoints) > 1 and (request.id or request.name):
        raise UsageError(
            f"{request.path} holds {len(checkpoints)} checkpoints, and one id or name was given",
            "Import one file at a time, or leave --id and --name out",
        )
    if request.family is not None:
        for path in checkpoints:
            check_kind(kind_of_file(path), [request.family], str(path))
    found = [find_files(path, kind_of_file, request.overrides) for path in checkpoints]
    left_out = unreadable(request.path, checkpoints, kind_of_file)
    found[-1] = replace(found[-1], notes=found[-1].notes + left_out)
    planner = _Planner(request)
    return [planner.plan(files) for files in found]


class _Planner:
    """Plans one model after another; remembers what they share."""

    def __init__(self, request: ImportRequest) -> None:
        self._request = request
        self._sums: dict[Path, str] = {}
        self._ids: set[str] = set()

    def plan(self, files: OfficialFiles) -> ModelPlan:
        network = read_vtoonify(files.vtoonify)
        encoder = read_encoder(files.encoder, network.sizes)
        parser = read_parser(files.faceparsing, network.sizes)
        identity = identity_of(files.vtoonify, toonify=network.toonify)
        named = _read_styles(files, network.sizes, identity)
        facts = self._facts(
            identity,
            files,
            styles=[StyleEntry(id=style_id, name=name) for style_id, (name, _) in named.items()],
            family=files.kind,
            synthetic=any(part.synthetic for part in (network, encoder, parser)),
        )
        return ModelPlan(
            files=files,
            facts=facts,
            sizes=network.sizes,
            codes={style_id: code for style_id, (_, code) in named.items()},
            encoder_sha256=self._sum(files.encoder),
            parser_sha256=self._sum(files.faceparsing),
            vtoonify_mb=_size_mb(network.state),
            encoder_mb=_size_mb(encoder.state),
            parser_mb=_size_mb(parser.state),
        )

    def _facts(
        self,
        identity: Identity,
        files: OfficialFiles,
        *,
        styles: list[StyleEntry],
        family: FileKind,
        synthetic: bool,
    ) -> ModelFacts:
        request, said = self._request, identity.said
        model_id = unique(request.id or identity.id, self._ids)
        self._ids.add(model_id)
        toonify = family == "vtoonify_t"
        wished = said.color_transfer if request.color_transfer is None else request.color_transfer
        if toonify and request.color_transfer:
            raise UsageError(
                f"{files.vtoonify} is a VToonify-T, which has no colour transfer",
                "Leave --color-transfer out",
            )
        first = TOONIFY_STYLE if toonify else str(identity.default_style(len(styles)))
        if request.default_style in {style.id for style in styles}:
            first = request.default_style
        sources = (files.vtoonify, files.encoder, files.faceparsing, files.codes)
        return ModelFacts(
            id=model_id,
            name=request.name or identity.name,
            family="vtoonify_t" if toonify else "vtoonify_d",
            synthetic=synthetic,
            licence=request.licence or (SYNTHETIC_LICENCE if synthetic else LICENCE),
            color_transfer=wished,
            fixed_degree=T_DEGREE if toonify else said.degree,
            styles=styles,
            default_style=first,
            sources={path.name: self._sum(path) for path in sources if path is not None},
        )

    def _sum(self, path: Path) -> str:
        if path not in self._sums:
            self._sums[path] = sha256_of(path)
        return self._sums[path]


def _read_styles(
    files: OfficialFiles, sizes: NetworkSizes, identity: Identity
) -> dict[str, tuple[str, Any]]:
    """Return style id -> name and code (L, W); one only where the checkpoint knows only one."""
    shape = (sizes.num_rows, sizes.w_dim)
    if files.codes is None:
        return {TOONIFY_STYLE: (identity.style_set.capitalize(), np.zeros(shape, np.float32))}
    codes = read_codes(files.codes, shape=shape)
    names = style_names(codes)
    entries = {
        str(index): (name, code[0])
        for index, (name, code) in enumerate(zip(names, codes.values(), strict=True))
    }
    only = identity.said.style
    if only is None:
        return entries
    if str(only) not in entries:
        few = ", ".join(f"{index} {name}" for index, name in enumerate(names[:NUM_LISTED]))
        more = f" and {len(names) - NUM_LISTED} more" if len(names) > NUM_LISTED else ""
        raise ModelError(
            f"{files.vtoonify} was trained for style {only}, but {files.codes} holds "
            f"{len(names)} styles (0 to {len(names) - 1}): {few}{more}",
            "Give the style codes that belong to the model with --codes FILE",
        )
    return {str(only): entries[str(only)]}


def _size_mb(state: Mapping[str, Tensor]) -> float:
    return sum(tensor.numel() * tensor.element_size() for tensor in state.values()) / MB
