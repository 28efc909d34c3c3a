"""One session for several filters: a picture that two of them ask for is made once."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from checkpoint.manifest import ModelManifest
from vtoonify_rt.frame import Image, Parsing
from vtoonify_rt.inference import Session

_Look = tuple[str, float, Sequence[str] | None, bool | None]


class SharedSession:
    """Lends a session to views, each with a look of its own. Whoever opened the session closes
    it; one thread calls, but for `encode`."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._look: _Look | None = None
        self._face: Image | None = None

    def set_to(self, look: _Look) -> Session:
        """Return the session, set to a look; ModelError for a style that it does not have."""
        if look != self._look:
            self.session.condition(*look)
            self._look = look
        return self.session

    def encode(self, face: Image) -> bool:
        """Have the session look at a face, and return True; False where it did so last."""
        if self._face is not None and np.array_equal(face, self._face):
            return False
        self.session.encode(face)
        self._face = face
        return True


class SessionView:
    """A session for filters that get the same frames in turn; see `Session` for what it promises.

    A picture that it was asked for last, among those of the same size, is not made again.
    """

    def __init__(self, shared: SharedSession) -> None:
        model = shared.session.model
        self._shared = shared
        self._look: _Look = (model.default_style, model.default_degree, None, None)
        self._made: dict[tuple[int, ...], tuple[Image, Image]] = {}  # by size: input, output

    @property
    def model(self) -> ModelManifest:
        """The session's model."""
        return self._shared.session.model

    @property
    def backend(self) -> str:
        """What runs the session."""
        return self._shared.session.backend

    @property
    def backend_note(self) -> str:
        """What is to be told of what runs it."""
        return self._shared.session.backend_note

    @property
    def output_scale(self) -> int:
        """Output pixels per input pixel, along one side."""
        return self._shared.session.output_scale

    @property
    def wants_face(self) -> bool:
        """Whether the pictures depend on who is seen."""
        return self._shared.set_to(self._look).wants_face

    def condition(
        self,
        style: str,
        degree: float,
        palette: Sequence[str] | None = None,
        color_transfer: bool | None = None,
    ) -> None:
        """Choose what this view's next `run` gives."""
        look: _Look = (style, degree, palette, color_transfer)
        if look != self._look:
            self._look = look
            self._made.clear()
        self._shared.set_to(look)

    @property
    def conditioning(self) -> NDArray[np.float32]:
        """What the session's last `run` was conditioned by."""
        return self._shared.session.conditioning

    def mix(self, start: NDArray[np.float32], share: float) -> None:
        """Condition this view's next runs on the way from `start`; they are not remembered."""
        self._made.clear()
        self._shared.set_to(self._look).mix(start, share)

    def encode(self, face: Image, person: int = 1) -> None:
        """Have the session look at a face; all views share it, and see one person only."""
        if self._shared.encode(face):
            self._made.clear()

    def turn_to(self, person: int) -> None:
        """Do nothing: there is one person only."""

    def parse(self, picture: Image) -> Parsing | None:
        """Return the parsing of a picture, valid until the next call of any view."""
        return self._shared.session.parse(picture)

    def run(self, picture: Image, parsing: Parsing | None = None) -> Image:
        """Stylize one picture; the result is not to be written to."""
        if parsing is not None:
            return self._shared.set_to(self._look).run(picture, parsing)
        made = self._made.get(picture.shape)
        if made is None or not np.array_equal(made[0], picture):
            stylized = self._shared.set_to(self._look).run(picture).copy()
            made = self._made[picture.shape] = picture, stylized
        return made[1]

    def run_batch(
        self, pictures: NDArray[np.uint8], parsing: NDArray[np.float32] | None = None
    ) -> NDArray[np.uint8]:
        """Stylize several pictures, none of which is remembered."""
        return self._shared.set_to(self._look).run_batch(pictures, parsing)

    def close(self) -> None:
        """Forget the pictures; the session stays open for other views."""
        self._made.clear()
