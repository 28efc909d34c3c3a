"""The command line.

Every failure is one sentence on stderr. Exit status: 0 done, 1 failed, 2 used in a way that
cannot be meant, 130 interrupted. Heavy libraries are imported inside the commands that need them,
so that help and lists are there at once.
"""

import errno
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from vtoonify_rt import __version__, cli_bench, cli_engines, cli_files, cli_live, cli_models
from vtoonify_rt.errors import AppError, UsageError
from vtoonify_rt.log_file import log_to_file
from vtoonify_rt.look import choose_model, join_padding, list_styles
from vtoonify_rt.options import JsonOption, ModelOption
from vtoonify_rt.terminal import print_json, print_table, printable

logger = logging.getLogger(__name__)

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)  # EIO: the terminal is gone

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return the exit status; never raises but for SystemExit by a signal."""
    arguments = list(sys.argv[1:] if argv is None else argv) or ["--help"]
    with log_to_file() as log:
        try:
            status = app(join_padding(arguments), prog_name="vtoonify-rt", standalone_mode=False)
            if sys.stdout is not None:  # whoever started us may have closed it
                sys.stdout.flush()
            return _fail("Interrupted.", 130) if status == 130 else int(status or 0)
        except AppError as error:
            return _fail(str(error), 2 if isinstance(error, UsageError) else 1)
        except typer.TyperException as error:  # the arguments do not parse
            command = getattr(getattr(error, "ctx", None), "command_path", "vtoonify-rt")
            sentence = error.format_message()
            stop = "" if sentence.endswith((".", "?")) else "."
            return _fail(f"{sentence}{stop} See {command} --help.", error.exit_code)
        except BrokenPipeError:  # whoever read our output has enough
            _let_go_of_output()
            return 1
        except Exception as error:  # process border: the log gets the traceback
            logger.exception("%s failed", " ".join(arguments))
            if isinstance(error, OSError) and _is_of_output(error):
                _let_go_of_output()
                return _fail(f"The output cannot be written: {error.strerror}.", 1)
            where = f"The log has the details: {log}" if log else f"{type(error).__name__}: {error}"
            return _fail(f"Something went wrong that should not. {where}", 1)


def _fail(sentence: str, status: int) -> int:
    print(f"Error: {printable(sentence)}", file=sys.stderr)
    return status


def _is_of_output(error: OSError) -> bool:
    """Return whether `error` says that there is no room for what was printed; where a file has
    none, that is a SinkError (`output_file`)."""
    return error.filename is None and error.errno in _NO_ROOM


def _let_go_of_output() -> None:
    """Have the rest go nowhere: it would fail once more as the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"vtoonify-rt {__version__}")
        raise typer.Exit


@app.callback()
def _global_options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Turn a webcam into a stylized portrait camera, live; stylize pictures and videos.

    Without a command the window opens.
    """


@app.command("app")
def _open_window() -> None:
    """Open the window; the same as no command."""
    raise UsageError("The window opens with vtoonify-rt", "Start it without python -m")


app.command()(cli_files.stylize)
app.command()(cli_live.live)
app.command("smooth-parsing")(cli_files.smooth_parsing)
app.command("import")(cli_models.importing.import_model)
app.add_typer(cli_models.app, name="models")
app.add_typer(cli_engines.app, name="engines")


@app.command()
def styles(model: ModelOption = None, as_json: JsonOption = False) -> None:
    """List the styles that there are."""
    from checkpoint.store import list_models

    known = list_models()
    found = list_styles(known if model is None else [choose_model(model, known)])
    if as_json:
        print_json([{"id": i, "name": style.name, "model": of.id} for i, of, style in found])
        return
    head = ("style", "name", "kind", "model", "licence")
    rows = [(i, style.name, style.kind, of.title, of.licence) for i, of, style in found]
    print_table(head, rows)


app.command()(cli_bench.bench)


@app.command()
def doctor(
    gpu_selftest: Annotated[
        bool,
        typer.Option(
            "--gpu-selftest",
            help="Try everything that needs a graphics card, for a minute or more, and write a "
            "report to attach to an issue.",
        ),
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Where --gpu-selftest writes. Default: vtoonify-rt-gpu-report.txt.",
            readable=False,
        ),
    ] = None,
    model: ModelOption = None,
    as_json: JsonOption = False,
) -> int:
    """Check this computer and the installation, and say what to do about each problem."""
    if gpu_selftest:
        return _gpu_selftest(model, report)
    if report is not None or model is not None:
        raise UsageError("--report and --model belong to --gpu-selftest", "Give that, too")
    from vtoonify_rt.doctor import as_json as findings_as_json
    from vtoonify_rt.doctor import as_text, examine, installation, is_well, machine, outputs, speed

    checks = [*installation.CHECKS, *machine.CHECKS, *outputs.CHECKS, *speed.CHECKS]
    findings = examine(checks)
    if as_json:
        print_json(findings_as_json(findings))
    else:
        print(as_text(findings))
    return 0 if is_well(findings) else 1


def _gpu_selftest(model: str | None, report: Path | None) -> int:
    from checkpoint.store import list_models
    from vtoonify_rt.doctor.gpu_report import REPORT, run_selftest

    known = list_models()
    chosen = known[0] if model is None else choose_model(model, known)
    well = run_selftest(chosen, report or REPORT, lambda line: print(line, flush=True))
    return 0 if well else 1


@app.command(hidden=True)
def try_backend(folder: Path, backend: str, threads: int, expected: Path, seconds: float) -> None:
    """Try a backend in this process, which may be lost by it."""
    from vtoonify_rt.inference.trial import print_trial

    print_trial(folder, backend, threads, expected, seconds)


@app.command(hidden=True)
def try_encoder(codec: str) -> None:
    """Try an encoder for recordings in this process, which may be lost by it."""
    from vtoonify_rt.sinks.encoder_trial import try_encoder as try_here

    try_here(codec)
