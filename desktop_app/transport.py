"""The row below the picture: compare, mirror, snapshot, record, full screen; and the figures."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QWidget

from desktop_app.actions import Actions
from desktop_app.translation import tr
from desktop_app.widgets import row, tool_button
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.timing import Stats


class Transport(QWidget):
    """Buttons for the actions that are used most."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        layout = row(self)
        for action in (actions.compare, actions.mirror):
            layout.addWidget(self._button(action))
        layout.addStretch(1)
        layout.addWidget(self._button(actions.snapshot))
        layout.addWidget(self._button(actions.record, name="record"))
        layout.addStretch(1)
        layout.addWidget(self._button(actions.fullscreen))

    def _button(self, action: QAction, name: str = "transport") -> QToolButton:
        button = tool_button(name)
        button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        return button


class StatusLine(QLabel):
    """Frame rate, latency, backend and size; where the time goes, in its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)

    def show_figures(self, stats: Stats | None, info: SourceInfo | None, backend: str) -> None:
        """Show how it runs; None or "" for what is not known."""
        parts = []
        if stats is not None and stats.latency is not None:
            parts.append(tr("{fps} fps", fps=f"{stats.fps:.0f}"))
            latency = stats.latency
            parts.append(
                tr(
                    "{p50} ms latency, {p95} ms at worst",
                    p50=f"{latency.p50:.0f}",
                    p95=f"{latency.p95:.0f}",
                )
            )
        if backend:
            parts.append(backend)
        if info is not None:
            parts.append(f"{info.width} x {info.height}")
        text = "  ·  ".join(parts)
        if text != self.text():
            self.setText(text)
            self.setAccessibleName(tr("Figures: {figures}", figures=text))
        self.setToolTip(stage_table(stats) if stats is not None and stats.stages else "")


def stage_table(stats: Stats) -> str:
    """Return median and 95th percentile of each stage as a small HTML table."""
    rows = "".join(
        f"<tr><td>{stage}</td><td align=right>{times.p50:.1f}</td>"
        f"<td align=right>{times.p95:.1f}</td></tr>"
        for stage, times in stats.stages.items()
    )
    head = tr("<th align=left>Milliseconds</th><th>median</th><th>95 %</th>")
    return f"<table cellspacing=6><tr>{head}</tr>{rows}</table>"
