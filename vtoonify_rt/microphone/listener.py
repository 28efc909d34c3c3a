"""A microphone that is listened to for as long as it takes, also when it is lost meanwhile."""

import logging
from collections.abc import Callable
from dataclasses import replace
from enum import Enum
from threading import Event, Lock, Thread

from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.microphone import Microphone, SoundBlock
from vtoonify_rt.microphone.level import SILENCE, Level, measure_level

_RETRY_FIRST = 0.5  # s, doubled after each attempt that fails
_RETRY_LAST = 4.0  # s
_CLOSE_WAIT = 2.0  # s that closing waits for the driver

Hear = Callable[[SoundBlock], None]

logger = logging.getLogger(__name__)


class ListenerState(Enum):
    """What a listener is doing; the value is for the user."""

    STARTING = "starting"
    RUNNING = "running"
    LOST = "lost, trying again"
    STOPPED = "stopped"


class Listener:
    """Hands every block of a microphone to those who hear, on a thread of its own.

    `open_microphone` is called there, so opening blocks nobody. When the microphone cannot be
    opened, or is lost, `state` is LOST and `error` says why; it is tried again after 0.5 s and
    then ever later up to 4 s. `on_lost` is called from that thread with the error, once until the
    microphone is there again. Any thread may call any method; what hears a block must be quick.
    """

    def __init__(
        self,
        open_microphone: Callable[[], Microphone],
        *,
        on_lost: Callable[[MicrophoneError], None] = lambda error: None,
        wait: Callable[[Event, float], object] = Event.wait,
    ) -> None:
        self._open = open_microphone
        self._on_lost = on_lost
        self._wait = wait
        self._closed = Event()
        self._lock = Lock()
        self._hear: tuple[Hear, ...] = ()
        self._microphone: Microphone | None = None
        self.state = ListenerState.STARTING
        self.error: MicrophoneError | None = None  # while it is lost
        self.level: Level = SILENCE  # of the last block
        self.name = ""  # of the microphone, once it was open
        self._thread = Thread(target=self._run, name="microphone", daemon=True)
        self._thread.start()

    def add(self, hear: Hear) -> None:
        """Call `hear` with every block from the next one on."""
        with self._lock:
            self._hear = (*self._hear, hear)

    def remove(self, hear: Hear) -> None:
        """Call `hear` no more."""
        with self._lock:
            self._hear = tuple(other for other in self._hear if other != hear)

    def close(self) -> None:
        """Let the microphone go; a driver that hangs is left behind."""
        self._closed.set()
        with self._lock:
            microphone = self._microphone
        if microphone is not None:
            microphone.close()
        self._thread.join(_CLOSE_WAIT)
        if self._thread.is_alive():
            logger.warning("%s does not stop", self.name)

    def _run(self) -> None:
        """Listen until closed; the body of the thread."""
        delay = _RETRY_FIRST
        while not self._closed.is_set():
            try:
                self._listen()
                delay = _RETRY_FIRST
            except MicrophoneError as error:
                if self._closed.is_set():
                    break
                delay = _RETRY_FIRST if self.state is ListenerState.RUNNING else delay
                self._lose(error)
                self._wait(self._closed, delay)
                delay = min(2 * delay, _RETRY_LAST)
            except Exception as error:  # thread border: nothing above us would see it
                logger.exception("the microphone's thread crashed")
                self._lose(MicrophoneError("The sound crashed", f"See the log ({error})"))
                return
        self.level = SILENCE
        self.state = ListenerState.STOPPED

    def _listen(self) -> None:
        microphone = self._open()
        with self._lock:
            self._microphone = microphone
        try:
            self.name = microphone.name
            after_gap = True
            while not self._closed.is_set():
                block = microphone.read()
                if after_gap:
                    block = replace(block, after_gap=True)
                    after_gap = False
                    self.error, self.state = None, ListenerState.RUNNING
                self.level = measure_level(block.samples)
                for hear in self._hear:
                    hear(block)
        finally:
            with self._lock:
                self._microphone = None
            microphone.close()

    def _lose(self, error: MicrophoneError) -> None:
        is_news = self.state is not ListenerState.LOST  # said once, however often it is tried
        self.error, self.level, self.state = error, SILENCE, ListenerState.LOST
        logger.log(logging.WARNING if is_news else logging.DEBUG, "%s", error)
        if is_news:
            self._on_lost(error)
