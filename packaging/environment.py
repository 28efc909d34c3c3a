"""Make `.venv` and keep it up to date: `python3 packaging/environment.py run|test`.

`run` has what the app needs, `test` also the tools and torch for training and export. Versions
come from constraints.txt. What was installed is noted in `.venv`; a second call with the same
pyproject.toml and constraints.txt returns at once.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - the message is for whoever has an older one
    sys.exit(
        "VToonify RT needs Python 3.11 or newer; this is {}.{}.\n"
        "Install one and name it: make env PYTHON=python3.12".format(*sys.version_info)
    )

import argparse
import hashlib
import importlib.util
import json
import re
import subprocess
from collections import deque
from collections.abc import Iterable
from pathlib import Path

from install_libraries import apt_install, install_missing, print_remedy

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "installed.json"  # {"folder": path, "run": digest, "test": digest or ""}
INPUTS = (ROOT / "pyproject.toml", ROOT / "constraints.txt", Path(__file__))
EXTRAS = {"run": "", "test": "[dev,train,export,openvino,virtualcam]"}
TEST_PROGRAMS = ("strace",)  # it watches that no network is looked for
FONTS = Path("/usr/share/fonts/truetype")
TEST_FONTS = {  # that the pictures in docs/screens are written with
    "fonts-dejavu-core": FONTS / "dejavu" / "DejaVuSans.ttf",
    "fonts-wqy-microhei": FONTS / "wqy" / "wqy-microhei.ttc",
}
_WHEEL = re.compile(r"(?:Downloading|Using cached) (?:\S*/)?([^/\s-]+)-\S+\.whl \((.* MB)\)")


def digest(inputs: Iterable[Path] = INPUTS) -> str:
    """Return one hash of everything that decides what is installed."""
    content = hashlib.sha256()
    for path in inputs:
        content.update(path.read_bytes())
    return content.hexdigest()


def venv_works() -> bool:
    """Tell whether `.venv` has a Python that runs and is new enough."""
    probe = "import sys; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([VENV_PYTHON, "-c", probe], check=False).returncode == 0
    except OSError:
        return False


def read_stamp() -> dict[str, str]:
    """Return what was noted after the last installation; empty if there was none."""
    try:
        noted: dict[str, str] = json.loads(STAMP.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return noted


def make_venv() -> None:
    """Make a fresh `.venv` with pip in it."""
    if importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        package = "python{}.{}-venv".format(*sys.version_info)
        if not apt_install([package]):
            sys.exit(f"Python's venv module is not complete. Run: sudo apt-get install {package}")
    print(f"Making .venv with Python {sys.version.split()[0]}", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", VENV], check=True)


def condensed(line: str) -> str | None:
    """Return what to show of a line of pip's output: only what takes time."""
    if wheel := _WHEEL.search(line):
        return f"  {wheel[1]} ({wheel[2]})"
    if line.startswith("Installing collected packages: "):
        return f"  unpacking {line.count(',') + 1} packages"
    return None


def install(wanted: str) -> None:
    """Install the project, editable, with the extras of `wanted`; exit where pip fails.

    pip is only quoted when it fails: what it warns of otherwise is no business of a newcomer.
    """
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--disable-pip-version-check"]
    command += ["--no-input", "-c", "constraints.txt", "-e", f".{EXTRAS[wanted]}"]
    print("Installing packages (some minutes the first time)", flush=True)
    last: deque[str] = deque(maxlen=15)
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
    ) as pip:
        assert pip.stdout is not None  # PIPE was asked for
        for line in pip.stdout:
            last.append(line)
            if shown := condensed(line):
                print(shown, flush=True)
    if pip.returncode:
        sys.exit("".join(last) + "pip could not install the packages; see above")


def main() -> None:
    """Bring `.venv` up to date for what is asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wanted", choices=sorted(EXTRAS))
    wanted: str = parser.parse_args().wanted
    now, noted = digest(), read_stamp()
    if noted.get("folder") != str(ROOT) or not venv_works():  # scripts in it have absolute paths
        noted = {}
    if noted.get(wanted) == now:
        print_remedy()
        return
    if wanted == "test":
        install_missing(TEST_PROGRAMS, TEST_FONTS)
    else:
        install_missing()
    if not noted:
        make_venv()
    install(wanted)
    test = now if wanted == "test" or noted.get("test") == now else ""
    STAMP.write_text(json.dumps({"folder": str(ROOT), "run": now, "test": test}), "utf-8")


if __name__ == "__main__":
    main()
