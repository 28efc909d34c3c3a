"""The tracker keeps a face, and finds it again. Its landmarker is made by hand here; the real one
is in test_finding.py."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from fakes import face_at

from vtoonify_rt.face.search import face_box
from vtoonify_rt.face.tracker import FaceTracker, TrackerConfig, find_faces
from vtoonify_rt.frame import Frame, Image, Landmarks
from vtoonify_rt.smoothing import SmoothingConfig

HEIGHT, WIDTH = 720, 1280
RAW = SmoothingConfig(enabled=False)


@dataclass
class PaintedFaces:
    """Finds faces that are painted as one bright pixel block each.

    A face is a square of `value`; its landmarks are those of an oval as high. As the real one, it
    misses faces that are narrower than an eighth of the picture that it is shown.
    """

    shown: list[tuple[int, int]] = field(default_factory=list)  # sizes of the pictures
    closed: int = 0

    def detect(self, image: Image, time: float) -> list[Landmarks]:
        self.shown.append(image.shape[:2])
        faces = []
        for value in np.unique(image[image >= 200]):
            y, x = np.nonzero(image[:, :, 0] == value)
            if len(x) and np.ptp(x) + 1 >= max(image.shape[:2]) / 8:
                eye_distance = (np.ptp(x) + 1) / 3
                faces.append(face_at(x.mean(), y.mean() - 0.4 * eye_distance, eye_distance))
        return sorted(faces, key=lambda face: -face_box(face).size)

    def close(self) -> None:
        self.closed += 1


def picture(*faces: tuple[int, int, int], dark: int = 0) -> Image:
    """A frame with a face of the given size around each (x, y)."""
    image = np.full((HEIGHT, WIDTH, 3), dark, np.uint8)
    for n, (x, y, size) in enumerate(faces):
        low_y, low_x = max(y - size // 2, 0), max(x - size // 2, 0)
        image[low_y : y + size // 2, low_x : x + size // 2] = 200 + n
    return image


def track(
    pictures: list[Image], landmarker: PaintedFaces | None = None, fps: float = 30, every: int = 1
) -> list[tuple[float, float] | None]:
    """Where the tracker says that the face is in each picture."""
    config = TrackerConfig(smoothing=RAW, every=every)
    tracker = FaceTracker(landmarker or PaintedFaces(), config)
    frames = [tracker.apply(Frame(image, n / fps)) for n, image in enumerate(pictures)]
    boxes = [None if f.landmarks is None else face_box(f.landmarks) for f in frames]
    return [None if box is None else (box.x, box.y) for box in boxes]


def near(x: float, y: float, within: float = 6) -> object:
    return pytest.approx((x, y), abs=within)


def test_a_large_face_is_found_in_the_first_frame():
    assert track([picture((500, 300, 240))]) == [near(500, 300)]


def test_a_frame_passes_otherwise_unchanged():
    image = picture((500, 300, 240))
    image.flags.writeable = False
    before = Frame(image, 12.5)

    after = FaceTracker(PaintedFaces()).apply(before)

    assert after.image is image
    assert after.time == 12.5


@pytest.mark.parametrize(("x", "y"), [(40, 40), (640, 360), (1240, 680), (427, 240), (850, 35)])
def test_a_small_face_is_found_within_a_few_frames(x, y):
    assert track([picture((x, y, 60))] * 4)[-1] == near(x, y)


def test_a_search_never_looks_more_than_four_times_a_frame():
    landmarker = PaintedFaces()
    track([picture((640, 360, 60)), *[picture()] * 9], landmarker)

    assert len(landmarker.shown) <= 4 * 10


def test_a_known_face_costs_one_look_at_a_small_picture():
    landmarker = PaintedFaces()
    track([picture((640, 360, 250))] * 5, landmarker)

    assert len(landmarker.shown) == 5
    assert max(max(size) for size in landmarker.shown[1:]) < 512


def test_a_moving_face_is_kept():
    ways = [(200 + 25 * n, 300 + 5 * n) for n in range(30)]
    found = track([picture((x, y, 150)) for x, y in ways])

    assert found == [near(x, y) for x, y in ways]


def test_a_moving_small_face_is_kept():
    ways = [(200 + 12 * n, 300) for n in range(40)]
    found = track([picture((x, y, 60)) for x, y in ways])

    assert found[4:] == [near(x, y) for x, y in ways[4:]]


def test_the_followed_face_is_kept_though_another_becomes_larger():
    pictures = [picture((300, 360, 200), (900, 360, 100 + 10 * n)) for n in range(25)]

    assert track(pictures) == [near(300, 360)] * 25


def test_of_two_faces_side_by_side_the_followed_one_is_kept():
    pictures = [picture((500, 360, 160))] * 2 + [picture((500, 360, 160), (680, 360, 170))] * 10

    assert track(pictures)[-1] == near(500, 360)


@pytest.mark.parametrize("neighbour", [(400, 360, 190), (810, 360, 110)], ids=["aside", "close by"])
def test_when_the_followed_face_is_covered_its_neighbour_is_not_taken_at_once(neighbour):
    both = picture((640, 360, 200), neighbour)

    assert track([both] * 2 + [picture(neighbour)] * 2, fps=120)[2:] == [None, None]


def test_a_face_that_is_covered_for_a_moment_is_waited_for():
    both, one = picture((300, 360, 200), (1000, 360, 180)), picture((1000, 360, 180))
    found = track([both] * 3 + [one] * 6 + [both])

    assert found[3:9] == [None] * 6
    assert found[9] == near(300, 360)


def test_when_a_face_has_left_another_takes_its_place():
    both, one = picture((300, 360, 200), (1000, 360, 180)), picture((1000, 360, 180))

    assert track([both] * 3 + [one] * 60)[-1] == near(1000, 360)


def test_a_face_that_is_elsewhere_after_a_cut_is_found_at_once():
    found = track([picture((250, 300, 200))] * 3 + [picture((1050, 400, 200), dark=90)])

    assert found[-1] == near(1050, 400)


def test_without_a_face_there_are_no_landmarks():
    assert track([picture()] * 3) == [None] * 3


def test_a_face_that_leaves_is_lost():
    assert track([picture((640, 360, 200)), picture()])[-1] is None


def test_landmarks_are_reused_on_the_frames_between():
    landmarker = PaintedFaces()
    found = track([picture((300 + 9 * n, 360, 200)) for n in range(6)], landmarker, every=3)

    assert len(landmarker.shown) == 2
    assert found == [near(300, 360)] * 3 + [near(327, 360)] * 3


def test_how_often_it_looks_can_be_changed_while_it_runs():
    landmarker = PaintedFaces()
    tracker = FaceTracker(landmarker, TrackerConfig(smoothing=RAW))
    looks = []
    for n in range(18):
        if n == 6:
            tracker.look_every(4)
        tracker.apply(Frame(picture((640, 360, 200)), n / 30))
        looks.append(len(landmarker.shown))

    # Each frame of the first six; after that the tenth, fourteenth and eighteenth.
    assert np.flatnonzero(np.diff([0, *looks])).tolist() == [0, 1, 2, 3, 4, 5, 9, 13, 17]


def test_while_lost_every_frame_is_searched_all_the_same():
    found = track([picture(), picture((640, 360, 200))], every=5)

    assert found[1] == near(640, 360)


def test_frames_of_another_size_start_afresh():
    found = track([picture((1100, 600, 150)), picture((100, 90, 100))[:240, :320]])

    assert found[-1] == near(100, 90)


def test_after_a_reset_the_most_prominent_face_is_chosen():
    tracker = FaceTracker(PaintedFaces(), TrackerConfig(smoothing=RAW))
    tracker.apply(Frame(picture((300, 360, 150)), 0.0))
    tracker.reset()

    landmarks = tracker.apply(Frame(picture((300, 360, 150), (900, 360, 300)), 0.03)).landmarks
    assert landmarks is not None
    assert face_box(landmarks).x == pytest.approx(900, abs=6)


def test_landmarks_are_smoothed():
    tracker = FaceTracker(PaintedFaces(), TrackerConfig())
    tracker.apply(Frame(picture((300, 360, 200)), 0.0))

    landmarks = tracker.apply(Frame(picture((304, 360, 200)), 1 / 30)).landmarks
    assert landmarks is not None
    assert 300.5 < face_box(landmarks).x < 303.5


def test_closing_closes_the_landmarker():
    landmarker = PaintedFaces()

    FaceTracker(landmarker).close()

    assert landmarker.closed == 1


def test_a_face_of_a_still_picture_that_tiles_cut_is_found_once():
    assert len(find_faces(PaintedFaces(), picture((400, 330, 440)))) == 1


def test_small_faces_of_a_still_picture_are_found_beside_a_large_one():
    faces = find_faces(PaintedFaces(), picture((300, 360, 300), (900, 300, 60), (1100, 600, 70)))

    assert [round(face_box(face).x, -1) for face in faces] == [300, 900, 1100]


@pytest.mark.parametrize("setting", [{"every": 0}, {"region_faces": 1.0}, {"tiles_per_frame": 0}])
def test_a_setting_that_cannot_be_meant_is_refused(setting):
    with pytest.raises(ValueError, match=next(iter(setting))):
        TrackerConfig(**setting)
