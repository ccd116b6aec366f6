"""What `camera.source` may say, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.camera.source import CameraSource, SourceKind, UsbIdentity


@pytest.mark.parametrize("setting", ["0", 0, " 2 ", 11])
def test_a_number_is_a_device(setting: str | int) -> None:
    source = CameraSource.parse(setting)

    assert source == CameraSource(SourceKind.DEVICE, int(setting))


def test_auto_is_any_camera_looked_for_at_each_opening() -> None:
    assert CameraSource.parse("auto") == CameraSource(SourceKind.LOOKED_UP, None)


@pytest.mark.parametrize(
    ("setting", "identity"),
    [
        ("usb:046D:082d", UsbIdentity("046d", "082d")),
        ("usb:046d:082d:1A2B:3C", UsbIdentity("046d", "082d", "1A2B:3C")),
    ],
)
def test_a_model_or_one_of_its_kind_is_named_by_its_numbers(
    setting: str, identity: UsbIdentity
) -> None:
    assert CameraSource.parse(setting) == CameraSource(SourceKind.LOOKED_UP, identity)


def test_a_device_path_is_a_device() -> None:
    path = "/dev/v4l/by-id/usb-046d_HD_Pro_Webcam_C920_1A2B3C4D-video-index0"

    assert CameraSource.parse(path) == CameraSource(SourceKind.DEVICE, path)


def test_a_relative_film_counts_from_the_folder_of_the_settings() -> None:
    source = CameraSource.parse("films/desk.mp4", beside=Path("/etc/kiosk"))

    assert source == CameraSource(SourceKind.FILM, "/etc/kiosk/films/desk.mp4")


def test_an_absolute_film_stays_where_it_is() -> None:
    source = CameraSource.parse("/srv/desk.AVI", beside=Path("/etc/kiosk"))

    assert source == CameraSource(SourceKind.FILM, "/srv/desk.AVI")


def test_a_film_cannot_smuggle_in_a_protocol() -> None:
    source = CameraSource.parse("concat:a.mp4|/etc/passwd.mp4", beside=Path("/etc/kiosk"))

    assert str(source.place).startswith("/etc/kiosk/concat:")


@pytest.mark.parametrize(
    "address",
    ["http://10.0.0.7:8080/video", "https://cam.example/live.mjpg", "rtsp://me:secret@cam/1"],
)
def test_a_stream_is_kept_as_written(address: str) -> None:
    assert CameraSource.parse(address) == CameraSource(SourceKind.STREAM, address)


@pytest.mark.parametrize(
    "setting",
    [
        "",
        "webcam",
        "usb:46d:82d",
        "usb:046d",
        "usb:046d:082d:",
        "-1",
        "100",
        "²",
        True,
        "notes.txt",
        "desk",
        "a\nb.mp4",
        "1.5",
        "pipe:0",
    ],
)
def test_anything_else_is_refused_with_what_to_write_instead(setting: str | bool) -> None:
    with pytest.raises(ValueError, match=r"camera\.source: expected auto"):
        CameraSource.parse(setting)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://cam/1", "://cam", "gopher://x"])
def test_a_stream_of_another_scheme_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="one of http, https, rtsp"):
        CameraSource.parse(address)


@pytest.mark.parametrize("address", ["http://", "rtsp:///1", "http://cam:99999/", "https://[::1"])
def test_a_stream_without_a_host_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="host"):
        CameraSource.parse(address)


def test_a_source_never_shows_a_password_in_a_log_or_a_fault() -> None:
    source = CameraSource.parse("rtsp://me:secret@cam/1")

    assert "secret" not in f"{source} {source!r}"


def test_a_refused_stream_never_shows_its_password() -> None:
    with pytest.raises(ValueError, match="expected rtsp") as caught:
        CameraSource.parse("rtsp://me:secret@:99/1")

    assert "secret" not in str(caught.value)
