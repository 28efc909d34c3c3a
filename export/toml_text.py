"""Write the tables of a manifest; the standard library reads TOML and does not write it."""

import json
from collections.abc import Mapping
from typing import Any


def table(name: str | None, values: Mapping[str, Any]) -> str:
    """Return a TOML table of texts, numbers, truth values and lists of them.

    `name` None is the top level, "[styles]" one more entry of the array `styles`.
    """
    lines = [] if name is None else [f"[{name}]"]
    lines += [f"{_key(key)} = {_value(value)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _key(key: str) -> str:
    bare = key.replace("-", "").replace("_", "").isalnum() and key.isascii()
    return key if bare else _value(key)


def _value(value: Any) -> str:
    if isinstance(value, float):
        return repr(value)  # "inf", which JSON writes in another way
    # TOML forbids this one, and JSON lets it be.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
