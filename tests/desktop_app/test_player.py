"""The player: choices become settings, and settings what plays."""

from dataclasses import replace

import pytest
from desktop_fakes import CAMERA, POSTER, make_frame, make_model, make_style

from desktop_app.background import Background
from desktop_app.playback import Playback
from desktop_app.player import FADE, Player
from desktop_app.run_time import SAMPLE, camera_spec
from desktop_app.settings import Settings
from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import AppError, ModelError


@pytest.fixture
def make_player(qtbot, run_time):
    made = []

    def make(**settings) -> Player:
        background = Background()
        playback = Playback(run_time, StyleConfig())
        player = Player(run_time, Settings(**settings), playback, background)
        player.playback = playback
        made.extend([playback, background])
        return player

    yield make
    run_time.looked.set()
    for part in made:
        assert part.shut_down(5)


@pytest.fixture
def plays(qtbot, run_time):
    """Waits until exactly these sources have been opened."""
    return lambda *sources: qtbot.waitUntil(lambda: run_time.built == list(sources))


def test_the_first_camera_plays_where_nothing_was_chosen(make_player, plays):
    player = make_player()

    player.start()

    plays(camera_spec(CAMERA))
    assert player.settings.source == ""
    assert not player.no_camera


def test_the_sample_plays_where_there_is_no_camera(make_player, run_time, plays):
    run_time.cameras = []
    player = make_player()

    player.start()

    plays(SAMPLE)
    assert player.no_camera


def test_a_camera_that_appears_replaces_the_sample(make_player, run_time, plays):
    run_time.cameras = []
    player = make_player()
    player.start()
    plays(SAMPLE)

    run_time.cameras = [CAMERA]
    player.look_for_cameras()

    plays(SAMPLE, camera_spec(CAMERA))
    assert not player.no_camera


def test_the_chosen_source_plays_without_waiting_for_cameras(make_player, run_time, plays):
    run_time.looked.clear()
    player = make_player(source="clip.mp4")

    player.start()

    plays("clip.mp4")
    assert player.looking


def test_looking_for_cameras_leaves_a_chosen_source_alone(make_player, qtbot, plays):
    player = make_player(source=SAMPLE)
    player.start()

    qtbot.waitUntil(lambda: not player.looking)

    plays(SAMPLE)
    assert player.cameras == [CAMERA]


def test_a_look_for_cameras_that_crashes_is_told_and_the_sample_plays(
    make_player, run_time, qtbot, plays
):
    run_time.list_cameras = lambda: 1 / 0
    player = make_player()

    with qtbot.waitSignal(player.failed) as told:
        player.start()

    assert isinstance(told.args[0], AppError)
    plays(SAMPLE)


def test_a_chosen_source_is_remembered(make_player, plays):
    player = make_player(source=SAMPLE)
    player.start()

    player.choose_source("clip.mp4")

    assert player.settings.source == "clip.mp4"


def test_trying_again_opens_the_same_source(make_player, run_time, plays, qtbot):
    run_time.lives["clip.mp4"].fail(AppError("It broke"))
    player = make_player(source="clip.mp4")
    player.start()
    plays("clip.mp4")

    player.retry()

    plays("clip.mp4", "clip.mp4")


def test_a_changed_style_reaches_the_running_pipeline(make_player, run_time, qtbot):
    live = run_time.lives[SAMPLE]
    player = make_player(source=SAMPLE)
    player.start()
    live.send(make_frame())
    qtbot.waitUntil(lambda: bool(live.configs))

    player.change(style="oil", degree=0.5)

    wanted = StyleConfig(style="oil", degree=0.5, fade=FADE)
    qtbot.waitUntil(lambda: live.configs[-1] == wanted)
    assert player.settings.stylize.degree == 0.5


def test_a_style_that_is_gone_gives_way_to_the_default_and_is_told(make_player, qtbot):
    player = make_player(source=SAMPLE, stylize=StyleConfig(style="gone"))

    with qtbot.waitSignal(player.failed) as told:
        player.start()

    assert "gone" in told.args[0].message
    assert player.config.style == "comic"


def test_a_broken_installation_is_an_error(make_player, run_time):
    run_time.models = ModelError("The starter is not here")
    player = make_player()

    with pytest.raises(ModelError):
        player.start()


def test_each_tone_style_keeps_its_own_palette(make_player):
    mine = ("#000000", "#ff0000", "#ffffff")
    player = make_player(source=SAMPLE)
    player.start()
    player.change(style="poster")
    assert player.config.palette == POSTER

    player.choose_palette(mine)
    assert player.config.palette == mine
    player.change(style="comic")
    assert player.config.palette is None
    player.change(style="poster")
    assert player.config.palette == mine


def test_a_model_with_one_degree_gets_no_other(make_player, run_time):
    run_time.models = [make_model("fixed", make_style("comic"), fixed_degree=0.7)]
    player = make_player(source=SAMPLE, stylize=StyleConfig(degree=0.2))

    player.start()

    assert player.config.degree == 0.7


@pytest.mark.parametrize(("chosen", "crop_px"), [(StyleConfig().crop_px, 400), (512, 512)])
def test_normal_detail_is_what_the_model_was_made_for(make_player, run_time, chosen, crop_px):
    run_time.models = [replace(make_model(), crop_px=400)]
    player = make_player(source=SAMPLE, stylize=StyleConfig(crop_px=chosen))

    player.start()

    assert player.config.crop_px == crop_px
    assert player.settings.stylize.crop_px == chosen


def test_a_style_of_another_model_is_known_by_both_names(make_player, run_time):
    run_time.models = [make_model(), make_model("mine", make_style("oil", "tone"))]
    player = make_player(source=SAMPLE, stylize=StyleConfig(style="mine/oil"))

    player.start()

    assert player.look[0].id == "mine"
    assert player.palette == POSTER


def test_cameras_are_mirrored_as_the_user_likes_and_clips_are_not(make_player):
    player = make_player(source="camera:1", mirror=True)
    assert player.mirror

    player.play("clip.mp4")
    assert not player.mirror


def test_mirroring_a_clip_lasts_for_this_clip(make_player):
    player = make_player(source="camera:1", mirror=False)
    player.play("clip.mp4")

    player.set_mirror(True)
    assert player.mirror
    player.play("other.mp4")

    assert not player.mirror
    assert not player.settings.mirror
