"""How the program starts itself anew."""

import os
import subprocess
import sys

from checkpoint.own_command import own_command, own_environment
from vtoonify_rt import __version__


def test_it_is_this_program_wherever_it_is_started(tmp_path):
    (tmp_path / "vtoonify_rt").mkdir()
    (tmp_path / "vtoonify_rt" / "__main__.py").write_text("print('none of ours')")
    told = subprocess.check_output(
        own_command("--version"), cwd=tmp_path, env=own_environment(), text=True
    )

    assert told == f"vtoonify-rt {__version__}\n"


def test_a_bundled_app_is_the_command_itself(monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)

    assert own_command("bench") == (sys.executable, "bench")


def test_the_users_own_path_is_kept(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")

    assert own_environment()["PYTHONPATH"].split(os.pathsep)[-1] == "elsewhere"
