"""Whether the installation is whole, and the remedy where it is not."""

import shutil

import pytest

from checkpoint.errors import ModelError
from checkpoint.store import STARTER
from vtoonify_rt.doctor.installation import (
    check_faces,
    check_libraries,
    check_models,
    check_packages,
    check_sound,
    check_starter,
    check_versions,
)
from vtoonify_rt.errors import MicrophoneError
from vtoonify_rt.system_libraries import SystemLibrary

INSTALLED = {
    "numpy": "2.4",
    "opencv-contrib-python": "5.0",
    "mediapipe": "0.10.33",
    "onnxruntime": "1.32",
    "av": "18.1",
    "PySide6-Essentials": "6.11",
}
EGL = SystemLibrary("libEGL.so.1", "everything", "libegl1", "libglvnd-egl", "libglvnd")
PORTAUDIO = SystemLibrary("libportaudio.so.2", "sound", "libportaudio2", "portaudio", "portaudio")


@pytest.fixture
def starter_copy(tmp_path):
    return shutil.copytree(STARTER, tmp_path / "models" / "starter")


def packages(**changes):
    installed = {**INSTALLED, **{name.replace("_", "-"): v for name, v in changes.items()}}
    return list(check_packages(installed.get))


def test_versions_are_told():
    (finding,) = check_versions()

    assert set(finding.data) == {"vtoonify_rt", "python", "platform", "machine", "cpu_count"}


def test_all_packages_there():
    (finding,) = packages()

    assert finding.status == "ok"
    assert finding.data["mediapipe"] == "0.10.33"


def test_a_missing_package_is_a_problem():
    finding = packages(mediapipe=None)[0]

    assert (finding.status, finding.detail) == ("problem", "missing: mediapipe")
    assert finding.remedy


def test_onnxruntime_gpu_takes_the_place_of_onnxruntime():
    (finding,) = packages(onnxruntime=None, onnxruntime_gpu="1.32")

    assert finding.status == "ok"


def test_both_onnxruntimes_are_a_warning():
    finding = packages(onnxruntime_gpu="1.32")[-1]

    assert finding.status == "warning"
    assert finding.remedy == "Uninstall both and install one of them again"


def test_a_second_cv2_is_a_warning():
    finding = packages(opencv_python="5.0")[-1]

    assert finding.status == "warning"
    assert "without opencv-python" in finding.remedy


def test_no_library_missing():
    (finding,) = check_libraries(missing=lambda: [])

    assert finding.status == "ok"


def test_a_library_that_everything_needs_is_a_problem_with_the_line_that_installs_it():
    (finding,) = check_libraries(lambda: [EGL], lambda _: "apt-get install libegl1")

    assert finding.status == "problem"
    assert finding.detail == "missing for everything: libEGL.so.1"
    assert finding.remedy == "Run as root: apt-get install libegl1"


def test_sound_is_not_essential():
    (finding,) = check_libraries(lambda: [PORTAUDIO], lambda _: None)

    assert finding.status == "warning"
    assert finding.remedy


def test_the_starter_is_whole():
    (finding,) = check_starter()

    assert finding.status == "ok"
    assert "comic" in finding.data["styles"]


def test_a_changed_starter_is_noticed(starter_copy):
    with (starter_copy / "frame.onnx").open("ab") as file:
        file.write(b"x")

    with pytest.raises(ModelError, match=r"frame.onnx of model 'starter' is damaged"):
        list(check_starter(starter_copy))


def test_a_damaged_model_of_the_users_does_not_hide_the_others(starter_copy):
    shutil.copytree(starter_copy, starter_copy.parent / "broken")
    (starter_copy.parent / "broken" / "style.onnx").write_bytes(b"")
    broken, whole = check_models(starter_copy.parent)

    assert (broken.status, whole.status) == ("warning", "ok")
    assert "style.onnx" in broken.detail
    assert broken.remedy
    assert whole.data == ["starter"]


def test_no_models_of_the_users_is_well(tmp_path):
    (finding,) = check_models(tmp_path / "none")

    assert finding.status == "ok"


def test_the_face_model_runs():
    (finding,) = check_faces()

    assert finding.status == "ok"


def test_the_microphones_are_named_and_none_is_no_fault():
    assert [(f.status, f.detail) for f in check_sound(lambda: ["Headset", "Webcam"])] == [
        ("ok", "Headset, Webcam")
    ]
    assert [f.status for f in check_sound(list)] == ["ok"]


def test_that_there_can_be_no_sound_is_a_warning_with_its_remedy():
    def refuse():
        raise MicrophoneError("No sound: the PortAudio library is missing", "Install PortAudio")

    assert [(f.status, f.remedy) for f in check_sound(refuse)] == [("warning", "Install PortAudio")]
