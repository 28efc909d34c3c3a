"""What the export needs is told, and installed, by a process of its own."""

import sys
from threading import Event

import pytest

from checkpoint.errors import ModelError, Stopped
from checkpoint.export_packages import (
    check_export_packages,
    export_requirements,
    install,
    missing,
)


def only_without(absent):
    return lambda name: None if name == absent else object()


def installer(code):
    """Return a command that stands for pip."""
    return lambda: [sys.executable, "-c", code]


def test_what_is_missing_is_told_by_name():
    assert missing(is_there=only_without("onnx")) == ("onnx",)


def test_missing_packages_are_told_with_the_command_that_installs_them():
    with pytest.raises(ModelError) as told:
        check_export_packages(
            is_there=only_without("torch"),
            requirements=lambda: ["onnx>=1.18", "torch>=2.9,<2.14"],
        )
    assert told.value.message.endswith("packages are missing: torch")
    assert f"{sys.executable} -m pip install 'onnx>=1.18'" in told.value.hint


def test_an_environment_without_pip_is_told_of_uv():
    with pytest.raises(ModelError, match="uv pip install --python"):
        check_export_packages(is_there=lambda name: None, requirements=lambda: ["torch"])


def test_the_requirements_are_those_of_the_extra():
    assert any(line.startswith("torch") for line in export_requirements())


def test_a_bundle_has_no_python_to_install_into(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    with pytest.raises(ModelError, match="no Python of its own"):
        install(print, Event(), installer("pass"))


def test_the_lines_of_the_installer_are_handed_on():
    told = []
    install(told.append, Event(), installer("print('Collecting torch'); print('Done')"))

    assert told == ["Collecting torch", "Done"]


def test_a_failed_installation_is_told_with_its_last_lines():
    with pytest.raises(ModelError, match="no matching distribution"):
        install(print, Event(), installer("import sys; sys.exit('no matching distribution')"))


def test_an_installer_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ModelError, match="cannot be started"):
        install(print, Event(), lambda: [str(tmp_path / "uv")])


def test_a_stop_ends_the_installer():
    stop, waiting = Event(), "import time; print('waiting', flush=True); time.sleep(60)"

    with pytest.raises(Stopped):
        install(lambda line: stop.set(), stop, installer(waiting))
