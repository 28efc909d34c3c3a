"""A process that pulls a model for the tests: it tells what it sees, and can be killed.

    python tests/pull_child.py MODELS ENDPOINT WISHED

Prints each phase once it begins, "most" when more than MOST bytes are there, "half" when the model
is half written, and then waits for a line on stdin; "done" at the end.
"""

import sys
from pathlib import Path
from threading import Event

from pulling import QuickExporter

from checkpoint.progress import Progress
from checkpoint.store import Store

MOST = 1_250_000


def main() -> None:
    """Pull."""
    models, endpoint, wished = sys.argv[1:]
    told: set[str] = set()

    def tell(progress: Progress) -> None:
        phase = "most" if progress.phase == "fetching" and progress.done > MOST else progress.phase
        if phase not in told:
            told.add(phase)
            print(phase, flush=True)

    def wait() -> None:
        print("half", flush=True)
        sys.stdin.readline()

    store = Store(
        Path(models),
        endpoint=endpoint,
        run_export=QuickExporter(on_the_way=wait),
        check_packages=lambda: None,
    )
    store.pull(wished, tell, Event())
    print("done", flush=True)


if __name__ == "__main__":
    main()
