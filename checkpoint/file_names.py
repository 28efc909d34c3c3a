"""Which names from elsewhere may become files here, on any system, and ids of models."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import PurePosixPath

from checkpoint.errors import UsageError

MAX_PART = 200  # bytes in UTF-8; systems take 255, and we add a suffix
MAX_DEPTH = 16
_DEVICE = re.compile(  # on Windows they open a device, with any suffix
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9\u00b9\u00b2\u00b3])[ ]*(\..*)?",
    re.IGNORECASE,
)
_FORBIDDEN = frozenset('<>:"\\|?*')  # by Windows; a backslash and a colon lead elsewhere there
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
TAKEN_IDS = frozenset({"starter"})  # by the model that ships with the app


def check_relative(name: str) -> tuple[str, ...]:
    """Return the parts of a path such as "thumbs/0.jpg"; ValueError unless it stays in its folder
    and every system can have it."""
    parts = tuple(name.split("/"))
    if len(parts) > MAX_DEPTH:
        raise ValueError(f"'{name:.80}' lies more than {MAX_DEPTH} folders deep")
    for part in parts:
        _check_part(part, name)
    return parts


def check_distinct(files: Iterable[str], folders: Iterable[str] = ()) -> None:
    """Raise ValueError for paths that would be one, on one of the systems at least: also where one
    is a file and the other a folder."""
    seen: set[str] = set()
    places = {_key(folder) for folder in folders}
    for name in files:
        key = _key(name)
        if key in seen:
            raise ValueError(f"'{name}' is in it twice")
        seen.add(key)
        places |= {str(parent) for parent in PurePosixPath(key).parents}
    both = seen & places
    if both:
        raise ValueError(f"'{min(both)}' is both a file and a folder in it")


def check_id(model_id: str) -> None:
    """Raise UsageError for what cannot be the id of a model of the user's and its folder."""
    if not _ID.fullmatch(model_id) or not _is_file_name(model_id):
        raise UsageError(
            f"'{model_id}' cannot be the id of a model",
            "Use letters, digits, '-', '_' and '.', the first one a letter or digit",
        )
    if model_id.lower() in TAKEN_IDS:
        raise UsageError(f"The model '{model_id}' ships with the app", "Give another id")


def _key(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _is_file_name(part: str) -> bool:
    try:
        _check_part(part, part)
    except ValueError:
        return False
    return True


def _check_part(part: str, name: str) -> None:
    shown = f"'{name[:80]!a}'" if not name.isprintable() else f"'{name:.80}'"
    if part in ("", ".", ".."):
        raise ValueError(f"{shown} leads out of its folder or nowhere")
    if any(ord(letter) < 32 or 127 <= ord(letter) < 160 for letter in part):
        raise ValueError(f"{shown} has control characters in its name")
    if _FORBIDDEN & set(part) or part[-1] in ". " or _DEVICE.fullmatch(part):
        raise ValueError(f"{shown} is a name that not every system can have")
    try:
        size = len(part.encode())
    except UnicodeEncodeError:
        raise ValueError(f"{shown} is no text") from None
    if size > MAX_PART:
        raise ValueError(f"{shown} is longer than {MAX_PART} bytes")
