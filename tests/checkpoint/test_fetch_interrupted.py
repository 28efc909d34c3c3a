"""Whatever breaks off on the way, what came is gone on with, and nothing damaged is kept."""

from threading import Event, Thread

import pytest
from fake_hub import Fault
from fetching import CONTENT, KEY, PATH, REPOSITORY, break_off, remote

from checkpoint.errors import FetchError, Stopped
from checkpoint.fetch import Retries

SIZE = len(CONTENT)
SMALL = "owner/name/small.toml"
PATIENT = Retries(first_wait=100.0, longest_wait=100.0)  # seconds: longer than a test may take


@pytest.mark.parametrize(
    ("fault", "asked"),
    [
        (Fault(on="HEAD", cut_after=-1), [None]),
        (Fault(cut_after=-1), [None, None]),
        (Fault(cut_after=0), [None, None]),
        (Fault(cut_after=500_000), [None, "bytes=500000-"]),
        (Fault(cut_after=SIZE - 1), [None, f"bytes={SIZE - 1}-"]),
        (Fault(cut_after=SIZE), [None]),
    ],
    ids=["asking", "before the answer", "first byte", "middle", "last byte", "after the end"],
)
def test_a_cut_connection_is_gone_on_with(bench, fault, asked):
    bench.hub.fail(KEY, fault)

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT
    assert bench.hub.fetched(KEY) == asked


def test_attempts_that_bring_bytes_are_not_counted(bench):
    bench.hub.fail(KEY, *[Fault(cut_after=100_000)] * 8)

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT
    assert len(bench.waits) == 8 > bench.retries.attempts
    assert max(bench.waits) <= bench.retries.first_wait


def test_a_connection_that_is_always_cut_is_an_error(bench):
    bench.hub.fail(KEY, Fault(cut_after=0, always=True))

    with pytest.raises(FetchError, match="broke off"):
        bench.fetch()
    assert len(bench.hub.fetched(KEY)) == bench.retries.attempts


def test_a_later_fetch_goes_on_where_an_earlier_one_gave_up(bench):
    break_off(bench)

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT
    assert bench.hub.fetched(KEY) == ["bytes=300000-"]


def test_an_answer_that_ends_early_is_gone_on_with(bench):
    bench.hub.fail(KEY, Fault(cut_after=1000), Fault(short_by=10))

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT
    assert bench.hub.fetched(KEY)[-1] == f"bytes={SIZE - 10}-"


def test_a_server_that_knows_no_ranges_sends_it_all_again(bench):
    bench.hub.fail(KEY, Fault(cut_after=300_000), Fault(ignore_range=True))

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT


def test_a_server_that_knows_no_ranges_and_always_breaks_off_is_an_error(bench):
    bench.hub.fail(KEY, Fault(cut_after=300_000, ignore_range=True, always=True))

    with pytest.raises(FetchError, match="broke off"):
        bench.fetch()


def test_the_part_of_another_version_is_not_used(bench):
    break_off(bench)
    bench.hub.put(REPOSITORY, PATH, CONTENT[::-1])

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT[::-1]
    assert bench.hub.fetched(KEY) == [None]
    assert bench.parts() == []


def test_a_new_version_between_two_attempts_is_taken_whole(bench):
    bench.hub.fail(KEY, Fault(cut_after=300_000))
    retries = Retries(pause=lambda stop, wait: bench.hub.put(REPOSITORY, PATH, CONTENT[::-1]))

    [fetched] = bench.fetch(retries=retries)

    assert fetched.path.read_bytes() == CONTENT[::-1]
    assert bench.hub.fetched(KEY) == [None, None]
    assert bench.parts() == []


def test_a_part_that_was_damaged_is_fetched_anew_once(bench):
    part = break_off(bench)
    part.write_bytes(bytes(300_000))

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT
    assert bench.hub.fetched(KEY) == ["bytes=300000-", None]


def test_a_part_that_is_too_long_is_dropped(bench):
    part = break_off(bench)
    part.write_bytes(bytes(SIZE + 1))

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT


