"""VToonify, on whatever backend is quickest."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from checkpoint.manifest import ModelManifest
from vtoonify_rt.frame import Image, Parsing
from vtoonify_rt.inference.choice import choose_backend
from vtoonify_rt.inference.conditioning import mixed, vtoonify_inputs
from vtoonify_rt.inference.encoding import Code, content_code
from vtoonify_rt.inference.fallback import ChosenFrames
from vtoonify_rt.inference.frames import Pictures
from vtoonify_rt.inference.graph import load_codes, load_graph, run_style, verified_graph
from vtoonify_rt.inference.threads import wanted_threads

PEOPLE = 8  # whose content codes are kept, some more than are followed at once


@dataclass(frozen=True, slots=True)
class _Look:
    """What `condition` asked for."""

    code: NDArray[np.float32]  # (L, W)
    degree: float
    color_transfer: bool


class VToonifySession:
    """A VToonify model; see `Session` for what it promises.

    What is seen is a person's content through `_look`: either may change between two frames, and
    the style graph, a few milliseconds, makes the frame graph's conditioning of both.
    """

    def __init__(
        self,
        model: ModelManifest,
        *,
        threads: int | None = None,
        output_scale: int | None = None,
        backend: str | None = None,
    ) -> None:
        self.model = model
        self.output_scale = output_scale or model.output_scale
        self._threads = wanted_threads(model, threads)
        choice = choose_backend(model, self._threads, backend)
        self._frames = ChosenFrames(model, choice, self._threads, self.output_scale)
        self._style = load_graph(verified_graph(model, "style.onnx"), 1)
        self._codes = load_codes(model)
        self._start: NDArray[np.float32] | None = None  # what the conditioning is mixed with,
        self._share = 1.0  # and how far it is from there
        self._lock = Lock()  # of all below
        self._contents: dict[int, Code] = {}  # by person, who was painted last at the end
        self._person = 1
        self._look = self._chosen(model.default_style, model.default_degree, None)
        self._changed = True  # since the conditioning was made

    @property
    def backend(self) -> str:
        """What runs the model: "ONNX Runtime CPU, 2 threads"."""
        return self._frames.backend

    @property
    def backend_note(self) -> str:
        """What is to be told of the backend."""
        return self._frames.note

    @property
    def wants_face(self) -> bool:
        """Whether the pictures depend on who is seen; not where the style's own colours are
        transferred."""
        return not self._look.color_transfer

    def condition(
        self,
        style: str,
        degree: float,
        palette: Sequence[str] | None = None,
        color_transfer: bool | None = None,
    ) -> None:
        """Choose what the next `run` gives; no style has a palette."""
        look = self._chosen(style, degree, color_transfer)
        self._start, self._share = None, 1.0
        with self._lock:
            self._look, self._changed = look, True

    @property
    def conditioning(self) -> NDArray[np.float32]:
        """What the last `run` was conditioned by, (1, C); a copy."""
        return self._frames.conditioning.copy()

    def mix(self, start: NDArray[np.float32], share: float) -> None:
        """Condition the next runs `share` of the way from `start` to what was chosen last."""
        self._start, self._share = start, share

    def encode(self, face: Image, person: int = 1) -> None:
        """Take a person's content code from an aligned face (256, 256, 3); any thread."""
        content = content_code(self.model, face, self._threads())
        with self._lock:
            self._contents.pop(person, None)
            self._contents[person] = content
            if len(self._contents) > PEOPLE:
                del self._contents[next(iter(self._contents))]
            self._changed = True

    def turn_to(self, person: int) -> None:
        """Paint this person from the next `run` on."""
        with self._lock:
            self._changed = self._changed or person != self._person
            self._person = person
            if person in self._contents:  # who is painted is not the one to make room
                self._contents[person] = self._contents.pop(person)

    def parse(self, picture: Image) -> Parsing | None:
        """Return what each pixel shows, (19, H, W), valid until the next picture of this size."""
        parsing = self._frames.parse(picture[None])
        return None if parsing is None else parsing[0]

    def run(self, picture: Image, parsing: Parsing | None = None) -> Image:
        """Stylize one picture; the result is valid until the next call."""
        given = None if parsing is None else parsing[None]
        stylized: Image = self.run_batch(picture[None], given)[0]
        return stylized

    def run_batch(self, pictures: Pictures, parsing: NDArray[np.float32] | None = None) -> Pictures:
        """Stylize several pictures; the result is valid until the next call."""
        self._take_changes()
        return self._frames.run(pictures, parsing)

    def close(self) -> None:
        """Give buffers and graphs back; there is no next picture."""
        self._frames.close()

    def _chosen(self, style: str, degree: float, color_transfer: bool | None) -> _Look:
        wished = self.model.color_transfer if color_transfer is None else color_transfer
        transfers = wished and self.model.family == "vtoonify_d"  # T has no style code
        return _Look(self._codes[self.model.style(style).code], degree, transfers)

    def _take_changes(self) -> None:
        """Make the conditioning anew, if a look or a person came since."""
        with self._lock:
            content, look = self._contents.get(self._person), self._look
            changed = self._changed
            if content is None and not look.color_transfer:
                raise RuntimeError("encode a face before the first run")
            self._changed = False
        if changed:
            inputs = vtoonify_inputs(content, look.code, look.degree, look.color_transfer)
            self._target = run_style(self._style, inputs)
        start = self._target if self._start is None else self._start
        self._frames.conditioning[:] = mixed(start, self._target, self._share)
