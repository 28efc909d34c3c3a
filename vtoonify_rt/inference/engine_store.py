"""The engines on disk: a file each, named by its key, with a readable JSON file beside it.

An engine is written to a name of its own and takes its place by a rename, and counts once its JSON
is there: a killed process leaves nothing that is taken for whole. What is damaged, or lies under
the key of another machine, is removed when it is looked for, and that is said in one sentence.
"""

import hashlib
import json
import logging
import os
import tempfile
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import platformdirs
from filelock import FileLock

from checkpoint.errors import ModelError
from vtoonify_rt.inference.engine_key import ANY_GPU, EngineKey

logger = logging.getLogger(__name__)

MAX_DAYS = 60  # without use
MAX_BYTES = 8 * 10**9  # of all engines together
_DAY = 24 * 3600.0
_PLAN, _FACTS, _KERNELS, _PART = ".engine", ".json", ".kernels", ".part"


def engines_folder() -> Path:
    """Return where engines are kept for this user."""
    return platformdirs.user_cache_path("vtoonify-rt") / "engines"


class StoredEngine:
    """An engine in the store."""

    def __init__(self, facts: Path, key: EngineKey, sha256: str, nbytes: int) -> None:
        self.facts = facts
        self.key = key
        self.sha256 = sha256
        self.nbytes = nbytes

    @property
    def path(self) -> Path:
        """The file that TensorRT loads."""
        return self.facts.with_suffix(_PLAN)

    @property
    def kernels(self) -> Path:
        """Where the card's own kernels are kept."""
        return self.facts.with_suffix(_KERNELS)

    @property
    def used(self) -> float:
        """When it was last read, in seconds of the system's clock; 0 if it is gone."""
        try:
            return self.facts.stat().st_mtime
        except OSError:
            return 0.0

    def read(self) -> bytes:
        """Return the engine after checking its sha256, and note that it was used.

        Raises ModelError if it is gone or damaged; a damaged one is removed.
        """
        try:
            plan = self.path.read_bytes()
        except OSError as error:
            raise ModelError(
                f"The TensorRT engine of {self.key.graph} cannot be read ({error.strerror})",
                "Check the permissions of the folder, and the disk",
            ) from error
        found = hashlib.sha256(plan).hexdigest()
        if found != self.sha256:
            self.discard()
            raise ModelError(
                f"The TensorRT engine of {self.key.graph} is damaged: sha256 {found[:8]}, "
                f"expected {self.sha256[:8]}",
                "It is removed, and built again when it is needed",
            )
        with suppress(OSError):  # a cache on a disk that is only read grows old, no more
            os.utime(self.facts)
        return plan

    def discard(self) -> None:
        """Remove it, the JSON first: what is left counts for nothing."""
        for suffix in (_FACTS, _PLAN, _KERNELS):
            self.facts.with_suffix(suffix).unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Removed:
    """An engine, or a part of one, that was removed, and why."""

    name: str
    reason: str
    nbytes: int


