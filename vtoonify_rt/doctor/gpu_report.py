"""The report of the self-test of the graphics card: a file with text for people and JSON below it.

It names no user and no computer, and paths begin at the home folder.
"""

import getpass
import json
import platform
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from checkpoint.model import ModelManifest
from vtoonify_rt.doctor.gpu_selftest import (
    Part,
    Row,
    backend_rows,
    gpu_rows,
    machine_rows,
    run_parts,
    try_backends,
    verdict,
)
from vtoonify_rt.errors import SinkError
from vtoonify_rt.output_file import check_can_write

REPORT = Path("vtoonify-rt-gpu-report.txt")
_SHORTEST = 3  # letters; a shorter name would be found in other words


def run_selftest(
    model: ModelManifest,
    report: Path,
    tell: Callable[[str], None],
    parts: Sequence[tuple[str, Part]] | None = None,
) -> bool:
    """Run the self-test with `model`, give `tell` its lines, write `report`, and return whether
    all is well. SinkError if the report cannot be written, before anything is tried if that can be
    told."""
    check_can_write(report)
    rows = run_parts(
        _parts(model) if parts is None else parts, lambda row: tell(anonymous(line_of(row)))
    )
    well, sentence = verdict(rows)
    tell("")
    tell(sentence)
    try:
        report.write_text(report_of(rows), encoding="utf-8")
    except OSError as error:
        raise SinkError(
            f"{report} cannot be written ({error.strerror})", "Choose another with --report FILE"
        ) from error
    tell(f"Written to {report}: attach it to an issue.")
    return well


def report_of(rows: Sequence[Row]) -> str:
    """Return the contents of the report."""
    well, sentence = verdict(rows)
    table = json.dumps(
        {"well": well, "verdict": sentence, "rows": [asdict(row) for row in rows]},
        indent=1,
        ensure_ascii=False,
        default=str,
    )
    text = "\n".join([*map(line_of, rows), "", sentence, "", table, ""])
    return anonymous(text)


def line_of(row: Row) -> str:
    """Return a row for people."""
    return f"{row.outcome:<7} {row.name}: {row.detail}"


def anonymous(text: str) -> str:
    """Return `text` without the names of the user and of the computer, and with "~" for the home
    folder, however its path is written."""
    home = str(Path.home())
    for written in (home, home.replace("\\", "\\\\"), Path(home).as_posix()):
        if len(written) > 1:
            text = text.replace(written, "~")
    for name, instead in ((_user(), "user"), (platform.node(), "computer")):
        if len(name) >= _SHORTEST:
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", instead, text, flags=re.IGNORECASE)
    return text


def _user() -> str:
    with suppress(OSError, KeyError, ImportError):  # a user without a name, as in a container
        return getpass.getuser()
    return ""


def _parts(model: ModelManifest) -> list[tuple[str, Part]]:
    def tensorrt() -> Iterator[Row]:
        from vtoonify_rt.doctor.trt_selftest import trt_rows

        yield from trt_rows(model)

    return [
        ("computer", machine_rows),
        ("GPU", gpu_rows),
        ("backends", lambda: backend_rows(lambda: try_backends(model))),
        ("TensorRT", tensorrt),
    ]
