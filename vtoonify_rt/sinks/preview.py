"""The newest finished frame, for the window."""

from collections.abc import Callable

from vtoonify_rt.frame import Frame
from vtoonify_rt.mailbox import Mailbox


class PreviewSink:
    """Leaves the newest frame in `mailbox` and calls `notify` when the one before was taken.

    `notify` is called from the pipeline thread and carries no picture, so that a slow window has
    at most one announcement and one picture waiting.
    """

    def __init__(self, mailbox: Mailbox[Frame], notify: Callable[[], None]) -> None:
        self._mailbox = mailbox
        self._notify = notify

    def write(self, frame: Frame) -> None:
        """Replace the frame in the mailbox; never blocks."""
        if self._mailbox.put(frame):
            self._notify()

    def close(self) -> None:
        """Do nothing: the last picture stays to be seen."""
