"""A VToonify's model folder made by hand: graphs so small that their results are plain sums.

`frame` paints picture + conditioning + 10 x parsing; `parse` gives the mean of a pixel's colours
divided by 255, in every class; `encode` the mean of the face, divided by 255; `style` makes the
conditioning (person, style, degree x 100) of the means of both codes. All in grey levels.
"""

import hashlib
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import set_external_data

from vtoonify_rt.inference import Session

NUM_ROWS, W_DIM = 2, 3  # of a style code
CODES = {"first": 10.0, "second": 40.0}
SCALES = (4, 2, 1)
PICTURE = ["N", "H", "W", 3]


def make_vtoonify(
    folder: Path, *, family: str = "vtoonify_d", color_transfer: bool = False
) -> Path:
    """Write the model to `folder`, which must not exist, and return it."""
    folder.mkdir(parents=True)
    for scale in SCALES:
        name = "frame" if scale == SCALES[0] else f"frame_x{scale}"
        _save(_frame(scale), folder / f"{name}.onnx", "frame.weights")
    _save(_parse(), folder / "parse.onnx", "parse.weights")
    _save(_encode(), folder / "encode.onnx", "encode.weights")
    _save(_style(toonify=family == "vtoonify_t"), folder / "style.onnx", None)
    codes = {key: np.full((NUM_ROWS, W_DIM), value, np.float32) for key, value in CODES.items()}
    np.savez(folder / "styles.npz", **codes)
    write_manifest(folder, family=family, color_transfer=color_transfer)
    return folder


def write_manifest(
    folder: Path, *, family: str = "vtoonify_d", color_transfer: bool = False
) -> None:
    """Write the manifest with the sums of the files that are there."""
    files = sorted(path for path in folder.iterdir() if path.suffix != ".toml")
    sums = [f'"{p.name}" = "{hashlib.sha256(p.read_bytes()).hexdigest()}"' for p in files]
    styles = [
        f'[[styles]]\nid = "{i}"\nname = "{key}"\nkind = "colour"\ncode = "{key}"\n'
        f'thumbnail = "thumbs/{i}.jpg"\n'
        for i, key in enumerate(CODES)
    ]
    head = [
        "schema = 1",
        *(f'id = "{folder.name}"', 'name = "Made"', f'family = "{family}"', 'version = "1"'),
        *('licence = "none"', "size_multiple = 8", "output_scale = 4", "identity_at_zero = false"),
        *(f"output_scales = {list(SCALES)}", f"color_transfer = {str(color_transfer).lower()}"),
        *('default_style = "0"', "[degree]", "default = 0.5", "[files]"),
    ]
    text = "\n".join([*head, *sums, *styles])
    (folder / "manifest.toml").write_text(text, encoding="utf-8")


def picture(height: int = 16, width: int = 24) -> np.ndarray:
    """Return a dark picture for the model, so that nothing that it adds is cut off."""
    return np.random.default_rng(3).integers(0, 80, (height, width, 3), np.uint8)


def face(level: int) -> np.ndarray:
    """Return a grey face for the model."""
    return np.full((256, 256, 3), level, np.uint8)


def shift(session: Session, image: np.ndarray) -> np.ndarray:
    """Return by how much each colour was changed: what the conditioning adds, by the person, the
    style and the degree."""
    shown = session.run(image)[::4, ::4].astype(float)
    return (shown - image - 10 * image.mean(axis=2, keepdims=True) / 255).mean(axis=(0, 1))


def _frame(scale: int) -> onnx.ModelProto:
    nodes = [
        helper.make_node("Cast", ["picture"], ["rgb"], to=TensorProto.FLOAT),
        helper.make_node("Transpose", ["rgb"], ["planes"], perm=[0, 3, 1, 2]),
        helper.make_node("Reshape", ["conditioning", "column"], ["shift"]),
        helper.make_node("Add", ["planes", "shift"], ["shifted"]),
        helper.make_node("ReduceMean", ["parsing", "classes"], ["seen"], keepdims=1),
        helper.make_node("Mul", ["seen", "weights"], ["marks"]),
        helper.make_node("Add", ["shifted", "marks"], ["painted"]),
        helper.make_node("Clip", ["painted", "black", "white"], ["clipped"]),
        helper.make_node("Resize", ["clipped", "", "scales"], ["large"], mode="nearest"),
        helper.make_node("Transpose", ["large"], ["rows"], perm=[0, 2, 3, 1]),
        helper.make_node("Cast", ["rows"], ["stylized"], to=TensorProto.UINT8),
    ]
    inputs = [
        _value("picture", PICTURE, TensorProto.UINT8),
        _value("parsing", ["N", 19, "H", "W"]),
        _value("conditioning", [1, 3]),
    ]
    constants = {
        "column": np.array([1, 3, 1, 1]),
        "classes": np.array([1]),
        "weights": np.array([10], np.float32),
        "black": np.array(0, np.float32),
        "white": np.array(255, np.float32),
        "scales": np.array([1, 1, scale, scale], np.float32),
    }
    outputs = [_value("stylized", ["N", "h", "w", 3], TensorProto.UINT8)]
    return _model(nodes, inputs, outputs, constants)


