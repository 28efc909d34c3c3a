"""Files as VToonify's own program stylizes them: the network's picture is the output."""

import signal
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest
from made_video import make_video, number
from stylize_fakes import FakeReport
from video_facts import read_video, video_facts
from vtoonify_fakes import FaceFrom, FakeVToonify

from vtoonify_rt import network_memory
from vtoonify_rt.config import Padding, StyleConfig
from vtoonify_rt.image_io import read_image, write_image
from vtoonify_rt.output_choice import UnpastedOptions
from vtoonify_rt.output_plan import plan_outputs
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.stylize_files import stylize_files
from vtoonify_rt.unpasted import UnpastedStylizer

SMALL = Padding(left=64, right=72, top=64, bottom=80)  # a crop of 136 x 144


class Desk:
    """A stylizer on fakes."""

    def __init__(self, *, crop=True, first=0, color_transfer=None, parse_every=1, **options):
        self.session = FakeVToonify()
        self.landmarker = FaceFrom(first)
        config = StyleConfig(
            padding=SMALL, color_transfer=color_transfer, degree=0.7, parse_every=parse_every
        )
        self.stylizer = UnpastedStylizer(
            self.session.model,
            config,
            UnpastedOptions(crop=crop, **options),
            session=lambda _: self.session,
            landmarker=lambda: self.landmarker,
        )

    def run(self, source, target, report=None, stop=None) -> FakeReport:
        report = report or FakeReport()
        plan = plan_outputs([source], str(target))
        try:
            stylize_files(plan, self.stylizer, report, stop or StopSignal())
        finally:
            self.stylizer.close()
        return report


@pytest.fixture
def picture(tmp_path) -> Path:
    write_image(tmp_path / "in.png", np.full((101, 125, 3), 100, np.uint8))
    return tmp_path / "in.png"


@pytest.fixture
def clip(tmp_path) -> Path:
    return make_video(tmp_path / "in.mp4", frames=10, width=126, height=98, sound="aac")


def error(report: FakeReport) -> str:
    return str(report.failures[0][1])


def test_the_crop_of_a_picture_comes_out_at_the_models_resolution(picture, tmp_path):
    desk = Desk()
    report = desk.run(picture, tmp_path / "out.png")

    assert read_image(tmp_path / "out.png").shape == (4 * 144, 4 * 136, 3)
    assert desk.session.faces[0].shape == (256, 256, 3)
    assert (report.results[0].frames, report.results[0].faces) == (1, 1)


def test_a_picture_as_it_is_comes_out_whole_and_of_four_times_its_size(picture, tmp_path):
    Desk(crop=False).run(picture, tmp_path / "out.png")

    image = read_image(tmp_path / "out.png")
    assert image.shape == (404, 500, 3)
    assert (image == 155).all()


def test_the_look_is_the_one_that_was_asked_for(picture, tmp_path):
    desk = Desk(color_transfer=False)
    desk.run(picture, tmp_path / "out.png")

    assert desk.session.conditions == [("comic", 0.7, None, False)]


def test_a_cropped_video_keeps_frames_rate_and_sound(clip, tmp_path):
    report = Desk().run(clip, tmp_path / "out.mp4")

    assert video_facts(tmp_path / "out.mp4") == video_facts(clip)
    assert {image.shape for image in read_video(tmp_path / "out.mp4")} == {(576, 544, 3)}
    assert report.frames == [(done, 10) for done in range(1, 11)]


def test_the_content_code_is_made_once_for_a_video(clip, tmp_path):
    desk = Desk(batch_size=3)
    desk.run(clip, tmp_path / "out.mp4")

    assert len(desk.session.faces) == 1
    assert [shape[0] for shape in desk.session.batches] == [3, 3, 3, 1]


def test_frames_before_the_first_face_are_left_out_of_a_crop(clip, tmp_path):
    desk = Desk(first=4)
    report = desk.run(clip, tmp_path / "out.mp4")

    shown = [number(255 - image) for image in read_video(tmp_path / "out.mp4")]
    assert shown == [4, 5, 6, 7, 8, 9]
    assert report.frames[-1] == (6, 6)
    assert video_facts(tmp_path / "out.mp4").seconds == pytest.approx(6 / 30)


def test_frames_before_the_first_face_stay_in_a_video_as_it_is(clip, tmp_path):
    desk = Desk(crop=False, first=4)
    desk.run(clip, tmp_path / "out.mp4")

    assert [number(255 - image) for image in read_video(tmp_path / "out.mp4")] == list(range(10))
    assert len(desk.session.faces) == 1


