"""What the store can be asked to do that takes minutes, as tasks."""

from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event

from checkpoint.catalog import CatalogModel
from checkpoint.errors import AppError, Stopped
from checkpoint.jobs import Job
from checkpoint.manifest import ModelManifest
from checkpoint.model_import import ImportOptions
from checkpoint.progress import Progress, ProgressCallback
from checkpoint.store import Store
from desktop_app.run_time import RunTime
from desktop_app.store_words import offered_name
from desktop_app.tasks import Task, TaskState, Work
from desktop_app.translation import tr

PACKAGES = ""  # key of the task that installs what the exporter needs: no model's id
IMPORT = "import "  # begins the key of a task that imports a path: no model's id holds a blank


class StoreTasks:
    """Makes the tasks; they use the store that `store` returns when they start."""

    def __init__(self, run_time: RunTime, store: Callable[[], Store]) -> None:
        self.closing = Event()  # set: what stops now goes on at the next start
        self._run_time = run_time
        self._store = store

    def pull(self, model: CatalogModel) -> Task:
        """Return the task that fetches and installs `model`."""
        return Task(
            key=model.id, name=offered_name(model), work=self._pull_of(model.id, model.catalog)
        )

    def job(self, job: Job, model: CatalogModel | None) -> Task:
        """Return the task that goes on with a job; `model` if a catalog still offers it."""
        states: dict[str, TaskState] = {
            "active": "elsewhere" if job.busy else "queued",
            "paused": "paused",
            "failed": "failed",
        }
        return Task(
            key=job.model,
            name=offered_name(model) if model is not None else job.model,
            work=self._pull_of(job.model, job.catalog),
            state=states[job.state],
            error=AppError(*job.error) if job.error is not None else None,
        )

    def packages(self) -> Task:
        """Return the task that installs what the exporter needs."""

        def work(progress: ProgressCallback, stop: Event) -> Sequence[ModelManifest]:
            def report(line: str) -> None:
                progress(Progress(model=PACKAGES, phase="fetching", step=line))

            self._run_time.install_packages(report, stop)
            return ()

        return Task(key=PACKAGES, name=tr("the export packages"), work=work)

    def imported(self, path: Path, *, replace: bool = False) -> Task:
        """Return the task that installs what lies at `path`; `replace`: also over a model."""

        def work(progress: ProgressCallback, stop: Event) -> Sequence[ModelManifest]:
            return self._store().import_path(path, ImportOptions(replace=replace), progress, stop)

        return Task(key=f"{IMPORT}{path}", name=path.name, work=work)

    def _pull_of(self, model_id: str, catalog: str) -> Work:
        def work(progress: ProgressCallback, stop: Event) -> Sequence[ModelManifest]:
            store = self._store()
            try:
                return [store.pull(f"{catalog}/{model_id}", progress, stop)]
            except Stopped:
                if self.closing.is_set():  # nobody has paused it
                    store.plan(f"{catalog}/{model_id}")
                raise

        return work


def is_whole(task: Task) -> bool:
    """Whether a task starts from the beginning if it is stopped, so that it cannot be paused."""
    return task.key == PACKAGES or task.key.startswith(IMPORT)
