"""NVIDIA's program is asked for cards."""

import sys

import pytest

from vtoonify_rt.nvidia_smi import ask_cards

needs_scripts = pytest.mark.skipif(sys.platform == "win32", reason="the program is a script")


@needs_scripts
def test_there_is_a_line_for_each_card(tmp_path, monkeypatch):
    program = tmp_path / "nvidia-smi"
    program.write_text(f'#!{sys.executable}\nimport sys\nprint("A, 1")\nprint(sys.argv[1:])\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert ask_cards("name", "driver_version") == [
        "A, 1",
        "['--query-gpu=name,driver_version', '--format=csv,noheader']",
    ]


def test_where_there_is_no_program_it_is_an_error_of_the_system(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(OSError, match="nvidia-smi"):
        ask_cards("name")
