"""What is chosen is kept while the window is open, so that a crash loses nothing."""

from desktop_app.main_window import MainWindow
from desktop_app.run_time import SAMPLE
from desktop_app.settings import Settings


def test_a_change_is_kept_soon_after_the_last_one(qtbot, run_time):
    kept = []
    window = MainWindow(run_time, Settings(source=SAMPLE), kept.append)
    qtbot.addWidget(window)
    window._keep_soon.setInterval(20)
    window.start()

    for style in ("poster", "oil"):
        window.player.change(style=style)
    qtbot.waitUntil(lambda: bool(kept))

    assert [settings.stylize.style for settings in kept] == ["oil"]
    assert window.shut_down(10)


def test_a_closed_window_keeps_no_more(qtbot, run_time):
    """Whoever closed it writes last."""
    kept = []
    window = MainWindow(run_time, Settings(source=SAMPLE), kept.append)
    qtbot.addWidget(window)
    window.start()
    window.player.change(style="oil")

    window.close()

    assert not window._keep_soon.isActive()
    assert window.shut_down(10)
    assert kept == []


def test_a_window_that_was_shut_down_has_nothing_more_to_do(qtbot, qapp, run_time):
    """Else its error would come up in whatever runs next."""
    window = MainWindow(run_time, Settings(source=SAMPLE))
    qtbot.addWidget(window)
    window._keep_soon.setInterval(0)
    assert window.shut_down(10)

    with qtbot.captureExceptions() as raised:
        window.player.changed.emit()
        qapp.processEvents()

    assert raised == []
