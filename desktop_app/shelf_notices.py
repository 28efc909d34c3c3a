"""The sentences between the cards of the styles panel, each with what can be done about it."""

from collections.abc import Sequence

from desktop_app.card_parts import Notice
from desktop_app.overlay import WayOn
from desktop_app.shelf import Shelf
from desktop_app.stage import sentence
from desktop_app.store_dialogs import packages_text
from desktop_app.store_facts import Facts
from desktop_app.store_tasks import PACKAGES
from desktop_app.store_words import space_text
from desktop_app.translation import error_text, tr

WORTH_TELLING = 1_000_000  # bytes


class ShelfNotices:
    """Notices: a damaged folder, missing packages, the user's portrait, kept downloads, and a
    list that is empty."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self.damaged = Notice()
        self.packages = Notice()
        self.portrait = Notice(quiet=True)
        self.kept = Notice(quiet=True)
        self.nothing = Notice(quiet=True)

    def show_facts(self, words: str, *, num_found: int, offers: bool) -> None:
        """Show the shelf as it is now; `words` are searched for."""
        facts = self._shelf.facts
        if facts is None:
            self.nothing.say(tr("Reading the list of models…"))
            return
        self._show_nothing(facts, words, num_found=num_found, offers=offers)
        self._show_packages(facts, offers=offers)
        self._show_damaged(facts)
        portrait = tr("Thumbnails of new models show your last snapshot.") if not words else ""
        self.portrait.say(
            portrait if facts.has_portrait else "",
            ways_on=[(tr("Use the sample instead"), self._shelf.drop_portrait)],
        )
        size = space_text(facts.kept_bytes)
        kept = tr("{size} of downloaded files are kept for further styles.", size=size)
        self.kept.say(
            kept if facts.kept_bytes >= WORTH_TELLING and not words else "",
            ways_on=[(tr("Free up"), self._shelf.free)],
        )

    def _show_nothing(self, facts: Facts, words: str, *, num_found: int, offers: bool) -> None:
        again: Sequence[WayOn] = [(tr("Try again"), self._shelf.refresh)]
        if facts.error is not None:
            told = sentence(*error_text(facts.error))
            self.nothing.say(told, trouble=True, ways_on=again)
        elif words and not num_found:
            self.nothing.say(tr("No style is called “{words}”.", words=words.strip()))
        elif not words and not offers:
            self.nothing.say(tr("Everything that the catalogs offer is installed."))
        else:
            self.nothing.say("")

    def _show_damaged(self, facts: Facts) -> None:
        """Tell of the first folder that is damaged; the next one follows when this is gone."""
        name = next(iter(facts.damaged), "")
        model = self._shelf.find(name)
        ways: list[WayOn] = [(tr("Remove"), lambda: self._shelf.remove(name))]
        if model is not None and model.fetchable and self._shelf.is_accepted(model.licence):
            ways.insert(0, (tr("Get it again"), lambda: self._shelf.repair(name)))
        told = tr("The folder “{name}” among your models is damaged.", name=name)
        self.damaged.say(told if name else "", trouble=True, ways_on=ways)

    def _show_packages(self, facts: Facts, *, offers: bool) -> None:
        task = self._shelf.tasks.find(PACKAGES)
        wanted = bool(facts.packages) and offers and (task is None or not task.under_way)
        ways = [(tr("Install"), self._shelf.install_packages)]
        self.packages.say(packages_text(facts.packages) if wanted else "", ways_on=ways)
