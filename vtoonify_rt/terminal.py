"""What commands print on stdout: JSON for programs, tables for people; and what they ask."""

import json
import sys
from collections.abc import Collection, Iterable, Sequence
from typing import Any


def print_json(value: Any) -> None:
    """Print `value` as JSON."""
    print(json.dumps(value, indent=2, ensure_ascii=False))


def print_table(
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    right: Collection[str] = (),
    folds: str | None = None,
) -> None:
    """Print a table, as wide as it must be: a file or a pipe has no edge to fold it at.

    `right` names the columns to align at the right, for numbers; `folds` the one that gives way in
    a narrow terminal, None: all do.
    """
    from rich.console import Console  # here: JSON does not need it
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in head:
        fixed = folds not in (None, name)
        table.add_column(name, justify="right" if name in right else "left", no_wrap=fixed)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console()
    if not console.is_terminal:
        console = Console(width=1000)
    console.print(table)


def printable(text: str) -> str:
    """Return `text` on one line, without what would steer a terminal."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def can_ask() -> bool:
    """Return whether somebody is there to answer: stdin and stderr are a terminal."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def ask(question: str) -> bool:
    """Ask on stderr, as stdout may lead to a program; only a yes is a yes."""
    print(f"{question} [y/N] ", end="", file=sys.stderr, flush=True)
    try:
        answer = sys.stdin.readline()
    except KeyboardInterrupt:
        print(file=sys.stderr)  # what is told next begins a line
        raise
    if not answer.endswith("\n"):  # the input has ended, and the cursor still stands there
        print(file=sys.stderr)
    return answer.strip().casefold() in ("y", "yes")
