"""Take what is personal out of a text that a user may pass on.

The home folder becomes `~`, and what lies in it is left out but for the folders of this program.
Names of pictures, videos and models, wherever they lie, keep only their ending. The name of the
user on this computer is left out, and whose device a camera is. Rather too much is taken than too
little.
"""

import getpass
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import platformdirs

_ENDINGS = (
    "mp4|mov|mkv|webm|avi|m4v|gif|png|jpe?g|webp|bmp|tiff?|wav|mp3|m4a|flac|json|toml|npz|npy|"
    "onnx|weights|pt|pth|zip|txt|part"
)
# From a slash, a drive or a tilde on, blanks included, up to an ending that names a file; then what
# has no slash at all.
_FILE_PATH = re.compile(rf"(?:[A-Za-z]:)?[~/\\][^\n\"'<>|]*?\.({_ENDINGS})\b", re.IGNORECASE)
_FILE_NAME = re.compile(rf"[^\s\"'<>|/\\]+\.({_ENDINGS})\b", re.IGNORECASE)
_IN_HOME = re.compile(r"(~[/\\])[^\s\"'<>|:;,)]+")
_DEVICES = "iPhone|iPad|Mac|Galaxy|Pixel|phone|camera|PC"
_OWNER = re.compile(rf"\b[\w.-]+(?:'|\u2019)s (?=({_DEVICES}))", re.IGNORECASE)
_SHORT = 3  # letters; a shorter name of a user is part of too many words


def program_folders() -> dict[str, str]:
    """Return folders whose files are the program's own, and what stands for each."""
    package = Path(__file__).parents[2]
    return {
        str(package): "<app>",
        sys.prefix: "<python>",
        sys.base_prefix: "<python>",
        str(platformdirs.user_data_path("vtoonify-rt")): "<data>",
        str(platformdirs.user_log_path("vtoonify-rt")): "<log>",
        str(platformdirs.user_config_path("vtoonify-rt")): "<config>",
    }


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container may know no name
        return ""


def without_personal(
    text: str,
    *,
    home: str | None = None,
    user: str | None = None,
    folders: Mapping[str, str] | None = None,
    names: Iterable[str] = (),
) -> str:
    """Return `text` without what is personal; `names` are texts to leave out as well."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, "…")
    known = program_folders() if folders is None else folders
    for folder in sorted(known, key=len, reverse=True):
        text = text.replace(folder, known[folder])
    text = re.sub(r"<(app|python|data|log|config)>[\w./\\-]*", lambda own: _kept(own[0]), text)
    text = text.replace(home if home is not None else str(Path.home()), "~")
    text = _FILE_PATH.sub(r"….\1", text)
    text = _FILE_NAME.sub(r"….\1", text)
    text = _IN_HOME.sub(r"\1…", text)
    text = _OWNER.sub("", text)
    login = _user() if user is None else user
    if len(login) >= _SHORT and login != "root":
        text = re.sub(rf"\b{re.escape(login)}\b", "…", text, flags=re.IGNORECASE)
    return text.translate(_BACK)


# The program's own paths are hidden from what follows behind letters that no text has.
_SLASHES = {"/": "\ue000", "\\": "\ue001", ".": "\ue002"}
_BACK = {ord(hidden): shown for shown, hidden in _SLASHES.items()}


def _kept(path: str) -> str:
    for shown, hidden in _SLASHES.items():
        path = path.replace(shown, hidden)
    return path
