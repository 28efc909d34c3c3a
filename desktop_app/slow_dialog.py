"""The window that tells why the picture is slow, and what helps."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget

from desktop_app.overlay import WayOn
from desktop_app.told_dialog import ToldDialog
from desktop_app.translation import said, sentence_text, tr
from desktop_app.transport import stage_name
from desktop_app.widgets import column, grid, label
from vtoonify_rt.diagnosis import Situation, explain, limit
from vtoonify_rt.diagnosis_words import cause_words, limit_words

WIDTH = 520


def slow_dialog(situation: Situation | None, parent: QWidget) -> QDialog:
    """Return a window about a situation as it is now; None: nothing plays, or not long enough."""
    return ToldDialog(
        lambda: tr("Why is it slow?"),
        lambda: _content(situation),
        parent,
        ways_on=lambda: _ways_on(situation),
        width=WIDTH,
    )


def _content(situation: Situation | None) -> QWidget:
    content = QWidget()
    layout = column(content, gap=14)
    if situation is None:
        layout.addWidget(label(text=tr("Nothing has played for long enough to tell."), wraps=True))
        return content
    layout.addWidget(label("title", headline(situation), wraps=True))
    layout.addWidget(label("faint", figures(situation), wraps=True))
    for what, remedy in reasons(situation):
        part = column(gap=2)
        part.addWidget(label(text=what, wraps=True))
        part.addWidget(label("faint", f"→ {remedy}", wraps=True))
        layout.addLayout(part)
    layout.addWidget(_stage_table(situation))
    return content


def _ways_on(situation: Situation | None) -> list[WayOn]:
    if situation is None:
        return []
    return [(tr("Copy"), lambda: QGuiApplication.clipboard().setText(report(situation)))]


def headline(situation: Situation) -> str:
    """Return the sentence that names what the picture waits for."""
    return said(limit_words(limit(situation)))


def figures(situation: Situation) -> str:
    """Return frame rate, latency, crop and processor in one line."""
    load, cpu = situation.load, situation.cpu
    fps, wanted = f"{load.fps:.0f}", f"{situation.wanted_fps:.0f}"
    holds_latency = situation.goal == "latency"  # then no frame rate was asked for
    parts = [
        tr("{fps} fps", fps=fps)
        if holds_latency
        else tr("{fps} of {wanted} fps", fps=fps, wanted=wanted),
        tr("latency {ms} ms", ms=f"{1000 * load.latency:.0f}"),
        tr("crop {px} px", px=situation.crop_px),
    ]
    if cpu is not None:
        used = cpu.own + (cpu.others or 0.0)
        parts.append(tr("{used} of {cores} cores in use", used=f"{used:.1f}", cores=cpu.cores))
    return "  ·  ".join(parts)


def reasons(situation: Situation) -> list[tuple[str, str]]:
    """Return (what is so, what helps), the weightiest first."""
    told = replace(situation, backend_note=sentence_text(situation.backend_note))
    words = [cause_words(cause) for cause in explain(told)]
    return [(f"{said(what)}{tr('.')}", f"{said(remedy)}{tr('.')}") for what, remedy in words]


def report(situation: Situation) -> str:
    """Return everything as plain text."""
    lines = [headline(situation), figures(situation)]
    lines += [f"- {what} {remedy}" for what, remedy in reasons(situation)]
    lines += [f"{stage_name(stage)}: {ms} ms" for stage, ms in _stages(situation)]
    return "\n".join(lines)


def _stages(situation: Situation) -> list[tuple[str, str]]:
    """Return (stage, milliseconds of it in a frame), the longest first."""
    stages = sorted(situation.load.stages.items(), key=lambda stage: -stage[1])
    return [(stage, f"{1000 * cost:.1f}") for stage, cost in stages if cost >= 0.00005]


def _stage_table(situation: Situation) -> QWidget:
    table = QWidget()
    layout = grid(table, gap_x=24, gap_y=3)
    layout.addWidget(label("section", tr("Where the time of a frame goes")), 0, 0)
    layout.addWidget(label("faint", tr("ms")), 0, 1, Qt.AlignmentFlag.AlignRight)
    for place, (stage, ms) in enumerate(_stages(situation), start=1):
        layout.addWidget(label(text=stage_name(stage)), place, 0)
        layout.addWidget(label(text=ms), place, 1, Qt.AlignmentFlag.AlignRight)
    layout.setColumnStretch(2, 1)
    return table
