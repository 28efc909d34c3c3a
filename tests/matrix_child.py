"""The command line as the pull matrix starts it, with what shall befall it.

    python tests/matrix_child.py models pull cartoon --accept-licence

MATRIX in the environment holds a `Plan` as JSON. The product is run as it is: the moments are
told apart by Python's audit events, of which every file that is opened or renamed is one, and by
the functions that are called.
"""

import json
import os
import re
import signal
import sys
import threading
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import FrameType
from typing import Literal

EXPORTER = Path(__file__).with_name("matrix_exporter.py")


@dataclass(frozen=True, kw_only=True)
class Strike:
    """A signal at a moment of the program's own."""

    at: str  # what an event matches: "os.rename .*encoder.pt", "call checkpoint.part.append"
    after: bool = False  # not before what the event announces, but once that is done
    count: int = 1  # the n-th such event
    signal: int = signal.SIGKILL
    process: Literal["pull", "export"] = "pull"  # in which it happens
    victim: Literal["pull", "export", "both"] = "pull"


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a child is to go through."""

    exporter: Literal["quick", "real"] = "quick"
    strike: Strike | None = None
    largest_file: int | None = None  # bytes, after which the system refuses to write on
    published: dict[str, str] = field(default_factory=dict)  # path in the repository -> sha256

    def to_json(self) -> str:
        """Return it for the environment."""
        return json.dumps(asdict(self))


def read_plan() -> Plan:
    """Return the plan in the environment."""
    table = json.loads(os.environ["MATRIX"])
    strike = table.pop("strike")
    return Plan(**table, strike=Strike(**strike) if strike else None)


def arm(strike: Strike | None, process: Literal["pull", "export"]) -> None:
    """Let the strike fall once its moment comes, if that is in this process."""
    if strike is None or strike.process != process:
        return
    seen = 0
    due: int | None = None  # thread that the event was in

    def watch(event: str) -> None:
        nonlocal seen, due
        here = threading.get_ident()
        if due is None and re.fullmatch(strike.at, event):
            seen += 1
            if seen == strike.count:
                due = here
                if strike.after:
                    return
        if due == here:
            due = -1  # once
            _strike(strike, process)

    def audit(event: str, arguments: tuple[object, ...]) -> None:
        words = [os.fsdecode(a) for a in arguments if isinstance(a, str | bytes | os.PathLike)]
        watch(" ".join([event, *words]))

    def profile(frame: FrameType, event: str, _: object) -> None:
        watch(f"{event} {frame.f_globals.get('__name__')}.{frame.f_code.co_name}")

    if strike.at.startswith("call "):
        threading.setprofile(profile)
        sys.setprofile(profile)
    else:
        sys.addaudithook(audit)


def _strike(strike: Strike, process: Literal["pull", "export"]) -> None:
    pull = os.getpid() if process == "pull" else os.getppid()
    if strike.victim in ("pull", "both"):
        os.kill(pull, strike.signal)
    if process == "export" and strike.victim in ("export", "both"):
        os.kill(os.getpid(), strike.signal)


def _hurry(plan: Plan) -> None:
    """Wait less between attempts, and use the exporter that is wanted."""
    from checkpoint.retries import Retries

    Retries.__init__.__kwdefaults__.update(first_wait=0.02, longest_wait=0.1)
    from checkpoint import export_process

    command = (sys.executable, "-P", str(EXPORTER), "vtoonify")
    export_process.run_import.__defaults__ = (command,)


def _limit(largest: int | None) -> None:
    if largest is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))


def main() -> int:
    """Run the command line and return its exit status."""
    plan = read_plan()
    _hurry(plan)
    from vtoonify_rt.cli import main as command_line

    _limit(plan.largest_file)
    arm(plan.strike, "pull")
    return command_line(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
