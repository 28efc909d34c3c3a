"""Install the system libraries that are missing, where that can be done without asking.

That is: on Linux with apt-get, as root or with a sudo that needs no password. Elsewhere the one
line to run is printed and the caller goes on: the command line works without a window's
libraries, and `vtoonify-rt doctor` names what is still missing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # nothing is installed yet

from vtoonify_rt.system_libraries import install_command, missing_libraries


def root_prefix() -> list[str] | None:
    """Return what to put before a command to run it as root; None: not without asking.

    For POSIX systems only.
    """
    if os.geteuid() == 0:
        return []
    sudo = ["sudo", "-n"]  # fails rather than asks for a password
    try:
        subprocess.run([*sudo, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return sudo


def apt_install(packages: list[str]) -> bool:
    """Install Debian packages; return whether that could be done and went well."""
    prefix = root_prefix() if shutil.which("apt-get") else None
    if prefix is None:
        return False
    print(f"Installing with apt-get: {' '.join(packages)}", flush=True)
    apt = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    apt += ["-o", "DPkg::Lock::Timeout=120"]  # another apt may be at work
    install = [*apt, "install", "-y", "--no-install-recommends", *packages]
    for command in ([*apt, "update"], install):
        done = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if done.returncode:
            print(done.stdout + done.stderr, file=sys.stderr)
            return False
    return True


def install_missing(
    programs: Sequence[str] = (), files: Mapping[str, Path] = MappingProxyType({})
) -> None:
    """Install the libraries that are missing, or print the line that does.

    `programs` and `files` (package -> a file of it) that are missing come along where that needs no
    asking: tests are skipped, with the reason, without them. A program's package bears its name.
    """
    packages = {library.apt for library in missing_libraries()}
    packages.update(program for program in programs if not shutil.which(program))
    packages.update(package for package, file in files.items() if not file.exists())
    if packages:
        apt_install(sorted(packages))
    print_remedy()


def print_remedy() -> None:
    """Say which libraries are missing, for what, and how to get them; nothing if none is."""
    missing = missing_libraries()
    if not missing:
        return
    needs = ", ".join(sorted({library.needed_for for library in missing}))
    print(f"Missing system libraries (needed for: {needs}):", file=sys.stderr)
    print("  " + " ".join(library.file for library in missing), file=sys.stderr)
    command = install_command(missing)
    remedy = f"sudo {command}" if command else "your package manager has them under similar names"
    print(f"To install them: {remedy}", file=sys.stderr)


if __name__ == "__main__":
    install_missing()
