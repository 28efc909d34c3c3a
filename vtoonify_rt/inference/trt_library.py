"""TensorRT as it is installed: TensorRT for RTX if there, else TensorRT 10 or 11.

What is used of their Python interfaces is the same in all three, but for what TensorRT for RTX has
alone: engines for cards that are elsewhere, and kernels that are compiled when an engine is loaded.
"""

import importlib
import re
from dataclasses import dataclass
from typing import Any

from checkpoint.errors import ModelError

MODULES = ("tensorrt_rtx", "tensorrt")  # the first that can be loaded is used
RTX = MODULES[0]
_SCRATCH = re.compile(r"Max Scratch Memory: (\d+) bytes")
_FOREIGN = frozenset({"VERSION_MISMATCH", "UNSUPPORTED_CC", "MALFORMED_ENGINE"})
_FULL = re.compile(r"out ?of ?memory", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TrtLibrary:
    """A library that was loaded."""

    name: str  # one of `MODULES`
    api: Any  # the module itself

    @property
    def version(self) -> str:
        """Its version: "1.7.1.116". An engine runs with the one that built it only."""
        return str(self.api.__version__)

    @property
    def title(self) -> str:
        """What people call it: "TensorRT-RTX 1.7.1.116"."""
        return f"{'TensorRT-RTX' if self.is_rtx else 'TensorRT'} {self.version}"

    @property
    def is_rtx(self) -> bool:
        """Whether it is TensorRT for RTX."""
        return self.name == RTX


def load_library() -> TrtLibrary:
    """Load the library, most of a second; ModelError where none can be loaded."""
    reasons = []
    for name in MODULES:
        try:
            return TrtLibrary(name, importlib.import_module(name))
        except (ImportError, OSError) as error:  # OSError: its libraries are not all there
            reasons.append(str(error))
    raise ModelError(
        f"TensorRT cannot be loaded ({reasons[0]})",
        "Install it: pip install 'vtoonify-rt[tensorrt]'",
    )


def log_of(library: TrtLibrary) -> Any:
    """Return a logger that keeps what TensorRT says; its base class is known only at run time."""

    base: Any = library.api.ILogger

    class Log(base):  # type: ignore[misc]
        """Keeps warnings and errors, and the size of the scratch memory."""

        def __init__(self) -> None:
            super().__init__()
            self.warnings: list[str] = []
            self.errors: list[str] = []
            self.scratch_bytes: int | None = None

        def log(self, severity: Any, message: str) -> None:
            """Take a message; called by TensorRT, on a thread of its choice."""
            if severity in (self.ERROR, self.INTERNAL_ERROR):
                self.errors.append(message)
            elif severity == self.WARNING:
                self.warnings.append(message)
            elif found := _SCRATCH.search(message):
                self.scratch_bytes = int(found[1])

    return Log()


def failure(log: Any, sentence: str, hint: str) -> Exception:
    """Return the error for what TensorRT would not do: MemoryError where it says that memory is
    short, else ModelError with its first error, which is the cause of the others."""
    errors = list(log.errors)
    log.errors.clear()  # the next failure has causes of its own
    if any(_FULL.search(message) for message in errors):
        return MemoryError(f"{sentence}: the GPU has no memory left")
    message = f"{sentence}: {errors[0] if errors else 'it gives no reason'}"
    return ModelError(message, hint)


@dataclass(frozen=True, slots=True)
class Invalid:
    """Why an engine cannot be used here; no text: nothing speaks against it."""

    text: str = ""
    is_foreign: bool = False  # of another version or for other cards, or damaged: rebuild it


def why_invalid(api: Any, runtime: Any, plan: bytes) -> Invalid:
    """Return what TensorRT says of an engine by its header; nothing where it does not tell.

    Raises MemoryError if the GPU's memory is too small for it.
    """
    if not hasattr(runtime, "get_engine_validity"):
        return Invalid()
    validity, bits = runtime.get_engine_validity(plan)
    if validity != api.EngineValidity.INVALID:
        return Invalid()
    causes = api.EngineInvalidityDiagnostics.__members__.items()
    found = [name for name, value in causes if int(value) & int(bits)]
    if found == ["INSUFFICIENT_GPU_MEMORY"]:
        raise MemoryError("The GPU's memory is too small for the TensorRT engine")
    text = ", ".join(found).replace("_", " ").lower() or "TensorRT gives no reason"
    return Invalid(text, is_foreign=not _FOREIGN.isdisjoint(found))
