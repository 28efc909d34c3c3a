"""Stands before the exporter in the pull matrix: the real one with a strike, or a quick one.

The quick one refuses input that is not what was published, and lands a model of small files by the
product's own landing.
"""

import argparse
import hashlib
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))  # -P leaves it out

from made_models import write_manifest
from matrix_child import arm, read_plan

from checkpoint.landing import building_place, land
from export.announce import Announcer

STEPS = ("reading the checkpoints", "style.onnx", "frame.onnx", "encode.onnx", "thumbnails")


def main() -> int:
    """Export as the command line of the real exporter asks, and return its exit status."""
    plan = read_plan()
    arm(plan.strike, "export")
    if plan.exporter == "real":
        from export.__main__ import main as export

        return export(sys.argv[1:])
    options, _ = _parser().parse_known_args()
    inputs = [options.checkpoint, options.encoder, options.faceparsing, options.codes]
    _export(options.id, options.out, inputs, plan.published)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    parser.add_argument("command")
    parser.add_argument("checkpoint", type=Path)
    for name in ("--out", "--encoder", "--faceparsing", "--codes"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--id")
    return parser


def _export(model: str, out: Path, inputs: list[Path], published: dict[str, str]) -> None:
    announce = Announcer(_print)
    announce.step(STEPS[0])
    sums = {path.name: _sha256(path) for path in inputs}
    for path in inputs:
        right = [s for key, s in published.items() if path.as_posix().endswith(f"/{key}")]
        if right != [sums[path.name]]:
            raise SystemExit(f"The exporter was given a {path} that was not published")
    announce.expect(len(STEPS))
    announce.model(model)
    with building_place(out) as built:
        for step in STEPS[1:]:
            announce.step(step)
            (built / step).write_bytes(step.encode() * 5_000)
        files = {step: _sha256(built / step) for step in STEPS[1:]}
        write_manifest(built, model, files, family="vtoonify_d", sources=sums)
        land(built, out / model)
    installed = {"id": model, "num_styles": 1, "default_style": "0", "thumbnails_drawn": 1}
    announce.done(models=[{**installed, "notes": []}])


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _print(line: str) -> None:
    try:
        print(line, flush=True)
    except BrokenPipeError:  # as the real one does
        raise KeyboardInterrupt from None


if __name__ == "__main__":
    sys.exit(main())
