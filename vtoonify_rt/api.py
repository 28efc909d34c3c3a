"""The Python interface: stylize arrays, pictures and videos from another program."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, get_args

import numpy as np

from vtoonify_rt.config import NoFace, Padding, Surroundings
from vtoonify_rt.errors import AppError, UsageError
from vtoonify_rt.frame import Image
from vtoonify_rt.inference import open_session
from vtoonify_rt.inference.choice import require_installed
from vtoonify_rt.look import LookRequest, choose_look
from vtoonify_rt.output_choice import OutputRequest, choose_output
from vtoonify_rt.output_plan import Job, plan_outputs
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.stylize_files import FileStylizer, JobStylizer, Result
from vtoonify_rt.unpasted import UnpastedStylizer

Progress = Callable[[int, int | None], None]  # frames done, of how many (None: not known)


class Stylizer:
    """Stylizes arrays, pictures and videos with one look, as `vtoonify-rt stylize` does.

    What is left out is as the model wants it. `style`: id, name, "model/" before either, or place
    in its model; `model`: id; `degree`: 0..1; `palette`: "#rrggbb" from dark to light, for tone
    styles; `color_transfer`: the style's colours instead of the person's; `padding`: a number for
    all sides or left, right, top, bottom; `output_scale`: output pixels for each that the network
    sees, 4, 2 or 1. `crop_only`: the output is the crop around the face, at the model's full
    resolution, instead of the picture with that pasted in; `scale=False`: the whole picture as it
    is. `no_face`: what becomes of a picture without a face ("whole", "blur", "hold"); None: it is
    refused. `backend`: what runs the model, by id, and is never replaced by another; None: the
    quickest that gives the right picture here.

    The model is loaded with the first picture. One thread calls; must be closed, or used with
    `with`. Raises `vtoonify_rt.errors.AppError`, a sentence for the user, or one of its children:
    UsageError for what cannot be meant, at once.
    """

    def __init__(
        self,
        style: str | int | None = None,
        *,
        model: str | None = None,
        degree: float | None = None,
        color_transfer: bool | None = None,
        palette: Sequence[str] | None = None,
        padding: int | tuple[int, int, int, int] = 200,
        surroundings: Surroundings = "stylized",
        crop_only: bool = False,
        scale: bool = True,
        output_scale: int | None = None,
        no_face: NoFace | None = None,
        backend: str | None = None,
    ) -> None:
        if no_face is not None and no_face not in get_args(NoFace):
            raise UsageError(
                f"no_face is '{no_face}'", f"Give one of {', '.join(get_args(NoFace))}"
            )
        if not isinstance(padding, int) and len(padding) != 4:
            raise UsageError(f"padding is {padding}", "Give one number or left, right, top, bottom")
        left, right, top, bottom = [padding] * 4 if isinstance(padding, int) else padding
        chosen, config = choose_look(
            LookRequest(
                model=model,
                style=style,
                degree=degree,
                palette=None if palette is None else tuple(palette),
                padding=Padding(left=left, right=right, top=top, bottom=bottom),
                surroundings=surroundings,
                color_transfer=color_transfer,
            )
        )
        request = OutputRequest(
            crop_only=crop_only,
            scale=scale,
            output_scale=output_scale,
            of_pasted=() if no_face is None else ("no_face",),
        )
        unpasted = choose_output(request, chosen)
        if backend is not None:
            require_installed(chosen, backend)
        session = partial(open_session, output_scale=output_scale, backend=backend)
        self._stylizer: JobStylizer = (
            FileStylizer(chosen, config, no_face=no_face, session=session)
            if unpasted is None
            else UnpastedStylizer(chosen, config, unpasted, session=session)
        )

    def stylize(self, image: Image) -> Image:
        """Return a new picture of `image`, which is RGB uint8 (height, width, 3), as the result.

        Raises ValueError for another array, and FaceError where there is no face.
        """
        if image.dtype != np.uint8 or image.ndim != 3 or image.shape[2] != 3 or not image.size:
            raise ValueError(
                f"expected RGB uint8 (height, width, 3), got {image.dtype} {image.shape}"
            )
        stylized, _ = self._stylizer.stylize_image(np.ascontiguousarray(image))
        return stylized.copy()  # it may be the very picture, or a buffer

    def stylize_file(
        self, source: Path | str, target: Path | str, progress: Progress | None = None
    ) -> Path:
        """Stylize a picture or a video file, and return the file that was written.

        `target` is its name, or an existing folder; a file that exists is replaced, once the new
        one is whole. A video keeps its frame rate, length and sound; `progress` is called after
        each frame.
        """
        if Path(source).is_dir():
            raise UsageError(f"{source} is a folder", "Stylize its files one by one")
        plan = plan_outputs([Path(source)], str(target))
        for _, error in plan.failed:
            raise error
        [job] = plan.jobs
        self._stylizer.stylize(job, _Told(progress), StopSignal())
        return job.target

    def close(self) -> None:
        """Give the model back."""
        self._stylizer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        self.close()


class _Told:
    """Passes the progress of a video on."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress

    def progress(self, job: Job, frames: int, total: int | None) -> None:
        if self._progress is not None:
            self._progress(frames, total)

    def done(self, result: Result) -> None:
        pass

    def failed(self, path: Path, error: AppError) -> None:
        pass
