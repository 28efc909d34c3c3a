"""Golden files about pictures: encoder, parser, crops, alignment, and the whole chain.

A kind is told from the file's name, its seeds, sizes and degrees from the file itself.
"""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from parity_inputs import (
    Golden,
    bisenet,
    check_remade,
    described,
    described_call,
    psp,
    vtoonify_d,
)

from vtoonify_rt.face.alignment import FaceQuad, cut_face, face_quad, plan_cut
from vtoonify_rt.face.crop import EyePair, crop_parameters, rescale_and_crop
from vtoonify_rt.flow_warp import warp
from vtoonify_rt.frame import Image
from vtoonify_rt.nn.bisenet import parsing_logits
from vtoonify_rt.nn.sizes import FULL
from vtoonify_rt.nn.synthetic import smooth, uint8_frame

Array = NDArray[Any]
Comparison = tuple[str, Array, Array]  # name, found, expected
Kind = Callable[[Golden], Iterator[Comparison]]


def _smooth(golden: Golden) -> NDArray[np.float32]:
    """Return the picture of the file's recipe."""
    shape, seed, name = described_call(golden, "smooth")
    batch, channels, height, width = shape
    return smooth((batch, channels, height, width), int(golden.get("input_seed", seed)), name)


def _middle(values: Array, size: int) -> Array:
    """Return the window in the middle of the last two axes."""
    top, left = values.shape[-2] // 2 - size // 2, values.shape[-1] // 2 - size // 2
    return values[..., top : top + size, left : left + size]


@torch.inference_mode()
def psp_codes(golden: Golden) -> Iterator[Comparison]:
    """Codes of faces, with the average added."""
    x = _smooth(golden)
    check_remade(golden, x)
    net, latent_avg = psp(int(golden["weight_seed"]))
    yield "codes", (net(torch.from_numpy(x)) + latent_avg).numpy(), golden["codes"]


@torch.inference_mode()
def bisenet_logits(golden: Golden) -> Iterator[Comparison]:
    """All three outputs of the parser."""
    x = 2 * _smooth(golden)
    check_remade(golden, x)
    net = bisenet(int(golden["weight_seed"]))
    logits = net(torch.from_numpy(x)).numpy()
    yield "out0", logits[..., ::8, ::8], golden["out0"]
    yield "out0_mid", _middle(logits, 32), golden["out0_mid"]
    classes = logits[..., ::4, ::4].argmax(axis=1).astype(np.uint8)
    yield "argmax0", classes, golden["argmax0"]
    sides = net.side_logits(torch.from_numpy(x))
    for key, side in zip(("out16", "out32"), sides, strict=True):
        yield key, side[..., ::16, ::16].numpy(), golden[key]


@torch.inference_mode()
def parsing_path(golden: Golden) -> Iterator[Comparison]:
    """The parser as VToonify uses it."""
    x = _smooth(golden)
    check_remade(golden, x)
    net = bisenet(int(golden["weight_seed"]))
    logits = parsing_logits(net, torch.from_numpy(x)).numpy()
    yield "p/sub", logits[..., ::4, ::4], golden["p/sub"]
    yield "p/mid", _middle(logits, 32), golden["p/mid"]
    exact = logits.astype(np.float64)
    yield "p/stats", np.array([exact.mean(), exact.std()]), golden["p/stats"]


def _eyes(landmarks: Array) -> EyePair:
    """Return the middles of the eyes of 68 landmarks."""
    points = landmarks.astype(np.float64)
    return points[36:42].mean(axis=0), points[42:48].mean(axis=0)


def _quad(landmarks: Array) -> FaceQuad:
    """Return the aligned square of 68 landmarks."""
    points = landmarks.astype(np.float64)
    return face_quad(*_eyes(landmarks), points[48], points[54])


def _crop(
    frame_size: Array, landmarks: Array, top: int, bottom: int, left: int, right: int
) -> tuple[Any, Array]:
    """Return crop parameters as an object, and as a row of a golden file."""
    sides = SimpleNamespace(top=int(top), bottom=int(bottom), left=int(left), right=int(right))
    height, width = (int(n) for n in frame_size)
    found = crop_parameters(*_eyes(landmarks), height, width, sides)
    names = ("height", "width", "top", "bottom", "left", "right", "scale")
    return found, np.array([getattr(found, name) for name in names], np.float64)


def crop_rows(golden: Golden) -> Iterator[Comparison]:
    """Crop parameters from landmarks."""
    landmarks = golden["landmarks"]
    for side, key in enumerate(("eye_left", "eye_right")):
        yield key, np.stack([_eyes(face)[side] for face in landmarks]), golden[key]
    cases = zip(golden["frame_hw"], landmarks, golden["padding"], strict=True)
    rows = [_crop(size, face, pad[2], pad[3], pad[0], pad[1])[1] for size, face, pad in cases]
    yield "out", np.stack(rows), golden["out"]


def rescaled_pictures(golden: Golden) -> Iterator[Comparison]:
    """Crop parameters, and the pictures that they cut."""
    for case in range(sum(key.startswith("lm") for key in golden)):
        frame = golden[f"frame{case}"]
        found, row = _crop(frame.shape[:2], golden[f"lm{case}"], *golden[f"pad_tblr{case}"])
        yield f"params{case}", row, golden[f"params{case}"]
        yield f"out{case}", rescale_and_crop(frame, found), golden[f"out{case}"]