class EngineStore:
    """The engines of this user. `say` takes a sentence about each engine that has to go."""

    def __init__(
        self,
        folder: Path | None = None,
        *,
        say: Callable[[str], None] = logger.warning,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.folder = folder or engines_folder()
        self._say = say
        self._clock = clock

    def find(self, key: EngineKey) -> StoredEngine | None:
        """Return the engine with this key, or None; one that is not what its name says is removed.

        Its contents are checked when it is read.
        """
        facts = self.folder / f"{key.digest}{_FACTS}"
        if not facts.exists():
            return None
        engine = _read(facts)
        if engine is None or engine.key != key or not engine.path.exists():
            StoredEngine(facts, key, "", 0).discard()
            self._say(
                f"The TensorRT engine of {key.graph} is not for this computer, or damaged: "
                "it is removed, and built again when it is needed."
            )
            return None
        return engine

    def add(self, key: EngineKey, plan: bytes, **told: Any) -> StoredEngine:
        """Keep an engine, with what building it `told`; ModelError if the disk refuses it."""
        facts = self.folder / f"{key.digest}{_FACTS}"
        sha256 = hashlib.sha256(plan).hexdigest()
        table = {
            "key": asdict(key),
            "precision": key.precision,
            "sha256": sha256,
            "bytes": len(plan),
            "built": self._clock(),
            **told,
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            facts.unlink(missing_ok=True)  # of an older one: it must not vouch for this
            self._write(facts.with_suffix(_PLAN), plan)
            self._write(facts, json.dumps(table, indent=1, ensure_ascii=False).encode())
        except OSError as error:
            raise ModelError(
                f"{self.folder} cannot be written ({error.strerror})",
                "Free some space, or check the permissions of the folder",
            ) from error
        return StoredEngine(facts, key, sha256, len(plan))

    def lock(self, key: EngineKey) -> FileLock:
        """Return the lock of whoever builds this engine, not taken yet; the system frees it if
        they are killed."""
        place = self.folder / "locks"
        place.mkdir(parents=True, exist_ok=True)
        return FileLock(place / f"{key.digest}.lock")

    def all(self) -> list[StoredEngine]:
        """Return all engines, the one that was used last first."""
        found = [_read(path) for path in self.folder.glob(f"*{_FACTS}")]
        engines = [engine for engine in found if engine is not None and engine.path.exists()]
        return sorted(engines, key=lambda engine: engine.used, reverse=True)

    def collect(self, stale: Callable[[EngineKey], str | None]) -> list[Removed]:
        """Remove what is left over, those that `stale` gives a reason against, those that were
        not used for `MAX_DAYS`, and beyond `MAX_BYTES` those not used for longest."""
        removed = self._leftovers()
        total = 0
        for engine in self.all():
            days = (self._clock() - engine.used) / _DAY
            reason = stale(engine.key)
            if reason is None and days > MAX_DAYS:
                reason = f"it was not used for {days:.0f} days"
            if reason is None and total + engine.nbytes > MAX_BYTES:
                reason = f"all engines together may take {MAX_BYTES / 1e9:.0f} GB"
            if reason is None:
                total += engine.nbytes
                continue
            engine.discard()
            name = f"{engine.key.model} {engine.key.graph}"
            removed.append(Removed(name, reason, engine.nbytes))
        return removed

    def _leftovers(self) -> list[Removed]:
        """Remove what killed processes left: files without a readable JSON, a day old."""
        removed = []
        for path in sorted(self.folder.glob("*")):
            facts = path.with_suffix(_FACTS)
            whole = facts.exists() and _read(facts) is not None
            if path.is_dir() or whole:
                continue
            stat = path.stat()
            if self._clock() - stat.st_mtime > _DAY:
                path.unlink(missing_ok=True)
                removed.append(Removed(path.name, "it is left over or damaged", stat.st_size))
        return removed

    def _write(self, path: Path, content: bytes) -> None:
        handle, name = tempfile.mkstemp(dir=self.folder, suffix=_PART)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise


def why_stale(
    key: EngineKey, *, digests: Collection[str], library_version: str | None, driver: str | None
) -> str | None:
    """Return why an engine will never be used again, or None.

    `digests`: of the graphs of all models there are; `library_version` and `driver`: those of now,
    None where there is none to compare with.
    """
    if key.graph_digest not in digests:
        return f"model '{key.model}' is not installed any more, or has changed"
    if library_version is not None and key.library_version != library_version:
        return f"it needs {key.library} {key.library_version}, not {library_version}"
    if driver is not None and key.driver not in (ANY_GPU, driver):
        return f"it was built with driver {key.driver}, not {driver}"
    return None


def _read(facts: Path) -> StoredEngine | None:
    """Return the engine that a JSON file tells of; None where it tells of none."""
    try:
        table = json.loads(facts.read_text(encoding="utf-8"))
        key = EngineKey.from_table(table["key"])
        return StoredEngine(facts, key, str(table["sha256"]), int(table["bytes"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        logger.info("%s tells of no engine: %s", facts.name, error)
        return None
