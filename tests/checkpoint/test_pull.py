"""A model is fetched, made runnable and installed; what is in the way is told before."""

from threading import Event, Thread

import pytest
from pulling import CATALOG, FILES, ignore, publish, pull, sha256_of, visible

from checkpoint.errors import FetchError, LicenceError, ModelError
from checkpoint.fetch import Fetcher
from checkpoint.pull import Puller
from checkpoint.store import Store

OIL = ["encoder.pt", "faceparsing.pth", "oil/vtoonify.pt"]


def test_a_pulled_model_is_installed_whole(store):
    model = store.pull("oil", ignore, Event())

    assert (model.id, model.name, model.family) == ("oil", "Oil paint", "vtoonify_t")
    assert model.licence == "My terms (non-commercial)"
    assert visible(store) == ["oil"]


def test_the_exporter_is_told_what_the_catalog_says(store, exporter):
    pull(store, "ink")
    (given,) = exporter.given

    assert (given["id"], given["name"], given["family"]) == ("ink", "Ink", "vtoonify_d")
    assert given["color_transfer"] is True
    assert given["codes"].name == "exstyle_code.npy"
    assert given["portrait"] is None


def test_nothing_of_colours_and_codes_is_said_of_a_t_model(store, exporter):
    pull(store)

    assert exporter.given[0]["color_transfer"] is None
    assert exporter.given[0]["codes"] is None


def test_the_users_picture_goes_to_the_exporter(store, exporter):
    store.folder.root.mkdir(parents=True, exist_ok=True)
    store.folder.portrait.write_bytes(b"picture")
    pull(store)

    assert exporter.given[0]["portrait"] == store.folder.portrait


def test_progress_tells_of_each_phase(store):
    seen = []
    pull(store, progress=seen.append)

    assert list(dict.fromkeys(each.phase for each in seen)) == ["fetching", "exporting"]
    assert {each.model for each in seen} == {"oil"}
    assert seen[-1].step == "frame.onnx"


def test_the_last_progress_of_a_download_is_all_of_it(store):
    seen = []
    pull(store, progress=seen.append)
    last = [each for each in seen if each.phase == "fetching"][-1]

    assert last.done == last.total == sum(len(FILES[name]) for name in OIL)


def test_what_is_installed_is_not_pulled_again(store, hub, exporter):
    pull(store)
    hub.requests.clear()

    assert pull(store) == "oil"
    assert hub.requests == []
    assert len(exporter.given) == 1


def test_what_models_share_is_fetched_once(store, fetched):
    pull(store, "oil")
    pull(store, "ink")

    assert fetched() == sorted(FILES)


def test_the_checkpoint_is_gone_and_what_is_shared_stays(store):
    pull(store)
    left = {path.name for path in store.folder.downloads.rglob("*") if path.is_file()}

    assert left == {"encoder.pt", "faceparsing.pth"}


def test_no_job_is_left_of_a_pull_that_is_done(store):
    pull(store)

    assert store.jobs() == []


def test_no_half_model_can_be_seen_on_the_way(store, exporter):
    seen = []
    exporter.on_the_way = lambda: seen.append(visible(store))
    pull(store, progress=lambda each: seen.append(visible(store)))

    assert seen
    assert not any(seen)


def test_several_models_are_pulled_at_once_and_exported_one_by_one(store, exporter):
    waiting, waited = Event(), []

    def progress(each):
        if each.phase == "waiting":
            waiting.set()

    # Whoever exports first goes on when the other one waits for that.
    exporter.on_the_way = lambda: waited.append(waiting.wait(30))
    threads = [Thread(target=pull, args=(store, name, progress)) for name in ("oil", "ink")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert waited == [True, True]
    assert visible(store) == ["ink", "oil"]


def test_a_model_that_is_unknown_is_told(store):
    with pytest.raises(ModelError, match=r"No catalog has a model 'oill'.*The nearest are oil"):
        pull(store, "oill")


def test_a_model_to_get_by_hand_is_told_with_where(store, hub):
    with pytest.raises(ModelError, match=r"'by-hand' cannot be fetched.*example\.org/drive"):
        pull(store, "by-hand")


def test_terms_that_are_not_accepted_are_told_before_the_first_byte(tmp_path, hub, exporter):
    (tmp_path / "test.toml").write_text(CATALOG)
    store = Store(tmp_path / "models", endpoint=hub.endpoint, run_export=exporter)
    store.add_catalog(str(tmp_path / "test.toml"))

    with pytest.raises(LicenceError, match=r"My terms.*example\.org/terms"):
        pull(store)
    assert hub.requests == []
    assert store.jobs() == []


def test_missing_packages_are_told_before_the_first_byte(store, hub, exporter):
    def refuse():
        raise ModelError("Importing checkpoints needs torch")

    puller = Puller(
        folder=store.folder,
        fetcher=Fetcher(store.folder, endpoint=hub.endpoint),
        catalogs=[],
        run_export=exporter,
        check_packages=refuse,
    )
    with pytest.raises(ModelError, match="needs torch"):
        puller.pull(store.find("oil").model, ignore, Event())
    assert hub.requests == []


def test_too_small_a_disk_is_told_before_the_first_byte(store, hub, exporter, fetched):
    puller = Puller(
        folder=store.folder,
        fetcher=Fetcher(store.folder, endpoint=hub.endpoint, free_bytes=lambda path: 1_500_000),
        catalogs=[],
        run_export=exporter,
        check_packages=lambda: None,
    )
    with pytest.raises(FetchError, match=r"MB are needed.*Free some space"):
        puller.pull(store.find("oil").model, ignore, Event())
    assert fetched() == []


def test_offline_what_is_here_is_enough(store, exporter, tmp_path):
    pull(store, "oil")
    offline = Store(
        store.folder.models, offline=True, run_export=exporter, check_packages=lambda: None
    )

    assert pull(offline, "oil") == "oil"
    with pytest.raises(FetchError, match="offline"):
        pull(offline, "ink")


def test_another_model_of_the_same_id_is_not_taken_for_it(store, hub, exporter):
    pull(store)
    store.remove_catalog("test")
    other = CATALOG.replace('family = "vtoonify_t"', 'family = "lite"', 1).replace(
        'checkpoint = { path = "oil/vtoonify.pt", approximate_bytes = 1000 }\n'
        'encoder = "encoder"\nfaceparsing = "faceparsing"',
        'pack = { path = "packed.vtoonify.zip" }',
    )
    path = store.folder.models.parent / "other.toml"
    path.write_text(other)
    store.add_catalog(str(path))

    with pytest.raises(ModelError, match=r"The installed model 'oil' is another.*remove oil"):
        pull(store)


def test_the_sources_of_the_model_are_what_was_fetched(store, hub):
    publish(hub)
    model = store.pull("oil", ignore, Event())

    assert set(model.sources) == {"encoder.pt", "faceparsing.pth", "vtoonify.pt"}
    encoder = store.folder.downloads / "owner--name" / "encoder.pt"
    assert model.sources["encoder.pt"] == sha256_of(encoder)
