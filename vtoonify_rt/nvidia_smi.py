"""What NVIDIA's own program says of the graphics cards; it comes with the driver."""

import subprocess


def ask_cards(*fields: str) -> list[str]:
    """Return a line for each card, with these of its fields: "NVIDIA Foo, 580.1, 8192 MiB".

    Raises OSError where there is no such program, and subprocess.SubprocessError if it fails.
    """
    command = ["nvidia-smi", f"--query-gpu={','.join(fields)}", "--format=csv,noheader"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=20)
    return done.stdout.strip().splitlines()
