"""Add to a manifest that is there, and leave the rest of its text as it is.

It reads what the exporter writes: tables one after another, each value on a line of its own.
"""

import re
import tomllib
from collections.abc import Iterable, Mapping

from export.toml_text import table
from vtoonify_rt.errors import ModelError

_HEADER = re.compile(r"^(?=\[)", re.MULTILINE)


def with_file(text: str, name: str, digest: str) -> str:
    """Return the manifest with `digest` as the sha256 of the file `name`; ModelError if it is
    written in another way than the exporter's."""
    files = {**tomllib.loads(text)["files"], name: digest}
    return with_tables(text, {"files": table("files", files)})


def with_tables(text: str, tables: Mapping[str, str]) -> str:
    """Return the manifest with these tables, TOML by name: in place of those of the same name,
    new ones at the end; ModelError if it is written in another way than the exporter's."""
    parts = [part.rstrip("\n") + "\n" for part in _HEADER.split(text)]
    places = {part.partition("]")[0].removeprefix("["): i for i, part in enumerate(parts)}
    for name, new in tables.items():
        if name in places:
            parts[places[name]] = new
        else:
            parts.append(new)
    result = "\n".join(parts)
    if _others(result, tables) != _others(text, tables):
        raise ModelError(
            "The manifest is not written as the exporter writes it", "Export the model again"
        )
    return result


def _others(text: str, names: Iterable[str]) -> dict[str, object] | None:
    """Return what the manifest says but for these tables, None if it cannot be read; a name with a
    dot means a table in the one before the dot."""
    first = {name.partition(".")[0] for name in names}
    try:
        return {key: value for key, value in tomllib.loads(text).items() if key not in first}
    except tomllib.TOMLDecodeError:
        return None
