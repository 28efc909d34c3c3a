"""How the styles panel says things: names, sizes, times, how far work is."""

from checkpoint.catalog import Catalog, CatalogModel, Licence
from checkpoint.errors import AppError
from checkpoint.model import Family
from checkpoint.needs import Needs
from checkpoint.progress import Progress
from desktop_app.recording_words import size_text
from desktop_app.tasks import Task
from desktop_app.translation import error_text, language, tr

DOT = "  ·  "


def offered_name(model: CatalogModel) -> str:
    """Return the name of a model that a catalog offers, in the chosen language."""
    name = model.name_zh if language() == "zh" else model.name
    return tr("{name} (synthetic weights)", name=name) if model.synthetic else name


def summary(licence: Licence) -> str:
    """Return what a licence says, in the chosen language."""
    return licence.summary_zh if language() == "zh" else licence.summary


def family_text(family: Family, fixed_degree: float | None) -> str:
    """Return what sort of model this is, and whether its strength can be chosen."""
    if family == "lite":
        return tr("quick enough for live pictures")
    if family == "vtoonify_t":
        return tr("VToonify-T, one strength")
    if fixed_degree is not None:
        return tr("VToonify-D, one strength")
    return tr("VToonify-D, strength adjustable")


def styles_text(count: int) -> str:
    """Return how many styles there are."""
    return tr("1 style") if count == 1 else tr("{count} styles", count=count)


def catalog_name(catalog: Catalog) -> str:
    """Return the name of a catalog in the chosen language."""
    return catalog.name_zh if language() == "zh" else catalog.name


def signature_text(catalog: Catalog) -> str:
    """Return whether a catalog is signed."""
    texts = {
        "built in": tr("Comes with the app"),
        "signed": tr("Signed"),
        "unsigned": tr("Not signed"),
    }
    return texts[catalog.signature]


def origin_text(catalog: Catalog) -> str:
    """Return which catalog offers something, and whether it is signed; "" for the app's own."""
    if catalog.signature == "built in":
        return ""
    name = catalog_name(catalog)
    if catalog.signature == "signed":
        return tr("from {catalog}, signed", catalog=name)
    return tr("from {catalog}, not signed", catalog=name)


def space_text(num_bytes: int) -> str:
    """Return a size that is an estimate or changes: no more digits than it has meaning."""
    if num_bytes >= 999_500_000:
        return f"{num_bytes / 1e9:.1f} GB"
    return f"{num_bytes / 1e6:.0f} MB" if num_bytes >= 500_000 else f"{num_bytes / 1e3:.0f} kB"


def needs_text(needs: Needs) -> str:
    """Return what a model needs of network, disk and memory, as far as that is known."""
    parts = []
    if needs.download_bytes == 0:
        parts.append(tr("Downloaded already"))
    elif needs.download_bytes is not None:
        parts.append(tr("About {size} to download", size=space_text(needs.download_bytes)))
    else:
        parts.append(tr("Download of unknown size"))
    if needs.disk_bytes is not None:
        parts.append(tr("{size} on disk", size=space_text(needs.disk_bytes)))
    if needs.memory_bytes:
        size = space_text(needs.memory_bytes)
        parts.append(tr("needs {size} of memory while it is set up", size=size))
    return DOT.join(parts)


def speed_text(seconds: float) -> str:
    """Return how long a picture will take here."""
    return tr("About {time} per picture on this computer", time=time_text(seconds))


def time_text(seconds: float) -> str:
    """Return a duration with one unit, as exact as a forecast can be."""
    if seconds < 0.95:
        return tr("{count} ms", count=f"{seconds * 1000:.0f}")
    if seconds < 9.5:
        return tr("{count} s", count=f"{seconds:.1f}")
    if seconds < 99:
        return tr("{count} s", count=f"{seconds:.0f}")
    if seconds < 99 * 60:
        return tr("{count} min", count=f"{seconds / 60:.0f}")
    return tr("{count} h", count=f"{seconds / 3600:.0f}")


def phase_text(task: Task) -> str:
    """Return what is done now, in a few words."""
    if task.state == "queued":
        return tr("Waits for its turn")
    if task.state == "stopping":
        return tr("Stopping…")
    if task.state == "paused":
        return tr("Paused")
    if task.state == "elsewhere":
        return tr("Another program is getting it")
    if task.progress is None:
        return tr("Starting…")
    if task.progress.trouble:
        trouble, _ = error_text(AppError(task.progress.trouble))
        return tr("Trying again: {trouble}", trouble=trouble)
    texts = {
        "waiting": tr("Another program is getting it"),
        "fetching": tr("Downloading"),
        "checking": tr("Checking the files…"),
        "exporting": tr("Making it ready for this computer"),
    }
    return texts[task.progress.phase]


def figures_text(progress: Progress) -> str:
    """Return how far it is, how fast it goes, and how long it will take."""
    if progress.phase == "exporting":
        step, total = min(progress.done + 1, progress.total or 0), progress.total
        return tr("step {step} of {total}", step=step, total=total) if total else ""
    parts = []
    if progress.total:
        sizes = space_text(progress.done), space_text(progress.total)
        parts.append(tr("{done} of {total}", done=sizes[0], total=sizes[1]))
    if progress.bytes_per_second is not None:
        rate = size_text(int(progress.bytes_per_second))
        parts.append(tr("{size} per second", size=rate))
    if progress.seconds_left is not None:
        parts.append(tr("{time} left", time=time_text(max(1.0, progress.seconds_left))))
    return DOT.join(parts)


def headline(task: Task) -> str:
    """Return how a task goes in a few words with its name: "Getting Cartoon 42 %"."""
    progress = task.progress
    if task.state == "failed":
        return tr("{name}: stopped by an error", name=task.name)
    if progress is None or not progress.total:
        return tr("Getting {name}…", name=task.name)
    percent = 100 * progress.done // progress.total
    if progress.phase == "exporting":
        return tr("Preparing {name} {percent} %", name=task.name, percent=percent)
    return tr("Getting {name} {percent} %", name=task.name, percent=percent)