def test_a_crop_without_a_face_is_refused(clip, tmp_path):
    report = Desk(first=99, color_transfer=True).run(clip, tmp_path / "out.mp4")

    assert error(report) == f"No face was found in {clip}. Give --no-scale instead."
    assert not (tmp_path / "out.mp4").exists()


def test_no_scale_is_no_way_out_where_the_colours_of_a_face_are_wanted(clip, tmp_path):
    report = Desk(first=99).run(clip, tmp_path / "out.mp4")

    assert error(report) == f"No face was found in {clip}. Use another file."


def test_a_video_as_it_is_needs_a_face_for_its_colours(clip, tmp_path):
    report = Desk(crop=False, first=99).run(clip, tmp_path / "out.mp4")

    assert error(report).startswith(f"No face was found in {clip}, whose colours are wanted.")


def test_colour_transfer_needs_no_face(clip, tmp_path):
    desk = Desk(crop=False, first=99, color_transfer=True)
    report = desk.run(clip, tmp_path / "out.mp4")

    assert report.results[0].faces is None
    assert desk.session.faces == []


def test_maps_are_used_row_by_row_from_the_first_face_on(clip, tmp_path):
    rows = np.arange(6, dtype=np.float16)[:, None, None, None] * np.ones((6, 19, 144, 136))
    np.save(tmp_path / "maps.npy", rows.astype(np.float16))
    desk = Desk(first=4, parsing_maps=tmp_path / "maps.npy")
    desk.run(clip, tmp_path / "out.mp4")

    used = np.concatenate([parsing[:, 0, 0, 0] for parsing in desk.session.parsings])
    assert used.tolist() == [0, 1, 2, 3, 4, 5]


def test_too_few_maps_are_told_before_the_first_frame_is_stylized(clip, tmp_path):
    np.save(tmp_path / "maps.npy", np.zeros((5, 19, 144, 136), np.float16))
    desk = Desk(first=4, parsing_maps=tmp_path / "maps.npy")
    report = desk.run(clip, tmp_path / "out.mp4")

    assert f"5 x 19 x 144 x 136, but {clip} needs 6 x 19 x 144 x 136" in error(report)
    assert desk.session.batches == []


def test_a_parsing_may_serve_several_frames(clip, tmp_path):
    desk = Desk(parse_every=4)
    desk.run(clip, tmp_path / "out.mp4")

    assert desk.session.parsed == 3


def test_ctrl_c_leaves_nothing(clip, tmp_path):
    stop = StopSignal()
    report = FakeReport(on_frame=lambda: stop.receive(signal.SIGINT))

    with pytest.raises(KeyboardInterrupt):
        Desk().run(clip, tmp_path / "out.mp4", report, stop)
    assert [path.name for path in tmp_path.iterdir()] == ["in.mp4"]


def test_what_does_not_fit_in_memory_is_refused_before_the_work(tmp_path, monkeypatch):
    write_image(tmp_path / "in.png", np.full((400, 400, 3), 100, np.uint8))
    monkeypatch.setattr(network_memory, "available_mb", lambda: 2000.0)
    desk = Desk(crop=False)
    report = desk.run(tmp_path / "in.png", tmp_path / "out.png")

    assert error(report).startswith("400 x 400 pixels at output scale 4 need 2.4 GB of memory")
    assert desk.session.batches == []


def test_everything_is_closed(picture, tmp_path):
    desk = Desk()
    desk.run(picture, tmp_path / "out.png")

    assert (desk.session.closed, desk.landmarker.closed) == (1, 1)


def test_the_sound_of_a_crop_begins_with_its_first_frame(tmp_path):
    source = make_video(tmp_path / "in.mp4", frames=20, fps=10, sound="aac")
    Desk(first=5).run(source, tmp_path / "out.mp4")

    with av.open(str(tmp_path / "out.mp4")) as container:
        seconds = sum(part.samples for part in container.decode(audio=0)) / 48_000
    assert seconds == pytest.approx(1.5, abs=0.05)


def test_frames_are_not_mixed_up_by_a_buffer_that_is_used_again(clip, tmp_path):
    Desk(batch_size=1).run(clip, tmp_path / "out.mp4")

    shown = [number(255 - image) for image in read_video(tmp_path / "out.mp4")]
    assert all(after == before + 1 for before, after in pairwise(shown))
