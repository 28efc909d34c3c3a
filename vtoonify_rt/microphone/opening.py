"""Open a microphone by name."""

from vtoonify_rt.microphone import Microphone
from vtoonify_rt.microphone.clicks import ClickMicrophone
from vtoonify_rt.microphone.devices import find_microphone, list_microphones
from vtoonify_rt.microphone.stream import StreamMicrophone

DEFAULT = "default"  # the system's own choice
TEST = "test"  # clicks at known times instead of a microphone


def open_microphone(name: str) -> Microphone:
    """Open the microphone called `name`, or what `DEFAULT` or `TEST` stand for.

    Raises MicrophoneError. Takes up to seconds.
    """
    if name == TEST:
        return ClickMicrophone()
    return StreamMicrophone(find_microphone(None if name == DEFAULT else name, list_microphones()))
