"""Work on the store is killed at each of its steps, and no damaged model is ever visible."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows has no SIGKILL")


@pytest.mark.parametrize("work", ["import", "replace", "unpack", "remove", "collect", "pack"])
def test_work_that_is_killed_at_any_step_leaves_whole_models_only(tmp_path, work):
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "kill_each.py", work, tmp_path],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= (3 if work == "pack" else 8)
