"""Catalogs that the user has added, kept as copies that work without a network.

A catalog that was added with a key stays bound to it: what is not signed by its owner never takes
the place of the copy, and the copy is verified each time it is read.  Without a key a catalog is
unsigned, whatever lies beside it: a signature by a key that came the same way proves nothing.
"""

import logging
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard

from checkpoint.catalog import MAX_BYTES, Catalog, built_in, load_catalog, names_of
from checkpoint.errors import ModelError
from checkpoint.signatures import check_key, check_signature, signature_of, signing_time
from checkpoint.store_folder import Notes, StoreFolder

logger = logging.getLogger(__name__)

Fetch = Callable[[str], bytes]  # reads a path or an address; AppError if it cannot be had

_NOTES = "catalogs"
_FIELDS = ("text", "origin", "key", "signature")


class UserCatalogs:
    """The user's catalogs; safe for several processes."""

    def __init__(self, folder: StoreFolder) -> None:
        self._folder = folder

    def list(self) -> tuple[Catalog, ...]:
        """Return them by id; one that is damaged is left out, which the log tells."""
        catalogs = []
        for catalog_id, note in sorted(self._notes().items()):
            try:
                catalogs.append(_read_note(note))
            except ModelError as error:
                logger.warning("catalog '%s' left out: %s", catalog_id, error)
        return tuple(catalogs)

    def add(self, origin: str, key: str | None, fetch: Fetch) -> Catalog:
        """Keep a copy of the catalog at `origin`, a path or an address, and return it.

        With `key` its signature must be by the key's owner, or ModelError. Adding it again takes
        its newer state, still by the first key; the copy stays if that fails. ModelError if a
        model's name is taken.
        """
        place = origin if "://" in origin else str(Path(origin).expanduser().absolute())
        known = [note["key"] for note in self._notes().values() if note["origin"] == place]
        bound = next(iter(known), "") if key is None else check_key(key)
        note = _fetch(place, bound, fetch)
        return self._keep(note)

    def remove(self, catalog_id: str) -> None:
        """Forget a catalog; what was installed from it stays. ModelError if there is none."""
        if catalog_id not in self._folder.read(_NOTES):
            raise self._unknown(catalog_id)
        self._folder.change(_NOTES, lambda notes: notes.pop(catalog_id, None))

    def _unknown(self, catalog_id: str) -> ModelError:
        known = ", ".join(sorted(self._notes())) or "none"
        return ModelError(f"You have added no catalog '{catalog_id}'", f"There are: {known}")

    def _notes(self) -> dict[str, Notes]:
        """Return the notes by id of the catalog, but for those that miss something."""
        notes = self._folder.read(_NOTES)
        whole = {name: note for name, note in notes.items() if _is_whole(note)}
        for name in notes.keys() - whole.keys():
            logger.warning("the copy of catalog '%s' is damaged and left out", name)
        return whole

    def _keep(self, note: Notes) -> Catalog:
        catalog = _read_note(note)

        def keep(notes: Notes) -> None:
            old = notes.get(catalog.id)
            if _is_whole(old):
                _check_same(catalog, old)
                _check_newer(note, old)
            _check_names(catalog, [built_in(), *self.list()])
            notes[catalog.id] = note

        self._folder.change(_NOTES, keep)
        return catalog


def _fetch(origin: str, key: str, fetch: Fetch) -> Notes:
    content = fetch(origin)
    if len(content) > MAX_BYTES:
        raise ModelError(
            f"{origin} is larger than a catalog can be ({MAX_BYTES // 1000} kB)", "Check the name"
        )
    signature = fetch(signature_of(origin)) if key else b""
    if key:
        check_signature(content, signature, key=key, origin=origin)
    try:
        text, signature_text = content.decode(), signature.decode()
    except UnicodeDecodeError as error:
        raise ModelError(f"{origin} is not a catalog: it is no text", "Check the name") from error
    return {"origin": origin, "key": key, "signature": signature_text, "text": text}


def _read_note(note: Notes) -> Catalog:
    return _read(*(note[name] for name in _FIELDS))


def _is_whole(note: Any) -> TypeGuard[Notes]:
    return isinstance(note, dict) and all(isinstance(note.get(name), str) for name in _FIELDS)


@lru_cache(maxsize=32)
def _read(text: str, origin: str, key: str, signature: str) -> Catalog:
    if key:  # a copy that was changed may be no text at all, and then has no signature either
        content, sealed = (part.encode(errors="replace") for part in (text, signature))
        check_signature(content, sealed, key=key, origin=origin)
    return load_catalog(text, origin=origin, signature="signed" if key else "unsigned", key=key)


def _check_same(catalog: Catalog, old: Notes) -> None:
    """Raise ModelError if the id is that of another catalog, or of one bound to another key."""
    if (old["origin"], old["key"]) != (catalog.origin, catalog.key):
        raise ModelError(
            f"You have a catalog '{catalog.id}' already, from elsewhere or with another key",
            f"Remove it first: vtoonify-rt models remove-catalog {catalog.id}",
        )


def _check_newer(note: Notes, old: Notes) -> None:
    """Raise ModelError for what was signed before the copy: somebody may bring back its faults."""
    if signing_time(note["signature"]) < signing_time(old["signature"]):
        raise ModelError(
            f"{note['origin']} was signed before the copy that you have",
            "Ask its author; to take it nevertheless, remove the catalog and add it again",
        )


def _check_names(catalog: Catalog, others: list[Catalog]) -> None:
    for other in others:
        same = other.id.casefold() == catalog.id.casefold()
        if same and (other.id, other.origin) != (catalog.id, catalog.origin):
            raise ModelError(
                f"{catalog.origin} calls itself '{catalog.id}', as another catalog does",
                "Ask whoever made it for another id",
            )
        taken = names_of(catalog) & names_of(other)
        if taken and not same:
            raise ModelError(
                f"{catalog.origin} calls something '{min(taken)}', as catalog '{other.id}' does",
                "Ask whoever made it for another name",
            )
