"""A text that helps to find a fault: this computer, this installation, and the last errors.

It is made to be passed on: `personal.py` takes out what is nobody's business.
"""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from vtoonify_rt.doctor import Check, as_text, examine
from vtoonify_rt.doctor.installation import check_libraries, check_packages, check_versions
from vtoonify_rt.doctor.machine import check_cameras, check_disk, check_display, check_gpu
from vtoonify_rt.doctor.personal import without_personal
from vtoonify_rt.log_file import log_path

# What takes a moment only: no model runs, no device is opened.
QUICK_CHECKS: tuple[tuple[str, Check], ...] = (
    ("versions", check_versions),
    ("packages", check_packages),
    ("system libraries", check_libraries),
    ("display", check_display),
    ("GPU", check_gpu),
    ("cameras", check_cameras),
    ("disk", check_disk),
)
_RECORD = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ (\w+) ")
_TROUBLE = ("WARNING", "ERROR", "CRITICAL")
_LAST = 12  # records of the log
_LINES = 14  # of a record: the end of a traceback tells most
_TAIL = 200_000  # bytes of the log that are looked at


def diagnostics(
    state: Sequence[tuple[str, str]],
    *,
    names: Iterable[str] = (),
    checks: Sequence[tuple[str, Check]] = QUICK_CHECKS,
    log: Path | None = None,
) -> str:
    """Return the text; it takes a second or two. `state`: (what, its value) of what runs now;
    `names`: texts that are personal, such as that of the file that plays."""
    lines = [f"{what}: {value}" for what, value in state if value]
    parts = ["VToonify RT", *lines, "", as_text(examine(checks)), "", "Last errors:"]
    parts.append("\n".join(last_errors(log or log_path())) or "none")
    return without_personal("\n".join(parts), names=names)


def last_errors(log: Path) -> list[str]:
    """Return the last warnings and errors of a log, each with the end of its traceback."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _TAIL))
            text = file.read().decode("utf-8", errors="replace")
    except OSError:
        return []
    records: list[list[str]] = []
    for line in text.splitlines():
        if _RECORD.match(line):
            records.append([line])
        elif records:
            records[-1].append(line)
    troubles = [record for record in records if _level(record[0]) in _TROUBLE]
    return ["\n".join(_shortened(record)) for record in troubles[-_LAST:]]


def _level(line: str) -> str:
    match = _RECORD.match(line)
    return match[1] if match is not None else ""


def _shortened(record: list[str]) -> list[str]:
    return record if len(record) <= _LINES else [record[0], "    …", *record[-_LINES + 2 :]]
