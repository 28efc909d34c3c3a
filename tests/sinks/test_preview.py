from made_video import numbered

from vtoonify_rt.frame import Frame
from vtoonify_rt.mailbox import Mailbox
from vtoonify_rt.sinks.preview import PreviewSink


def test_the_newest_frame_replaces_one_that_was_not_taken() -> None:
    mailbox: Mailbox[Frame] = Mailbox()
    sink = PreviewSink(mailbox, notify=lambda: None)
    newest = Frame(numbered(1), time=1.0)

    sink.write(Frame(numbered(0), time=0.0))
    sink.write(newest)

    assert mailbox.take() is newest


def test_it_is_announced_once_until_it_is_taken() -> None:
    announced: list[str] = []
    mailbox: Mailbox[Frame] = Mailbox()
    sink = PreviewSink(mailbox, notify=lambda: announced.append("frame"))

    sink.write(Frame(numbered(0), time=0.0))
    sink.write(Frame(numbered(1), time=1.0))
    mailbox.take()
    sink.write(Frame(numbered(2), time=2.0))

    assert announced == ["frame", "frame"]
