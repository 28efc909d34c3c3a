"""v4l2loopback: every case of what may be missing, read from a system made of files."""

import errno
from pathlib import Path

import pytest

from vtoonify_rt.virtual_camera_setup import is_ready
from vtoonify_rt.virtual_camera_setup.linux import LinuxFacts, judge_linux, read_linux_facts
from vtoonify_rt.virtual_camera_setup.loopback import LoopbackDevice

KERNEL = "6.1.0-test"
CAPTURE, OUTPUT = 1, 2


class System:
    """A Linux of files, in which a test installs what it likes."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.answers: dict[str, int] = {}

    def file(self, path: str, content: str | bytes = "") -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())

    def build(self) -> None:
        line = "updates/dkms/v4l2loopback.ko: kernel/drivers/media/v4l2-core/videodev.ko\n"
        self.file(f"lib/modules/{KERNEL}/modules.dep", line)

    def load(self) -> None:
        self.build()
        (self.root / "sys/module/v4l2loopback").mkdir(parents=True)

    def device(self, number: int, answer: int) -> None:
        """A device that answers with capabilities, or with an error's number, negative."""
        self.file(f"sys/devices/virtual/video4linux/video{number}/name", "VToonify RT\n")
        self.answers[f"video{number}"] = answer

    def program(self, pid: int, name: str, opened: str) -> None:
        self.file(f"proc/{pid}/comm", f"{name}\n")
        (self.root / f"proc/{pid}/fd").mkdir()
        (self.root / f"proc/{pid}/fd/7").symlink_to(opened)

    def secure_boot(self) -> None:
        name = "SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
        self.file(f"sys/firmware/efi/efivars/{name}", b"\x06\x00\x00\x00\x01")

    def capabilities(self, path: Path) -> int:
        answer = self.answers[path.name]
        if answer < 0:
            raise OSError(-answer, "")
        return answer

    def facts(self) -> LinuxFacts:
        return read_linux_facts(self.root, KERNEL, self.capabilities, install="apt-get install it")

    def findings(self):
        return list(judge_linux(self.facts()))


@pytest.fixture
def system(tmp_path):
    return System(tmp_path)


def test_nothing_installed(system):
    (found,) = system.findings()

    assert "is not installed" in found.what
    assert found.command == "sudo apt-get install it"


def test_sources_that_were_not_built_for_this_kernel(system):
    system.file("usr/src/v4l2loopback-0.12.7/dkms.conf")
    (found,) = system.findings()

    assert found.what.endswith("not built for this kernel (6.1.0-test)")
    assert found.command == "sudo dkms autoinstall"


def test_installed_but_not_loaded(system):
    system.build()
    (found,) = system.findings()

    assert "not loaded" in found.what
    assert "modprobe v4l2loopback exclusive_caps=1" in found.command


@pytest.mark.parametrize(("key", "command"), [(True, "mokutil --import"), (False, "--sb-state")])
def test_secure_boot_is_told_where_the_module_is_not_loaded(system, key, command):
    system.build()
    system.secure_boot()
    if key:
        system.file("var/lib/dkms/mok.pub")
    _, found = system.findings()

    assert "Secure Boot is on" in found.what
    assert command in found.command


def test_secure_boot_that_let_it_in_is_no_matter(system):
    system.load()
    system.secure_boot()
    system.device(10, OUTPUT)

    assert [found.status for found in system.findings()] == ["ok"]


def test_loaded_without_a_device(system):
    system.load()
    (found,) = system.findings()

    assert "has no device" in found.what


def test_a_free_device_is_ready_and_named(system):
    system.load()
    system.device(10, OUTPUT)
    (found,) = system.findings()

    assert found.what == "/dev/video10 (VToonify RT) is ready"


def test_without_exclusive_caps_browsers_will_not_see_it(system):
    system.load()
    system.device(10, OUTPUT | CAPTURE)
    (found,) = system.findings()

    assert found.status == "warning"
    assert "exclusive_caps" in found.what
    assert is_ready([found])


@pytest.mark.parametrize("answer", [CAPTURE, -errno.EBUSY])
def test_a_device_that_another_program_sends_to_is_named_with_it(system, answer):
    system.load()
    system.device(10, answer)
    system.program(4711, "obs", "/dev/video10")
    system.program(4712, "firefox", "/dev/video0")
    (found,) = system.findings()

    assert found.what == "/dev/video10 is in use by obs"


def test_a_user_who_may_not_be_looked_at_is_another_program(system):
    system.load()
    system.device(10, -errno.EBUSY)

    assert system.findings()[0].what == "/dev/video10 is in use by another program"


@pytest.mark.parametrize(
    ("number", "what", "command"),
    [
        (errno.EACCES, "belongs to the group video", "usermod -aG video"),
        (errno.ENOENT, "its file is missing", "udevadm trigger"),
        (errno.EIO, "does not answer", "modprobe"),
    ],
)
def test_a_device_that_cannot_be_opened_is_told_why(system, number, what, command):
    system.load()
    system.device(10, -number)
    (found,) = system.findings()

    assert what in found.what
    assert command in found.command
    assert not is_ready([found])


def test_one_free_device_is_enough(system):
    system.load()
    system.device(9, CAPTURE)
    system.device(10, OUTPUT)

    assert [found.what for found in system.findings()] == ["/dev/video10 (VToonify RT) is ready"]


def test_devices_are_listed_in_the_order_of_their_numbers(system):
    system.load()
    for number in (10, 9):
        system.device(number, OUTPUT)

    assert system.facts().devices == (
        LoopbackDevice(path="/dev/video9", label="VToonify RT", state="free"),
        LoopbackDevice(path="/dev/video10", label="VToonify RT", state="free"),
    )
