"""What a window says, by text, tool tip, or screen reader; and what of it is not in Chinese."""

import re
from collections.abc import Iterator

from cut_off import text_of, visible
from PySide6.QtWidgets import QMenu, QWidget

# Names, units, formats and keys, which are the same in every language.
NAMES = {
    "busy",
    "obs",
    "virtual",
    "loopback",
    "modprobe",
    "sudo",
    "apt",
    "get",
    "install",
    "apache",
    "birthday",
    "camera",
    "cartoon",
    "comic",
    "cpu",
    "ctrl",
    "desk",
    "english",
    "esc",
    "fake",
    "fps",
    "frame",
    "gb",
    "https",
    "huggingface",
    "kb",
    "lab",
    "license",
    "lite",
    "mb",
    "minisign",
    "model",
    "ms",
    "onnx",
    "onnxscript",
    "page",
    "pixar",
    "png",
    "project",
    "px",
    "python",
    "rt",
    "sha",
    "shift",
    "space",
    "starter",
    "torch",
    "vtoonify",
    "zoom",
    "zzz",
}
_WORD = re.compile(r"[A-Za-z]{2,}")
_NO_WORDS = re.compile(r"<[^>]*>|https?://\S+|#?\b[0-9a-f]{6,8}\b|Ctrl\+\S+|\S+\.mp4|\S+\.co\b")


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
