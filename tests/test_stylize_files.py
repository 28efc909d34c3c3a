"""Files in, files out: whole or not at all, and one failure does not stop the others."""

import signal
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeSession
from made_video import make_video, number
from stylize_fakes import Desk, FakeReport
from video_facts import read_video, video_facts

from vtoonify_rt.config import StyleConfig
from vtoonify_rt.errors import ModelError, SinkError
from vtoonify_rt.image_io import read_image, write_image
from vtoonify_rt.stop_signals import StopSignal
from vtoonify_rt.stylize_files import FileStylizer, Result

GRAY = np.full((96, 128, 3), 100, np.uint8)


@pytest.fixture
def picture(tmp_path) -> Path:
    write_image(tmp_path / "in.png", GRAY)
    return tmp_path / "in.png"


@pytest.fixture
def clip(tmp_path) -> Path:
    return make_video(tmp_path / "in.mp4", frames=12, width=128, height=96, sound="aac")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_picture_is_stylized(picture, tmp_path):
    report = Desk().run([picture], tmp_path / "out.png")
    image = read_image(tmp_path / "out.png")

    assert image.shape == GRAY.shape
    assert (image[48, 64] == 155).all()
    assert report.results[0].faces == 1


def test_a_picture_without_a_face_is_refused_and_says_how_to_go_on(picture, tmp_path):
    report = Desk(face=False).run([picture], tmp_path / "out.png")

    assert str(report.failures[0][1]) == (
        f"No face was found in {picture}. Give --no-face whole to stylize the whole picture."
    )
    assert names(tmp_path) == ["in.png"]


@pytest.mark.parametrize("kind", ["picture", "clip"])
def test_whole_is_no_way_out_where_the_colours_of_a_face_are_wanted(kind, request, tmp_path):
    path = request.getfixturevalue(kind)
    report = Desk(face=False, asks=True).run([path], tmp_path / f"out{path.suffix}")

    assert str(report.failures[0][1]) == (
        f"No face was found in {path}, and the model takes its colours from one. "
        "Give --no-face blur, or choose a model that does not."
    )


def test_a_picture_without_a_face_is_stylized_whole_if_asked(picture, tmp_path):
    Desk(face=False, no_face="whole").run([picture], tmp_path / "out.png")

    assert (read_image(tmp_path / "out.png") == 155).all()


def test_a_picture_without_a_face_is_blurred_if_asked(tmp_path):
    noise = np.random.default_rng(0).integers(0, 256, (96, 128, 3), np.uint8)
    write_image(tmp_path / "in.png", noise)
    Desk(face=False, no_face="blur").run([tmp_path / "in.png"], tmp_path / "out.png")

    assert read_image(tmp_path / "out.png").std() < noise.std() / 3


def test_a_video_keeps_frames_rate_length_and_sound(clip, tmp_path):
    report = Desk().run([clip], tmp_path / "out.mp4")

    assert video_facts(tmp_path / "out.mp4") == video_facts(clip)
    assert (report.results[0].frames, report.results[0].faces) == (12, 12)
    assert report.frames == [(index, 12) for index in range(1, 13)]


def test_every_frame_of_a_video_is_stylized_from_the_first_one_on(clip, tmp_path):
    Desk().run([clip], tmp_path / "out.mp4")

    stylized = [number(255 - image) for image in read_video(tmp_path / "out.mp4")]
    assert stylized == list(range(12))


def test_a_video_without_a_face_is_refused(clip, tmp_path):
    report = Desk(face=False).run([clip], tmp_path / "out.mp4")

    assert "No face was found" in str(report.failures[0][1])
    assert names(tmp_path) == ["in.mp4"]


def test_a_video_without_a_face_is_stylized_whole_if_asked(clip, tmp_path, caplog):
    Desk(face=False, no_face="whole").run([clip], tmp_path / "out.mp4")
    stylized = [number(255 - image) for image in read_video(tmp_path / "out.mp4")]

    assert stylized == list(range(12))
    assert "no face was found" in caplog.text


@pytest.mark.parametrize("kind", ["picture", "clip"])
def test_all_of_a_file_is_stylized_without_a_look_for_faces(kind, request, tmp_path):
    path = request.getfixturevalue(kind)
    report = Desk(face=False, faces="whole").run([path], tmp_path / f"out{path.suffix}")

    assert report.failures == []
    assert report.results[0].faces is None


def test_all_of_a_file_is_no_choice_where_the_colours_of_a_face_are_wanted(clip, tmp_path):
    report = Desk(asks=True, faces="whole").run([clip], tmp_path / "out.mp4")

    assert "takes its colours from a face" in str(report.failures[0][1])
    assert names(tmp_path) == ["in.mp4"]


