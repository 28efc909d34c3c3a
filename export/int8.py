"""From the frame graph of a Lite model to one that convolves in int8.

The convolutions get weights of 7 bits, one scale per channel, and inputs and outputs of 8 bits.  7,
because without VNNI a processor adds two products in 16 bits, which 8 bits overflow.  Those at the
first level, half the picture's size, stay float32: they cause most of the error, which flickers,
and with 16 channels they gain little.  So do the scales and shifts of a look, sums, and the mixing
with the picture, so degree 0 is still the input bit for bit.

Ranges come from pictures that anyone may use and that scikit-image brings; they show no person, and
the colour and contrast in them are enough.  The graph is kept only if it draws what the original
draws.  Whether it is faster is for each computer to measure.
"""

import contextlib
import hashlib
import io
import tempfile
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import CalibrationMethod, QuantFormat, QuantType, quantize_static

from checkpoint.manifest import MANIFEST, load_manifest
from checkpoint.model import INT8_FRAME, ModelManifest
from export.int8_check import MIN_PSNR, Int8Figures, measure, pictures_to_compare
from export.manifest_text import with_file, with_tables
from export.toml_text import table
from vtoonify_rt.errors import ModelError
from vtoonify_rt.training.evaluate import fit
from vtoonify_rt.training.measure import Picture
from vtoonify_rt.training.sources import PHOTOS, load_photo
from vtoonify_rt.training.student import Student

SIDE = 384  # pixels along the short side of the pictures that give the ranges: the usual crop
PERCENTILE = 99.999  # of the values lie in their range: the outermost would make the rest coarse
FLOAT_PARTS = ("net.stem.", "net.up.0.", "net.decoder.0.", "net.head.")  # the first level

Feed = dict[str, NDArray[np.generic]]


def install_int8(folder: Path, media: Path | None = None) -> Int8Figures:
    """Write the frame graph in int8 into the folder of a Lite model, and into its manifest; return
    how like the original's its pictures are.

    They are compared on the pictures and clips in `media`, by default on the sample clip.  Raises
    ModelError, and leaves the folder as it was, if a style's mean PSNR is less than MIN_PSNR.
    """
    model = load_manifest(folder)
    if model.family != "lite":
        raise ModelError(
            f"Model '{model.id}' is of the family {model.family}; int8 is for Lite models",
            "Name the folder of a Lite model",
        )
    original = model.verify("frame.onnx")
    student = Student(folder)
    pictures = pictures_to_compare(media, model.size_multiple)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".int8-") as name:
        graph = Path(name) / INT8_FRAME
        quantize(original, graph, _Feeds(student, calibration_pictures(model.size_multiple)))
        figures = measure(student, Student(folder, frame=graph), pictures)
        _refuse_unlike(model, figures)
        manifest = Path(name) / MANIFEST
        manifest.write_text(_manifest_text(folder, graph, figures), encoding="utf-8")
        graph.replace(folder / INT8_FRAME)
        manifest.replace(folder / MANIFEST)  # last, since it names the other
    return figures


def calibration_pictures(multiple: int) -> list[Picture]:
    """Return pictures that give the ranges: each whole, and its middle; sides are multiples."""
    pictures = []
    for photo in PHOTOS:
        if photo.bundled and photo.irises is None:
            whole = load_photo(photo, Path())
            down, right = (side // 4 for side in whole.shape[:2])
            middle = whole[down:-down, right:-right]
            pictures += [fit(part, SIDE, multiple) for part in (whole, middle)]
    return pictures


class _Feeds:
    """Every picture in every look, as `quantize_static` asks for them: a range at a time."""

    def __init__(self, student: Student, pictures: Sequence[Picture]) -> None:
        self._pictures = pictures
        codes = dict.fromkeys(style["code"] for style in student.styles)
        self._conditionings = [student.condition_code(code) for code in codes]
        self._next: Iterator[Feed] = iter(())

    @property
    def per_picture(self) -> int:
        """How many feeds there are of a picture."""
        return len(self._conditionings)

    def __len__(self) -> int:
        return len(self._pictures) * self.per_picture

    def set_range(self, start_index: int, end_index: int) -> None:
        """Go to the feeds from `start_index` up to and without `end_index`."""
        self._next = (self._feed(index) for index in range(start_index, end_index))

    def get_next(self) -> Feed | None:
        """Return the next feed of the range, None after its last."""
        return next(self._next, None)

    def _feed(self, index: int) -> Feed:
        picture, look = divmod(index, self.per_picture)
        return {
            "picture": self._pictures[picture][None],
            "conditioning": self._conditionings[look],
        }


def quantize(original: Path, out: Path, feeds: _Feeds) -> None:
    """Write the graph with its convolutions, but those of FLOAT_PARTS, in int8; the same feeds give
    the same file."""
    proto = onnx.load(original)
    # Ours needs no preparation; without this note the quantiser warns that it had none.
    proto.metadata_props.add(key="onnx.quant.pre_process", value="onnxruntime.quant")
    kept = [
        node.name
        for node in proto.graph.node
        if node.op_type == "Conv" and node.input[1].startswith(FLOAT_PARTS)
    ]
    with contextlib.redirect_stdout(io.StringIO()):  # it prints its settings
        quantize_static(
            proto,
            out,
            feeds,
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=["Conv"],
            nodes_to_exclude=kept,
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
            calibrate_method=CalibrationMethod.Percentile,
            extra_options={
                "CalibPercentile": PERCENTILE,
                "CalibStridedMinMax": feeds.per_picture,  # or all pictures' values are held at once
            },
        )


def _refuse_unlike(model: ModelManifest, figures: Int8Figures) -> None:
    least = min(figures.psnr, key=lambda style: figures.psnr[style])
    if not figures.psnr[least] >= MIN_PSNR:
        raise ModelError(
            f"In int8 the style '{least}' of model '{model.id}' is {figures.psnr[least]:.1f} dB "
            f"like the original, less than {MIN_PSNR:.0f}",
            "The model stays in float32, as it was",
        )


def _manifest_text(folder: Path, graph: Path, figures: Int8Figures) -> str:
    """Return the manifest with the graph among its files, and what was measured."""
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    digest = hashlib.sha256(graph.read_bytes()).hexdigest()
    facts = {
        "onnxruntime": version("onnxruntime"),
        "pictures": figures.num_pictures,
    }
    tables = {
        "int8": table("int8", facts),
        "int8.psnr": table("int8.psnr", figures.psnr),
        "int8.psnr_worst": table("int8.psnr_worst", figures.psnr_worst),
    }
    return with_tables(with_file(text, INT8_FRAME, digest), tables)
