"""`vtoonify-rt engines`: TensorRT engines, built ahead, listed and removed."""

import json
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from checkpoint.child_process import END_WITH_STDIN, end_with_stdin
from vtoonify_rt.errors import AppError, ModelError, UsageError
from vtoonify_rt.look import choose_model
from vtoonify_rt.options import JsonOption, ModelOption, OutputScaleOption
from vtoonify_rt.terminal import print_json, print_table

if TYPE_CHECKING:
    from vtoonify_rt.engines import ModelEngines
    from vtoonify_rt.inference.engine_key import SizeRange
    from vtoonify_rt.inference.engine_store import StoredEngine

_FULL = "Close other programs that use the GPU, and try again"

app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


@app.callback()
def _without_command(context: typer.Context) -> None:
    """TensorRT engines: build them ahead, see and remove what is there."""
    if context.invoked_subcommand is None:
        print(context.get_help())


ForOption = Annotated[
    list[str] | None,
    typer.Option(
        "--for",
        metavar="X.Y",
        help="Build for cards of this compute capability, such as 8.9, instead of the GPU of this "
        "computer; needs no GPU. Can be given several times.",
    ),
]
SizesOption = Annotated[
    str | None,
    typer.Option(
        metavar="LEAST,BEST,MOST",
        help="Pixels along the sides of the pictures to build for. Default: all that is seen live.",
    ),
]
PrecisionOption = Annotated[
    Literal["f16", "f32"] | None,
    typer.Option(help="Of the arithmetic. Default: half, where the model has a graph for it."),
]


@app.command()
def build(
    model: ModelOption = None,
    targets: ForOption = None,
    sizes: SizesOption = None,
    output_scale: OutputScaleOption = None,
    precision: PrecisionOption = None,
    as_json: JsonOption = False,
    folder: Annotated[Path | None, typer.Option(hidden=True)] = None,
    events: Annotated[bool, typer.Option("--events", hidden=True)] = False,
    ends_with_stdin: Annotated[bool, typer.Option(END_WITH_STDIN, hidden=True)] = False,
) -> int:
    """Build the engines that a model lacks; some seconds each, with TensorRT 10 or 11 minutes."""
    from checkpoint.store import list_models
    from vtoonify_rt.engines import collect_engines

    if ends_with_stdin:
        end_with_stdin()
    try:
        engines = _engines_of(model, folder, targets, sizes, output_scale, precision)
        built = engines.build(_say_progress) if events else engines.build()
        if not targets:  # what they replace, as after an update, is of no use any more
            collect_engines([engines.model, *list_models()], engines.target)
    except (AppError, MemoryError) as error:
        failed = error if isinstance(error, AppError) else AppError(str(error), _FULL)
        if not events:
            raise failed from error
        _say("error", message=failed.message, hint=failed.hint)
        return 2 if isinstance(error, UsageError) else 1
    entries = [entry_of(engine) for engine in built]
    if events:
        _say("done", engines=entries)
    elif as_json:
        print_json(entries)
    else:
        for entry in entries:
            size = f"{entry['bytes'] / 1e6:.1f} MB"
            print(f"{entry['model']} {entry['graph']}: ready, {size}, for {entry['for']}")
    return 0


def _engines_of(
    model: str | None,
    folder: Path | None,
    targets: Sequence[str] | None,
    sizes: str | None,
    output_scale: int | None,
    precision: Literal["f16", "f32"] | None,
) -> "ModelEngines":
    from checkpoint.manifest import load_manifest
    from checkpoint.store import STARTER, list_models
    from vtoonify_rt.engines import ModelEngines
    from vtoonify_rt.inference.engine_lookup import EngineTarget

    if model is None:
        chosen = load_manifest(folder or STARTER)
    else:
        chosen = choose_model(model, list_models())
    return ModelEngines(
        chosen,
        EngineTarget.elsewhere(targets) if targets else EngineTarget.this_computer(),
        sizes=None if sizes is None else _size_range(sizes),
        output_scale=output_scale,
        precision=precision,
    )


