"""What a user passes on helps, and tells nothing of the user."""

import pytest

from vtoonify_rt.doctor import Finding
from vtoonify_rt.doctor.diagnostics import diagnostics, last_errors
from vtoonify_rt.doctor.personal import without_personal

HOME = "/home/anna"
FOLDERS = {"/home/anna/vtoonify/src": "<app>", "/home/anna/.local/share/vtoonify-rt": "<data>"}


def cleaned(text: str, *, home: str = HOME, names=()) -> str:
    return without_personal(text, home=home, user="anna", folders=FOLDERS, names=names)


@pytest.mark.parametrize(
    "text",
    [
        "/home/anna/Videos/My holiday in Rome.mp4 is not a video that can be read",
        "Cannot write /media/usb stick/Rome/clip 3.MOV: the disk is full",
        "Saved VToonify-Rome.png",
        "C:\\Users\\anna\\Pictures\\Rome.jpeg may not be read",
        "no folder /home/anna/Rome, nor ~/Rome/old",
        "Model 'Rome.onnx' is damaged",
        "logged in as Anna in Rome.zip",
    ],
)
def test_names_of_files_and_folders_are_left_out(text):
    told = cleaned(text)

    assert "Rome" not in told
    assert "anna" not in told.lower()
    assert "holiday" not in told


def test_what_happened_is_still_told():
    told = cleaned("Cannot write /media/usb stick/clip 3.mov: the disk is full")

    assert told == "Cannot write ….mov: the disk is full"


def test_the_programs_own_places_are_kept():
    told = cleaned(
        'File "/home/anna/vtoonify/src/desktop_app/app.py", line 3; '
        "/home/anna/.local/share/vtoonify-rt/models/mine"
    )

    assert told == 'File "<app>/desktop_app/app.py", line 3; <data>/models/mine'


def test_whose_device_it_is_is_left_out():
    assert cleaned("cameras: Anna’s iPhone Camera (0)") == "cameras: iPhone Camera (0)"  # noqa: RUF001


def test_other_names_can_be_left_out():
    assert cleaned("source: diary of Rome", names=["diary of Rome"]) == "source: …"


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "app.log"
    path.write_text(
        "2026-11-29 10:00:00,000 INFO MainThread desktop_app.app: VToonify RT 1\n"
        "2026-11-29 10:00:01,000 WARNING x desktop_app.worker: camera:0: It is in use.\n"
        "2026-11-29 10:00:02,000 ERROR x desktop_app.worker: pipeline crashed\n"
        + "".join(f"  line {number}\n" for number in range(40))
        + "ValueError: at the end\n",
        "utf-8",
    )
    return path


def test_warnings_and_errors_are_told_with_the_end_of_their_traceback(log):
    warning, error = last_errors(log)

    assert warning.endswith("It is in use.")
    assert error.splitlines()[0].endswith("pipeline crashed")
    assert error.splitlines()[-1] == "ValueError: at the end"
    assert len(error.splitlines()) < 20


def test_without_a_log_there_are_no_errors(tmp_path):
    assert last_errors(tmp_path / "none.log") == []


def test_state_findings_and_errors_are_in_the_text(log):
    checks = [("GPU", lambda: [Finding(name="GPU", status="ok", detail="a card")])]

    text = diagnostics([("backend", "CPU"), ("fps", "")], checks=checks, log=log)

    assert "backend: CPU" in text
    assert "GPU: a card" in text
    assert "It is in use" in text
    assert "fps" not in text  # nothing is known of it
