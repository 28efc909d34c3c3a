"""The file that a user wants played: chosen in a dialog, or dropped on the window."""

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_app.translation import tr

VIDEOS = "*.mp4 *.mov *.mkv *.webm *.avi *.m4v"
PICTURES = "*.png *.jpg *.jpeg *.webp *.bmp *.gif *.tif *.tiff"


def ask_for_file(parent: QWidget) -> str:
    """Let the user choose a video or a picture; "" if none was."""
    title = tr("Open a video or a picture")
    kinds = f"{tr('Videos and pictures')} ({VIDEOS} {PICTURES});;{tr('All files')} (*)"
    return QFileDialog.getOpenFileName(parent, title, "", kinds)[0]


def dropped_file(data: QMimeData) -> str:
    """Return the first file that is dropped, "" if there is none."""
    return next((url.toLocalFile() for url in data.urls() if url.isLocalFile()), "")
