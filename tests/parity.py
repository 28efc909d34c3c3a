"""Recompute golden files and tell how far off we are: python tests/parity.py FILE.npz ...

Exit status 0: everything is within the tolerances. 1: something is not. 2: a file cannot be judged.

Floats may differ by 1e-4 of the reference's maximum, geometry (64-bit floats) by 1e-9, picture
values by one step in one of 200 values, whole numbers and texts not at all.
"""

import re
import sys
import time
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, it only knows its own folder

import parity_networks
import parity_pictures
from parity_inputs import ParityError

KINDS = parity_pictures.KINDS | parity_networks.KINDS

NETWORK_ERROR = 1e-4  # of the reference's maximum
GEOMETRY_ERROR = 1e-9
STEPS_ERROR, STEPS_SHARE = 1, 0.005
STATISTICS = re.compile(r"(stats|y_mean)")  # 64-bit floats, but of network outputs
CLASSES = re.compile(r"argmax")  # bytes, but no picture


class Recorded(Mapping[str, NDArray[Any]]):
    """The arrays of a golden file, and which of them were looked at."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._arrays = arrays
        self._read = {"desc"}

    def __getitem__(self, key: str) -> NDArray[Any]:
        array = self._arrays[key]
        self._read.add(key)
        return array

    def __contains__(self, key: object) -> bool:
        return key in self._arrays

    def __iter__(self) -> Iterator[str]:
        return iter(self._arrays)

    def __len__(self) -> int:
        return len(self._arrays)

    @property
    def unread(self) -> list[str]:
        """Names of the arrays that nobody asked for."""
        return [key for key in self._arrays if key not in self._read]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one array compares with its reference."""

    name: str
    error: float  # relative to the reference's maximum
    passed: bool
    note: str
    steps: bool = False  # whether it is about picture values, whose smallest error is large


def judge(name: str, found: NDArray[Any], expected: NDArray[Any]) -> Verdict:
    """Compare one array with its reference."""
    if found.shape != expected.shape:
        return Verdict(name, np.inf, False, f"shape {found.shape}, expected {expected.shape}")
    if found.size == 0:
        return Verdict(name, np.inf, False, "empty")
    difference = np.abs(found.astype(np.float64) - expected.astype(np.float64))
    largest = float(difference.max())
    error = largest / (float(np.abs(expected.astype(np.float64)).max()) or 1.0)
    share = float((difference > 0).mean())
    if CLASSES.search(name):
        return Verdict(name, share, share <= STEPS_SHARE, f"{share:.4%} of the classes differ")
    if expected.dtype == np.uint8:
        passed = largest <= STEPS_ERROR and share < STEPS_SHARE
        note = f"{largest:g} steps, {share:.4%} of the values differ"
        return Verdict(name, error, passed, note, steps=True)
    if expected.dtype.kind in "bi":
        return Verdict(name, error, largest == 0, "must be equal")
    if expected.dtype == np.float64 and not STATISTICS.search(name):
        return Verdict(name, error, largest <= GEOMETRY_ERROR, f"{largest:.1e} absolute")
    return Verdict(name, error, error <= NETWORK_ERROR, "")


def kind_of(stem: str) -> str:
    """Return the pattern of `KINDS` that a file of this name is of: the one that comes first."""
    found = {kind: re.search(rf"(?:^|[_-])(?:{kind})", stem) for kind in KINDS}
    starts = {kind: match.start() for kind, match in found.items() if match}
    if not starts:
        known = ", ".join(kind.strip("^$_\\") for kind in KINDS)
        raise ParityError(f"it is of no kind that is known by its name ({known})")
    return min(starts, key=lambda kind: starts[kind])


def check(path: Path) -> list[Verdict]:
    """Recompute one file and print what comes out.

    Raises ParityError when the file cannot be read, is of no known kind or lacks what its kind has.
    """
    kind = kind_of(path.stem)
    try:
        with np.load(path, allow_pickle=False) as file:
            golden = Recorded(dict(file))
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        raise ParityError(f"it cannot be read ({error})") from error
    print(path.name, flush=True)
    start, verdicts = time.monotonic(), []
    try:
        for name, found, expected in KINDS[kind](golden):
            verdicts.append(judge(name, np.asarray(found), np.asarray(expected)))
            verdict = verdicts[-1]
            mark = "" if verdict.passed else "  TOO FAR OFF"
            print(f"  {name:<40} {verdict.error:9.2e}  {verdict.note}{mark}", flush=True)
    except KeyError as error:
        raise ParityError(f"it has no array {error}") from error
    if golden.unread:
        print(f"  not looked at: {', '.join(golden.unread)}")
    if not verdicts:
        raise ParityError("it holds nothing to compare with")
    print(f"  {time.monotonic() - start:.1f} s")
    return verdicts


def _print_largest(every: dict[str, list[Verdict]]) -> None:
    """Print the largest error of each file, and of all: of numbers, and of picture values."""
    worst: dict[bool, tuple[Verdict, str]] = {}
    for name, verdicts in every.items():
        for steps in (False, True):
            own = [verdict for verdict in verdicts if verdict.steps == steps]
            if not own:
                continue
            verdict = max(own, key=lambda verdict: verdict.error)
            print(f"{name:<36} {verdict.error:9.2e}  {verdict.name}  {verdict.note}".rstrip())
            if steps not in worst or verdict.error > worst[steps][0].error:
                worst[steps] = verdict, name
    for steps, (verdict, name) in worst.items():
        what = "picture values" if steps else "numbers"
        where = f"{verdict.name} of {name}"
        print(f"largest error of {what}: {verdict.error:.2e} of the maximum, {where}")


def main(arguments: list[str]) -> int:
    """Check every file named; return the exit status."""
    if not arguments or {"-h", "--help"} & set(arguments):
        print(__doc__)
        return 0 if arguments else 2
    every: dict[str, list[Verdict]] = {}
    refused: list[str] = []
    for path in map(Path, arguments):
        try:
            every[path.name] = check(path)
        except ParityError as error:
            refused.append(f"{path.name}: {error}")
            print(f"{refused[-1]}\n", flush=True)
            continue
    _print_largest(every)
    for line in refused:
        print(line, file=sys.stderr)
    failed = sum(not verdict.passed for verdicts in every.values() for verdict in verdicts)
    if failed:
        print(f"{failed} arrays are too far off")
    return 2 if refused else int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
