"""Notices that the picture is slow, and offers, quietly, to tell why."""

import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop_app.player import Player
from desktop_app.run_time import is_camera
from desktop_app.slow_dialog import slow_dialog
from desktop_app.translation import tr
from desktop_app.widgets import tool_button
from vtoonify_rt.cpu_load import CpuTimes, cpu_load, read_cpu_times
from vtoonify_rt.diagnosis import ENOUGH, Situation

if TYPE_CHECKING:
    from vtoonify_rt.live import Live

USUAL_FPS = 24.0  # that is wanted where no frame rate is held
SLOW_LOOKS = 15  # one after another before the line is shown: 6 s,
FAST_LOOKS = 8  # and before it is hidden again: 3 s
STEADY_S = 3.0  # of work that is worth to be compared with later
SHOWN = 90  # frames that the rate of painting is measured over


class Slowness(QObject):
    """Owns `line`, a flat button that opens the explanation; hidden while all is well."""

    def __init__(
        self, player: Player, window: QWidget, clock: Callable[[], float] = time.monotonic
    ) -> None:
        super().__init__(window)
        self.line = tool_button("getting", with_text=False)
        self.line.hide()
        self.line.clicked.connect(self.open)
        self._player = player
        self._window = window
        self._clock = clock
        self._looks = 0  # that were slow, or minus those that were not, one after another
        self._shown: deque[float] = deque(maxlen=SHOWN)  # when pictures were painted
        self._cpu: deque[CpuTimes] = deque(maxlen=SLOW_LOOKS)
        self._quickest: dict[tuple[str, int], float] = {}  # by model and crop size, in seconds
        self.situation: Situation | None = None  # as last looked at

    def note_shown(self) -> None:
        """Count a picture that is painted."""
        self._shown.append(self._clock())

    def look(self, live: "Live | None", *, recording: bool) -> None:
        """Look at what plays (None: nothing does); called twice a second or so."""
        self._cpu.append(read_cpu_times())
        self.situation = None if live is None else self._situation(live, recording)
        situation = self.situation
        slow = situation is not None and situation.load.fps < ENOUGH * situation.wanted_fps
        if slow != (self._looks > 0):
            self._looks = 0
        self._looks += 1 if slow else -1
        if self._looks >= SLOW_LOOKS:
            self.line.show()
        elif self._looks <= -FAST_LOOKS:
            self.line.hide()

    def open(self) -> None:
        """Explain how it is now."""
        slow_dialog(self.situation, self._window).open()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        self.line.setText(tr("Why is it slow?"))
        self.line.setToolTip(tr("Show what the picture waits for, and what helps"))

    def _situation(self, live: "Live", recording: bool) -> Situation | None:
        governed, source = live.governed, live.source_info
        load = governed.workload if governed is not None else None
        if governed is None or load is None or source is None:
            return None
        camera = is_camera(self._player.source)
        goal = self._player.settings.governor
        wanted = goal.target if goal.mode == "fps" else USUAL_FPS
        if not camera:  # a file has no more pictures than it has; one without a clock has none
            wanted = min(wanted, source.fps or 0.0)
        if wanted <= 0:
            return None
        crop_px = governed.level.crop_px
        look = self._player.look
        key = (look[0].id if look is not None else "", crop_px)
        generator = load.stages.get("generator", 0.0)
        if load.seconds >= STEADY_S:
            self._quickest[key] = min(self._quickest.get(key, generator), generator)
        return Situation(
            load=load,
            source=source,
            wanted_fps=wanted,
            crop_px=crop_px,
            goal=goal.mode,
            cpu=cpu_load(self._cpu[0], self._cpu[-1]),
            is_camera=camera,
            recording=recording,
            shown_fps=self._shown_fps(),
            backend_note=live.backend_note,
            quickest=self._quickest.get(key),
        )

    def _shown_fps(self) -> float | None:
        """Return how many pictures are painted a second; None until that can be told."""
        if len(self._shown) < SHOWN:
            return None
        return (SHOWN - 1) / max(self._clock() - self._shown[0], 1e-9)
