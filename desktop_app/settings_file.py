"""The file that holds the settings: JSON, with a version, replaced as a whole.

Nothing in it keeps the app from starting. A value that does not fit takes its default, with a line
in the log; a file that is no settings at all, or of a newer version, is set aside under another
name, and the user is told.
"""

import json
import logging
import os
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar, get_type_hints

import platformdirs

from desktop_app.settings import Settings
from vtoonify_rt.errors import AppError
from vtoonify_rt.strict_values import CONVERTER

VERSION = 1  # of the file; a change of meaning raises it, a new field does not

logger = logging.getLogger(__name__)

T = TypeVar("T")


def settings_path() -> Path:
    """Return where the settings are kept; the file need not exist."""
    return platformdirs.user_config_path("vtoonify-rt") / "settings.json"


class SettingsFile:
    """Reads the settings once and writes them whenever they changed; `write` from any thread.

    `path`: the file; None: `settings_path`.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path or settings_path()
        self._lock = Lock()  # of writing
        self._written: Settings | None = None

    def read(self) -> tuple[Settings, AppError | None]:
        """Return the settings, and what is to be told the user of the file, if anything."""
        try:
            text = self._path.read_text("utf-8")
        except FileNotFoundError:
            return Settings(), None
        except (OSError, UnicodeDecodeError) as error:
            return Settings(), self._set_aside(f"Your settings cannot be read ({error})")
        try:
            content = json.loads(text)
            version = content["version"]
            if version == VERSION:
                return _read(Settings(), content["settings"], ""), None
        except (LookupError, TypeError, ValueError):
            return Settings(), self._set_aside("Your settings are damaged")
        message = f"Your settings are of version {version}, which is not known here"
        return Settings(), self._set_aside(message)

    def write(self, settings: Settings) -> None:
        """Replace the file, unless it says the same; one that cannot be is a line in the log."""
        with self._lock:
            if settings == self._written:
                return
            content = {"version": VERSION, "settings": CONVERTER.unstructure(settings)}
            unfinished = self._path.with_suffix(".part")
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                with unfinished.open("w", encoding="utf-8") as file:
                    json.dump(content, file, ensure_ascii=False, indent=1)
                    file.flush()
                    os.fsync(file.fileno())  # else a power cut may leave an empty file
                unfinished.replace(self._path)
            except OSError as error:
                logger.warning("settings not saved to %s: %s", self._path, error)
                return
            self._written = settings

    def _set_aside(self, message: str) -> AppError:
        """Keep the file under another name; return the error that says so."""
        aside = self._path.with_name("settings-set-aside.json")
        number = 2
        while aside.exists():
            aside = self._path.with_name(f"settings-set-aside-{number}.json")
            number += 1
        try:
            self._path.replace(aside)
        except OSError as error:
            logger.warning("%s not set aside: %s", self._path, error)
            aside = self._path
        return AppError(message, f"The app starts without them; they are kept as {aside}")


def _read(default: T, values: Any, place: str) -> T:
    """Return `default` with the fields that `values` has and that fit; TypeError if it is none."""
    if not isinstance(values, dict):
        raise TypeError("it is no table")
    read = default
    kinds = get_type_hints(type(default))
    for field in fields(default):  # type: ignore[arg-type]  # it is one of our dataclasses
        if field.name not in values:
            continue
        name, before = f"{place}{field.name}", getattr(default, field.name)
        try:
            if is_dataclass(before):
                value = _read(before, values[field.name], f"{name}.")
            else:
                value = CONVERTER.structure(values[field.name], kinds[field.name])
            read = replace(read, **{field.name: value})  # type: ignore[type-var]
        except Exception as error:  # noqa: BLE001 - whatever it is: the rest must be read
            logger.warning("setting %s left out: %s", name, error)
    return read
