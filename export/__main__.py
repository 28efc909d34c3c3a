"""Turn a training run into a runnable model folder.

python -m export lite RUN --out checkpoint/starter [--quality QUALITY.json]
"""

import argparse
import json
import sys
from pathlib import Path

from vtoonify_rt.errors import AppError


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m export", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    lite = commands.add_parser("lite", help="export a Lite training run")
    lite.add_argument("run", type=Path, help="folder of the run")
    lite.add_argument("--out", type=Path, required=True, help="model folder to write")
    lite.add_argument("--quality", type=Path, help="figures of `training evaluate --json`")
    options = parser.parse_args(arguments)
    try:
        return _export_lite(options)
    except AppError as error:
        print(json.dumps({"event": "error", "message": str(error)}), file=sys.stderr)
        return 1


def _export_lite(options: argparse.Namespace) -> int:
    from export.starter import install  # loads torch

    error = install(options.run, options.out, options.quality)
    print(json.dumps({"event": "done", "mean_error": error.mean, "largest_error": error.largest}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