def _parse() -> onnx.ModelProto:
    nodes = [
        helper.make_node("Cast", ["picture"], ["rgb"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["rgb", "colours"], ["grey"], keepdims=1),
        helper.make_node("Transpose", ["grey"], ["plane"], perm=[0, 3, 1, 2]),
        helper.make_node("Mul", ["plane", "weights"], ["parsing"]),
    ]
    constants = {
        "colours": np.array([3]),
        "weights": np.full((1, 19, 1, 1), 1 / 255, np.float32),
    }
    outputs = [_value("parsing", ["N", 19, "H", "W"])]
    return _model(nodes, [_value("picture", PICTURE, TensorProto.UINT8)], outputs, constants)


def _encode() -> onnx.ModelProto:
    nodes = [
        helper.make_node("Cast", ["face"], ["rgb"], to=TensorProto.FLOAT),
        helper.make_node("ReduceMean", ["rgb"], ["grey"], keepdims=0),
        helper.make_node("Mul", ["grey", "weights"], ["content"]),
    ]
    constants = {"weights": np.full((1, NUM_ROWS, W_DIM), 1 / 255, np.float32)}
    inputs = [_value("face", [1, 256, 256, 3], TensorProto.UINT8)]
    return _model(nodes, inputs, [_value("content", [1, NUM_ROWS, W_DIM])], constants)


def _style(toonify: bool) -> onnx.ModelProto:
    """A T has no style code: its style is the weights."""
    code_shape = [1, NUM_ROWS, W_DIM]
    inputs = [_value("content", code_shape)]
    constants = {
        "one": np.array([1], np.float32),
        "hundred": np.array([100], np.float32),
        "zero": np.array([0], np.float32),
        "last": np.array([-1]),
        "row": np.array([1, 3]),
    }
    nodes = [
        helper.make_node("Reshape", ["content", "last"], ["person_code"]),
        helper.make_node("ReduceMean", ["person_code"], ["person"], keepdims=1),
        helper.make_node("Mul", ["person", "hundred"], ["own"]),
    ]
    if toonify:
        parts = ["own", "zero", "zero"]
    else:
        inputs += [_value("code", code_shape), _value("color_transfer", [1])]
        inputs += [_value("degree", [1])]
        nodes += [
            helper.make_node("Sub", ["one", "color_transfer"], ["keeps"]),
            helper.make_node("Mul", ["own", "keeps"], ["kept"]),
            helper.make_node("Reshape", ["code", "last"], ["style_code"]),
            helper.make_node("ReduceMean", ["style_code"], ["style"], keepdims=1),
            helper.make_node("Mul", ["degree", "hundred"], ["strength"]),
        ]
        parts = ["kept", "style", "strength"]
    nodes += [
        helper.make_node("Concat", parts, ["flat"], axis=0),
        helper.make_node("Reshape", ["flat", "row"], ["conditioning"]),
    ]
    return _model(nodes, inputs, [_value("conditioning", [1, 3])], constants)


def _value(name: str, shape: list, kind: int = TensorProto.FLOAT) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, kind, shape)


def _model(nodes, inputs, outputs, constants) -> onnx.ModelProto:
    tensors = [numpy_helper.from_array(value, name) for name, value in constants.items()]
    graph = helper.make_graph(nodes, "made", inputs, outputs, tensors)
    opsets = [helper.make_opsetid("", 18)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=10)


def _save(model: onnx.ModelProto, path: Path, weights: str | None) -> None:
    """Save a graph, its tensor "weights" in the file of that name beside it, if it is to have
    one."""
    for tensor in model.graph.initializer:
        if weights is not None and tensor.name == "weights":
            data = tensor.raw_data
            (path.parent / weights).write_bytes(data)
            set_external_data(tensor, weights, offset=0, length=len(data))
            tensor.ClearField("raw_data")
    path.write_bytes(model.SerializeToString())
