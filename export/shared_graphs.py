"""The graphs that do not depend on the style: `encode.onnx` and `parse.onnx`.

They are the same for every model that was made with the same encoder.pt and faceparsing.pth, and
the first is larger than all the others.  So they are taken from a model that is installed already,
as hard links where the disk has them, and written only where there is none.
"""

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from checkpoint.installed import folders_in
from checkpoint.manifest import load_manifest
from export.official_networks import OfficialEncoder, OfficialParser
from export.verify import open_graph, run_graph
from export.vtoonify_graphs import encoder_of, parser_of, write_encode_graph, write_parse_graph
from export.vtoonify_manifest import GRAPHS_VERSION
from vtoonify_rt.errors import ModelError
from vtoonify_rt.nn import synthetic
from vtoonify_rt.nn.bisenet import parsing_logits
from vtoonify_rt.nn.pixels import from_pixels
from vtoonify_rt.nn.psp import FACE_PX

logger = logging.getLogger(__name__)

ENCODE = ("encode.onnx", "encode.weights")
PARSE = ("parse.onnx", "parse.weights")
MAX_RELATIVE_ERROR = 1e-3  # of the largest number; what is right stays below 1e-5
_PARSED = (72, 96)  # height and width that the parser is compared at
_SEED = 4


def take_from_installed(
    models: Path, source_sha256: str, names: tuple[str, ...], folder: Path
) -> bool:
    """Put the graph files `names` into `folder`, taken from a whole model in `models` that was made
    of the same source; False if there is none."""
    for place in folders_in(models):
        try:
            model = load_manifest(place)
            if model.version != GRAPHS_VERSION or source_sha256 not in model.sources.values():
                continue
            for name in names:
                _link(model.verify(name), folder / name)
        except (ModelError, OSError) as error:
            logger.warning("%s is not taken over from %s: %s", names[0], place, error)
            for name in names:
                (folder / name).unlink(missing_ok=True)
            continue
        return True
    return False


def write_encoder(encoder: OfficialEncoder, folder: Path) -> float:
    """Write `encode.onnx`; return its largest error, relative to the largest number of the code.

    Raises ModelError if it is more than MAX_RELATIVE_ERROR.
    """
    write_encode_graph(encoder.state, encoder.latent_avg, folder)
    net = encoder_of(encoder.state)
    picture = synthetic.uint8_frame(FACE_PX, FACE_PX, _SEED)[None]
    expected = _run(lambda rgb: net(rgb) + encoder.latent_avg, picture)
    return _compared("encode.onnx", folder, {"face": picture}, expected)


def write_parser(parser: OfficialParser, folder: Path) -> float:
    """Write `parse.onnx`; return its largest error, relative to the largest logit.

    Raises ModelError if it is more than MAX_RELATIVE_ERROR.
    """
    write_parse_graph(parser.state, folder)
    net = parser_of(parser.state)
    picture = synthetic.uint8_frame(*_PARSED, _SEED)[None]
    expected = _run(lambda rgb: parsing_logits(net, rgb), picture)
    return _compared("parse.onnx", folder, {"picture": picture}, expected)


def _run(network: Callable[[Tensor], Tensor], picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    rgb = from_pixels(torch.from_numpy(picture))
    with torch.inference_mode():
        result: NDArray[np.float32] = network(rgb).numpy()
        return result


def _compared(
    name: str,
    folder: Path,
    feed: dict[str, NDArray[np.uint8]],
    expected: NDArray[np.float32],
) -> float:
    found = run_graph(open_graph(folder / name), feed)
    error = float(np.abs(found - expected).max() / np.abs(expected).max())
    if not error <= MAX_RELATIVE_ERROR:  # so that no number at all is off, too
        raise ModelError(
            f"{name} disagrees with the network: its error is {error:.1e} of the largest number",
            "Export with another version of torch",
        )
    return error


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # another disk, or one that has no hard links
        shutil.copyfile(source, target)
