"""What the commands tell programs: the keys are stable, docs/store.md lists them."""

from typing import TYPE_CHECKING, Any

from checkpoint.catalog_model import Catalog, CatalogModel, Licence
from checkpoint.model import ModelManifest
from checkpoint.remote_file import RemoteFile

if TYPE_CHECKING:
    from checkpoint.jobs import Job
    from checkpoint.needs import Needs
    from checkpoint.store import Installed

Entry = dict[str, Any]


def of_manifest(model: ModelManifest) -> Entry:
    """Return what there is to say of an installed model."""
    return {
        "id": model.id,
        "name": model.name,
        "family": model.family,
        "version": model.version,
        "licence": model.licence,
        "num_styles": len(model.styles),
        "default_style": model.default_style,
        "synthetic": model.synthetic,
        "folder": str(model.folder),
    }


def of_installed(installed: "Installed") -> Entry:
    """Return the same, with what it takes on disk."""
    return {
        **of_manifest(installed.manifest),
        "num_bytes": installed.num_bytes,
        "removable": installed.removable,
    }


def of_job(job: "Job") -> Entry:
    """Return what there is to say of unfinished work."""
    message, hint = job.error or (None, None)
    return {
        "model": job.model,
        "catalog": job.catalog,
        "state": "interrupted" if job.interrupted else job.state,
        "busy": job.busy,
        "error": message,
        "hint": hint,
        "created": job.created,
    }


def of_model(model: CatalogModel, *, installed: bool, accepted: bool) -> Entry:
    """Return what a catalog says of a model, whether it is here, and whether its terms are
    accepted."""
    return {
        "id": model.id,
        "catalog": model.catalog,
        "name": model.name,
        "family": model.family,
        "num_styles": model.num_styles,
        "default_style": model.default_style,
        "fixed_degree": model.fixed_degree,
        "color_transfer": model.color_transfer,
        "synthetic": model.synthetic,
        "aliases": list(model.aliases),
        "licence": of_licence(model.licence, accepted=accepted),
        "fetchable": model.fetchable,
        "approximate_bytes": model.approximate_bytes,
        "installed": installed,
    }


def of_licence(licence: Licence, *, accepted: bool) -> Entry:
    """Return the terms in our words, and whether the user has accepted them."""
    return {
        "id": licence.id,
        "name": licence.name,
        "url": licence.url,
        "commercial": licence.commercial,
        "summary": licence.summary,
        "accepted": accepted,
    }


def of_file(role: str, file: RemoteFile) -> Entry:
    """Return what is known of a file to fetch."""
    return {
        "role": role,
        "name": file.name,
        "path": file.path,
        "repository": file.repository or None,
        "revision": file.revision if file.repository else None,
        "url": file.url or None,
        "sha256": file.sha256,
        "num_bytes": file.num_bytes,
        "approximate_bytes": file.approximate_bytes,
    }


def of_needs(needs: "Needs") -> Entry:
    """Return what is still needed to install a model."""
    return {
        "download_bytes": needs.download_bytes,
        "disk_bytes": needs.disk_bytes,
        "memory_bytes": needs.memory_bytes,
        "export_packages": list(needs.export_packages),
    }


def of_catalog(catalog: Catalog) -> Entry:
    """Return what there is to say of a catalog."""
    return {
        "id": catalog.id,
        "name": catalog.name,
        "homepage": catalog.homepage or None,
        "origin": catalog.origin or None,
        "signature": catalog.signature,
        "key": catalog.key or None,
        "num_models": len(catalog.models),
    }
