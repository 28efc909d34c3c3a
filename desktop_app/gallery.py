"""The gallery of styles: connects what finds, compares, stars and saves looks; decides little."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QToolButton

from desktop_app.actions import Actions
from desktop_app.background import Background
from desktop_app.compare_looks import LETTERS, CompareLooks
from desktop_app.comparison import Comparison
from desktop_app.controls import Controls
from desktop_app.icons import icon
from desktop_app.own_face import OwnFace
from desktop_app.own_face_row import OwnFaceRow
from desktop_app.playback import Playback
from desktop_app.player import Player
from desktop_app.preset_desk import PresetDesk
from desktop_app.run_time import RunTime
from desktop_app.stage import Stage
from desktop_app.translation import tr
from desktop_app.widgets import name_button, tool_button


class Gallery(QObject):
    """What belongs to the page of looks beyond its plain controls; `get_styles` opens what gets
    more models."""

    def __init__(
        self,
        run_time: RunTime,
        controls: Controls,
        commands: Actions,
        get_styles: Callable[[], None],
        player: Player,
        playback: Playback,
        stage: Stage,
        background: Background,
    ) -> None:
        super().__init__(player)
        self._controls = controls
        self._commands = commands
        self._player = player
        self._stage = stage
        self.presets = PresetDesk(player, stage, background, get_styles, controls)
        self.comparison = Comparison(player)
        self.own_face = OwnFace(run_time, player, playback, background)
        self.compare_looks = CompareLooks(commands.swap, commands.both)
        self.own_face_row = OwnFaceRow()
        self._presets_button = tool_button("iconOnly", with_text=False)
        self._presets_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._presets_button.setMenu(self.presets.menu)
        controls.styles.bar.add(self._presets_button)
        controls.styles.add_below(self.own_face_row, self.own_face_row.reached)
        controls.add_to_look(self.compare_looks)
        commands.add_menu_of_looks(self.presets.menu)
        self._connect()
        self.retranslate()

    def start(self) -> None:
        """Show what is remembered."""
        self.own_face.start()
        self._show()

    def shut_down(self) -> None:
        """Draw no more."""
        self.own_face.shut_down()

    def retranslate(self) -> None:
        """Set the texts in the chosen language."""
        name_button(self._presets_button, tr("Presets"))
        self._presets_button.setIcon(icon("preset"))
        for part in (self.presets.menu, self.compare_looks, self.own_face_row):
            part.retranslate()
        self._show_comparison()

    def _connect(self) -> None:
        styles, commands = self._controls.styles, self._commands
        styles.star_pressed.connect(self._star)
        styles.shown.connect(lambda: self.own_face.want(styles.offers))
        commands.style_wanted.connect(styles.choose_number)
        commands.style_stepped.connect(self._player.step_style)
        commands.degree_stepped.connect(self._controls.strength.step)
        commands.find_style.triggered.connect(self._find)
        commands.favourite.triggered.connect(styles.press_star)
        commands.swap.triggered.connect(self._swap)
        commands.both.toggled.connect(self._show_both)
        commands.compare.toggled.connect(lambda on: commands.both.setChecked(False) if on else None)
        self.compare_looks.chosen.connect(self.comparison.show)
        self.comparison.changed.connect(self._show_comparison)
        self.own_face.changed.connect(self._show_own_face)
        self.own_face_row.switched.connect(self.own_face.switch)
        self.own_face_row.again.triggered.connect(self.own_face.take_again)
        self.own_face_row.remove.triggered.connect(self.own_face.remove)
        self._player.changed.connect(self._show)

    def _show(self) -> None:
        self._controls.styles.set_favourites(self._player.settings.gallery.favourites)
        self.compare_looks.come_after(self._controls.palettes.last)  # whose chips are made late

    def _star(self, style: str) -> None:
        """Make "model/style" a favourite, or no longer."""
        favourites = self._player.settings.gallery.favourites
        if style in favourites:
            rest = tuple(other for other in favourites if other != style)
            self._player.keep_gallery(favourites=rest)
        else:
            self._player.keep_gallery(favourites=(*favourites, style))

    def _find(self) -> None:
        self._controls.show_page("look")
        self._controls.styles.bar.field.setFocus()
        self._controls.styles.bar.field.selectAll()

    def _swap(self) -> None:
        self.comparison.swap()
        self._say_if_same()

    def _show_both(self, both: bool) -> None:
        if both:
            self._commands.compare.setChecked(False)
        self.comparison.show_both(both)
        if both:
            self._say_if_same()

    def _say_if_same(self) -> None:
        """Say why there is nothing to compare."""
        if self.comparison.look("a") == self.comparison.look("b"):
            shown = LETTERS[self.comparison.shown]
            self._stage.give_hint(
                tr("A and B are the same look. Choose another one for {shown}.", shown=shown)
            )

    def _show_comparison(self) -> None:
        comparison = self.comparison
        self._commands.both.setEnabled(comparison.is_one_model)
        self.compare_looks.show_comparison(comparison)
        parts = comparison.both and comparison.is_one_model
        names = (f"A: {comparison.name('a')}", f"B: {comparison.name('b')}") if parts else None
        self._stage.set_looks(names, other_is_left=comparison.shown == "b")
        if parts and self._stage.wipe is None:
            self._stage.set_wipe(0.5)
        elif not parts and not self._commands.compare.isChecked():
            self._stage.set_wipe(None)

    def _show_own_face(self) -> None:
        self.own_face_row.show_own_face(self.own_face)
        self._controls.styles.set_thumbnails(self.own_face.thumbnail)
