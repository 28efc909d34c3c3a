"""The cases of the pull matrix in which the hub, the disk or another process gets in the way."""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from fake_hub import Fault
from matrix_case import Act, Case, judge, pull
from matrix_child import Plan
from matrix_ground import PULL, Ground, Trap
from matrix_kills import KILLED, NAMES, at_byte

HOSTILE = r"is not what it should be as it comes from 127\.0\.0\.1"
BROKEN = "The connection to .* broke off"


def cases() -> Iterator[Case]:
    """Yield them all."""
    for name in NAMES:
        yield from _cut(name)
        yield from _spoiled(name)
    yield from _refused()
    yield from _sizes()
    yield from _changed()
    yield from _disk()
    yield from _damaged()


def failing(name: str, *faults: Fault) -> Callable[[Ground], None]:
    """Return what lets the hub have these faults with a file."""
    return lambda ground: ground.hub.fail(ground.key(name), *faults)


def _cut(name: str) -> Iterator[Case]:
    stages = {
        f"HEAD of {name}": Fault(on="HEAD", cut_after=-1),
        f"GET of {name}, before the answer": Fault(cut_after=-1),
        f"first byte of {name}": Fault(cut_after=1),
        f"middle of {name}": Fault(cut_after=120_000),
    }
    for stage, fault in stages.items():
        yield _case("cut once", stage, pull(0, arrange=failing(name, fault)))

    def last(ground: Ground) -> Iterator[str]:
        size = len(ground.files[ground.key(name)])
        failing(name, Fault(cut_after=size - 1))(ground)
        yield from judge(ground.run(*PULL), 0)
        if (asked := ground.hub.fetched(ground.key(name))) != [None, f"bytes={size - 1}-"]:
            yield f"it did not go on with the last byte: {asked}"

    yield _case("cut once", f"last byte of {name}", last)
    for stage, fault in list(stages.items())[:2]:
        act = pull(1, BROKEN, arrange=failing(name, replace(fault, always=True)))
        yield _case("cut always", stage, act)
    act = pull(0, arrange=failing(name, Fault(cut_after=60_000, always=True)))
    yield _case("cut always", f"every 60 kB of {name}", act)


def _spoiled(name: str) -> Iterator[Case]:
    wrong = Fault(wrong_bytes=True)
    again = f"{name} came spoiled .* and is fetched anew"
    yield _case("wrong bytes once", name, pull(0, again, arrange=failing(name, wrong)))
    always = failing(name, replace(wrong, always=True))
    yield _case("wrong bytes always", name, pull(1, HOSTILE, arrange=always))

    def half(ground: Ground) -> Iterator[str]:
        fault = Fault(cut_after=100_000, wrong_bytes=True)
        failing(name, fault)(ground)
        yield from judge(ground.run(*PULL), 0, again)

    yield _case("wrong bytes once", f"{name}, up to a cut", half)


def _refused() -> Iterator[Case]:
    name = "encoder.pt"
    refusals = {
        401: "does not let us have encoder.pt .401",
        403: "does not let us have encoder.pt .403",
        404: "has no file encoder.pt .404",
    }
    for status, sentence in refusals.items():
        for on in ("HEAD", "GET"):
            fault = Fault(on=on, status=status, always=True)
            headers = {"X-Error-Code": "EntryNotFound"} if status == 404 else {}
            act = pull(1, sentence, arrange=failing(name, replace(fault, headers=headers)))
            yield _case(f"{status}", f"{on} of a file", act)
    yield _case("404", "the repository", pull(1, "has no repository with", arrange=_empty))
    for on in ("HEAD", "GET"):
        busy = Fault(on=on, status=429, headers={"Retry-After": "0"})
        down = Fault(on=on, status=500)
        yield _case("429 once", on, pull(0, arrange=failing(name, busy)))
        yield _case("500 once", on, pull(0, arrange=failing(name, down)))
        long = Fault(on=on, status=429, headers={"Retry-After": "9999"}, always=True)
        act = pull(1, "asked too often and wants a rest of 9999", arrange=failing(name, long))
        yield _case("429 always", on, act)
        act = pull(1, "error 500", arrange=failing(name, replace(down, always=True)))
        yield _case("500 always", on, act)
    none = pull(1, "is no hub of models", arrange=failing(name, Fault(on="HEAD", no_etag=True)))
    yield _case("no hub", "no etag", none)
    gone = pull(1, "the connection is refused", arrange=lambda ground: ground.hub.close())
    yield _case("no hub", "nothing answers", gone)
    offline = pull(1, "offline mode is on", command=(*PULL, "--offline"))
    yield _case("offline", "nothing is here", offline)


