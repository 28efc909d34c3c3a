"""Finished frames as numbered picture files."""

from pathlib import Path

from vtoonify_rt.errors import SinkError
from vtoonify_rt.frame import Frame
from vtoonify_rt.image_io import write_image
from vtoonify_rt.output_file import cannot_write


class NumberedImages:
    """Writes 000001.png, 000002.png ... into `folder`, after the numbers that are there already.

    The folder is made when it is missing. For files, not for live use: a 720p PNG takes longer
    than a frame. `suffix` chooses the format, as in `write_image`.
    """

    def __init__(self, folder: Path, *, suffix: str = ".png") -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            taken = [int(path.stem) for path in folder.iterdir() if path.stem.isdecimal()]
        except FileExistsError:
            raise SinkError(f"{folder} is a file", "Give a folder") from None
        except OSError as error:
            raise cannot_write(folder, error) from error
        self._folder = folder
        self._suffix = suffix
        self._next = max(taken, default=0) + 1

    def write(self, frame: Frame) -> None:
        """Write the frame's image to the next number."""
        write_image(self._folder / f"{self._next:06d}{self._suffix}", frame.image)
        self._next += 1

    def close(self) -> None:
        """Do nothing: every file is finished when it is written."""
