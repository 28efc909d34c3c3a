"""The row below the picture: compare, mirror, snapshot, record, full screen; and the figures."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAction, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QWidget

from desktop_app.actions import Actions
from desktop_app.icons import icon
from desktop_app.translation import sentence_text, tr
from desktop_app.widgets import row, tool_button
from vtoonify_rt.sources import SourceInfo
from vtoonify_rt.timing import Stats

ICON_GAP = 4  # pixels that Qt puts between icon and text, beside a blank on each side of the text


class Transport(QWidget):
    """Buttons for the actions that are used most."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = layout = row(self)
        views = [self._button(action) for action in (actions.compare, actions.mirror)]
        snapshot, camera = self._button(actions.snapshot), self._button(actions.virtual_camera)
        self._texted = [*views, snapshot, camera]
        for button in views:
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(snapshot)
        layout.addWidget(RecordButton(actions))
        pause = self._button(actions.pause, icon_only=True)
        actions.pause.changed.connect(lambda: pause.setVisible(actions.pause.isVisible()))
        pause.hide()
        layout.addWidget(pause)
        layout.addWidget(camera)
        layout.addWidget(self._button(actions.shutter, icon_only=True))
        layout.addStretch(1)
        layout.addWidget(self._button(actions.compact, icon_only=True))
        layout.addWidget(self._button(actions.fullscreen, icon_only=True))

    def event(self, event: QEvent) -> bool:
        """Let buttons do without their texts where there is no room for all."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._fit()
        return super().event(event)

    def _fit(self) -> None:
        kinds = Qt.ToolButtonStyle
        texts = [_text_width(button) for button in self._texted]
        bare = self._layout.sizeHint().width() - sum(
            text
            for button, text in zip(self._texted, texts, strict=True)
            if button.toolButtonStyle() == kinds.ToolButtonTextBesideIcon
        )
        fits = bare + sum(texts) <= self.width()
        wanted = kinds.ToolButtonTextBesideIcon if fits else kinds.ToolButtonIconOnly
        if any(button.toolButtonStyle() != wanted for button in self._texted):
            for button in self._texted:
                button.setToolButtonStyle(wanted)
            self._layout.activate()  # at once, or they would be cut off until the next event

    def _button(self, action: QAction, *, icon_only: bool = False) -> QToolButton:
        button = tool_button("iconOnly" if icon_only else "transport", with_text=not icon_only)
        button.setDefaultAction(action)
        button.setIconSize(QSize(20, 20))
        return button


def _text_width(button: QToolButton) -> int:
    """Return how much wider a button is for its text."""
    metrics = button.fontMetrics()
    return metrics.horizontalAdvance(button.text()) + 2 * metrics.horizontalAdvance(" ") + ICON_GAP


class RecordButton(QToolButton):
    """The record action on red, with an icon in white whatever the palette."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        self._actions = actions
        self.setObjectName("record")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setIconSize(QSize(20, 20))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(actions.record.trigger)
        actions.record.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        action = self._actions.record
        self.setEnabled(action.isEnabled())
        self.setText(action.iconText())
        self.setToolTip(action.toolTip())
        name = "stop" if self._actions.recording else "record"
        self.setIcon(icon(name, QPalette.ColorRole.BrightText))


class StatusLine(QLabel):
    """Frame rate, latency, backend and size; where the time goes, in its tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("status")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._figures = self._fewer = ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the line to the new width."""
        self._shorten()

    def _shorten(self) -> None:
        fits = self.fontMetrics().horizontalAdvance(self._figures) <= self.width()
        right = Qt.TextElideMode.ElideRight
        line = self._figures if fits else self._fewer
        self.setText(self.fontMetrics().elidedText(line, right, self.width()))

    def show_figures(
        self,
        stats: Stats | None,
        info: SourceInfo | None,
        backend: str,
        *,
        note: str = "",
        lowered_px: int | None = None,
    ) -> None:
        """Show how it runs; None or "" for what is not known.

        `note` comes before all else; `lowered_px` is the crop size if the governor lowered it.
        """
        parts = [note] if note else []
        whole, short = "", ""
        if stats is not None and stats.latency is not None:
            parts.append(tr("{fps} fps", fps=f"{stats.fps:.0f}"))
            latency = stats.latency
            p50, p95 = f"{latency.p50:.0f}", f"{latency.p95:.0f}"
            whole = tr("latency {p50} ms, 95 % below {p95} ms", p50=p50, p95=p95)
            short = tr("latency {ms} ms", ms=p50)
            parts.append(whole)
        if lowered_px is not None:
            parts.append(tr("crop lowered to {px} px", px=lowered_px))
        if backend:
            parts.append(sentence_text(backend))
        if info is not None:
            parts.append(f"{info.width} × {info.height}")  # noqa: RUF001
        figures = "  ·  ".join(parts)
        if figures != self._figures:
            self._figures = figures
            self._fewer = figures.replace(whole, short) if whole else figures
            self.setAccessibleName(tr("Figures: {figures}", figures=figures))
            self._shorten()
        self.setToolTip(stage_table(stats) if stats is not None and stats.stages else "")


def stage_table(stats: Stats) -> str:
    """Return median and 95th percentile of each stage as a small HTML table."""
    rows = "".join(
        f"<tr><td>{stage_name(stage)}</td><td align=right>{times.p50:.1f}</td>"
        f"<td align=right>{times.p95:.1f}</td></tr>"
        for stage, times in stats.stages.items()
    )
    head = tr("<th align=left>Milliseconds</th><th>median</th><th>95 %</th>")
    return f"<table cellspacing=6><tr>{head}</tr>{rows}</table>"


def stage_name(stage: str) -> str:
    """Return what a stage does, in the chosen language."""
    names = {
        "read": tr("Read"),
        "landmarks": tr("Find the face"),
        "steer": tr("Follow the face"),
        "surroundings": tr("Surroundings"),
        "crop": tr("Crop"),
        "motion": tr("Follow the motion"),
        "condition": tr("Set the style"),
        "parsing": tr("Parse the face"),
        "generator": tr("Stylize"),
        "smoothing": tr("Steady the picture"),
        "compose": tr("Put back"),
        "sinks": tr("Hand out"),
    }
    return names.get(stage, stage)
