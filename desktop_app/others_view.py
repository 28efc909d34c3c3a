"""Shows what others see, on the picture and in the panel, and carries out what is asked of it."""

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QDialogButtonBox, QFileDialog, QWidget

from desktop_app.actions import Actions
from desktop_app.background import Background
from desktop_app.controls import Controls
from desktop_app.others import Others
from desktop_app.others_sign import OthersSign, seen_text
from desktop_app.panic_key import FOR_GUI_THREAD, PANIC_KEYS, GlobalKey, listen_everywhere
from desktop_app.playback import Playback
from desktop_app.player import Player
from desktop_app.run_time import RunTime
from desktop_app.setup_dialog import SetupDialog
from desktop_app.stage import Stage
from desktop_app.store_dialogs import Question
from desktop_app.translation import error_text, tr
from desktop_app.widgets import timer
from vtoonify_rt.errors import AppError, SinkError
from vtoonify_rt.virtual_camera_setup import MEMORY

if TYPE_CHECKING:
    from vtoonify_rt.virtual_camera_setup.proof import Proof

LOOK_MS = 100  # between two looks at what others see


class OthersParts(NamedTuple):
    """The widgets that show it."""

    commands: Actions
    stage: Stage
    controls: Controls


class OthersView(QObject):
    """Connects `Others` with what the user sees of it; `window` owns the dialogs."""

    def __init__(
        self,
        window: QWidget,
        run_time: RunTime,
        player: Player,
        playback: Playback,
        background: Background,
        parts: OthersParts,
    ) -> None:
        super().__init__(window)
        self.others = Others(run_time, player, playback.guard, background)
        self.sign = OthersSign()
        self._window = window
        self._run_time = run_time
        self._player = player
        self._background = background
        self._commands, self._stage = parts.commands, parts.stage
        self._camera, self._cover = parts.controls.virtual_camera, parts.controls.others
        self._key: GlobalKey | None = None
        self._stage.place_sign(self.sign)
        self._timer = timer(self, LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._connect()

    def _connect(self) -> None:
        others, commands = self.others, self._commands
        others.changed.connect(self.show_all)
        others.failed.connect(self._tell_failure)
        commands.virtual_camera.triggered.connect(self._switch_camera)
        commands.shutter.triggered.connect(others.set_shutter)
        commands.panic.triggered.connect(others.hide)
        commands.show_again.triggered.connect(others.show_again)
        commands.setup.triggered.connect(self.open_setup)
        self.sign.way_back_wanted.connect(self._go_back)
        self._camera.switched.connect(self._switch_camera)
        self._camera.camera_chosen.connect(lambda name: others.choose(camera=name))
        self._camera.size_chosen.connect(lambda w, h: others.choose(width=w, height=h))
        self._camera.rate_chosen.connect(lambda rate: others.choose(fps=rate))
        self._camera.setup_wanted.connect(self.open_setup)
        self._cover.policy_chosen.connect(lambda policy: others.choose(policy=policy))
        self._cover.words_chosen.connect(lambda words: others.choose(card_text=words))
        self._cover.picture_wanted.connect(self._ask_for_picture)
        self._cover.picture_dropped.connect(lambda: others.choose(card_picture=""))
        self._cover.camera_wanted.connect(self._ask_to_show_camera)

    def start(self) -> None:
        """Listen for the panic key, and keep the sign up to date."""
        if FOR_GUI_THREAD:
            self._take_key(listen_everywhere(self.others.hide))
        else:  # a connection to the desktop takes a moment
            hide = self.others.hide
            self._background.start(
                lambda: listen_everywhere(hide), self._take_key, self._stage.tell_error
            )
        self.others.start()
        self._timer.start()
        self.show_all()

    def shut_down(self) -> None:
        """Switch the virtual camera off, and let go of the panic key."""
        self.others.stop_camera()
        self._timer.stop()
        if self._key is not None:
            self._key.close()
            self._key = None

    def _take_key(self, key: GlobalKey | None) -> None:
        self._key = key
        self.show_all()

    @Slot()
    def show_all(self) -> None:
        """Show everything again, as after a change of language."""
        others, settings = self.others, self._player.settings.others
        self._camera.show_choices(others, settings)
        self._cover.show_choices(settings, shows_camera=others.shows_camera)
        self._cover.show_reach(reach_text(everywhere=self._key is not None))
        self._commands.show_others(
            camera=others.camera_state != "off", shutter=others.shuttered, hidden=others.hidden
        )
        self._commands.virtual_camera.setEnabled(bool(others.camera))
        self.look()

    @property
    def leaves(self) -> bool:
        """Whether anybody would see or keep what leaves."""
        return self.others.camera_state != "off" or bool(self.others.guard.sinks)

    @Slot()
    def look(self) -> None:
        """Look at what others see, and say so where it is not what the user sees."""
        others = self.others
        closed = others.hidden or others.shuttered
        leaks = others.shows_camera and not closed
        if leaks:  # also while a cover is shown: with the next frame it may be so
            text = tr("Others see your camera as it is")
        else:
            text = seen_text(others.guard.look()) if self.leaves or closed else ""
        opened = others.camera_state in ("running", "failed") or bool(others.guard.sinks)
        self.sign.show_picture(others.guard.outgoing().image if text and opened else None)
        self.sign.say(text, leaks=leaks, way_back=self._way_back())

    def _way_back(self) -> str:
        others = self.others
        if others.hidden:
            return tr("Show me again")
        if others.shuttered:
            return tr("Open the shutter")
        return tr("Stylize me again") if others.shows_camera else ""

    def _go_back(self) -> None:
        others = self.others
        if others.hidden:
            others.show_again()
        elif others.shuttered:
            others.set_shutter(False)
        else:
            others.show_camera(False)

    def _switch_camera(self) -> None:
        if self.others.camera_state == "off":
            self.others.start_camera()
        else:
            self.others.stop_camera()

    def _tell_failure(self, error: AppError) -> None:
        """Tell of a virtual camera, with what finds out why; or of the card's picture."""
        if not isinstance(error, SinkError):
            self._stage.tell_error(error)
            return
        message, _ = error_text(error)  # what to do is told by the window that the button opens
        self._stage.tell(
            tr("{message}.", message=message),
            trouble=True,
            way_on=(tr("Set up…"), self.open_setup),
        )

    def take_destination(self, destination: str) -> None:
        """Go on where the first steps ended: for a call, with what the virtual camera needs."""
        if destination == "virtual camera":
            self.open_setup()

    def open_setup(self) -> None:
        """Open the window that finds out what is missing."""
        name, settings = self.others.camera, self._player.settings.others
        size = {"height": settings.height, "width": settings.width}

        def prove() -> "Proof":
            return self._run_time.prove_virtual_camera(name, fps=settings.fps, **size)

        can_try = self.others.camera_state == "off" and name not in ("", MEMORY)
        SetupDialog(
            self._run_time.examine_virtual_camera,
            prove if can_try else None,
            self._background,
            self._window,
        ).open()

    def _ask_for_picture(self) -> None:
        kinds = tr("Pictures") + " (*.png *.jpg *.jpeg *.webp *.bmp)"
        name, _ = QFileDialog.getOpenFileName(self._window, tr("Use a picture"), "", kinds)
        if name:
            self.others.choose(card_picture=name)

    def _ask_to_show_camera(self, wanted: bool) -> None:
        if not wanted:
            self.others.show_camera(False)
            return
        question = Question(
            tr("Show your camera as it is?"),
            [
                tr("Others see and recordings keep you as the camera does, without any style."),
                tr("It ends when you switch it off, or with this window."),
            ],
            tr("Show my camera"),
            parent=self._window,
        )
        question.buttons.button(QDialogButtonBox.StandardButton.Cancel).setDefault(True)
        question.accepted.connect(lambda: self.others.show_camera(True))
        question.setWindowModality(Qt.WindowModality.WindowModal)
        question.open()


def reach_text(*, everywhere: bool) -> str:
    """Return what the panic key does, and where."""
    if everywhere:
        return tr("{keys} hides you at once, also from within other programs.", keys=PANIC_KEYS)
    return tr(
        "{keys} hides you at once, in this window only: this system does not let "
        "programs hear keys that are meant for others.",
        keys=PANIC_KEYS,
    )