def test_a_whole_part_is_not_fetched_again(bench):
    part = break_off(bench)
    part.write_bytes(CONTENT)

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT
    assert bench.hub.fetched(KEY) == []


def test_wrong_bytes_are_fetched_anew(bench):
    bench.hub.fail(KEY, Fault(wrong_bytes=True))

    [fetched] = bench.fetch()

    assert fetched.path.read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault(wrong_bytes=True, always=True), r"sha256 \w{8}..., not "),
        (Fault(on="HEAD", stated_size=SIZE + 1, always=True), f"{SIZE} bytes, not {SIZE + 1}"),
        (Fault(on="HEAD", stated_size=SIZE - 1, always=True), f"{SIZE} bytes, not {SIZE - 1}"),
    ],
    ids=["bytes", "too few", "too many"],
)
def test_what_is_always_wrong_is_an_error_and_never_seen(bench, fault, reason):
    bench.hub.fail(KEY, fault)

    with pytest.raises(FetchError, match=f"not what it should be .*{reason}"):
        bench.fetch()
    assert len(bench.hub.fetched(KEY)) == 2
    assert bench.local(remote()) is None
    assert not (bench.folder.downloads / "owner--name").exists()


def test_wrong_bytes_of_a_small_file_are_an_error(bench):
    bench.hub.put(REPOSITORY, "small.toml", b"small", lfs=False)
    bench.hub.fail(SMALL, Fault(wrong_bytes=True, always=True))

    with pytest.raises(FetchError, match="git blob"):
        bench.fetch(remote("small.toml"))


def test_one_file_that_fails_ends_the_others_at_once(bench):
    bench.hub.put(REPOSITORY, "slow", CONTENT)
    bench.hub.fail("owner/name/slow", Fault(hold_after=1000, always=True))
    bench.hub.fail(KEY, Fault(status=404))

    with pytest.raises(FetchError, match="has no file"):
        bench.fetch(remote("slow"), remote())


def test_a_file_that_is_slow_holds_no_other_up(bench):
    others = [f"{REPOSITORY}/{name}" for name in "abcd"]
    for key in others:
        bench.hub.put(REPOSITORY, key[-1], key.encode())
    bench.hub.fail(KEY, Fault(hold_after=1000))

    def report(told):
        if all(bench.hub.fetched(key) for key in others):
            bench.hub.go_on.set()

    assert len(bench.fetch(remote(), *map(remote, "abcd"), report=report)) == 5


def test_stop_ends_a_slow_download(bench):
    bench.hub.rate = 5000  # bytes per second: all of it would take minutes
    stop = Event()

    with pytest.raises(Stopped):
        bench.fetch(stop=stop, report=lambda told: stop.set() if told.done else None)
    assert sum(part.stat().st_size for part in bench.parts()) > 0


def test_stop_ends_a_download_that_stands_still(bench):
    bench.hub.fail(KEY, Fault(hold_after=1000, always=True))
    stop = Event()

    def report(told):
        if told.done == 1000:
            stop.set()

    with pytest.raises(Stopped):
        bench.fetch(stop=stop, report=report)
    assert [part.stat().st_size for part in bench.parts()] == [1000]


def test_stop_ends_the_wait_for_another_attempt(bench):
    bench.hub.fail(KEY, Fault(status=503, always=True))
    stop = Event()

    with pytest.raises(Stopped):
        bench.fetch(stop=stop, report=lambda told: stop.set(), retries=PATIENT)


def test_stop_ends_the_wait_for_whoever_fetches_it_already(bench):
    bench.hub.fail(KEY, Fault(hold_after=1000))
    at_it, stop = Event(), Event()

    def report(told):
        if told.done == 1000:
            at_it.set()

    first = Thread(target=bench.fetch, kwargs={"report": report})
    first.start()
    at_it.wait(20)

    with pytest.raises(Stopped):
        bench.fetch(stop=stop, report=lambda told: stop.set())
    bench.hub.go_on.set()
    first.join()
    assert bench.hub.fetched(KEY) == [None]
