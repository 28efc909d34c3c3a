import sys

import pytest
from fake_sounddevice import FakeSoundDevice, device

from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.microphone.devices import find_microphone, list_microphones, load_portaudio
from vtoonify_rt.microphone.stream import StreamMicrophone


def names(module: FakeSoundDevice) -> list[str]:
    return [device.name for device in list_microphones(module)]


def test_only_what_records_is_listed_each_name_once():
    module = FakeSoundDevice([device("Speakers", inputs=0), device("USB"), device("USB")])

    assert names(module) == ["USB"]


def test_on_windows_each_microphone_is_listed_once_with_its_full_name():
    module = FakeSoundDevice(
        [
            device("Microphone (USB Audio Devic", way=0),
            device("Microphone (USB Audio Device)", way=1),
        ],
        ways=("MME", "Windows WASAPI"),
        default_inputs=(0, 1),
    )
    found = list_microphones(module)

    assert [(device.name, device.index) for device in found] == [
        ("Microphone (USB Audio Device)", 1)
    ]
    assert found[0].default


def test_the_systems_own_choice_is_found():
    module = FakeSoundDevice([device("Webcam"), device("Headset")], system=1)

    assert find_microphone(None, list_microphones(module)).name == "Headset"


@pytest.mark.parametrize(
    ("name", "found"), [("usb a", "USB A"), ("Head", "Headset"), ("usb", "USB")]
)
def test_a_part_of_a_name_is_enough(name: str, found: str):
    module = FakeSoundDevice([device("USB A"), device("USB"), device("Headset")])

    assert find_microphone(name, list_microphones(module)).name == found


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("Studio", "no microphone Studio.*USB A, USB B"), ("USB", "More than one.*USB A, USB B")],
)
def test_a_name_that_is_none_is_answered_with_those_that_are(name: str, sentence: str):
    module = FakeSoundDevice([device("USB A"), device("USB B")])

    with pytest.raises(MicrophoneError, match=sentence):
        find_microphone(name, list_microphones(module))


def test_no_microphone_is_told():
    with pytest.raises(MicrophoneError, match="No microphone was found"):
        find_microphone(None, list_microphones(FakeSoundDevice()))


def test_what_was_plugged_in_since_is_seen_but_no_open_stream_ended():
    module = FakeSoundDevice([device("USB")])
    microphone = StreamMicrophone(list_microphones(module)[0], sounddevice=module)
    list_microphones(module)
    assert module.begun == 1

    microphone.close()
    list_microphones(module)
    assert module.begun == 2


def test_without_the_library_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch):
    class Missing:
        def find_spec(self, name: str, *_: object) -> None:
            if name == "sounddevice":
                raise OSError("PortAudio library not found")

    monkeypatch.delitem(sys.modules, "sounddevice", raising=False)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])

    with pytest.raises(MicrophoneError, match="PortAudio library is missing"):
        load_portaudio()
