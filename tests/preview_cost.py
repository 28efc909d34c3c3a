"""Measures what a 720p frame costs the GUI thread: `python tests/preview_cost.py [--json]`.

The whole way of a frame through the preview counts: it is shown, painted, and copied to the window.
QT_SCALE_FACTOR=2 makes the screen a fine one. What is made beside the GUI thread is measured, too.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run from anywhere
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtWidgets import QApplication

from desktop_app.app import make_application
from desktop_app.run_time import import_cv2
from desktop_app.stage import Stage
from vtoonify_rt.frame import Frame

SIZES = ((960, 540), (1280, 720), (1920, 1080))
FRAMES = 60
WARM = 10  # frames before


def costs(width: int, height: int, wipe: float | None) -> Iterator[tuple[float, float]]:
    """Yield milliseconds of the GUI thread, and of the one that prepares, for each frame."""
    stage = Stage()
    stage.setFixedSize(width, height)
    stage.set_wipe(wipe)
    stage.show()
    noise = np.random.default_rng(0).integers(0, 255, (720, 1280, 3), np.uint8)
    prepared = 0.0

    def prepare() -> None:
        nonlocal prepared
        start = time.thread_time()
        stage.ready.prepare(frame)
        prepared = time.thread_time() - start

    for index in range(WARM + FRAMES):
        frame = Frame(noise, time=0.0, before=noise)
        beside = Thread(target=prepare)
        beside.start()
        beside.join()
        start = time.thread_time()
        stage.show_frame(frame)
        QApplication.processEvents()
        if index >= WARM:
            yield 1000 * (time.thread_time() - start), 1000 * prepared
    stage.close()
    stage.deleteLater()
    QApplication.processEvents()


def main() -> None:
    """Print a table, or JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON array")
    asked = parser.parse_args()
    application = make_application()
    import_cv2()
    rows = []
    for wipe in (None, 0.5):
        for size in SIZES:
            gui, beside = zip(*costs(*size, wipe), strict=True)
            median, p95 = np.percentile(gui, (50, 95))
            rows.append(
                {
                    "size": size,
                    "scale": application.devicePixelRatio(),
                    "compare": wipe is not None,
                    "gui_ms": round(float(median), 2),
                    "gui_p95_ms": round(float(p95), 2),
                    "beside_ms": round(float(np.median(beside)), 2),
                }
            )
    if asked.json:
        print(json.dumps(rows, indent=1))
        return
    for row in rows:
        print(*(f"{name} {value}" for name, value in row.items()), sep="  ")


if __name__ == "__main__":
    main()
