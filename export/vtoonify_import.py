"""From official VToonify checkpoints to installed models.

Everything that can be known beforehand is checked first: what the files are, whether they belong
together, disk and memory.  Then one model after another is built, compared with its network, and
takes its place whole.
"""

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from checkpoint.installed import readable_models
from checkpoint.landing import already_installed, building_place, land
from checkpoint.manifest import load_manifest
from checkpoint.needs import BASE_MEMORY_BYTES, DISK_PER_WEIGHT, MEMORY_PER_WEIGHT
from export.announce import Announcer
from export.official_networks import read_encoder, read_parser, read_vtoonify
from export.preflight import MB, Room, check_room
from export.shared_graphs import ENCODE, PARSE, take_from_installed, write_encoder, write_parser
from export.thumbnails import Drawn, draw_thumbnails
from export.vtoonify_graphs import SCALES, write_model
from export.vtoonify_manifest import sums_of, write_manifest
from export.vtoonify_plan import ImportRequest, ModelPlan, plan_models
from vtoonify_rt.output_file import cannot_write

_STEPS = len(SCALES) + 6  # style, frames, fp16, comparison, encode, parse, thumbnails


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledModel:
    """A model that an import has installed."""

    id: str
    name: str
    folder: str
    num_styles: int
    default_style: str
    thumbnails_drawn: int
    seconds: float
    notes: tuple[str, ...]  # sentences on choices that the user should know of


def import_vtoonify(
    request: ImportRequest, announce: Announcer, room: Room | None = None
) -> list[InstalledModel]:
    """Import everything that `request` means, announce each step, and return what is installed.

    Raises AppError in one sentence; what was installed before stays as it is, and nothing is left
    of a model that did not become whole.
    """
    announce.step("reading the checkpoints")
    plans = plan_models(request)
    for plan in plans:
        if request.keep_installed and (request.out / plan.facts.id).exists():
            raise already_installed(plan.facts.id)
    _check_room(plans, request.out, room or Room())
    announce.expect(1 + _STEPS * len(plans))
    try:
        with building_place(request.out) as built:
            return [_Building(plan, request, built, announce).install() for plan in plans]
    except OSError as error:
        raise cannot_write(request.out, error) from error


def _check_room(plans: list[ModelPlan], out: Path, room: Room) -> None:
    weights = {plan.encoder_sha256: plan.encoder_mb for plan in plans}
    weights |= {plan.parser_sha256: plan.parser_mb for plan in plans}
    known = _installed_sources(out)
    shared = sum(size for sha256, size in weights.items() if sha256 not in known)
    own = DISK_PER_WEIGHT * sum(plan.vtoonify_mb for plan in plans)
    largest = max(max(plan.vtoonify_mb, plan.encoder_mb) for plan in plans)
    memory = BASE_MEMORY_BYTES / MB + MEMORY_PER_WEIGHT * largest
    check_room(room, out, weights_mb=shared + own, memory_mb=memory)


def _installed_sources(models: Path) -> set[str]:
    """Return the sums of all files that the installed models were made of."""
    return {sha256 for model in readable_models(models) for sha256 in model.sources.values()}


class _Building:
    """One model on its way."""

    def __init__(
        self, plan: ModelPlan, request: ImportRequest, folder: Path, announce: Announcer
    ) -> None:
        self._plan = plan
        self._models = request.out
        self._portrait = request.portrait
        self._keep_installed = request.keep_installed
        self._folder = folder
        self._announce = announce
        self._errors: dict[str, dict[str, float]] = {}

    def install(self) -> InstalledModel:
        """Write all files, and give the folder its place among the models."""
        start = time.monotonic()
        facts = self._plan.facts
        self._announce.model(facts.id)
        self._write_own()
        self._write_shared(ENCODE, self._plan.encoder_sha256, self._encoder)
        self._write_shared(PARSE, self._plan.parser_sha256, self._parser)
        np.savez(self._folder / "styles.npz", **self._plan.codes)
        self._announce.step("thumbnails")
        drawn = self._write_manifest()
        target = self._models / facts.id
        land(self._folder, target, replace=not self._keep_installed)
        return InstalledModel(
            id=facts.id,
            name=facts.name,
            folder=str(target),
            num_styles=len(facts.styles),
            default_style=facts.default_style,
            thumbnails_drawn=drawn.count,
            seconds=round(time.monotonic() - start, 1),
            notes=self._plan.files.notes + ((drawn.note,) if drawn.note else ()),
        )

    def _write_own(self) -> None:
        network = read_vtoonify(self._plan.files.vtoonify)
        errors = write_model(
            network.state, network.sizes, network.toonify, self._folder, self._announce.step
        )
        self._errors |= {name: asdict(error) for name, error in errors.items()}

    def _write_shared(
        self, names: tuple[str, ...], sha256: str, write: Callable[[], float]
    ) -> None:
        self._announce.step(names[0])
        if not take_from_installed(self._models, sha256, names, self._folder):
            self._errors[names[0]] = {"relative": write()}

    def _encoder(self) -> float:
        plan = self._plan
        return write_encoder(read_encoder(plan.files.encoder, plan.sizes), self._folder)

    def _parser(self) -> float:
        plan = self._plan
        return write_parser(read_parser(plan.files.faceparsing, plan.sizes), self._folder)

    def _write_manifest(self) -> Drawn:
        """Write manifest and thumbnails, which need one another; tell what these became."""
        facts = self._plan.facts
        (self._folder / "thumbs").mkdir()
        sums = sums_of(self._folder)
        write_manifest(self._folder, facts, self._errors, sums)
        drawn = draw_thumbnails(load_manifest(self._folder), self._portrait)
        thumbs = {
            f"thumbs/{name}": sha256 for name, sha256 in sums_of(self._folder / "thumbs").items()
        }
        write_manifest(self._folder, facts, self._errors, sums | thumbs, thumbnails=drawn.count)
        return drawn