def aligned_pictures(golden: Golden) -> Iterator[Comparison]:
    """Geometry of the alignment, and the pictures."""
    sizes = [(int(height), int(width)) for height, width in golden["hw"]]
    quads = [_quad(landmarks) for landmarks in golden["landmarks"]]
    cuts = [plan_cut(quad, *size) for quad, size in zip(quads, sizes, strict=True)]
    yield "quad0", np.stack([quad.corners for quad in quads]), golden["quad0"]
    yield "qsize0", np.array([quad.side for quad in quads]), golden["qsize0"]
    # There, 0 also says that nothing was shrunk, and 0 that nothing was blurred.
    shrink = np.array([cut.shrink for cut in cuts], np.float64)
    yield "shrink", shrink, np.maximum(golden["shrink"], 1)
    blur = np.array([cut.blur if cut.padded else 0.0 for cut in cuts])
    yield "blur", blur, golden["blur"] * golden["padded"]
    names = ("side", "border", "crop", "pad", "padded", "corners")
    for name, key in zip(
        names, ("qsize", "border", "crop", "pad", "padded", "quad_final"), strict=True
    ):
        yield key, np.array([getattr(cut, name) for cut in cuts], np.float64), golden[key]
    for case, (size, quad) in enumerate(zip(sizes, quads, strict=True)):
        if f"aligned{case}" not in golden:
            continue
        yield f"aligned{case}", cut_face(_frame(golden, case, size), quad), golden[f"aligned{case}"]


def _frame(golden: Golden, case: int, size: tuple[int, int]) -> Image:
    """Return a frame of an alignment file, which holds the small ones only."""
    if f"frame{case}" in golden:
        return golden[f"frame{case}"]
    (first_seed,) = described(golden, r"uint8_frame\(h, ?w, ?seed=(\d+)\+i\)")
    return uint8_frame(*size, int(first_seed) + case)


def warped(golden: Golden) -> Iterator[Comparison]:
    """Values fetched along a flow."""
    values = _smooth(golden)
    pairs = [warp(*item) for item in zip(values, golden["flow"], strict=True)]
    yield "out", np.stack([out for out, _ in pairs]), golden["out"]
    masks = np.stack([np.broadcast_to(mask, out.shape) for out, mask in pairs])
    yield "mask", masks, golden["mask"]


def _network_picture(picture: Image) -> torch.Tensor:
    """Return (1, 3, H, W) in -1..1."""
    values = torch.from_numpy(picture.copy()).permute(2, 0, 1)[None]
    return (values.float() / 255 - 0.5) / 0.5


def _stylize(seed: int, crop: Image, style: torch.Tensor, degree: float) -> Image:
    x = _network_picture(crop)
    logits = parsing_logits(bisenet(seed), x)
    drawn = vtoonify_d(seed)(torch.cat([x, logits / 16], dim=1), style, degree)
    assert isinstance(drawn, torch.Tensor)
    steps = (drawn[0].clamp(-1, 1) + 1) * 127.5
    return steps.permute(1, 2, 0).numpy().astype(np.uint8)  # truncated


@torch.inference_mode()
def end_to_end(golden: Golden) -> Iterator[Comparison]:
    """Frame and landmarks to the stylized picture, in steps and at one go."""
    seed = int(described(golden, r"weights seed ?=? ?(\d+)")[0])
    frame, landmarks = golden["frame"], golden["lm"]
    parameters, row = _crop(frame.shape[:2], landmarks, *golden["pad_tblr"])
    yield "params", row, golden["params"]
    crop = rescale_and_crop(frame, parameters)
    yield "crop", crop, golden["crop"]
    ratio = np.array([parameters.width / frame.shape[1], parameters.height / frame.shape[0]])
    on_crop = np.rint(landmarks * ratio - (parameters.left, parameters.top)).astype(np.int64)
    yield "lm_crop", on_crop, golden["lm_crop"]
    aligned = cut_face(crop, _quad(golden["lm_crop"]))
    yield "aligned", aligned, golden["aligned"]
    net, (encoder, latent_avg) = vtoonify_d(seed), psp(seed)

    def content(face: Image) -> torch.Tensor:
        return net.zplus_to_wplus(encoder(_network_picture(face)) + latent_avg)

    yield "instyle", content(golden["aligned"]).numpy(), golden["instyle"]
    exstyle = net.zplus_to_wplus(torch.from_numpy(golden["exstyle_z"]))
    yield "exstyle", exstyle.numpy(), golden["exstyle"]

    def compose(person: torch.Tensor, ours: torch.Tensor) -> torch.Tensor:
        rows = FULL.num_rows if golden["color_transfer"] else FULL.structure_rows
        return torch.cat([ours[:, :rows], person[:, rows:]], dim=1)

    given = [torch.from_numpy(golden[key]) for key in ("instyle", "exstyle")]
    degree = float(golden["d_s"])
    yield from _drawn(golden, "", _stylize(seed, golden["crop"], compose(*given), degree))
    style = compose(content(aligned), exstyle)
    yield from _drawn(golden, " at one go", _stylize(seed, crop, style, degree))


def _drawn(golden: Golden, label: str, drawn: Image) -> Iterator[Comparison]:
    yield f"y_shape{label}", np.array(drawn.shape), golden["y_shape"]
    yield f"y_sub{label}", drawn[::4, ::4], golden["y_sub"]
    middle = _middle(drawn.transpose(2, 0, 1), 64).transpose(1, 2, 0)
    yield f"y_mid{label}", middle, golden["y_mid"]
    yield f"y_mean{label}", drawn.mean(axis=(0, 1)), golden["y_mean"]


KINDS: dict[str, Kind] = {
    r"psp_": psp_codes,
    r"bisenet_": bisenet_logits,
    r"parsing_path": parsing_path,
    r"crop_parameters": crop_rows,
    r"preprocess": rescaled_pictures,
    r"align_face": aligned_pictures,
    r"smooth_warp": warped,
    r"e2e_": end_to_end,
}