@app.command("list")
def list_engines(as_json: JsonOption = False) -> None:
    """List the engines that there are, the one that was used last first."""
    from vtoonify_rt.inference.engine_store import EngineStore

    entries = [entry_of(engine) for engine in EngineStore().all()]
    if as_json:
        print_json(entries)
        return
    if not entries:
        print("There are no engines. Build some: vtoonify-rt engines build")
        return
    head = ("model", "graph", "sizes", "for", "library", "MB", "last used")
    rows = [
        (
            str(entry["model"]),
            str(entry["graph"]),
            str(entry["sizes"]),
            str(entry["for"]),
            str(entry["library"]),
            f"{entry['bytes'] / 1e6:.1f}",
            str(entry["used"]),
        )
        for entry in entries
    ]
    print_table(head, rows, right=("MB",))


@app.command()
def remove(
    model: Annotated[
        str | None, typer.Argument(metavar="[MODEL]", help="Id of the model whose engines go.")
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Remove all engines.")] = False,
) -> None:
    """Remove engines; they are built again when they are needed."""
    from vtoonify_rt.inference.engine_store import EngineStore

    if (model is None) != everything:
        raise UsageError("It is not clear which engines to remove", "Name a model, or give --all")
    found = [e for e in EngineStore().all() if everything or e.key.model == model]
    if not found and not everything:
        raise UsageError(
            f"There is no engine of model '{model}'",
            "See those there are: vtoonify-rt engines list",
        )
    for engine in found:
        engine.discard()
    print(f"Removed {_count(len(found))}, {sum(e.nbytes for e in found) / 1e6:.1f} MB.")


@app.command()
def gc() -> None:
    """Remove engines that will not be used again: of models, drivers and versions that are gone,
    not used for 60 days, or beyond 8 GB together."""
    from checkpoint.store import list_models
    from vtoonify_rt.engines import collect_engines
    from vtoonify_rt.inference.engine_lookup import EngineTarget

    try:
        target = EngineTarget.this_computer()
    except ModelError as error:  # then nothing is removed on account of GPU and library
        print(f"Only what models, age and room tell is looked at: {error}", file=sys.stderr)
        target = None
    removed = collect_engines(list_models(), target)
    for engine in removed:
        print(f"Removed {engine.name}: {engine.reason}.")
    print(f"Removed {_count(len(removed))}, {sum(e.nbytes for e in removed) / 1e6:.1f} MB.")


def entry_of(engine: "StoredEngine") -> dict[str, Any]:
    """Return what programs are told of an engine."""
    from vtoonify_rt.inference.engine_key import ANY_GPU

    key = engine.key
    least, best, most = key.sizes.smallest, key.sizes.best, key.sizes.largest
    cards = key.gpu if key.gpu != ANY_GPU else f"compute capability {', '.join(key.capabilities)}"
    used = datetime.fromtimestamp(engine.used).astimezone()
    return {
        "model": key.model,
        "graph": key.graph,
        "precision": key.precision,
        "sizes": f"{least} .. {best} .. {most}",
        "for": cards,
        "driver": key.driver,
        "library": f"{key.library} {key.library_version}",
        "bytes": engine.nbytes,
        "sha256": engine.sha256,
        "used": used.isoformat(sep=" ", timespec="minutes"),
        "file": str(engine.path),
    }


def _size_range(text: str) -> "SizeRange":
    from vtoonify_rt.inference.engine_key import SizeRange

    try:
        least, best, most = (int(side) for side in text.split(","))
        return SizeRange(smallest=least, best=best, largest=most)
    except ValueError as error:
        raise UsageError(
            f"'{text}' are no sizes to build for ({error})", "Write --sizes 128,384,512"
        ) from None


def _say_progress(graph: str, share: float) -> None:
    _say("progress", step=graph, share=round(share, 3))


def _say(event: str, **facts: Any) -> None:
    print(json.dumps({"event": event, **facts}, ensure_ascii=False), flush=True)


def _count(number: int) -> str:
    return f"{number} engine" if number == 1 else f"{number} engines"
