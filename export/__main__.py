"""Turn checkpoints into runnable model folders.

python -m export lite RUN --out checkpoint/starter [--quality QUALITY.json]
python -m export int8 MODEL [--media FOLDER]
python -m export vtoonify CHECKPOINT --out MODELS
python -m export make-synthetic DIR [--size full]
python -m export bench MODEL [--only VARIANT ...] [--json]
python -m export profile MODEL

`vtoonify` writes its progress to stdout, one line of JSON per event.
"""

import argparse
import json
import logging
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path
from types import FrameType

from checkpoint.child_process import end_with_stdin
from vtoonify_rt.errors import AppError, UsageError

logger = logging.getLogger(__name__)

INTERRUPTED = 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code: 0 done, 1 failed, 2 used in a way that cannot be
    meant, 130 interrupted."""
    options = _parser().parse_args(arguments)
    commands = {
        "lite": _export_lite,
        "int8": _add_int8,
        "vtoonify": _import_vtoonify,
        "make-synthetic": _make_synthetic,
        "bench": _bench,
        "profile": _profile,
    }
    try:
        return commands[options.command](options)
    except UsageError as error:
        _say_error(error, options.command)
        return 2
    except AppError as error:
        _say_error(error, options.command)
        return 1
    except KeyboardInterrupt:
        return INTERRUPTED
    except Exception as error:  # process border: whoever started us reads one line
        logger.exception("%s failed", options.command)
        failed = AppError(f"The export failed: {type(error).__name__}: {error}")
        _say_error(failed, options.command)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m export", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    commands = parser.add_subparsers(dest="command", required=True)
    lite = commands.add_parser("lite", help="export a Lite training run")
    lite.add_argument("run", type=Path, help="folder of the run")
    lite.add_argument("--out", type=Path, required=True, help="model folder to write")
    lite.add_argument("--quality", type=Path, help="figures of `training evaluate --json`")
    int8 = commands.add_parser("int8", help="add a graph in int8 to a Lite model")
    int8.add_argument("folder", type=Path, help="folder of a Lite model")
    int8.add_argument(
        "--media", type=Path, help="pictures and clips to compare on; default: the sample clip"
    )
    vtoonify = commands.add_parser("vtoonify", help="import official VToonify checkpoints")
    vtoonify.add_argument("checkpoint", type=Path, help="a .pt file, or a folder of some")
    vtoonify.add_argument("--out", type=Path, required=True, help="folder of models to write to")
    vtoonify.add_argument("--encoder", type=Path, help="encoder.pt, if it lies elsewhere")
    vtoonify.add_argument("--faceparsing", type=Path, help="faceparsing.pth, the same")
    vtoonify.add_argument("--codes", type=Path, help="exstyle_code.npy, the same")
    vtoonify.add_argument("--id", help="id of the model; default: by the folder's name")
    vtoonify.add_argument("--name", help="name of the model; default: the same")
    vtoonify.add_argument(
        "--color-transfer",
        action=argparse.BooleanOptionalAction,
        help="whether it was trained for colour transfer; default: by the file's name",
    )
    vtoonify.add_argument("--family", choices=("vtoonify_d", "vtoonify_t"), help="refuse others")
    vtoonify.add_argument("--licence", help="name of its terms; default: VToonify's own")
    vtoonify.add_argument("--default-style", help="id of the style to show first")
    vtoonify.add_argument("--portrait", type=Path, help="picture of a face, for the thumbnails")
    vtoonify.add_argument(
        "--end-with-stdin", action="store_true", help="stop once stdin ends: its writer is gone"
    )
    vtoonify.add_argument(
        "--keep-installed", action="store_true", help="do not replace a model of the same id"
    )
    synthetic = commands.add_parser("make-synthetic", help="make stand-ins for checkpoints")
    synthetic.add_argument("folder", type=Path, help="folder to make")
    synthetic.add_argument("--size", choices=("full", "tiny128", "tiny64"), default="full")
    synthetic.add_argument("--styles", type=int, default=8, help="how many style codes")
    synthetic.add_argument("--seed", type=int, default=1)
    synthetic.add_argument("--variants", action="store_true", help="more kinds of VToonify-D")
    bench = commands.add_parser("bench", help="measure the graphs of a VToonify")
    bench.add_argument("folder", type=Path, help="folder of a VToonify model")
    bench.add_argument("--only", nargs="+", default=[], help="variants to measure; default: all")
    bench.add_argument("--rounds", type=int, default=5, help="how often each has its turn")
    bench.add_argument("--threads", type=int, default=2)
    bench.add_argument("--side", type=int, default=256, help="pixels along the picture's sides")
    bench.add_argument("--json", action="store_true", help="figures for programs")
    profile = commands.add_parser("profile", help="tell what each convolution of a VToonify takes")
    profile.add_argument("folder", type=Path, help="folder of a VToonify model")
    profile.add_argument("--threads", type=int, default=2)
    profile.add_argument("--side", type=int, default=256, help="pixels along the picture's sides")
    return parser


def _export_lite(options: argparse.Namespace) -> int:
    from export.starter import install  # loads torch

    error = install(options.run, options.out, options.quality)
    _say({"event": "done", "mean_error": error.mean, "largest_error": error.largest})
    return 0


def _add_int8(options: argparse.Namespace) -> int:
    from export.int8 import install_int8  # loads onnx

    figures = install_int8(options.folder, options.media)
    _say({"event": "done", **asdict(figures)})
    return 0


def _import_vtoonify(options: argparse.Namespace) -> int:
    stopped = _stop_on_signals()
    if options.end_with_stdin:
        end_with_stdin()
    from checkpoint.layout import Overrides
    from export.announce import Announcer
    from export.vtoonify_import import import_vtoonify  # loads torch
    from export.vtoonify_plan import ImportRequest

    announce = Announcer(_print, stopped=lambda: bool(stopped))
    request = ImportRequest(
        path=options.checkpoint,
        out=options.out,
        overrides=Overrides(
            encoder=options.encoder, faceparsing=options.faceparsing, codes=options.codes
        ),
        id=options.id,
        name=options.name,
        color_transfer=options.color_transfer,
        family=options.family,
        licence=options.licence,
        default_style=options.default_style,
        portrait=options.portrait,
        keep_installed=options.keep_installed,
    )
    installed = import_vtoonify(request, announce)
    announce.done(models=[asdict(model) for model in installed])
    return 0


def _make_synthetic(options: argparse.Namespace) -> int:
    from export.synthetic import SIZES, make_synthetic  # loads torch

    if options.styles < 1:
        raise UsageError(f"The number of styles is {options.styles}", "Give 1 or more")
    make_synthetic(
        options.folder,
        SIZES[options.size],
        num_styles=options.styles,
        seed=options.seed,
        variants=options.variants,
        report=lambda name: print(options.folder / name, flush=True),
    )
    print("These weights were made up: test equipment, not VToonify. See README.txt.")
    return 0


def _bench(options: argparse.Namespace) -> int:
    from export.bench import Request, run_bench  # loads torch
    from export.bench_result import as_json, show

    request = Request(
        folder=options.folder,
        only=tuple(options.only),
        rounds=options.rounds,
        threads=options.threads,
        side=options.side,
    )
    result = run_bench(request)
    if options.json:
        print(json.dumps(as_json(result), indent=2))
    else:
        show(result)
    return 0


def _profile(options: argparse.Namespace) -> int:
    from export.conv_table import as_markdown, profile  # loads torch

    print(as_markdown(profile(options.folder, threads=options.threads, side=options.side)))
    return 0


def _stop_on_signals() -> list[int]:
    """Let SIGINT and SIGTERM raise KeyboardInterrupt once; return a list that then has one."""
    received: list[int] = []

    def receive(number: int, _: FrameType | None) -> None:
        if not received:  # a second one must not disturb the tidying up
            received.append(number)
            raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, receive)
    return received


def _say_error(error: AppError, command: str) -> None:
    if command in ("lite", "int8", "vtoonify"):  # other programs read what these say
        _say({"event": "error", "message": error.message, "hint": error.hint})
    else:
        print(f"Error: {error}", file=sys.stderr)


def _say(event: dict[str, object]) -> None:
    _print(json.dumps(event, ensure_ascii=False))


def _print(line: str) -> None:
    """Print a line at once; KeyboardInterrupt if whoever reads our lines is gone."""
    try:
        print(line, flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise KeyboardInterrupt from None


if __name__ == "__main__":
    sys.exit(main())
