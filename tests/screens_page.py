"""The page beside the pictures of the window: by hand up to its list, which is made of states."""

from collections.abc import Iterator, Sequence

from screens import FOLDER
from window_state import WindowState

PAGE = FOLDER / "README.md"
LIST = "## The states\n"  # above what is made


def write_index(states: Sequence[WindowState]) -> None:
    """Make the list anew."""
    by_hand, _, _ = PAGE.read_text("utf-8").partition(LIST)
    PAGE.write_text(by_hand + LIST + "".join(index(states)), "utf-8")


def read_index() -> str:
    """Return the list as it is kept."""
    return PAGE.read_text("utf-8").partition(LIST)[2]


def index(states: Sequence[WindowState]) -> Iterator[str]:
    """Yield the lines of the list: the groups, and in each its states."""
    group = ""
    for each in states:
        if each.group != group:
            group = each.group
            yield f"\n{group[0].upper()}{group[1:]}:\n\n"
        words = each.name.replace("-", " ")
        told = (each.bring.__doc__ or "").strip()
        yield f"- [{words}]({each.name}.jpg){f': {told}' if told else ''}\n"