def _sizes() -> Iterator[Case]:
    name = "faceparsing.pth"
    for stage, size in {"less": 1000, "more": 10_000_000}.items():
        fault = Fault(on="HEAD", stated_size=size, always=True)
        yield _case("wrong size", f"{stage} stated", pull(1, arrange=failing(name, fault)))
    short = Fault(short_by=1)
    yield _case("wrong size", "a byte short once", pull(0, arrange=failing(name, short)))
    always = pull(1, arrange=failing(name, replace(short, always=True)))
    yield _case("wrong size", "a byte short always", always)


def _changed() -> Iterator[Case]:
    def in_the_middle(ground: Ground) -> Iterator[str]:
        at_byte("encoder.pt", 0.5)(ground)
        yield from judge(ground.run(*PULL), KILLED)
        _publish_another(ground, "encoder.pt")

    yield _case("changed file", "after a kill in its middle", in_the_middle, ["encoder.pt"])

    def finished(ground: Ground) -> Iterator[str]:
        yield from judge(ground.run(*PULL), 0)
        yield from judge(ground.run("models", "remove", "cartoon", "--yes"), 0)
        _publish_another(ground, "vtoonify_s_d.pt")
        ground.publish()
        yield from judge(ground.run(*PULL), 1, "--accept-changed")

    again = (*PULL, "--accept-changed")
    case = _case("changed file", "after it was finished", finished, ["vtoonify_s_d.pt"])
    yield replace(case, again=again)


def _disk() -> Iterator[Case]:
    limit = Plan(largest_file=150_000)
    said = os.strerror(errno.EFBIG)
    yield _case("disk full", "the system writes no larger file", pull(1, said, plan=limit))

    def fill(ground: Ground) -> Iterator[str]:
        ground.resize_disk("8g")
        at_byte("encoder.pt", 0.5)(ground)
        ground.hub.go_on = Trap(lambda: _fill(ground))
        yield from judge(ground.run(*PULL), 1, "The disk of .* is full")
        ground.resize_disk("8g")

    yield replace(_case("disk full", "in the middle of a file", fill), needs_mount=True)

    def small(ground: Ground) -> Iterator[str]:
        ground.resize_disk("4m")
        yield from judge(ground.run(*PULL), 1, "MB are needed in .* MB are free")
        if any(request.method == "GET" for request in ground.hub.requests):
            yield "it fetched all the same"
        ground.resize_disk("8g")

    yield replace(_case("disk full", "before the first byte", small), needs_mount=True)


def _fill(ground: Ground) -> None:
    ground.settle()
    ground.resize_disk(str(shutil.disk_usage(ground.models).used + 8192))


def _damaged() -> Iterator[Case]:
    def part(ground: Ground) -> Iterator[str]:
        at_byte("encoder.pt", 0.5)(ground)
        yield from judge(ground.run(*PULL), KILLED)
        for path in (ground.downloads / ".parts").glob("*.part"):
            path.write_bytes(path.read_bytes()[::-1])

    yield _case("damage on disk", "parts", part, NAMES)

    def longer(ground: Ground) -> Iterator[str]:
        at_byte("encoder.pt", 0.5)(ground)
        yield from judge(ground.run(*PULL), KILLED)
        for path in (ground.downloads / ".parts").glob("*.part"):
            path.write_bytes(bytes(5_000_000))

    yield _case("damage on disk", "parts that are too long", longer, NAMES)

    def whole(ground: Ground) -> Iterator[str]:
        at_byte("vtoonify_s_d.pt", 1)(ground)
        yield from judge(ground.run(*PULL), KILLED)
        for path in ground.downloads.glob("*--*/**/*.*"):
            path.write_bytes(path.read_bytes()[::-1])

    yield _case("damage on disk", "finished files", whole, NAMES)
    # The hub states no sha256 of a small file, so without the note it is fetched again.
    for note, spoils in {"hashes.json": ["exstyle_code.npy"], "jobs/cartoon.json": []}.items():

        def torn(ground: Ground, note: str = note) -> Iterator[str]:
            at_byte("vtoonify_s_d.pt", 1)(ground)
            yield from judge(ground.run(*PULL), KILLED)
            path = ground.models / ".store" / note
            path.write_text(path.read_text()[:40])

        yield _case("damage on disk", f"{note}, torn", torn, spoils)


def _case(fault: str, stage: str, act: Act, spoils: Sequence[str] = ()) -> Case:
    return Case(fault=fault, stage=stage, act=act, spoils=tuple(spoils))


def _publish_another(ground: Ground, name: str) -> None:
    key = ground.key(name)
    ground.files[key] = bytes(reversed(ground.files[key]))


def _empty(ground: Ground) -> None:
    files, ground.files = ground.files, {}
    ground.publish()
    ground.files = files
