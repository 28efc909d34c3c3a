"""Which licences the user of this machine has accepted."""

import hashlib
import time
from collections.abc import Callable

from checkpoint.catalog_model import Licence
from checkpoint.store_folder import Notes, StoreFolder

_NOTES = "licences"


class Acceptances:
    """What was accepted, as notes in the folder of the store.

    The key is what the user was shown, so that terms at another address, or told in other words,
    are asked for again.
    """

    def __init__(self, folder: StoreFolder, now: Callable[[], float] = time.time) -> None:
        self._folder = folder
        self._now = now

    def is_accepted(self, licence: Licence) -> bool:
        """Return whether the user has accepted these very terms."""
        note = self._folder.read(_NOTES).get(licence.id)
        return isinstance(note, dict) and note.get("shown") == _shown(licence)

    def accept(self, licence: Licence) -> None:
        """Note that the user accepts the terms, which ones, and when."""

        def note(notes: Notes) -> None:
            notes[licence.id] = {
                "name": licence.name,
                "url": licence.url,
                "shown": _shown(licence),
                "accepted": self._now(),  # seconds since 1970
            }

        self._folder.change(_NOTES, note)

    def forget(self, licence: Licence) -> None:
        """Take the acceptance back; nothing happens if there is none."""
        self._folder.change(_NOTES, lambda notes: notes.pop(licence.id, None))


def _shown(licence: Licence) -> str:
    text = "\n".join((licence.name, licence.url, str(licence.commercial), licence.summary))
    return hashlib.sha256(text.encode()).hexdigest()
