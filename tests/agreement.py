"""Compare an imported VToonify with the networks of its checkpoint, on real pictures.

    python tests/agreement.py MODEL CHECKPOINT FILE [--frames 20] [--padding 200] [--style 0]

MODEL is the model's folder, CHECKPOINT the .pt file that it was imported from, with encoder.pt and
faceparsing.pth one folder up.  Each frame goes two ways: through a session, as in the app, and
through the torch networks, whose own encoder and parser see the same crop.  Prints how many values
are more than one grey level apart, and exits with 1 if those are more than MAX_OFF.
"""

import argparse
import itertools
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

sys.path.insert(0, str(Path(__file__).parents[1]))  # run as a file, it only knows its own folder

from checkpoint.manifest import load_manifest
from export.reading import read_official
from export.verify import MAX_OFF, PictureError, compare, reference_picture
from vtoonify_rt.config import Padding
from vtoonify_rt.face.crop import rescale_and_crop
from vtoonify_rt.face.landmarks import MediapipeLandmarker
from vtoonify_rt.first_face import find_first_face, first_face_aligned, read_frames
from vtoonify_rt.frame import Frame, Image
from vtoonify_rt.image_io import is_image, read_image
from vtoonify_rt.inference import open_session
from vtoonify_rt.nn.bisenet import BiSeNet, parsing_logits
from vtoonify_rt.nn.pixels import from_pixels
from vtoonify_rt.nn.psp import PspEncoder
from vtoonify_rt.nn.sizes import (
    bisenet_sizes_from_shapes,
    psp_sizes_from_shapes,
    sizes_from_shapes,
)
from vtoonify_rt.nn.vtoonify import VToonifyD, VToonifyT
from vtoonify_rt.sources.video_file import VideoFile
from vtoonify_rt.stop_signals import StopSignal


@dataclass(frozen=True, slots=True)
class Shots:
    """What both ways see of a file."""

    face: Image  # aligned
    crops: list[Image]


def read_shots(path: Path, num_frames: int, padding: int) -> Shots:
    """Cut the file's first frames as VToonify does: the first face decides the crop of all."""
    sides = Padding(left=padding, right=padding, top=padding, bottom=padding)
    frames = list(itertools.islice(_frames(path), num_frames))
    with closing(MediapipeLandmarker()) as landmarker:
        first = find_first_face(frames, landmarker, sides)
        assert first is not None, f"no face in {path}"
        face = first_face_aligned(first, landmarker, cropped=True)
    crops = [rescale_and_crop(frame.image, first.crop) for frame in frames[first.index :]]
    return Shots(face, crops)


def _frames(path: Path) -> Iterator[Frame]:
    if is_image(path):
        yield Frame(read_image(path), 0.0)
        return
    with closing(VideoFile(path, paced=False)) as source:
        yield from read_frames(source, StopSignal())


class TorchWay:
    """The networks of a checkpoint, as published."""

    def __init__(self, checkpoint: Path) -> None:
        state = read_official(checkpoint).tensors
        sizes = sizes_from_shapes(_shapes(state))
        toonify = "generator.input.input" in state
        self.network = VToonifyT(sizes) if toonify else VToonifyD(sizes)
        self.network.load_state_dict(state)
        state = read_official(checkpoint.parents[1] / "faceparsing.pth").tensors
        self.parser = BiSeNet(bisenet_sizes_from_shapes(_shapes(state))).eval()
        self.parser.load_state_dict(state)
        self.encoder_file = checkpoint.parents[1] / "encoder.pt"

    @torch.inference_mode()
    def content(self, face: Image) -> np.ndarray:
        """Return the person's Z+ code, (1, L, W)."""
        file = read_official(self.encoder_file)
        prefix = "encoder."
        state = {k[len(prefix) :]: v for k, v in file.tensors.items() if k.startswith(prefix)}
        encoder = PspEncoder(psp_sizes_from_shapes(_shapes(state))).eval()
        encoder.load_state_dict(state)
        code = encoder(_rgb(face)) + file.extra["latent_avg"]
        return code.numpy()

    @torch.inference_mode()
    def run(self, crop: Image, codes: dict[str, np.ndarray]) -> Image:
        """Return the stylized crop."""
        parsing = parsing_logits(self.parser, _rgb(crop)).numpy()
        return reference_picture(self.network, codes, {"picture": crop[None], "parsing": parsing})[
            0
        ]


def _rgb(picture: Image) -> torch.Tensor:
    return from_pixels(torch.from_numpy(picture)[None])


def _shapes(state):
    return {key: tuple(value.shape) for key, value in state.items()}


def agreement(
    folder: Path, checkpoint: Path, shots: Shots, style: str, degree: float
) -> Iterator[PictureError]:
    """Yield, for each crop, how far the session's picture is from the networks'."""
    model = load_manifest(folder)
    reference = TorchWay(checkpoint)
    with np.load(folder / "styles.npz") as arrays:
        code = arrays[model.style(style).code]
    codes = {
        "content": reference.content(shots.face),
        "code": code[None],
        "color_transfer": np.zeros(1, np.float32),
        "degree": np.array([degree], np.float32),
    }
    with closing(open_session(model)) as session:
        session.condition(style, degree, color_transfer=False)
        session.encode(shots.face)
        for crop in shots.crops:
            yield compare(session.run(crop), reference.run(crop, codes))


def main() -> int:
    """Run the comparison; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("checkpoint", type=Path)
    parser.add_argument("file", type=Path)
    parser.add_argument("--frames", type=int, default=20)
    parser.add_argument("--padding", type=int, default=200)
    parser.add_argument("--style", default="0")
    parser.add_argument("--degree", type=float, default=0.7)
    options = parser.parse_args()
    shots = read_shots(options.file, options.frames, options.padding)
    height, width = shots.crops[0].shape[:2]
    print(f"{len(shots.crops)} crops of {width} x {height}")
    errors = []
    for error in agreement(options.model, options.checkpoint, shots, options.style, options.degree):
        print(f"more than 1 apart: {error.off:.4%}, at most {error.largest}, {error.psnr:.1f} dB")
        errors.append(error)
    worst = max(error.off for error in errors)
    print(f"worst: {worst:.4%} more than 1 apart (allowed: {MAX_OFF:.1%})")
    return int(worst > MAX_OFF)


if __name__ == "__main__":
    sys.exit(main())
