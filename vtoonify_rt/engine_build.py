"""Engines built in the background, in a child process, while pictures go on without them."""

import logging
from collections.abc import Callable, Sequence
from threading import Event, Lock, Thread
from typing import Literal

from checkpoint.child_process import Event as ChildEvent
from checkpoint.child_process import run_child
from checkpoint.errors import AppError, ModelError, Stopped
from checkpoint.model import ModelManifest
from checkpoint.own_command import own_command
from vtoonify_rt.inference.backend import EnginePrecision

logger = logging.getLogger(__name__)

BuildState = Literal["running", "done", "failed", "cancelled"]


class EngineBuild:
    """Builds the engines that a model lacks on this computer; starts at once.

    `on_change` is called on a thread of this build's whenever progress or state has changed; it
    must return soon. Any thread may ask and cancel. When the state is "done",
    `ModelEngines.backend` finds the engines.
    """

    def __init__(
        self,
        model: ModelManifest,
        on_change: Callable[["EngineBuild"], None] = lambda build: None,
        *,
        output_scale: int | None = None,
        precision: EnginePrecision | None = None,
        options: Sequence[str] = (),
        command: Sequence[str] | None = None,
    ) -> None:
        self.model = model
        self._on_change = on_change
        self._stop = Event()
        self._lock = Lock()  # of the four below
        self._state: BuildState = "running"
        self._progress = 0.0
        self._step = ""
        self._error: AppError | None = None
        chosen = ["--folder", str(model.folder)]
        chosen += [] if output_scale is None else ["--output-scale", str(output_scale)]
        chosen += [] if precision is None else ["--precision", precision]
        self._command = [
            *(command or own_command("engines", "build", "--events")),
            *chosen,
            *options,
        ]
        self._thread = Thread(target=self._run, name="engine build", daemon=True)
        self._thread.start()

    @property
    def state(self) -> BuildState:
        """Where it stands."""
        with self._lock:
            return self._state

    @property
    def progress(self) -> float:
        """How much is done, 0..1."""
        with self._lock:
            return self._progress

    @property
    def step(self) -> str:
        """The graph that is worked on: "frame.onnx"; "" before the first."""
        with self._lock:
            return self._step

    @property
    def error(self) -> AppError | None:
        """Why it failed, if it did."""
        with self._lock:
            return self._error

    def cancel(self) -> None:
        """Ask the child process to end; what it had finished stays."""
        self._stop.set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the child process is gone; return whether it is."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            run_child(self._command, self._take, self._stop, work="engine build")
        except Stopped:
            self._end("cancelled")
        except AppError as error:
            self._end("failed", error)
        except Exception as error:  # thread border: nothing above us would see it
            logger.exception("the engine build crashed")
            self._end("failed", AppError(f"The engine build crashed: {error}", "See the log"))
        else:
            self._end("done")

    def _take(self, event: ChildEvent) -> None:
        with self._lock:
            self._step, self._progress = event["step"], event["share"]
        self._on_change(self)

    def _end(self, state: BuildState, error: AppError | None = None) -> None:
        with self._lock:
            self._state, self._error = state, error
            self._progress = 1.0 if state == "done" else self._progress
        self._on_change(self)


def build_if_needed(
    model: ModelManifest,
    on_change: Callable[[EngineBuild], None] = lambda build: None,
    *,
    output_scale: int | None = None,
    start: Callable[..., EngineBuild] = EngineBuild,
) -> EngineBuild | None:
    """Start to build what `model` lacks on this computer; None where it lacks nothing, or there
    is no GPU for TensorRT. Half precision, unless that was tried here and gave a wrong picture.

    Takes a second: the libraries are loaded.
    """
    from vtoonify_rt.engines import ModelEngines
    from vtoonify_rt.inference import choice_memory
    from vtoonify_rt.inference.engine_lookup import EngineTarget
    from vtoonify_rt.inference.known_backends import TENSORRT

    try:
        target = EngineTarget.this_computer()
    except ModelError as error:
        logger.info("no engines are built: %s", error)
        return None
    trial = choice_memory.recall(model).get(TENSORRT["f16"])
    failed = trial is not None and not trial.runs and not trial.absent
    precision: EnginePrecision | None = "f32" if failed else None
    engines = ModelEngines(model, target, output_scale=output_scale, precision=precision)
    if engines.ready() is not None:
        return None
    return start(model, on_change, output_scale=output_scale, precision=precision)
