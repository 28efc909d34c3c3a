"""Open a microphone by name."""

from vtoonify_rt.microphone import Microphone
from vtoonify_rt.microphone.clicks import ClickMicrophone
from vtoonify_rt.microphone.devices import find_microphone, list_microphones
from vtoonify_rt.microphone.stream import StreamMicrophone

TEST = "test"  # clicks at known times instead of a microphone


def open_microphone(name: str | None) -> Microphone:
    """Open the microphone called `name`; None: the system's own choice, "test": made clicks.

    Raises MicrophoneError. Takes up to seconds.
    """
    if name == TEST:
        return ClickMicrophone()
    return StreamMicrophone(find_microphone(name, list_microphones()))
