import sys

import pytest

from vtoonify_rt.system_libraries import LIBRARIES, install_command, missing_libraries

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lacks libraries")


def test_nothing_is_missing_where_everything_loads() -> None:
    assert missing_libraries(loads=lambda file: True) == []


def test_what_does_not_load_is_missing() -> None:
    missing = missing_libraries(loads=lambda file: file != "libportaudio.so.2")

    assert [library.needed_for for library in missing] == ["sound"]


@pytest.mark.parametrize(
    ("program", "command"),
    [
        ("apt-get", "apt-get install -y --no-install-recommends libportaudio2"),
        ("dnf", "dnf install -y portaudio"),
        ("pacman", "pacman -S --needed --noconfirm portaudio"),
    ],
)
def test_the_command_is_the_system_s_own(program: str, command: str) -> None:
    sound = [library for library in LIBRARIES if library.needed_for == "sound"]

    found = install_command(sound, which=lambda name: name if name == program else None)

    assert found == command


def test_a_package_is_named_once() -> None:
    command = install_command(LIBRARIES, which=lambda name: name if name == "pacman" else None)

    assert command is not None
    assert command.split().count("libxcb") == 1


def test_there_is_no_command_for_nothing() -> None:
    assert install_command([], which=lambda name: name) is None


def test_there_is_no_command_without_a_package_manager() -> None:
    assert install_command(LIBRARIES, which=lambda name: None) is None
