"""What others see of a window under test."""

from dataclasses import replace

from desktop_fakes import make_frame

from desktop_app.main_window import MainWindow
from vtoonify_rt.frame import Frame


def stylized(value: int = 100) -> Frame:
    """A gray frame that says of itself that a style has made it."""
    return replace(make_frame(value), shows="stylized")


def shown(window: MainWindow) -> str:
    """What the sign on the picture says now."""
    window.others.look()
    return window.others.sign.text
