"""A model folder as a plain function, for measuring it beside its teachers."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from vtoonify_rt.training.palettes import expand

Picture = NDArray[np.uint8]


class Student:
    """Runs the two graphs of a Lite model folder with ONNX Runtime; `frame` in place of its own."""

    def __init__(self, folder: Path, num_threads: int = 1, *, frame: Path | None = None) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = num_threads
        providers = ["CPUExecutionProvider"]
        self._frame = onnxruntime.InferenceSession(
            str(frame or folder / "frame.onnx"), options, providers=providers
        )
        self._style = onnxruntime.InferenceSession(
            str(folder / "style.onnx"), options, providers=providers
        )
        self._codes = dict(np.load(folder / "styles.npz"))
        manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
        self.styles: list[dict[str, Any]] = manifest["styles"]
        self.size_multiple: int = manifest["size_multiple"]

    def condition(self, style_id: str, degree: float = 1.0) -> NDArray[np.float32]:
        """Return the conditioning vector (1, C) of a style of the manifest."""
        style = next(entry for entry in self.styles if entry["id"] == style_id)
        return self.condition_code(style["code"], style.get("palette"), degree)

    def condition_code(
        self, code: str, palette: Sequence[str] | None = None, degree: float = 1.0
    ) -> NDArray[np.float32]:
        """Return the conditioning vector (1, C) of a code with any palette."""
        entries = expand(palette) if palette else np.zeros((256, 3), np.float32)
        feed = {
            "code": self._codes[code][None],
            "palette": entries[None],
            "degree": np.array([degree], np.float32),
        }
        return np.asarray(self._style.run(None, feed)[0], np.float32)

    def stylize(self, picture: Picture, conditioning: NDArray[np.float32]) -> Picture:
        """Return the stylized picture (H, W, 3); H and W are multiples of 32."""
        feed = {"picture": picture[None], "conditioning": conditioning}
        return np.asarray(self._frame.run(None, feed)[0][0], np.uint8)
