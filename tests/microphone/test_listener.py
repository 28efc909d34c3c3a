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
    """Return a listener, what it hears, its states, and how long it waited each time."""
    heard: Queue[SoundBlock] = Queue()
    states: Queue[ListenerState] = Queue()
    waits: list[float] = []
    ready = Event()

    def open_one() -> Microphone:
        ready.wait(SECONDS)
        return opening()

    opening = Opening(*opened)
    listener = Listener(
        open_one, on_state=states.put, wait=lambda event, seconds: waits.append(seconds)
    )
    listener.add(heard.put)
    ready.set()
    return listener, heard, states, waits


def test_what_a_microphone_gives_is_heard_and_measured():
    microphone = FakeMicrophone([sound(1.0, 0.1)], waits=True)
    listener, heard, states, _ = listen(microphone)
    block = heard.get(timeout=SECONDS)

    assert (block.time, block.after_gap) == (1.0, True)
    assert states.get(timeout=SECONDS) is ListenerState.RUNNING
    assert round(listener.level.peak) == -20
    listener.close()
    assert microphone.closed


def test_a_lost_microphone_is_told_and_opened_again():
    again = FakeMicrophone([sound(5.0)], waits=True)
    listener, heard, states, waits = listen(FakeMicrophone([sound(1.0)]), LOST, LOST, again)
    blocks = [heard.get(timeout=SECONDS) for _ in range(2)]
    found = [states.get(timeout=SECONDS) for _ in range(3)]
    listener.close()

    assert [(block.time, block.after_gap) for block in blocks] == [(1.0, True), (5.0, True)]
    assert found == [ListenerState.RUNNING, ListenerState.LOST, ListenerState.RUNNING]
    assert waits == [0.5, 1.0, 2.0]
    assert listener.error is None


def test_one_that_cannot_be_opened_is_told_with_the_reason():
    refused = MicrophoneError("not allowed")
    listener, _, states, _ = listen(refused, FakeMicrophone([], waits=True))

    assert states.get(timeout=SECONDS) is ListenerState.LOST
    assert listener.error is refused
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
