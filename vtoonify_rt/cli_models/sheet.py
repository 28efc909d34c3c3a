"""The sheet of a model that `vtoonify-rt models info` prints."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from checkpoint.catalog_model import CatalogModel, NamedStyle
from checkpoint.model import NUM_LISTED, ModelManifest
from vtoonify_rt.cli_models.facts import Facts
from vtoonify_rt.cli_models.texts import (
    FAMILIES,
    about,
    count,
    duration,
    file_size,
    how_to_try,
    lay_out,
    size,
    state_of,
    terms,
)

if TYPE_CHECKING:
    from checkpoint.needs import Needs

_LABEL = 11  # columns before the text


def sheet(facts: Facts) -> list[str]:
    """Return the lines that tell `facts`, with labels at the left."""
    return [line for label, texts in _rows(facts) for line in lay_out(f"{label:{_LABEL}}", texts)]


def _rows(facts: Facts) -> Iterator[tuple[str, Iterable[str]]]:
    offered, installed = facts.offered, facts.installed
    yield "model", [_title(facts)]
    yield "state", [_state(facts)]
    if offered is not None:
        yield "licence", _licence(offered, accepted=facts.accepted)
        yield "styles", _styles(offered, facts.named_styles)
    elif installed is not None:
        yield "licence", [installed.manifest.licence]
        yield "styles", [_listed(installed.manifest)]
    yield "speed", [f"about {duration(facts.seconds_per_picture)} per picture on this machine"]
    if installed is not None:
        yield "folder", [str(installed.manifest.folder)]
    if offered is not None:
        if facts.needs is not None:
            yield "needs", _needs(offered, facts.needs)
        yield "files", _files(offered)
        yield "by hand", [f"{link.name}: {link.url}" for link in offered.links]
    yield "next", _next(facts)


def _title(facts: Facts) -> str:
    if facts.offered is not None:
        made_up = ", synthetic weights" if facts.offered.synthetic else ""
        family = FAMILIES[facts.offered.family]
        return f"{facts.id}: {facts.offered.name} ({family}{made_up}), of {facts.offered.catalog}"
    assert facts.installed is not None  # else there are no facts
    manifest = facts.installed.manifest
    return f"{facts.id}: {manifest.title} ({FAMILIES[manifest.family]})"


def _state(facts: Facts) -> str:
    if facts.installed is not None:
        return f"installed, {size(facts.installed.num_bytes)} on disk"
    if facts.job is not None:
        return state_of(facts.job)
    return "not installed"


def _licence(model: CatalogModel, *, accepted: bool) -> list[str]:
    licence = model.licence
    told = "accepted by you" if accepted else "not accepted yet"
    return [f"{terms(licence)}, {told}", licence.summary, licence.url]


def _styles(model: CatalogModel, named: tuple[NamedStyle, ...]) -> Iterator[str]:
    degree = "any degree" if model.fixed_degree is None else f"degree {model.fixed_degree:g} only"
    first = f", first {model.default_style}" if model.num_styles > 1 else ""
    transfer = ", with colour transfer" if model.color_transfer else ""
    yield f"{count(model.num_styles, 'style')}{first}; {degree}{transfer}"
    if named:
        yield "by name: " + ", ".join(f"{style.id} ({style.style})" for style in named)
    if model.aliases:
        yield "the model is also called " + ", ".join(model.aliases)


def _listed(model: ModelManifest) -> str:
    if len(model.styles) > NUM_LISTED:
        return f"{count(len(model.styles), 'style')}, first {model.default_style}"
    return ", ".join(style.id for style in model.styles)


def _needs(model: CatalogModel, needs: "Needs") -> Iterator[str]:
    if model.fetchable:
        left = "nothing" if needs.download_bytes == 0 else about(needs.download_bytes)
        yield f"to fetch: {left}"
    if needs.disk_bytes is not None:
        yield f"disk, once it is installed: {about(needs.disk_bytes)}"
    if needs.memory_bytes is not None:
        yield f"memory while it is made runnable: {about(needs.memory_bytes)}"
    if needs.export_packages:
        packages = ", ".join(needs.export_packages)
        yield f"Python packages that are missing: {packages} (pull --install-packages gets them)"


def _files(model: CatalogModel) -> Iterator[str]:
    for file in model.files.values():
        known = f", sha256 {file.sha256[:12]}..." if file.sha256 else ""
        yield f"{file.url or file.path}: {file_size(file)}{known}"
    for repository in dict.fromkeys(file.repository for file in model.files.values()):
        if repository:
            yield f"from {repository} on the hub"
    if not all(file.sha256 for file in model.files.values()):
        yield "A hash that is not known is noted at the first download, which later ones must match"


def _next(facts: Facts) -> list[str]:
    if facts.installed is not None:
        return [how_to_try(facts.installed.manifest, facts.style)]
    assert facts.offered is not None  # else there are no facts
    if facts.offered.fetchable:
        return [f"vtoonify-rt models pull {facts.id}"]
    return ["get its files by hand (links above), then: vtoonify-rt models import FOLDER"]
