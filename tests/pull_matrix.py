"""Tries what can go wrong with a pull, at every stage, with the real command line.

    python tests/pull_matrix.py [--only WORDS] [--exporter quick|real] [--times N] [--json]

Each case is a child process or several against a hub on this machine. Something goes wrong with it;
then the same command runs once more and has to end with a whole model. At no moment may a damaged
model be visible, no finished file is fetched twice, and what is shown is one sentence. Exit status
0: all cases are right.
"""

import argparse
import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))  # its own folder is there already

import matrix_faults
import matrix_kills
import matrix_together
from matrix_case import Case, Outcome, try_case
from matrix_ground import Files

REPOSITORY = "PKUWilliamYang/VToonify/models"
SIZES = {"vtoonify_s_d.pt": 700_000, "exstyle_code.npy": 130_000}
SHARED_SIZES = {"encoder.pt": 500_000, "faceparsing.pth": 300_000}
AT_ONCE = 2


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A case to try, with one of the exporters."""

    case: Case
    exporter: str


def all_cases() -> list[Case]:
    """Return every case of the matrix."""
    return [*matrix_kills.cases(), *matrix_faults.cases(), *matrix_together.cases()]


def trials(cases: Iterable[Case], exporters: Sequence[str]) -> list[Trial]:
    """Return what there is to try of these cases."""
    return [
        Trial(case=case, exporter=exporter)
        for case in cases
        for exporter in case.exporters
        if exporter in exporters and (not case.needs_mount or _may_mount())
    ]


def quick_files() -> Files:
    """Return what the hub has for the quick exporter: noise."""
    noise = random.Random(1)
    sizes = {f"vtoonify_d_cartoon/{name}": size for name, size in SIZES.items()}
    sizes |= SHARED_SIZES
    sizes |= {f"vtoonify_d_comic/{name}": size for name, size in SIZES.items()}
    return {f"{REPOSITORY}/{path}": noise.randbytes(size) for path, size in sizes.items()}


def real_files(folder: Path) -> Files:
    """Return what the hub has for the real exporter: tiny networks with made-up weights."""
    command = [sys.executable, "-m", "export", "make-synthetic", folder, "--size", "tiny64"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    files = {name: folder / "vtoonify_d_synthetic" / name for name in SIZES}
    read = {f"vtoonify_d_cartoon/{name}": path.read_bytes() for name, path in files.items()}
    read |= {name: (folder / name).read_bytes() for name in SHARED_SIZES}
    return {f"{REPOSITORY}/{path}": data for path, data in read.items()}


def run(wanted: Sequence[Trial], root: Path, *, report: bool) -> list[tuple[Trial, Outcome]]:
    """Try all of it, some at once, and return how it went, in order."""
    files: dict[str, Files] = {"quick": quick_files()}
    if any(trial.exporter == "real" for trial in wanted):
        files["real"] = real_files(root / "checkpoints")
    numbers = itertools.count()

    def try_one(trial: Trial) -> tuple[Trial, Outcome]:
        place = root / str(next(numbers))
        outcome = try_case(trial.case, place, files[trial.exporter], trial.exporter)
        if report:
            mark = "right" if not outcome.complaints else "WRONG"
            print(f"{mark}  {trial.case.name} ({trial.exporter})", file=sys.stderr, flush=True)
        return trial, outcome

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(try_one, wanted))


def count(
    done: Iterable[tuple[Trial, Outcome]], name: Callable[[Trial], str]
) -> dict[str, tuple[int, int]]:
    """Return how many were tried, and how many of them were right, by name."""
    counts: dict[str, tuple[int, int]] = {}
    for trial, outcome in done:
        tried, right = counts.get(name(trial), (0, 0))
        counts[name(trial)] = tried + 1, right + (not outcome.complaints)
    return counts


def show(done: Sequence[tuple[Trial, Outcome]]) -> None:
    """Print the table of all cases, that of all faults, and what was wrong."""
    cases = count(done, lambda trial: f"{trial.case.fault} | {trial.case.stage}")
    faults = count(done, lambda trial: f"{trial.case.fault} | {trial.exporter}")
    for head, counts in (("when", cases), ("exporter", faults)):
        print(f"| what happens | {head} | tried | right | wrong |\n|---|---|---|---|---|")
        for name, (tried, right) in counts.items():
            print(f"| {name} | {tried} | {right} | {tried - right} |")
        print()
    for trial, outcome in done:
        for complaint in outcome.complaints:
            print(f"WRONG {trial.case.name} ({trial.exporter}): {complaint}")
    right = sum(not outcome.complaints for _, outcome in done)
    looks = sum(outcome.looks for _, outcome in done)
    print(f"{len(cases)} cases, tried {len(done)} times: {right} right, {len(done) - right} wrong.")
    print(f"The visible models were hashed {looks} times meanwhile.")


def as_json(done: Sequence[tuple[Trial, Outcome]]) -> list[dict[str, object]]:
    """Return the same for programs."""
    return [
        {
            "fault": trial.case.fault,
            "stage": trial.case.stage,
            "exporter": trial.exporter,
            "wrong": outcome.complaints,
        }
        for trial, outcome in done
    ]


def main() -> int:
    """Run the matrix; return 0 if everything was right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--only", default="", help="cases that have this in their name")
    parser.add_argument("--exporter", choices=("quick", "real"), help="default: both")
    parser.add_argument("--times", type=int, default=1, help="how often each case is tried")
    parser.add_argument("--json", action="store_true", help="print JSON, for programs")
    options = parser.parse_args()
    exporters = (options.exporter,) if options.exporter else ("quick", "real")
    cases = [case for case in all_cases() if options.only in case.name]
    with tempfile.TemporaryDirectory(prefix="pull-matrix-") as folder:
        done = run(options.times * trials(cases, exporters), Path(folder), report=not options.json)
    if options.json:
        print(json.dumps(as_json(done), indent=2))
    else:
        show(done)
    return 1 if any(outcome.complaints for _, outcome in done) else 0


def _may_mount() -> bool:
    return sys.platform == "linux" and os.geteuid() == 0


if __name__ == "__main__":
    sys.exit(main())
