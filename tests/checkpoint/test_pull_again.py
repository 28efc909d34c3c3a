"""A pull that ended early is gone on with: nothing is lost, and nothing fetched twice."""

from threading import Event

import pytest
from fake_hub import Fault
from pulling import BROKEN, CATALOG, FILES, REPOSITORY, key, pull, visible

from checkpoint.errors import FetchError, ModelError, Stopped

OIL = ["encoder.pt", "faceparsing.pth", "oil/vtoonify.pt"]


def test_a_stop_while_fetching_pauses_the_job(store, hub):
    hub.fail(key("oil/vtoonify.pt"), Fault(hold_after=1000))
    stop = Event()

    with pytest.raises(Stopped):
        pull(store, progress=lambda each: each.done and stop.set(), stop=stop)
    (job,) = store.jobs()
    assert (job.model, job.state, job.busy, job.interrupted) == ("oil", "paused", False, False)


def test_a_stop_while_exporting_pauses_the_job(store, exporter):
    stop = Event()
    exporter.on_the_way = stop.set

    with pytest.raises(Stopped):
        pull(store, stop=stop)
    assert store.jobs()[0].state == "paused"
    assert visible(store) == []


def test_a_paused_job_goes_on_where_it_stopped(store, hub, fetched):
    hub.fail(key("encoder.pt"), Fault(hold_after=300_000))
    stop, seen = Event(), []

    def stop_in_the_middle(each):
        if each.done > 250_000:
            stop.set()

    with pytest.raises(Stopped):
        pull(store, progress=stop_in_the_middle, stop=stop)
    hub.go_on.set()
    hub.requests.clear()

    assert pull(store, store.jobs()[0].wished, progress=seen.append) == "oil"
    assert store.jobs() == []
    again = [each.range for each in hub.requests if each.key == key("encoder.pt") and each.range]
    assert len(again) == 1


def test_a_failed_fetch_is_told_and_kept(store, hub):
    hub.fail(key("encoder.pt"), Fault(on="HEAD", status=404, always=True))

    with pytest.raises(FetchError) as told:
        pull(store)
    (job,) = store.jobs()
    assert (job.state, job.error) == ("failed", (told.value.message, told.value.hint))


def test_another_try_after_a_failure_succeeds(store, hub):
    hub.fail(key("encoder.pt"), Fault(on="HEAD", status=404))
    with pytest.raises(FetchError):
        pull(store)

    assert pull(store) == "oil"
    assert store.jobs() == []


def test_a_failed_export_fetches_nothing_again(store, exporter, fetched):
    exporter.fails = [BROKEN]
    with pytest.raises(ModelError, match="status -9"):
        pull(store)
    assert (store.jobs()[0].state, visible(store)) == ("failed", [])

    assert pull(store) == "oil"
    assert fetched() == OIL


def test_a_changed_file_is_refused_unless_it_is_accepted(store, hub):
    pull(store)
    store.remove("oil")
    hub.put(REPOSITORY, "oil/vtoonify.pt", b"new")

    with pytest.raises(FetchError, match="accept-changed"):
        pull(store)
    model = store.pull("oil", lambda each: None, Event(), accept_changed=True)
    assert model.id == "oil"


def test_a_job_of_a_model_that_is_installed_is_ended_by_a_pull(store, jobs_of):
    """Killed between landing and the end of the job."""
    pull(store)
    jobs_of(store).begin("oil", "test")
    left = store.folder.downloads / "owner--name" / "oil" / "vtoonify.pt"
    left.write_bytes(FILES["oil/vtoonify.pt"])

    assert pull(store) == "oil"
    assert store.jobs() == []
    assert not left.exists()


def test_removing_a_model_ends_its_job_too(store, jobs_of):
    pull(store)
    jobs_of(store).begin("oil", "test")
    store.remove("oil")

    assert store.jobs() == []


def test_removing_a_damaged_model_leaves_the_job_of_who_mends_it(store, exporter, jobs_of):
    seen = []

    def remove():
        (store.folder.models / "oil").mkdir()
        store.remove("oil")
        seen.extend(job.model for job in store.jobs())

    exporter.on_the_way = remove
    pull(store)

    assert seen == ["oil"]


def test_a_download_that_another_job_needs_stays(store, exporter, jobs_of, tmp_path):
    """Two models of one checkpoint, of which one waits for its export."""
    other = CATALOG.replace('id = "test"', 'id = "other"')
    for name in ("oil", "ink", "packed", "by-hand"):
        other = other.replace(f'id = "{name}"', f'id = "my-{name}"')
    (tmp_path / "other.toml").write_text(other, encoding="utf-8")
    store.add_catalog(str(tmp_path / "other.toml"))
    jobs_of(store).begin("my-oil", "other")

    pull(store, "test/oil")

    assert (store.folder.downloads / "owner--name" / "oil" / "vtoonify.pt").exists()


def test_a_discarded_job_takes_its_downloads_along(store, exporter):
    exporter.fails = [BROKEN]
    with pytest.raises(ModelError):
        pull(store)
    store.discard("oil")

    left = {path.name for path in store.folder.downloads.rglob("*") if path.is_file()}
    assert store.jobs() == []
    assert left == {"encoder.pt", "faceparsing.pth"}


def test_a_discarded_job_takes_its_parts_along(store, hub):
    hub.fail(key("encoder.pt"), Fault(hold_after=300_000))
    stop = Event()
    with pytest.raises(Stopped):
        pull(store, progress=lambda each: each.done > 250_000 and stop.set(), stop=stop)
    store.discard("oil")

    assert list((store.folder.downloads / ".parts").glob("*")) == []


def test_parts_that_another_job_needs_stay(store, hub, jobs_of):
    hub.fail(key("encoder.pt"), Fault(hold_after=300_000))
    stop = Event()
    with pytest.raises(Stopped):
        pull(store, progress=lambda each: each.done > 250_000 and stop.set(), stop=stop)
    jobs_of(store).begin("ink", "test")
    store.discard("oil")

    assert len(list((store.folder.downloads / ".parts").glob("*"))) == 1


def test_discarding_what_is_no_job_is_nothing(store):
    store.discard("oil")

    assert store.jobs() == []


def test_what_is_worked_on_cannot_be_discarded(store, exporter):
    refused = []

    def discard():
        with pytest.raises(ModelError, match="being worked on"):
            store.discard("oil")
        refused.append(True)

    exporter.on_the_way = discard
    pull(store)

    assert refused == [True]


def test_nothing_that_an_unfinished_job_needs_is_a_leftover(store, exporter):
    exporter.fails = [BROKEN]
    with pytest.raises(ModelError):
        pull(store)

    assert store.leftovers().paths == ()
    assert store.collect() == 0


def test_downloads_that_no_job_needs_are_leftovers(store):
    pull(store)

    assert {path.name for path in store.leftovers().paths} == {"encoder.pt", "faceparsing.pth"}
    assert store.collect() == len(FILES["encoder.pt"]) + len(FILES["faceparsing.pth"])
    assert store.leftovers().paths == ()
