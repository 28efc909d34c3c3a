"""Which licences the user of this machine has accepted."""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict

from checkpoint.catalog_model import Licence
from checkpoint.store_folder import Notes, StoreFolder

_NOTES = "licences"


class Acceptances:
    """What was accepted, as notes in the folder of the store.

    They go by the sum of all that the user was shown, so that terms at another address, or told
    in other words, are asked for again; and so do another catalog's that bear the same id.
    """

    def __init__(self, folder: StoreFolder, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now

    def is_accepted(self, licence: Licence) -> bool:
        """Return whether the user has accepted these very terms."""
        return _shown(licence) in self._folder.read(_NOTES)

    def accept(self, licence: Licence) -> None:
        """Note that the user accepts the terms, which ones, and when."""

        def note(notes: Notes) -> None:
            notes[_shown(licence)] = {
                "id": licence.id,
                "name": licence.name,
                "url": licence.url,
                "accepted": self._now(),  # seconds since 1970
            }

        self._folder.change(_NOTES, note)


def _shown(licence: Licence) -> str:
    text = json.dumps([value for _, value in sorted(asdict(licence).items())])
    return hashlib.sha256(text.encode()).hexdigest()
