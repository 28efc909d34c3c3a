"""The looks as thumbnails, one of them chosen."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPalette, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QWidget

from checkpoint.manifest import ModelManifest, Style
from desktop_app.translation import style_name, tr
from desktop_app.widgets import tab_to_checked

COLUMNS = 3
THUMB = 88  # pixels, before the screen's scaling
RADIUS = 9.0


class StyleButton(QAbstractButton):
    """One look: its thumbnail, its name, and a ring while it is the chosen one."""

    def __init__(self, style_id: str, style: Style, number: int) -> None:
        super().__init__()
        self.style_id = style_id
        self._style = style
        self._number = number
        self._thumbnail = QPixmap(str(style.thumbnail))
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        name = style_name(self._style)
        self.setText(name)
        self.setAccessibleName(tr("Style {name}", name=name))
        shortcut = f" ({self._number})" if self._number <= 9 else ""
        self.setToolTip(f"{name}{shortcut}")

    def sizeHint(self) -> QSize:
        """Return the size of thumbnail and name."""
        return QSize(THUMB, THUMB + 8 + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint thumbnail, name and ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF((self.width() - THUMB) / 2, 0, THUMB, THUMB)
        self._paint_thumbnail(painter, box.adjusted(3, 3, -3, -3))
        palette = self.palette()
        if self.isChecked():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2.4))
        elif self.hasFocus() or self.underMouse():
            painter.setPen(QPen(palette.color(QPalette.ColorRole.Dark), 1.6))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box.adjusted(1.2, 1.2, -1.2, -1.2), RADIUS + 2, RADIUS + 2)
        role = QPalette.ColorRole.Accent if self.isChecked() else QPalette.ColorRole.WindowText
        painter.setPen(palette.color(role))
        line = QRectF(0, THUMB + 3, self.width(), self.fontMetrics().height())
        name = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width() - 2
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, name)
        if self.hasFocus():
            width = self.fontMetrics().horizontalAdvance(name)
            y = line.bottom() + 1
            painter.drawLine(
                round((self.width() - width) / 2),
                round(y),
                round((self.width() + width) / 2),
                round(y),
            )

    def _paint_thumbnail(self, painter: QPainter, box: QRectF) -> None:
        shape = QPainterPath()
        shape.addRoundedRect(box, RADIUS, RADIUS)
        painter.save()
        painter.setClipPath(shape)
        if self._thumbnail.isNull():  # the model came without one
            painter.fillRect(box, self.palette().color(QPalette.ColorRole.Mid))
            painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.text()[:1])
        else:
            side = min(self._thumbnail.width(), self._thumbnail.height())
            left = (self._thumbnail.width() - side) / 2
            source = QRectF(left, (self._thumbnail.height() - side) / 2, side, side)
            painter.drawPixmap(box, self._thumbnail, source)
        if self.isDown():
            painter.fillRect(box, QColor(0, 0, 0, 40))
        painter.restore()


class StyleGrid(QWidget):
    """Every look of every model; arrow keys move within, number keys come from the menu.

    Signals:
        chosen: The user chose the look with this id ("style", or "model/style").
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)  # exclusive
        self._buttons: list[StyleButton] = []
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setHorizontalSpacing(6)
        self._layout.setVerticalSpacing(10)

    def set_models(self, models: Sequence[ModelManifest]) -> None:
        """Show the looks of `models`, in their order."""
        for number, (style_id, style) in enumerate(qualified_styles(models), start=1):
            button = StyleButton(style_id, style, number)
            button.clicked.connect(lambda _, style_id=style_id: self.chosen.emit(style_id))
            self._group.addButton(button)
            self._buttons.append(button)
            self._layout.addWidget(button, (number - 1) // COLUMNS, (number - 1) % COLUMNS)
        for column in range(COLUMNS):
            self._layout.setColumnStretch(column, 1)

    def select(self, style_id: str) -> None:
        """Ring the look `style_id`; emits nothing."""
        for button in self._buttons:
            if button.style_id == style_id:
                button.setChecked(True)
        tab_to_checked(self._buttons)

    def choose_number(self, number: int) -> None:
        """Choose the look at place `number`, counted from 1, as a click would."""
        if 1 <= number <= len(self._buttons):
            self._buttons[number - 1].click()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        for button in self._buttons:
            button.retranslate()


def qualified_styles(models: Sequence[ModelManifest]) -> list[tuple[str, Style]]:
    """Return every style with an id that no other has: "style", or "model/style"."""
    styles: dict[str, Style] = {}
    for model in models:
        for style in model.styles:
            key = f"{model.id}/{style.id}" if style.id in styles else style.id
            styles[key] = style
    return list(styles.items())
