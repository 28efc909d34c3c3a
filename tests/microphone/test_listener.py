from queue import Queue
from threading import Event

from fake_microphone import LOST, FakeMicrophone, sound

from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.microphone import Microphone, SoundBlock
from vtoonify_rt.microphone.listener import Listener, ListenerState

SECONDS = 20.0


class Opening:
    """Opens one microphone after another; an error is raised."""

    def __init__(self, *opened: Microphone | MicrophoneError) -> None:
        self._opened = list(opened)

    def __call__(self) -> Microphone:
        opened = self._opened.pop(0)
        if isinstance(opened, MicrophoneError):
            raise opened
        return opened


def listen(*opened: Microphone | MicrophoneError) -> tuple[Listener, Queue, Queue, list[float]]:
    """Return a listener, what it hears, how it was lost, and how long it waited each time."""
    heard: Queue[SoundBlock] = Queue()
    losses: Queue[MicrophoneError] = Queue()
    waits: list[float] = []
    ready = Event()

    def open_one() -> Microphone:
        ready.wait(SECONDS)
        return opening()

    opening = Opening(*opened)
    listener = Listener(
        open_one, on_lost=losses.put, wait=lambda event, seconds: waits.append(seconds)
    )
    listener.add(heard.put)
    ready.set()
    return listener, heard, losses, waits


def test_what_a_microphone_gives_is_heard_and_measured():
    microphone = FakeMicrophone([sound(1.0, 0.1)], waits=True)
    listener, heard, losses, _ = listen(microphone)
    block = heard.get(timeout=SECONDS)

    assert (block.time, block.after_gap) == (1.0, True)
    assert (listener.state, losses.empty()) == (ListenerState.RUNNING, True)
    assert round(listener.level.peak) == -20
    listener.close()
    assert microphone.closed


def test_a_lost_microphone_is_told_once_and_opened_again():
    again = FakeMicrophone([sound(5.0)], waits=True)
    listener, heard, losses, waits = listen(FakeMicrophone([sound(1.0)]), LOST, LOST, again)
    blocks = [heard.get(timeout=SECONDS) for _ in range(2)]
    state = listener.state
    listener.close()

    assert [(block.time, block.after_gap) for block in blocks] == [(1.0, True), (5.0, True)]
    assert (state, list(losses.queue)) == (ListenerState.RUNNING, [LOST])
    assert waits == [0.5, 1.0, 2.0]
    assert listener.error is None


def test_one_that_cannot_be_opened_is_told_with_the_reason():
    refused = MicrophoneError("not allowed")
    listener, _, losses, _ = listen(refused, FakeMicrophone([], waits=True))

    assert losses.get(timeout=SECONDS) is refused
    assert (listener.state, listener.error) == (ListenerState.LOST, refused)
    listener.close()


def test_who_is_removed_hears_no_more():
    microphone = FakeMicrophone([], waits=True)
    listener, heard, _, _ = listen(microphone)
    listener.remove(heard.put)
    others: Queue[SoundBlock] = Queue()
    listener.add(others.put)
    microphone._blocks.put(sound(1.0))
    others.get(timeout=SECONDS)
    listener.close()

    assert heard.empty()
