"""Several faces at once: each keeps its number, and a frame's cost stays that of one look."""

import numpy as np
from painted_people import ANN, BEN, CLEO, DAN, EVE, Room

from vtoonify_rt.config import MAX_FACES
from vtoonify_rt.face.several import REMEMBERED_S

LEFT, RIGHT = (ANN, 160, 180, 90), (BEN, 480, 180, 84)
FOUR = [LEFT, RIGHT, (CLEO, 320, 60, 80), (DAN, 320, 300, 76)]


def test_everyone_is_found_and_the_most_prominent_is_the_main_one():
    room = Room()

    assert room.show(*FOUR, frames=30) == {
        1: (160, 180), 2: (480, 180), 3: (320, 60), 4: (320, 300)
    }  # fmt: skip
    assert room.frame.landmarks is room.frame.faces[0].landmarks


def test_a_small_face_is_found_in_the_first_frame_too():
    assert len(Room().show(LEFT, RIGHT, (CLEO, 320, 300, 50))) == 3


def test_all_are_followed_as_they_move():
    room = Room()
    for step in range(40):
        places = room.show((ANN, 100 + 3 * step, 100, 90), (BEN, 540 - 3 * step, 250, 84))

    assert np.abs(np.subtract([places[1], places[2]], [[217, 100], [423, 250]])).max() < 25


def test_four_faces_cost_one_look_a_frame_which_sees_one_of_them():
    room = Room()
    room.show(*FOUR, frames=30)
    room.landmarker.looks.clear()
    room.show(*FOUR, frames=60)

    assert len(room.landmarker.looks) <= 60 + 3 * 60 / 15  # a search looks at two tiles more
    assert max(room.landmarker.looks) == 1


def test_all_are_followed_by_a_slow_machine_too():
    room = Room(fps=3)
    first = room.show(*FOUR)

    assert room.show(*FOUR, frames=45) == first


def test_one_who_is_away_for_a_moment_comes_back_as_the_same_also_elsewhere():
    room = Room()
    room.show(LEFT, RIGHT, frames=30)
    away = room.show(LEFT, frames=60)
    back = room.show(LEFT, (BEN, 330, 300, 84), frames=30)

    assert away == {1: (160, 180), 2: None}
    assert back == {1: (160, 180), 2: (330, 300)}


def test_who_comes_in_the_place_of_another_is_somebody_new():
    room = Room()
    room.show(LEFT, RIGHT, frames=30)
    room.show(LEFT, frames=60)

    assert room.show(LEFT, (CLEO, 480, 180, 84), frames=30) == {
        1: (160, 180),
        2: None,
        3: (480, 180),
    }


def test_one_who_is_away_for_long_is_forgotten():
    room = Room()
    room.show(LEFT, RIGHT, frames=90)

    assert room.show(LEFT, frames=round((REMEMBERED_S + 1) * 30)) == {1: (160, 180)}


def test_two_who_cross_keep_their_numbers():
    room = Room()
    for x in range(120, 520, 6):
        places = room.show((ANN, 640 - x, 180, 84), (BEN, x, 190, 100))

    places = room.show((ANN, 120, 180, 84), (BEN, 520, 190, 100), frames=20)
    seen = {number: place for number, place in places.items() if place is not None}
    assert seen == {1: (520, 190), 2: (120, 180)}


def test_a_fifth_is_told_and_not_followed():
    room = Room()
    room.show(*FOUR, frames=30)
    places = room.show(*FOUR, (EVE, 320, 180, 74), frames=30)

    assert len(places) == MAX_FACES
    assert (320, 180) not in places.values()
    assert room.frame.crowded
    room.show(*FOUR, frames=90)
    assert not room.frame.crowded


def test_when_the_main_one_has_left_another_is():
    room = Room()
    room.show(LEFT, RIGHT, frames=30)
    room.show(RIGHT, frames=60)

    assert [face.number for face in room.frame.faces] == [2, 1]
    assert room.frame.landmarks is not None


def test_only_the_main_one_is_looked_for_when_only_that_is_wanted():
    room = Room("main")
    room.show(LEFT, RIGHT, frames=5)

    assert room.frame.faces == ()
    assert room.frame.landmarks is not None


def test_nobody_is_looked_for_when_the_whole_picture_is_wanted():
    room = Room("whole")
    room.show(LEFT, frames=5)

    assert room.landmarker.looks == []
    assert room.frame.landmarks is None


def test_whom_to_follow_can_be_changed_while_it_runs():
    room = Room("main")
    room.show(LEFT, RIGHT, frames=5)
    room.tracker.follow("all")

    assert len(room.show(LEFT, RIGHT, frames=30)) == 2
