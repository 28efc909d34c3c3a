"""Regions and tiles."""

import numpy as np
import pytest

from vtoonify_rt.face.search import FaceBox, Region, look, region_around, tile_side, tiles
from vtoonify_rt.frame import Image, Landmarks

SIZES = [(720, 1280), (1080, 1920), (1280, 720), (480, 640), (240, 320), (100, 1000), (7, 5)]


class CornerFinder:
    """Says that the whole picture is one face, and keeps what it saw."""

    def __init__(self) -> None:
        self.seen: list[Image] = []

    def detect(self, image: Image, time: float) -> list[Landmarks]:
        self.seen.append(image)
        height, width = image.shape[:2]
        return [np.array([[0, 0], [width, height]], np.float32)]

    def close(self) -> None:
        pass


@pytest.mark.parametrize(("height", "width"), SIZES)
def test_tiles_cover_the_picture_and_stay_inside(height, width):
    covered = np.zeros((height, width), bool)
    for tile in tiles(height, width, tile_side(height, width)):
        assert min(tile.x, tile.y) >= 0
        covered[tile.y : tile.y + tile.height, tile.x : tile.x + tile.width] = True
        assert tile.x + tile.width <= width
        assert tile.y + tile.height <= height

    assert covered.all()


@pytest.mark.parametrize("width", [1280, 1600, 720])
def test_a_face_of_60_pixels_lies_whole_in_a_tile_wherever_it_is(width):
    every_tile = tiles(720, width, tile_side(720, width))

    for x in range(0, width - 80, 10):
        for y in range(0, 720 - 80, 10):
            assert any(
                t.x <= x and x + 80 <= t.x + t.width and t.y <= y and y + 80 <= t.y + t.height
                for t in every_tile
            )


def test_an_hd_frame_has_few_enough_tiles_to_be_through_in_four_frames():
    assert len(tiles(720, 1280, tile_side(720, 1280))) <= 8


@pytest.mark.parametrize("box", [FaceBox(0, 0, 100), FaceBox(640, 360, 90), FaceBox(1290, 730, 50)])
def test_a_region_lies_within_the_picture(box):
    region = region_around(box, 2.4, 720, 1280)

    assert region.x >= 0
    assert region.y >= 0
    assert region.x + region.width <= 1280
    assert region.y + region.height <= 720


def test_a_region_of_a_huge_face_is_the_picture():
    assert region_around(FaceBox(640, 360, 900), 2.4, 720, 1280) == Region(0, 0, 1280, 720)


@pytest.mark.parametrize("region", [Region(100, 50, 200, 200), Region(13, 7, 1203, 701)])
def test_what_is_found_in_a_region_is_in_pixels_of_the_picture(region):
    [face] = look(CornerFinder(), np.zeros((720, 1280, 3), np.uint8), region, 0.0)

    low, high = face
    assert tuple(low) == (region.x, region.y)
    assert high == pytest.approx((region.x + region.width, region.y + region.height), abs=5)


def test_a_large_region_is_shown_averaged_and_small():
    finder = CornerFinder()
    checkers = np.indices((720, 1280)).sum(axis=0)[..., None].repeat(3, -1) % 2 * 200
    look(finder, checkers.astype(np.uint8), Region(0, 0, 720, 720), 0.0)

    assert max(finder.seen[0].shape) < 512
    assert np.unique(finder.seen[0]).tolist() == [100]


def test_a_small_region_is_shown_as_it_is():
    finder = CornerFinder()
    picture = np.random.default_rng(0).integers(0, 255, (720, 1280, 3), np.uint8)
    look(finder, picture, Region(30, 40, 200, 200), 0.0)

    np.testing.assert_array_equal(finder.seen[0], picture[40:240, 30:230])


def test_boxes_of_one_face_are_near():
    assert FaceBox(100, 100, 50).is_near(FaceBox(110, 95, 60))


@pytest.mark.parametrize("other", [FaceBox(140, 100, 50), FaceBox(100, 100, 120)])
def test_boxes_of_other_faces_are_not(other):
    assert not FaceBox(100, 100, 50).is_near(other)
