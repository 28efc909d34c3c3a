"""Reads PyTorch files as upstream's projects save them, and runs nothing that is in them.

A PyTorch file is a pickle, and a pickle may name any function to be called.  Here only tensors and
plain values come out of one; a file that names anything else is refused before it is called.
Tensors of a zipped file (PyTorch 1.6 and later) stay on the disk until they are used, so that a
file of 1.2 GB does not cost as much memory; read one file, use it, let it go, then the next.
"""

import argparse
import pickle
import re
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from vtoonify_rt.errors import ModelError

MARK = "vtoonify_rt"  # top-level entry of files that this project wrote
_ZIP = b"PK\x03\x04"
_PICKLE = b"\x80"
_STATE_KEYS = ("g_ema", "state_dict")  # where a state dict lies; else it is the file itself
_FORBIDDEN = re.compile(r"GLOBAL ([\w.]+)")
# All that reading a damaged pickle has been seen to raise; torch promises nothing.
_DAMAGE = (
    *(RuntimeError, EOFError, LookupError, ValueError, TypeError, AttributeError),
    *(AssertionError, struct.error),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialFile:
    """A PyTorch file that was read: its state dict, and whatever else lies beside that."""

    path: Path
    tensors: Mapping[str, Tensor]
    extra: Mapping[str, Any]  # the other top-level entries: latent_avg, opts, our own mark
    container: str | None  # the top-level entry that is the state dict; None: the file itself is

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """Key of the state dict -> shape."""
        return {key: tuple(tensor.shape) for key, tensor in self.tensors.items()}

    @property
    def synthetic(self) -> bool:
        """Whether the file says that its weights were made up for tests."""
        mark = self.extra.get(MARK)
        return isinstance(mark, Mapping) and mark.get("synthetic") is True


def read_official(path: Path) -> OfficialFile:
    """Read a file without running anything in it.

    Raises ModelError in one sentence when it cannot be read, is empty, cut off, not a PyTorch file,
    wants to call something, or holds no state dict.
    """
    loaded = _load(path)
    entries = loaded if isinstance(loaded, Mapping) else {}
    inner = next((key for key in _STATE_KEYS if isinstance(entries.get(key), Mapping)), None)
    state = entries if inner is None else entries[inner]
    tensors = {key: value for key, value in state.items() if isinstance(value, Tensor)}
    if not tensors or not all(isinstance(key, str) for key in state):
        raise ModelError(
            f"{path} holds no network: its top level is {_describe(loaded)}",
            "Choose a VToonify checkpoint, encoder.pt or faceparsing.pth",
        )
    extra = {key: value for key, value in entries.items() if key != inner and key not in tensors}
    return OfficialFile(path=path, tensors=tensors, extra=extra, container=inner)


def _load(path: Path) -> Any:
    try:
        with path.open("rb") as file:
            head = file.read(4)
    except OSError as error:
        raise ModelError(
            f"{path} cannot be read ({error.strerror})", "Check the name and its permissions"
        ) from error
    if not head.startswith((_ZIP, _PICKLE)):
        what = "is not a PyTorch file" if head else "is empty"
        raise ModelError(f"{path} {what}", "Download the checkpoint again")
    try:
        with (
            warnings.catch_warnings(),
            torch.serialization.safe_globals([argparse.Namespace]),  # it holds values and no code
        ):
            warnings.simplefilter("ignore")  # of old formats and foreign pickles, told below
            return torch.load(path, weights_only=True, map_location="cpu", mmap=head == _ZIP)
    except pickle.UnpicklingError as error:
        raise _refused(path, error) from error
    except _DAMAGE as error:
        raise ModelError(
            f"{path} is cut off or damaged", "Download it again and compare its size"
        ) from error


def _refused(path: Path, error: pickle.UnpicklingError) -> ModelError:
    """Return what to say of a pickle that torch would not read."""
    forbidden = _FORBIDDEN.search(str(error))
    if forbidden is None:
        return ModelError(f"{path} is not a PyTorch file", "Download the checkpoint again")
    return ModelError(
        f"{path} is refused: it wants to call {forbidden[1]} when it is read; nothing was run",
        "Use a file from a source that you trust: a checkpoint needs tensors only",
    )


def _describe(loaded: object) -> str:
    if not isinstance(loaded, Mapping):
        return f"a {type(loaded).__name__}"
    return f"a dict of {', '.join(map(repr, list(loaded)[:4]))}" if loaded else "an empty dict"
