"""Doubles of the station and the camera, written by hand."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date, time

import numpy as np
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImage, QImageWriter

from kiosk.camera.frame import Frame, Shot
from kiosk.directory.people import People, Person
from kiosk.domain.checkin_request import CheckInRequest, PictureReading
from kiosk.domain.hours import WEEKDAYS, Span
from kiosk.domain.pairing import PairingState
from kiosk.domain.site import Site, Topic
from kiosk.domain.snapshot import Board, Link, Receipt, SeatMark, StationSnapshot
from kiosk.faults import CameraFault, ReadingFault, StoreFault
from kiosk.vision.hint import Guidance, Hint
from kiosk.vision.line import FoundCode, Line
from kiosk.vision.reading import Reading
from tests.touch.drawing import drawn_picture, flattening_of
from ui.touch.ports import CameraStatus

SITE = Site(site_id="hq", name="The Help Bar", seats={"B": (1, 2, 3, 4, 5, 6)})
TOPICS = (
    Topic("sign-in", "Sign-in and passwords", "person"),
    Topic("network", "Network and VPN", "wifi"),
    Topic("laptop", "Laptop and screen", "laptop"),
    Topic("printing", "Printing", "printer"),
    Topic("phone", "Phone and tablet", "phone"),
    Topic("room", "Meeting room", "room"),
)
OFFICE_HOURS = dict.fromkeys(WEEKDAYS[:5], (Span(time(8, 30), time(17)),))
STAFFED = Board(on_duty=("Maya", "Ben", "Tomás"))
"""Nobody is called, and members are on duty."""
RECEIPT = Receipt(
    visit_id="visit",
    number="B14",
    seat=3,
    seats=tuple(SeatMark(seat, taken=seat in {1, 2, 5}) for seat in range(1, 7)),
    people_ahead=2,
    on_duty=("Maya", "Ben", "Tomás"),
    phone_url="https://help.example/v/K7QM4T2XNP8RVW3B",
)


PEOPLE = People(
    {
        "E-1042": Person("E-1042", "Priya"),
        "E-2001": Person("E-2001", "Sam"),
        "G-0007": Person("G-0007", "Noor", until=date(2026, 5, 31)),
    }
)


@dataclass
class FakeStation:
    """A station that answers at once or, while `slow`, when `answer` is called."""

    now: StationSnapshot = field(
        default_factory=lambda: StationSnapshot(site=SITE, link=Link.ONLINE, board=STAFFED)
    )
    receipt: Receipt = RECEIPT
    slow: bool = False
    full: bool = False
    requests: list[CheckInRequest] = field(default_factory=list)
    pending: list[Future[Receipt]] = field(default_factory=list)
    added: list[tuple[str, PictureReading]] = field(default_factory=list)
    listeners: list[Callable[[StationSnapshot], None]] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    @property
    def asked(self) -> list[tuple[str, bytes | None]]:
        """Name and picture of each request."""
        return [(request.first_name, request.picture) for request in self.requests]

    @property
    def topics(self) -> list[str | None]:
        return [request.topic for request in self.requests]

    @property
    def readings(self) -> list[PictureReading | None]:
        return [request.reading for request in self.requests]

    def snapshot(self) -> StationSnapshot:
        return self.now

    def on_snapshot(self, listener: Callable[[StationSnapshot], None]) -> None:
        self.listeners.append(listener)

    def check_in(self, request: CheckInRequest) -> Future[Receipt]:
        self.requests.append(request)
        self.pending.append(Future())
        if not self.slow:
            self.answer()
        return self.pending[-1]

    def add_reading(self, visit_id: str, reading: PictureReading) -> Future[None]:
        self.added.append((visit_id, reading))
        done: Future[None] = Future()
        done.set_result(None)
        return done

    def note_camera(self, state: str) -> None:
        self.noted.append(state)

    def is_unpaired(self) -> bool:
        return False

    def answer(self) -> None:
        if self.full:
            self.pending[-1].set_exception(StoreFault("disk full"))
        else:
            self.pending[-1].set_result(self.receipt)

    def publish(self, snapshot: StationSnapshot) -> None:
        self.now = snapshot
        for listener in self.listeners:
            listener(snapshot)


class FakeReader:
    """A reader that finds `reading` on every picture: at once or, while `slow`, upon `answer`."""

    def __init__(self, *texts: str, code: int | None = None, slow: bool = False) -> None:
        places = [0.3 + 0.05 * row for row in range(len(texts))]
        self.reading = Reading(
            tuple(
                Line(text, 0.97, ((0.2, y), (0.7, y), (0.7, y + 0.03), (0.2, y + 0.03)))
                for text, y in zip(texts, places, strict=True)
            ),
            () if code is None else (FoundCode("809", "vpn", "The VPN doesn’t answer.", code),),
        )
        self.slow = slow
        self.warmed = 0
        self.asked: list[Future[Reading]] = []

    def warm(self) -> None:
        self.warmed += 1

    def read(self, jpeg: bytes) -> Future[Reading]:
        assert jpeg.startswith(b"\xff\xd8")
        self.asked.append(Future())
        if not self.slow:
            self.answer()
        return self.asked[-1]

    def answer(self) -> None:
        self.asked[-1].set_result(self.reading)

    def fail(self) -> None:
        self.asked[-1].set_exception(ReadingFault("the reading process is gone"))


class FakeCamera:
    """A camera that shows the drawn picture as soon as it is opened, unless `broken`."""

    def __init__(self, picture: QImage | None = None) -> None:
        self.picture = picture or drawn_picture(1280, 720)
        self.straight: QImage | None = None
        self.broken = False
        self.is_open = False
        self.taken = 0
        self.slow = False
        self.pending: list[Future[Shot]] = []
        self._seq = 0
        self._on_frame: Callable[[Frame], None] = lambda _frame: None
        self._on_state: Callable[[str], None] = lambda _state: None
        self._on_guidance: Callable[[Guidance], None] = lambda _guidance: None

    def __call__(
        self,
        *,
        on_frame: Callable[[Frame], None],
        on_state: Callable[[str], None],
        on_guidance: Callable[[Guidance], None],
    ) -> FakeCamera:
        self._on_frame, self._on_state = on_frame, on_state
        self._on_guidance = on_guidance
        return self

    def open(self) -> None:
        if self.is_open:
            return
        self.is_open = True
        self._on_state(CameraStatus.STARTING)
        if self.broken:
            self._on_state(CameraStatus.LOST)
        else:
            self.show()

    def close(self, *, wait_s: float = 0.5) -> None:
        self.is_open = False
        self._on_state(CameraStatus.CLOSED)

    def take(self) -> Future[Shot]:
        self.taken += 1
        shot: Future[Shot] = Future()
        if self.broken:
            shot.set_exception(CameraFault("gone"))
        elif not self.slow:
            shot.set_result(self.shot())
        self.pending.append(shot)
        return shot

    def shot(self) -> Shot:
        """The picture; with `straight` set, that, and the picture as its whole."""
        whole = _shot(self.picture)
        if self.straight is None:
            return whole
        flattening = flattening_of(self.picture, self.straight)
        return replace(_shot(self.straight), whole=whole, flattening=flattening)

    def show(self) -> None:
        self.broken = False
        self._on_state(CameraStatus.SHOWING)
        self.deliver()

    def lose(self) -> None:
        self.broken = True
        self._on_state(CameraStatus.LOST)

    def cover(self) -> None:
        self._on_state(CameraStatus.BLIND)
        self.deliver()

    def guide(self, hint: Hint, steady_s: float = 0.0) -> None:
        self._on_guidance(Guidance(hint, steady_s))

    def deliver(self) -> None:
        self._seq += 1
        self._on_frame(Frame(self._seq, as_pixels(self.picture)))


def _shot(picture: QImage) -> Shot:
    return Shot(as_jpeg(picture), picture.width(), picture.height())


def as_pixels(image: QImage) -> np.ndarray:
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    flat = np.frombuffer(image.constBits(), np.uint8)
    return flat.reshape(image.height(), image.width(), 4).copy()


def as_jpeg(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"JPG")).write(image)
    return bytes(buffer.data().data())


class FakePairing:
    """A pairing whose state a test sets."""

    def __init__(self) -> None:
        self.now = PairingState(url="https://help.example/desk/")
        self.wanted = 0
        self._listener: Callable[[PairingState], None] = lambda _: None

    def state(self) -> PairingState:
        return self.now

    def on_state(self, listener: Callable[[PairingState], None]) -> None:
        self._listener = listener

    def new_code(self) -> None:
        self.wanted += 1

    def becomes(self, state: PairingState) -> None:
        self.now = state
        self._listener(state)
