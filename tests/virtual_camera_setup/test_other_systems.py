"""Windows, macOS, and systems without any virtual camera; the library; what doctor says of it."""

import sys

import pytest

from vtoonify_rt.doctor.outputs import check_virtual_camera
from vtoonify_rt.virtual_camera_setup import (
    SetupFinding,
    examine_setup,
    is_ready,
    judge_library,
)
from vtoonify_rt.virtual_camera_setup.macos import MacFacts, judge_macos, read_extension
from vtoonify_rt.virtual_camera_setup.windows import WindowsFacts, judge_windows

LISTED = """\
1 extension(s)
--- com.apple.system_extension.cmio
enabled\tactive\tteamID\tbundleID (version)\tname\t[state]
{marks}\tABCDE\tcom.obsproject.obs-studio.mac-camera-extension (1/1)\tOBS Virtual Camera\t[{state}]
"""


@pytest.mark.parametrize(
    "camera", ["OBS Virtual Camera", "Unity Video Capture", "Unity Video Capture #2"]
)
def test_windows_with_one_of_the_cameras_is_ready(camera):
    findings = list(judge_windows(WindowsFacts(cameras=["Some Camera", camera], obs=False)))

    assert [found.status for found in findings] == ["ok"]


@pytest.mark.parametrize(("obs", "what"), [(True, "not registered"), (False, "neither")])
def test_windows_without_a_camera_says_what_to_install(obs, what):
    (found,) = judge_windows(WindowsFacts(cameras=["Some Camera"], obs=obs))

    assert what in found.what
    assert found.command.startswith("winget install")


@pytest.mark.parametrize(
    ("facts", "what"),
    [
        (MacFacts(obs=False, extension="none"), "OBS Studio, whose virtual camera"),
        (MacFacts(obs=True, extension="none"), "not installed"),
        (MacFacts(obs=True, extension="waiting"), "waits for you to allow it"),
    ],
)
def test_macos_says_the_next_step(facts, what):
    (found,) = judge_macos(facts)

    assert what in found.what
    assert found.command
    assert not is_ready([found])


def test_macos_with_the_extension_is_ready():
    assert is_ready(list(judge_macos(MacFacts(obs=True, extension="enabled"))))


@pytest.mark.parametrize(
    ("listed", "extension"),
    [
        ("0 extension(s)", "none"),
        (LISTED.format(marks="*\t*", state="activated enabled"), "enabled"),
        (LISTED.format(marks="\t", state="activated waiting for user"), "waiting"),
        (LISTED.format(marks="\t", state="terminated waiting to uninstall on reboot"), "none"),
    ],
)
def test_macos_what_the_system_lists_of_extensions(listed, extension):
    assert read_extension(listed) == extension


def test_the_library_is_told_of_only_where_it_is_missing():
    (found,) = judge_library(False)

    assert found.command == 'pip install "vtoonify-rt[virtualcam]"'
    assert list(judge_library(True)) == []


def test_a_system_without_virtual_cameras_is_told_so():
    assert "no virtual camera for this system (plan9)" in examine_setup("plan9")[-1].what


@pytest.mark.skipif(sys.platform != "linux", reason="reads this system's own files")
def test_this_system_can_be_looked_at():
    assert examine_setup()


def test_doctor_warns_of_what_is_missing_with_the_command():
    missing = SetupFinding("It is not there", "Install it", command="sudo it")
    (found,) = check_virtual_camera(lambda: [missing])

    assert found.status == "warning"
    assert found.remedy == "Install it: sudo it"
