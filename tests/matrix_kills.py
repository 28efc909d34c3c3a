"""The cases of the pull matrix in which a process is killed, or told to stop."""

import signal
from collections.abc import Callable, Iterator

from fake_hub import Fault
from matrix_case import Act, Case, judge, pull
from matrix_child import Plan, Strike
from matrix_ground import PULL, Ground, Requests, Trap

NAMES = ("vtoonify_s_d.pt", "exstyle_code.npy", "encoder.pt", "faceparsing.pth")
GO_ON = ("models", "pull")  # with all that is unfinished
KILLED = -signal.SIGKILL
INTERRUPTED = 130
TERMINATED = 128 + signal.SIGTERM
_QUICK = ("quick",)
_BOTH = ("quick", "real")  # the real one takes half a minute


def cases() -> Iterator[Case]:
    """Yield them all."""
    for name in NAMES:
        yield from _while_fetching(name)
    yield from _between()
    yield from _while_checking()
    yield from _while_exporting()
    yield from _while_landing()
    yield from _stopped()


def at_head(name: str, number: int = signal.SIGKILL) -> Callable[[Ground], None]:
    """Return what lets a signal come when the hub is asked about a file, before it answers."""

    def arrange(ground: Ground) -> None:
        ground.hub.requests = Requests("HEAD", ground.key(name), lambda: ground.kill(number))

    return arrange


def at_byte(
    name: str, part: float, number: int = signal.SIGKILL, rate: float | None = None
) -> Callable[[Ground], None]:
    """Return what lets a signal come after a part of a file, 0..1, but the last byte."""

    def arrange(ground: Ground) -> None:
        size = len(ground.files[ground.key(name)])
        ground.hub.rate = rate
        ground.hub.fail(ground.key(name), Fault(hold_after=min(max(1, int(part * size)), size - 1)))
        ground.hub.go_on = Trap(lambda: ground.kill(number))

    return arrange


def _while_fetching(name: str) -> Iterator[Case]:
    stages = {
        f"HEAD of {name}": at_head(name),
        f"first byte of {name}": at_byte(name, 0),
        f"middle of {name}": at_byte(name, 0.5),
        f"last byte of {name}": at_byte(name, 1),
    }
    for stage, arrange in stages.items():
        again = GO_ON if stage.startswith(("HEAD", "middle")) else PULL
        yield _kill(stage, pull(KILLED, arrange=arrange), again=again)


def _between() -> Iterator[Case]:
    for count in (1, 2, 3):
        strike = Strike(at=r"os\.rename .*\.part .*", after=True, count=count)
        yield _kill(f"between files, after {count} of 4", _struck(strike))
    moments = {
        "before a finished file gets its name": Strike(at=r"os\.rename .*\.part .*encoder\.pt"),
        "before its hash is noted": Strike(at=r"os\.rename .* .*hashes\.json"),
        "after its hash is noted": Strike(at=r"os\.rename .* .*hashes\.json", after=True),
        "before the job is noted": Strike(at=r"os\.rename .* .*cartoon\.json"),
        "after the job is noted": Strike(at=r"os\.rename .* .*cartoon\.json", after=True),
    }
    for stage, strike in moments.items():
        yield _kill(stage, _struck(strike))


def _while_checking() -> Iterator[Case]:
    moments = {
        "as a part is hashed again, at its start": Strike(at="call checkpoint.part.resume"),
        "as a part is hashed again": Strike(at="call checkpoint.part._hash"),
        "as the hash of what came is looked at": Strike(at="call checkpoint.part.finish"),
    }
    for stage, strike in moments.items():

        def act(ground: Ground, strike: Strike = strike) -> Iterator[str]:
            at_byte("encoder.pt", 0.8)(ground)
            yield from judge(ground.run(*PULL), KILLED)
            ground.publish()
            yield from judge(ground.run(*PULL, plan=Plan(strike=strike)), KILLED)

        yield _kill(stage, act)

    def touched(ground: Ground) -> Iterator[str]:
        strike = Strike(at=r"os\.rename .*\.part .*", after=True, count=3)
        yield from judge(ground.run(*PULL, plan=Plan(strike=strike)), KILLED)
        for path in ground.downloads.glob("*--*/**/*.*"):
            path.touch()
        ground.publish()
        plan = Plan(strike=Strike(at="call checkpoint.downloads.local", after=True, count=3))
        yield from judge(ground.run(*PULL, plan=plan), KILLED)

    yield _kill("as finished files that were touched are hashed again", touched)


def _while_exporting() -> Iterator[Case]:
    moments = {"start": r"style\.onnx", "middle": r"encode\.onnx", "end": r"manifest\.toml"}
    for stage, file in moments.items():
        for victim in ("pull", "both"):
            strike = Strike(
                at=rf"open .*/model/{file}.*", after=True, process="export", victim=victim
            )
            whom = "" if victim == "pull" else ", the exporter too"
            exporters = _BOTH if stage == "middle" else _QUICK
            yield _kill(f"{stage} of the export{whom}", _struck(strike), exporters=exporters)
        strike = Strike(at=rf"open .*/model/{file}.*", process="export", victim="export")
        said = "The import ended with status -9"
        act = pull(1, said, plan=Plan(strike=strike))
        yield _kill(f"{stage} of the export, only the exporter", act)


def _while_landing() -> Iterator[Case]:
    for after in (False, True):
        when = "after" if after else "before"
        for victim, status in (("pull", KILLED), ("export", 1), ("both", KILLED)):
            landing = r"os\.rename .*/model .*/cartoon"
            strike = Strike(at=landing, after=after, process="export", victim=victim)
            act = pull(status, plan=Plan(strike=strike))
            exporters = _BOTH if victim == "both" else _QUICK
            yield _kill(f"{when} landing, {victim}", act, exporters=exporters)
    moments = {
        "before the checkpoint is removed": Strike(at=r"os\.remove .*vtoonify_s_d\.pt"),
        "after the checkpoint is removed": Strike(at=r"os\.remove .*vtoonify_s_d\.pt", after=True),
        "before the job is forgotten": Strike(at=r"os\.remove .*cartoon\.json"),
    }
    for stage, strike in moments.items():
        yield _kill(stage, _struck(strike))


def _stopped() -> Iterator[Case]:
    ends = {"Ctrl-C": (signal.SIGINT, INTERRUPTED), "SIGTERM": (signal.SIGTERM, TERMINATED)}
    for fault, (number, status) in ends.items():
        slow = at_byte("encoder.pt", 0.1, number, rate=400_000.0)
        kept = "the same command goes on where it stopped"
        yield Case(fault=fault, stage="slow trickle", act=pull(status, kept, arrange=slow))
        held = at_byte("vtoonify_s_d.pt", 0.5, number)
        yield Case(fault=fault, stage="the hub says no more", act=pull(status, kept, arrange=held))
        head = at_head("encoder.pt", number)
        yield Case(fault=fault, stage="HEAD", act=pull(status, arrange=head), again=GO_ON)
        strike = Strike(at=r"open .*/model/encode\.onnx.*", process="export", signal=number)
        act = pull(status, kept, plan=Plan(strike=strike))
        yield Case(fault=fault, stage="export", act=act, exporters=_BOTH)


def _struck(strike: Strike) -> Act:
    return pull(KILLED, plan=Plan(strike=strike))


def _kill(
    stage: str, act: Act, *, again: tuple[str, ...] = PULL, exporters: tuple[str, ...] = _QUICK
) -> Case:
    return Case(fault="kill -9", stage=stage, act=act, again=again, exporters=exporters)
