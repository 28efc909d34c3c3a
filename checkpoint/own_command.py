"""How to start this program anew, as a child process."""

import os
import sys
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent.parent  # where our packages lie


def own_command(*arguments: str) -> tuple[str, ...]:
    """Return the command that runs ours with `arguments`, such as "bench".

    A bundled app has no interpreter that takes -m: it is the command itself.
    """
    if getattr(sys, "frozen", False):
        return (sys.executable, *arguments)
    # -P: a folder "vtoonify_rt" where the user happens to be is none of ours.
    return (sys.executable, "-P", "-m", "vtoonify_rt", *arguments)


def own_environment() -> dict[str, str]:
    """Return the environment in which such a child finds our packages and writes UTF-8."""
    path = os.pathsep.join(filter(None, [str(_FOLDER), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": path}
