"""Where a case of the pull matrix takes place: a hub, a folder of models, and who watches it."""

import hashlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Thread
from typing import Any

from fake_hub import FakeHub, Request
from matrix_child import Plan

from checkpoint.errors import ModelError
from checkpoint.installed import list_models
from checkpoint.model import ModelManifest

CHILD = Path(__file__).with_name("matrix_child.py")
ROOT = CHILD.parent.parent
PULL = ("models", "pull", "cartoon", "--accept-licence")
_TIMEOUT = 300.0  # seconds for a child
_LOOK = 0.01  # seconds between two looks of the watcher

Files = Mapping[str, bytes]  # by key, "owner/name/path"


@dataclass(frozen=True)
class End:
    """How a child ended."""

    status: int  # minus the signal's number, if one killed it
    shown: str  # on stdout and stderr
    log: str  # what the log says last


class Trap:
    """Stands for `FakeHub.go_on`: whoever waits does something first; once."""

    def __init__(self, action: Callable[[], None]) -> None:
        self._action: Callable[[], None] | None = action

    def wait(self) -> None:
        """Do it."""
        action, self._action = self._action, None
        if action is not None:
            action()

    def set(self) -> None:
        """Let nothing happen any more."""
        self._action = None


class Requests(list[Request]):
    """Stands for `FakeHub.requests`: does something when the hub gets a certain one, before it
    answers; once."""

    def __init__(self, method: str, key: str, action: Callable[[], None]) -> None:
        super().__init__()
        self._wanted = method, key
        self._trap = Trap(action)

    def append(self, request: Request) -> None:
        super().append(request)
        if (request.method, request.key) == self._wanted:
            self._trap.wait()


class Watcher:
    """Looks at all models that are shown, again and again, and notes those that are damaged."""

    def __init__(self, models: Path) -> None:
        self.looks = 0
        self.seen: set[str] = set()
        self.damage: list[str] = []
        self._models = models
        self._end = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Look once more and end."""
        self._end.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._end.wait(_LOOK):
            self._look()

    def _look(self) -> None:
        self.looks += 1
        for model in list_models(self._models)[1:]:
            self.seen.add(model.id)
            found = damage_of(model)
            # Else it has been removed or replaced while it was read.
            if found and model in list_models(self._models) and damage_of(model):
                self.damage.append(found)


def damage_of(model: ModelManifest) -> str:
    """Return what is wrong with the files of a model that is shown; empty: nothing."""
    try:
        for name in model.sha256:
            model.verify(name)
    except ModelError as error:
        return error.message
    return "" if model.sha256 else f"{model.id} has no files"


class Ground:
    """A folder of models, the hub, and what children of ours do to them.

    `publish` gives a new hub with the same files, which nothing is wrong with.
    """

    def __init__(self, root: Path, files: Files, exporter: str) -> None:
        self.models = root / "models"
        self.downloads = self.models / ".store" / "downloads"
        self.files = dict(files)
        self.home = root / "home"
        self.home.mkdir(parents=True)
        self.exporter: Any = exporter
        self.children: list[subprocess.Popen[bytes]] = []
        self._shown: dict[int, Path] = {}
        self._pause = Event()  # never set
        self._is_mounted = False
        self.hub = self.publish()
        self.watcher = Watcher(self.models)

    def publish(self) -> FakeHub:
        """Take a new hub, and return it."""
        if hasattr(self, "hub"):
            self.hub.close()
        self.hub = FakeHub()
        for key, data in self.files.items():
            owner, name, path = key.split("/", 2)
            self.hub.put(f"{owner}/{name}", path, data, lfs=not key.endswith(".npy"))
        return self.hub

    def start(self, *arguments: str, plan: Plan | None = None) -> subprocess.Popen[bytes]:
        """Start the command line."""
        sums = {key.split("/", 2)[2]: sha256(data) for key, data in self.files.items()}
        plan = plan or Plan()
        environment = {
            **{k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")},
            "HF_ENDPOINT": self.hub.endpoint,
            "HF_HOME": str(self.home / "hub"),
            "HOME": str(self.home),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "VTOONIFY_RT_MODELS": str(self.models),
            "PYTHONPATH": str(ROOT),
            "MATRIX": replace(plan, exporter=self.exporter, published=sums).to_json(),
        }
        shown = self.home / f"shown-{len(self.children)}.txt"
        with shown.open("wb") as file:
            child = subprocess.Popen(
                [sys.executable, str(CHILD), *arguments],
                env=environment,
                cwd=self.home,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
            )
        self._shown[child.pid] = shown
        self.children.append(child)
        return child

    def end_of(self, child: subprocess.Popen[bytes]) -> End:
        """Wait for a child to end."""
        status = child.wait(_TIMEOUT)
        shown = self._shown[child.pid].read_text(encoding="utf-8", errors="replace")
        logs = [path.read_text(encoding="utf-8") for path in self.home.rglob("*.log")]
        return End(status, shown, "".join(logs)[-300:])

    def run(self, *arguments: str, plan: Plan | None = None) -> End:
        """Run the command line to its end."""
        return self.end_of(self.start(*arguments, plan=plan))

    def kill(self, number: int = signal.SIGKILL) -> None:
        """Send a signal to the child that was started last, once what it got has reached the disk,
        and wait for its end."""
        self.settle()
        self.children[-1].send_signal(number)
        self.children[-1].wait(_TIMEOUT)

    def key(self, name: str) -> str:
        """Return the key of the published file of this name."""
        return next(key for key in self.files if key.endswith(f"/{name}"))

    def parts(self) -> dict[str, int]:
        """Return the size of each part on the disk, by the key of its file."""
        digests = {sha256(key.encode())[:16]: key for key in self.files}
        sizes = {}
        for path in (self.downloads / ".parts").glob("*.part"):
            with suppress(FileNotFoundError):  # it has just been finished
                sizes[digests[path.name.partition("-")[0]]] = path.stat().st_size
        return sizes

    def finished(self) -> set[str]:
        """Return the keys of the files that are downloaded whole."""
        places = {key: key.replace("/", "--", 1) for key in self.files}
        return {key for key, place in places.items() if (self.downloads / place).exists()}

    def rest(self, seconds: float) -> None:
        """Let time go by."""
        self._pause.wait(seconds)

    def resize_disk(self, size: str) -> None:
        """Let the models lie on a disk of their own of this size, as mount has it."""
        self.models.mkdir(exist_ok=True)
        again = "remount," if self._is_mounted else ""
        command = ["mount", "-t", "tmpfs", "-o", f"{again}size={size}", "models", self.models]
        subprocess.run(command, check=True)
        self._is_mounted = True

    def close(self) -> None:
        """End everything that was started here."""
        for child in self.children:
            if child.poll() is None:
                child.kill()
                child.wait()
        self.watcher.end()
        self.hub.close()
        if self._is_mounted:
            subprocess.run(["umount", self.models], check=True)

    def settle(self) -> None:
        """Wait until all that the hub has sent is on the disk."""
        before = None
        for _ in range(50):
            now = self.parts()
            if now == before:
                return
            before = now
            self.rest(0.03)


def sha256(data: bytes) -> str:
    """Return it in hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()
