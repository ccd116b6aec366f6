"""The camera is found by what it is, however its number changes."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import pytest

from kiosk.camera.devices import find_camera
from kiosk.camera.source import UsbIdentity
from kiosk.faults import CameraFault
from tests.unit.camera.fake_tree import FakeTree

LOGI = UsbIdentity("046d", "082d", "1A2B3C4D")
OTHER_LOGI = UsbIdentity("046d", "082d", "99999999")
RAZER = UsbIdentity("1532", "0e05")
ALL = ((LOGI, "1-1"), (OTHER_LOGI, "1-2"), (RAZER, "1-3"))


@pytest.fixture
def tree(tmp_path: Path) -> FakeTree:
    return FakeTree(tmp_path)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_each_of_three_cameras_is_found_whatever_order_they_were_plugged_in(
    tree: FakeTree, order: tuple[int, ...]
) -> None:
    for place, which in enumerate(order):
        usb, port = ALL[which]
        tree.plug(usb, 2 * place, port=port)

    found = [find_camera(usb, tree.root) for usb, _ in ALL]

    assert found == [f"/dev/video{2 * order.index(which)}" for which in range(3)]
    assert find_camera(None, tree.root) == found[0]


def test_a_camera_plugged_in_again_is_found_at_its_new_number(tree: FakeTree) -> None:
    tree.plug(RAZER, 0, port="1-1")
    before = find_camera(RAZER, tree.root)
    tree.unplug_all()
    tree.plug(RAZER, 4, port="1-2")

    assert (before, find_camera(RAZER, tree.root)) == ("/dev/video0", "/dev/video4")


def test_the_lasting_name_is_opened_where_there_is_one(tree: FakeTree) -> None:
    tree.plug(LOGI, 2)
    tree.link("usb-046d_HD_Pro_Webcam_C920_1A2B3C4D-video-index1", 3)
    tree.link("usb-046d_HD_Pro_Webcam_C920_1A2B3C4D-video-index0", 2)
    by_id = "/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920_1A2B3C4D-video-index0"

    assert find_camera(LOGI, tree.root) == by_id


def test_a_missing_lasting_name_does_not_hide_a_camera(tree: FakeTree) -> None:
    tree.plug(LOGI, 0, port="1-1")
    tree.plug(RAZER, 2, port="1-2")
    tree.link("usb-046d_HD_Pro_Webcam_C920_1A2B3C4D-video-index0", 0)

    assert find_camera(RAZER, tree.root) == "/dev/video2"


def test_without_a_serial_any_camera_of_the_model_will_do(tree: FakeTree) -> None:
    tree.plug(RAZER, 0, port="1-1")
    tree.plug(OTHER_LOGI, 2, port="1-2")

    assert find_camera(UsbIdentity("046d", "082d"), tree.root) == "/dev/video2"


def test_two_alike_without_serials_are_told_apart_by_their_sockets(tree: FakeTree) -> None:
    tree.plug(RAZER, 0, port="1-4")
    tree.plug(RAZER, 2, port="1-3")

    assert find_camera(None, tree.root) == "/dev/video2"


@pytest.mark.parametrize(
    "name",
    [
        "Integrated IR Camera",
        "Integrated Camera: Integrated I",
        "Intel RealSense Depth Camera 435",
        "OBS Virtual Camera",
        "Dummy video device (0x0000)",
        "bcm2835-codec-decode",
    ],
)
def test_what_only_calls_itself_a_camera_is_passed_over(tree: FakeTree, name: str) -> None:
    tree.plug(UsbIdentity("0000", "0001"), 0, name=name, port="1-1")
    tree.plug(LOGI, 2, name="Integrated Camera: Integrated C", port="1-2")

    assert find_camera(None, tree.root) == "/dev/video2"


def test_a_loopback_device_is_passed_over_whatever_its_name(tree: FakeTree) -> None:
    tree.node(tree.root / "sys/devices/virtual", 0, "HD Webcam")
    tree.plug(LOGI, 2)

    assert find_camera(None, tree.root) == "/dev/video2"


def test_a_camera_that_is_not_on_usb_is_taken_when_there_is_no_other(tree: FakeTree) -> None:
    tree.node(tree.root / "sys/devices/platform/vivid.0", 0, "vivid-000-vid-cap")
    alone = find_camera(None, tree.root)
    tree.plug(RAZER, 2)

    assert (alone, find_camera(None, tree.root)) == ("/dev/video0", "/dev/video2")


@pytest.mark.parametrize("plugged", [False, True])
def test_a_camera_that_is_not_there_is_a_fault(tree: FakeTree, plugged: bool) -> None:
    if plugged:
        tree.plug(RAZER, 0)
        tree.plug(OTHER_LOGI, 2, port="1-3")

    with pytest.raises(CameraFault):
        find_camera(LOGI, tree.root)


def test_a_camera_that_goes_while_it_is_looked_at_is_not_there(tree: FakeTree) -> None:
    tree.node(tree.root / "sys/devices/usb1/1-1/1-1:1.0", 0, "HD Webcam")
    (tree.root / "sys/class/video4linux/video0").resolve().joinpath("index").unlink()

    with pytest.raises(CameraFault):
        find_camera(None, tree.root)


def test_a_machine_without_any_video_has_no_camera(tmp_path: Path) -> None:
    with pytest.raises(CameraFault, match="no camera is plugged in"):
        find_camera(None, tmp_path)