def test_all_faces_of_a_video_can_be_stylized(clip, tmp_path):
    report = Desk(faces="all").run([clip], tmp_path / "out.mp4")

    assert report.results[0].faces == 12
    assert [number(255 - image) for image in read_video(tmp_path / "out.mp4")] == list(range(12))


def test_one_failure_does_not_stop_the_others(picture, tmp_path):
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    (tmp_path / "empty.mp4").touch()
    inputs = [tmp_path / "broken.png", tmp_path / "gone.png", tmp_path / "empty.mp4", picture]
    report = Desk().run(inputs, tmp_path / "out")

    assert {path.name for path, _ in report.failures} == {"broken.png", "gone.png", "empty.mp4"}
    assert names(tmp_path / "out") == ["in.png"]


def test_a_folder_that_stays_empty_is_not_left_behind(tmp_path):
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    Desk().run([tmp_path / "broken.png"], f"{tmp_path}/out/")

    assert names(tmp_path) == ["broken.png"]


def test_a_folder_that_was_there_stays(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "broken.png").write_bytes(b"not a picture")
    Desk().run([tmp_path / "broken.png"], tmp_path / "out")

    assert names(tmp_path) == ["broken.png", "out"]


def test_an_output_folder_that_cannot_be_made_is_one_error(picture, tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(SinkError, match="Cannot write"):
        Desk().run([picture], f"{tmp_path}/file/out/")


@pytest.mark.parametrize("kind", ["picture", "clip"])
def test_an_output_in_a_folder_that_is_not_there_fails(kind, request, tmp_path):
    path = request.getfixturevalue(kind)
    output = tmp_path / "nowhere" / f"out{path.suffix}"
    report = Desk().run([path], output)

    assert str(report.failures[0][1]) == (
        f"Cannot write {output}: the folder does not exist. Create it or choose another folder."
    )


def test_ctrl_c_within_a_video_leaves_nothing(clip, tmp_path):
    stop = StopSignal()
    desk = Desk()

    with pytest.raises(KeyboardInterrupt):
        desk.run(
            [clip],
            tmp_path / "out.mp4",
            FakeReport(on_frame=lambda: stop.receive(signal.SIGINT)),
            stop,
        )
    assert names(tmp_path) == ["in.mp4"]
    assert desk.sessions[0].closed == 1


def test_ctrl_c_between_pictures_keeps_those_that_are_done(picture, tmp_path):
    stop = StopSignal()
    report = FakeReport()
    done = report.done

    def done_and_stop(result: Result) -> None:
        done(result)
        stop.receive(signal.SIGINT)

    report.done = done_and_stop
    (tmp_path / "second.png").write_bytes(picture.read_bytes())

    with pytest.raises(KeyboardInterrupt):
        Desk().run([picture, tmp_path / "second.png"], tmp_path / "out", report, stop)
    assert names(tmp_path / "out") == ["in.png"]


def test_pictures_share_a_session_and_everything_is_closed(picture, clip, tmp_path):
    (tmp_path / "second.png").write_bytes(picture.read_bytes())
    desk = Desk()
    desk.run([picture, tmp_path / "second.png", clip], tmp_path / "out")
    desk.stylizer.close()

    assert [session.closed for session in desk.sessions] == [1, 1]
    assert [landmarker.closed for landmarker in desk.landmarkers] == [1, 1]


def test_a_model_that_cannot_be_used_ends_it(picture, tmp_path):
    desk = Desk()

    def fail(_model):
        raise ModelError("frame.onnx is damaged")

    stylizer = FileStylizer(FakeSession().model, StyleConfig(), session=fail)
    desk.stylizer = stylizer

    with pytest.raises(ModelError):
        desk.run([picture, picture], tmp_path / "out")


@pytest.mark.parametrize("part", ["session", "landmarker"])
def test_a_part_that_cannot_be_opened_leaves_nothing_open(clip, tmp_path, part):
    desk = Desk()

    def fail(*_):
        raise SinkError(f"no {part}")

    opened = {"session": desk.open_session, "landmarker": desk.open_landmarker, part: fail}
    desk.stylizer = FileStylizer(FakeSession().model, StyleConfig(), **opened)
    report = desk.run([clip], tmp_path / "out.mp4")

    assert str(report.failures[0][1]) == f"no {part}."
    assert all(session.closed for session in desk.sessions)
    assert names(tmp_path) == ["in.mp4"]
