"""What a window says, by text, tool tip, or screen reader; and what of it is not in Chinese."""

import re
from collections.abc import Iterator

from cut_off import text_of, visible
from PySide6.QtWidgets import QMenu, QWidget

# Names, units, formats and keys, which are the same in every language.
NAMES = {
    "ag",
    "apache",
    "apt",
    "av",
    "back",
    "birthday",
    "busy",
    "by",
    "camera",
    "cartoon",
    "comic",
    "cpu",
    "ctrl",
    "db",
    "denied",
    "desk",
    "division",
    "english",
    "enroll",
    "esc",
    "evening",
    "fake",
    "fps",
    "frame",
    "gb",
    "get",
    "gif",
    "headset",
    "https",
    "huggingface",
    "import",
    "ink",
    "install",
    "kb",
    "lab",
    "license",
    "lite",
    "loopback",
    "mb",
    "minisign",
    "model",
    "modprobe",
    "mok",
    "mokutil",
    "ms",
    "obs",
    "onnx",
    "onnxscript",
    "page",
    "permission",
    "pixar",
    "png",
    "project",
    "px",
    "python",
    "rt",
    "sha",
    "shift",
    "soon",
    "space",
    "starter",
    "sudo",
    "torch",
    "usermod",
    "video",
    "virtual",
    "vp",
    "vtoonify",
    "zero",
    "zoom",
    "zzz",
}
_WORD = re.compile(r"[A-Za-z]{2,}")
_NO_WORDS = re.compile(
    r"<[^>]*>|https?://\S+|(?:/[\w.-]+){2,}|#?\b[0-9a-f]{6,8}\b|Ctrl\+\S+|\$\w+"
    r"|\S+\.(?:mp4|gif)|\S+\.co\b"
)


def texts_in(window: QWidget) -> Iterator[str]:
    """Yield all texts."""
    yield window.windowTitle()
    for widget in visible(window):
        yield from (text_of(widget), widget.toolTip(), widget.accessibleName())
        yield widget.accessibleDescription()
        if isinstance(widget, QMenu):
            yield from (action.text() for action in widget.actions())


def english_in(window: QWidget) -> list[str]:
    """Return the texts that have words other than names in Latin letters."""
    found = []
    for text in texts_in(window):
        words = _WORD.findall(_NO_WORDS.sub(" ", text.replace("&", "")))
        if any(word.lower() not in NAMES for word in words) and text not in found:
            found.append(text)
    return found
