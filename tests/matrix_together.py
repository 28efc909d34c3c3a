"""The cases of the pull matrix in which several commands are at work at once."""

from collections.abc import Iterator

from fake_hub import Fault
from matrix_case import Act, Case, judge
from matrix_ground import PULL, End, Ground, Trap
from matrix_kills import NAMES

KEY = "vtoonify_s_d.pt"
REMOVE = ("models", "remove", "cartoon", "--yes")
SIBLING = ("models", "pull", "comic", "--accept-licence")


def cases() -> Iterator[Case]:
    """Yield them all."""
    acts = {
        "two pulls": _two,
        "two pulls, one is killed": _one_killed,
        "two pulls of models that share files": _sharing,
        "gc in the middle of a file": _beside(("models", "gc"), 0),
        "verify in the middle of a file": _beside(("models", "verify"), 0),
        "list in the middle of a file": _beside(("models", "list"), 0),
        "remove in the middle of a file": _beside(REMOVE, 1),
        "gc again and again": _hammered(("models", "gc"), {0}, {0}),
        "verify again and again": _hammered(("models", "verify"), {0, 1}, {0}),
        "list again and again": _hammered(("models", "list", "--json"), {0}, {0}),
        "remove again and again": _hammered(REMOVE, {0, 1, 2}, {0, 1}),
    }
    for stage, act in acts.items():
        # What is removed has to be fetched again.
        spoils = NAMES if stage.startswith("remove") else ()
        yield Case(fault="at once", stage=stage, act=act, spoils=spoils)


def _two(ground: Ground) -> Iterator[str]:
    children = [ground.start(*PULL), ground.start(*PULL)]
    for child in children:
        yield from judge(ground.end_of(child), 0)
    yield from _fetched_once(ground)


def _one_killed(ground: Ground) -> Iterator[str]:
    ground.hub.fail(ground.key(KEY), Fault(hold_after=300_000))
    first = ground.start(*PULL)
    second = []

    def start_second() -> None:
        second.append(ground.start(*PULL))
        ground.rest(1.5)  # until it waits
        first.kill()
        first.wait()

    ground.hub.go_on = Trap(start_second)
    first.wait()
    yield from judge(ground.end_of(second[0]), 0)


def _sharing(ground: Ground) -> Iterator[str]:
    children = [ground.start(*PULL), ground.start(*SIBLING)]
    for child in children:
        yield from judge(ground.end_of(child), 0)
    yield from _fetched_once(ground)


def _fetched_once(ground: Ground) -> Iterator[str]:
    for key in ground.files:
        if len(ground.hub.fetched(key)) > 1:
            yield f"{key} was fetched more than once: {ground.hub.fetched(key)}"


def _beside(command: tuple[str, ...], status: int) -> Act:
    """Return an act: another command runs from its start to its end in the middle of a pull."""

    def act(ground: Ground) -> Iterator[str]:
        ends: list[End] = []
        ground.hub.fail(ground.key(KEY), Fault(hold_after=300_000))
        ground.hub.go_on = Trap(lambda: ends.append(ground.run(*command)))
        yield from judge(ground.run(*PULL), 0)
        yield from judge(ends[0], status)
        yield from _fetched_once(ground)

    return act


def _hammered(command: tuple[str, ...], statuses: set[int], of_pull: set[int]) -> Act:
    """Return an act: another command runs again and again, from the start of a pull to its end."""

    def act(ground: Ground) -> Iterator[str]:
        ground.hub.rate = 2_000_000.0
        child = ground.start(*PULL)
        while child.poll() is None:
            end = ground.run(*command)
            yield from judge(end, min(statuses, key=lambda status: status != end.status))
        end = ground.end_of(child)
        yield from judge(end, min(of_pull, key=lambda status: status != end.status))

    return act
