from collections.abc import Iterable

import pytest
from cv2_enumerate_cameras.camera_info import CameraInfo
from fake_camera import DEVICE

from vtoonify_rt.errors import CameraError
from vtoonify_rt.sources.cameras import CameraDevice, find_camera, list_cameras


def info(index: int, name: str, vid: int | None = 0x046D, pid: int | None = 0x0825) -> CameraInfo:
    return CameraInfo(index, name, f"/nowhere/video{index}", vid, pid, 200)


def listed(*infos: CameraInfo) -> list[CameraDevice]:
    return list_cameras(lambda backend: infos)


def test_cameras_come_in_the_systems_order_with_their_names() -> None:
    devices = listed(info(2, "Right", pid=2), info(0, "Left", pid=1))

    assert [(device.index, device.name) for device in devices] == [(0, "Left"), (2, "Right")]


def test_the_only_camera_of_its_kind_is_known_by_its_product() -> None:
    assert listed(info(0, "Webcam"))[0].id == "046d:0825"


def test_the_id_does_not_change_when_another_camera_comes_before() -> None:
    alone = listed(info(0, "Webcam"))[0].id
    beside = listed(info(0, "Other", vid=1, pid=1), info(1, "Webcam"))[1].id

    assert beside == alone


def test_two_cameras_of_one_kind_have_different_ids() -> None:
    first, second = listed(info(0, "Webcam"), info(1, "Webcam"))

    assert first.id != second.id


def test_a_camera_without_a_name_gets_one() -> None:
    assert listed(info(3, "", vid=None, pid=None))[0].name == "Camera 3"


def test_drivers_that_fail_mean_no_cameras(caplog: pytest.LogCaptureFixture) -> None:
    def fail(backend: int) -> Iterable[CameraInfo]:
        raise OSError("driver trouble")

    assert list_cameras(fail) == []
    assert "driver trouble" in caplog.text


def test_listing_this_machines_cameras_is_quiet(capfd: pytest.CaptureFixture[str]) -> None:
    list_cameras()

    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("name", [None, "046d:0825", "0", "Webcam"])
def test_a_camera_is_found_by_id_index_or_name_and_without_any(name: str | None) -> None:
    assert find_camera(name, lambda: [DEVICE]) == DEVICE


def test_an_unknown_camera_is_an_error_that_lists_the_known() -> None:
    with pytest.raises(CameraError, match=r"dead:beef.*046d:0825 \(Webcam\)"):
        find_camera("dead:beef", lambda: [DEVICE])


def test_without_cameras_the_error_says_so() -> None:
    with pytest.raises(CameraError, match="No camera was found"):
        find_camera(None, list)
