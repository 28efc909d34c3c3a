"""One case of the pull matrix: something goes wrong, and then the pull is asked for again."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from matrix_child import Plan
from matrix_ground import PULL, End, Files, Ground, damage_of

from checkpoint.installed import list_models

Act = Callable[[Ground], Iterator[str]]  # yields what is not as it should be
MODEL = "cartoon"


@dataclass(frozen=True, kw_only=True)
class Case:
    """What goes wrong at which stage; afterwards a pull from a sound hub has to end whole."""

    fault: str
    stage: str
    act: Act
    spoils: tuple[str, ...] = ()  # names of files of which nothing that is here can be used
    again: tuple[str, ...] = PULL
    exporters: tuple[str, ...] = ("quick",)
    needs_mount: bool = False  # of file systems, which only root may

    @property
    def name(self) -> str:
        """What the table calls it."""
        return f"{self.fault}: {self.stage}"


@dataclass(frozen=True)
class Outcome:
    """How a case went; no complaints: right."""

    case: Case
    complaints: list[str]
    looks: int  # of the watcher


def try_case(case: Case, root: Path, files: Files, exporter: str) -> Outcome:
    """Go through the case in the empty folder `root`."""
    ground = Ground(root, files, exporter)
    try:
        complaints = list(case.act(ground))
        complaints += _again(case, ground)
    except Exception as error:  # noqa: BLE001 - one case that fails must not end all others
        complaints = [f"the case itself failed: {error!r}"]
    finally:
        ground.close()
    complaints += [f"a damaged model was visible: {each}" for each in ground.watcher.damage]
    return Outcome(case, complaints, ground.watcher.looks)


def pull(
    status: int,
    sentence: str = "",
    *,
    plan: Plan | None = None,
    arrange: Callable[[Ground], object] = lambda ground: None,
    command: tuple[str, ...] = PULL,
) -> Act:
    """Return an act: `arrange`, pull, and see that it ends with this status and says so."""

    def act(ground: Ground) -> Iterator[str]:
        arrange(ground)
        yield from judge(ground.run(*command, plan=plan), status, sentence)

    return act


def judge(end: End, status: int, sentence: str = "") -> Iterator[str]:
    """Yield what is wrong with how a command ended."""
    if end.status != status:
        yield f"status {end.status} instead of {status}: {end.shown[-500:]!r}"
    if "Traceback" in end.shown or "should not" in end.shown:
        yield f"it shows what no user should see: {end.shown[-500:]!r}; log: {end.log}"
    if not re.search(sentence, end.shown):
        yield f"no {sentence!r} in {end.shown[-500:]!r}"
    if status == 1 and end.shown.count("Error: ") != 1:
        yield f"not one sentence: {end.shown[-500:]!r}"


def _again(case: Case, ground: Ground) -> Iterator[str]:
    """Pull once more from a hub that is well; yield what is wrong with what comes of it."""
    finished, parts = ground.finished(), ground.parts()
    spoiled = {ground.key(name) for name in case.spoils}
    was_there = is_whole(ground)
    hub = ground.publish()
    yield from judge(ground.run(*case.again), 0)
    yield from unfinished_business(ground)
    for key in sorted((set(ground.files) if was_there else finished) - spoiled):
        if hub.fetched(key):
            yield f"{key} was finished and is fetched again: {hub.fetched(key)}"
    for key, size in sorted(parts.items()):
        begun = [_start(range_) for range_ in hub.fetched(key)]
        if key not in finished | spoiled and begun and min(begun) < size:
            yield f"{key}: {size} bytes were here, it is fetched from {begun} on"


def _start(range_: str | None) -> int:
    return 0 if range_ is None else int(range_.removeprefix("bytes=").partition("-")[0])


def is_whole(ground: Ground) -> bool:
    """Return whether the model is shown, and all of it is right."""
    found = [model for model in list_models(ground.models) if model.id == MODEL]
    return bool(found) and not damage_of(found[0])


def unfinished_business(ground: Ground, patience: float = 3.0) -> Iterator[str]:
    """Yield what is not as it is after a pull that ended well."""
    if not is_whole(ground):
        yield "the model is not whole in the end"
    if jobs := list((ground.models / ".store" / "jobs").glob("*.json")):
        yield f"unfinished jobs in the end: {jobs}"
    if parts := ground.parts():
        yield f"parts in the end: {parts}"
    if ground.key("vtoonify_s_d.pt") in ground.finished():
        yield "the checkpoint, which nothing needs any more, is still here"
    waited = 0.0
    while _places(ground) and waited < patience:  # of an exporter that lost its parent
        ground.rest(0.1)
        waited += 0.1
    if _places(ground):  # what a killed one left goes with the next import, or with this
        yield from judge(ground.run("models", "gc"), 0)
    if places := _places(ground):
        yield f"left in the end: {places}"


def _places(ground: Ground) -> list[Path]:
    return list(ground.models.glob(".import-*"))
