"""States of the styles window."""

from panel_reading import offers
from panel_store import LICENCE, make_catalog
from window_rig import Rig
from window_state import state

from checkpoint.errors import FetchError, ModelError
from checkpoint.needs import Needs

DAMAGED = ModelError(
    "frame.onnx of model 'starter' is damaged: sha256 1f0c2a77, expected 64184e22",
    "Install the model again",
)
NO_NETWORK = FetchError(
    "There is no network, or no server called huggingface.co",
    "Check the network and try again; another endpoint can be set (--endpoint, HF_ENDPOINT)",
)


@state()
def styles(rig: Rig) -> None:
    open_styles(rig)


@state()
def styles_getting(rig: Rig) -> None:
    rig.run_time.store.accepted.add(LICENCE)
    open_styles(rig)
    offers(rig.window.styles.window)[0].get.click()
    rig.wait(rig.run_time.store.started.is_set)
    rig.run_time.store.tell(
        done=412_000_000, total=1_200_000_000, bytes_per_second=3.1e6, seconds_left=254.0
    )
    rig.wait(lambda: "3.1 MB" in offers(rig.window.styles.window)[0].view.text)


@state()
def styles_failed(rig: Rig) -> None:
    rig.run_time.store.accepted.add(LICENCE)
    open_styles(rig)
    offers(rig.window.styles.window)[0].get.click()
    rig.wait(rig.run_time.store.started.is_set)
    rig.run_time.store.fail(NO_NETWORK)
    rig.wait(lambda: rig.window.styles.shelf.tasks.all[0].state == "failed")
    card = offers(rig.window.styles.window)[0]
    rig.wait(lambda: card.height() >= card.heightForWidth(card.width()))


@state()
def styles_without_catalog(rig: Rig) -> None:
    rig.run_time.store.fault = DAMAGED
    open_styles(rig, known=False)


@state()
def styles_nothing_found(rig: Rig) -> None:
    open_styles(rig)
    rig.window.styles.window.search.setText("zzz")


@state()
def styles_licence(rig: Rig) -> None:
    open_styles(rig)
    offers(rig.window.styles.window)[0].get.click()
    rig.shown = rig.dialog()


@state()
def styles_packages(rig: Rig) -> None:
    rig.run_time.store.accepted.add(LICENCE)
    lacks = Needs(
        download_bytes=1_210_000_000,
        disk_bytes=680_000_000,
        memory_bytes=4_000_000_000,
        export_packages=("torch", "onnx", "onnxscript"),
    )
    rig.run_time.store.needed = lacks
    open_styles(rig)
    offers(rig.window.styles.window)[0].get.click()
    rig.shown = rig.dialog()


@state()
def catalogs(rig: Rig) -> None:
    open_styles(rig)
    rig.window.styles.window.catalogs.click()
    rig.shown = rig.window.styles.window.catalogs_dialog


def open_styles(rig: Rig, *, known: bool = True) -> None:
    """Show the styles window, and wait for what there is."""
    rig.run_time.store.catalog = make_catalog()
    rig.play()
    rig.window.styles.open()
    rig.shown = rig.window.styles.window
    shelf = rig.window.styles.shelf
    rig.wait(lambda: (shelf.facts is not None and shelf.speed is not None) or not known)
