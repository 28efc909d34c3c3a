"""Virtual cameras on Linux: the kernel module v4l2loopback and its devices."""

import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from vtoonify_rt.system_libraries import SystemLibrary, install_command
from vtoonify_rt.virtual_camera_setup import SetupFinding
from vtoonify_rt.virtual_camera_setup.loopback import (
    LoopbackDevice,
    ask_capabilities,
    find_devices,
)

_PACKAGE = SystemLibrary(
    file="v4l2loopback.ko",
    needed_for="virtual camera",
    apt="linux-headers-$(uname -r) v4l2loopback-dkms",
    dnf="akmod-v4l2loopback",
    pacman="linux-headers v4l2loopback-dkms",
)
_LOAD = 'sudo modprobe v4l2loopback exclusive_caps=1 card_label="VToonify RT"'
_SECURE_BOOT = "sys/firmware/efi/efivars/SecureBoot-8be4df61-93ca-11d2-aa0d-00e098032b8c"
_KEY = "var/lib/dkms/mok.pub"  # with which dkms signs the modules that it builds


@dataclass(frozen=True, slots=True, kw_only=True)
class LinuxFacts:
    """What there is of v4l2loopback."""

    kernel: str  # as uname -r says
    built: bool  # the module is there for this kernel
    sources: bool  # dkms has what to build it from
    loaded: bool
    secure_boot: bool
    own_key: bool  # dkms has a key to sign modules with
    devices: tuple[LoopbackDevice, ...] = ()
    install: str | None = None  # the command that installs it; None: unknown


def examine_linux() -> Iterator[SetupFinding]:
    """Look at this computer."""
    return judge_linux(read_linux_facts())


def judge_linux(facts: LinuxFacts) -> Iterator[SetupFinding]:
    """Say what is missing, in the order in which it has to be done."""
    if not facts.loaded:
        yield from _judge_module(facts)
    elif not facts.devices:
        yield SetupFinding(
            "v4l2loopback is loaded but has no device",
            "Load it again with one",
            command=f"sudo modprobe -r v4l2loopback && {_LOAD}",
        )
    elif any(device.state in ("free", "both ways") for device in facts.devices):
        for device in facts.devices:
            if device.state in ("free", "both ways"):
                yield _judge_device(device)
    else:
        yield from map(_judge_device, facts.devices)


def _judge_module(facts: LinuxFacts) -> Iterator[SetupFinding]:
    if facts.built:
        yield SetupFinding("v4l2loopback is installed but not loaded", "Load it", command=_LOAD)
        if facts.secure_boot:
            yield _unsigned(facts)
    elif facts.sources:
        yield SetupFinding(
            f"v4l2loopback is installed but not built for this kernel ({facts.kernel})",
            "Install the kernel's headers and build it",
            command="sudo dkms autoinstall",
        )
    else:
        yield SetupFinding(
            "v4l2loopback, the kernel's virtual camera, is not installed",
            "Install it, then check again",
            command=f"sudo {facts.install}" if facts.install else "",
        )


def _unsigned(facts: LinuxFacts) -> SetupFinding:
    if facts.own_key:
        return SetupFinding(
            "Secure Boot is on and keeps modules out whose key it does not know",
            "If loading says that the key was rejected: enroll it, restart, and choose Enroll MOK",
            command=f"sudo mokutil --import /{_KEY}",
            status="warning",
        )
    return SetupFinding(
        "Secure Boot is on and keeps modules out that are not signed",
        "If loading says that the key was rejected: sign the module, or switch Secure Boot off",
        command="mokutil --sb-state",
        status="warning",
    )


def _judge_device(device: LoopbackDevice) -> SetupFinding:
    path, users = device.path, " and ".join(device.users)
    if device.state == "free":
        return SetupFinding(f"{path} ({device.label}) is ready", status="ok")
    if device.state == "both ways":
        return SetupFinding(
            f"{path} works, but browsers will not list it: exclusive_caps is off",
            "Close what uses it and load v4l2loopback again",
            command=f"sudo modprobe -r v4l2loopback && {_LOAD}",
            status="warning",
        )
    if device.state == "in use":
        return SetupFinding(
            f"{path} is in use by {users}" if users else f"{path} is in use by another program",
            "Close that program, or choose another device",
        )
    if device.state == "forbidden":
        return SetupFinding(
            f"You may not use {path}: it belongs to the group video",
            "Join the group, then log out and in again",
            command='sudo usermod -aG video "$USER"',
        )
    if device.state == "missing":
        return SetupFinding(
            f"{path} is known to the kernel, but its file is missing",
            "Have the system make it",
            command="sudo udevadm trigger --subsystem-match=video4linux",
        )
    return SetupFinding(
        f"{path} does not answer as a virtual camera", "Load v4l2loopback again", command=_LOAD
    )


def read_linux_facts(
    root: Path = Path("/"),
    kernel: str | None = None,
    capabilities: Callable[[Path], int] | None = None,
    install: str | None = None,
) -> LinuxFacts:
    """Read the facts from the files below `root`.

    `capabilities` opens a device and returns what it says that it can do; OSError if it cannot.
    """
    release = kernel or platform.release()
    dependencies = root / "lib/modules" / release / "modules.dep"
    return LinuxFacts(
        kernel=release,
        built="/v4l2loopback.ko" in _read(dependencies),
        sources=any((root / "usr/src").glob("v4l2loopback-*")),
        loaded=(root / "sys/module/v4l2loopback").is_dir(),
        secure_boot=_read_bytes(root / _SECURE_BOOT)[-1:] == b"\x01",
        own_key=(root / _KEY).is_file(),
        devices=tuple(find_devices(root, capabilities or ask_capabilities)),
        install=install or install_command([_PACKAGE]),
    )


def _read(path: Path) -> str:
    return _read_bytes(path).decode("utf-8", "replace")


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""
