"""Train a Lite model, or measure one, from the command line.

    python -m vtoonify_rt.training lite --data PHOTOS --out RUN --minutes 90
    python -m vtoonify_rt.training lite --data PHOTOS --out RUN --resume
    python -m vtoonify_rt.training render --data PHOTOS --out RUN --part 0 --parts 2
    python -m vtoonify_rt.training evaluate --model MODEL --media FOLDER
    python -m vtoonify_rt.training sheet --model MODEL --data PHOTOS --out SHEET.jpg

Progress is printed as one JSON object a line.  A training renders the samples
that are missing before it starts; `render` does only that, and several may work
on one folder at once.
"""

import argparse
import json
import sys
from pathlib import Path

from vtoonify_rt.errors import AppError
from vtoonify_rt.training.dataset import SampleSet, SetConfig, render_set

SETS = (SetConfig(size=320, count=1800), SetConfig(size=448, count=300))


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code."""
    options = _parse(arguments)
    try:
        if options.command == "lite":
            _train(options)
        elif options.command == "render":
            _render(options)
        elif options.command == "sheet":
            _sheet(options)
        else:
            _evaluate(options)
    except AppError as error:
        print(json.dumps({"event": "error", "message": str(error)}), file=sys.stderr)
        return 1
    return 0


def _parse(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m vtoonify_rt.training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    lite = commands.add_parser("lite", help="train a Lite model")
    render = commands.add_parser("render", help="render samples only")
    for command in (lite, render):
        command.add_argument("--data", type=Path, required=True, help="folder of the photographs")
        command.add_argument("--out", type=Path, required=True, help="folder of the run")
        command.add_argument("--samples", type=Path, help="folder of samples; default OUT/samples")
    lite.add_argument("--minutes", type=float, default=90.0, help="training time, not rendering")
    lite.add_argument("--seed", type=int, default=0)
    lite.add_argument("--threads", type=int, default=1)
    lite.add_argument("--resume", action="store_true", help="go on from the run's checkpoint")
    lite.add_argument("--no-render", action="store_true", help="use the samples that are there")
    render.add_argument("--part", type=int, default=0)
    render.add_argument("--parts", type=int, default=1)
    sheet = commands.add_parser("sheet", help="show every style on the training's faces")
    sheet.add_argument("--model", type=Path, required=True)
    sheet.add_argument("--data", type=Path, required=True, help="folder of the photographs")
    sheet.add_argument("--out", type=Path, required=True, help="picture to write")
    evaluate = commands.add_parser("evaluate", help="measure a model folder")
    evaluate.add_argument("--model", type=Path, required=True)
    evaluate.add_argument("--media", type=Path, required=True, help="test pictures and clips")
    evaluate.add_argument("--sheets", type=Path, help="write contact sheets into this folder")
    evaluate.add_argument("--json", action="store_true", help="print one JSON object")
    return parser.parse_args(arguments)


def _render(options: argparse.Namespace) -> None:
    folder = options.samples or options.out / "samples"
    for config in SETS:
        render_set(options.data, folder, config, options.part, options.parts)
        print(json.dumps({"event": "rendered", "size": config.size}), flush=True)


def _train(options: argparse.Namespace) -> None:
    import torch  # heavy; the other commands do without

    from vtoonify_rt.nn.lite import LiteConfig
    from vtoonify_rt.training.trainer import Progress, Trainer, TrainingConfig

    torch.set_num_threads(options.threads)
    folder = options.samples or options.out / "samples"
    if not options.no_render:
        for config in SETS:
            render_set(options.data, folder, config, 0, 1)
    settings = TrainingConfig(minutes=options.minutes, seed=options.seed, half_precision=True)
    trainer = Trainer(LiteConfig(), settings, options.out)
    if options.resume:
        trainer.resume()

    def report(progress: Progress) -> None:
        line = {
            "event": "progress",
            "step": progress.step,
            "done": round(progress.done, 4),
            "loss": round(progress.loss, 5),
            "seconds": round(progress.seconds),
        }
        print(json.dumps(line), flush=True)

    trainer.run([SampleSet(folder, config) for config in SETS], report)


def _evaluate(options: argparse.Namespace) -> None:
    from vtoonify_rt.training.evaluate import evaluate, format_table

    results = evaluate(options.model, options.media, options.sheets)
    print(json.dumps(results) if options.json else format_table(results))


def _sheet(options: argparse.Namespace) -> None:
    from vtoonify_rt.training.sheets import write_overview
    from vtoonify_rt.training.sources import PHOTOS, face_crop
    from vtoonify_rt.training.student import Student

    faces = [face_crop(photo, options.data, 384) for photo in PHOTOS if photo.irises]
    write_overview(Student(options.model), faces, options.out)


if __name__ == "__main__":
    sys.exit(main())
