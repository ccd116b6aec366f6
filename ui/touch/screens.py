"""Owns how the touchscreen is put together. Never starts a station or a camera itself."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QUrl
from PySide6.QtQuick import QQuickView

from kiosk.clock import Clock
from kiosk.domain.checkin import HELD_COUNTS_S, Step
from kiosk.faults import Fault
from kiosk.vision.merge import merge_reading
from ui.touch.bridge import Bridge
from ui.touch.pictures import CodePictures, IconPictures, PreviewPictures, ShotPictures
from ui.touch.touches import Touches
from ui.touch.viewmodels.badge import BadgeViewModel
from ui.touch.viewmodels.camera import CameraViewModel
from ui.touch.viewmodels.checkin import CheckInViewModel
from ui.touch.viewmodels.keyboard import KeyBoardViewModel
from ui.touch.viewmodels.number import NumberViewModel
from ui.touch.viewmodels.presence import PresenceViewModel
from ui.touch.viewmodels.reading import ReadingViewModel
from ui.touch.viewmodels.site import SiteViewModel
from ui.touch.viewmodels.tags import TagsViewModel

if TYPE_CHECKING:
    from kiosk.directory.people import People
    from kiosk.vision.reading import Reading, Tag
    from ui.touch.ports import CameraMaker, ReaderPort, StationPort

QML = Path(__file__).resolve().parent / "qml"

MOTION = "KIOSK_MOTION"
"""Environment: "reduced" stills the welcome screen and makes every change of screen immediate."""


Theme = Literal["light", "dark", "auto"]
"""Auto is light by day and dark by night, by the site's clocks."""


class ScreenFault(Fault):
    """The screens cannot be loaded."""

    retryable = False


@dataclass(frozen=True, slots=True)
class Pace:
    """How long the face's own seconds are, in milliseconds; tests shorten them."""

    count_ms: int = 1_000
    second_ms: int = 1_000


class Screens:
    """The running touchscreen; every part lives on the Qt thread. `close` ends what it began."""

    def __init__(
        self,
        station: StationPort,
        make_camera: CameraMaker,
        *,
        icons: Path,
        clock: Clock,
        pace: Pace = Pace(),
    ) -> None:
        self.bridge = Bridge()
        self.icons = IconPictures(icons)
        self.previews = PreviewPictures()
        self.shots = ShotPictures()
        self.codes = CodePictures()
        self.touches = Touches(counts_ms=HELD_COUNTS_S * pace.second_ms)
        self.presence = PresenceViewModel(second_ms=pace.second_ms)
        self.site = SiteViewModel(
            station, clock=clock, bridge=self.bridge, icons=self.icons.names()
        )
        self.key_board = KeyBoardViewModel()
        self.number = NumberViewModel(self.codes, held=self.touches.held, second_ms=pace.second_ms)
        self.reading = ReadingViewModel(self.bridge)
        self.tags = TagsViewModel(self.bridge)
        self.badge = BadgeViewModel(
            clock, lambda: station.snapshot().site.local(clock.now()).date()
        )
        self.check_in = CheckInViewModel(
            station, bridge=self.bridge, shots=self.shots, read=self._what_was_read
        )
        self.camera = CameraViewModel(
            make_camera,
            bridge=self.bridge,
            previews=self.previews,
            shots=self.shots,
            count_ms=pace.count_ms,
        )
        self._connect()
        self.view = self._load()
        self.touches.watch(self.view)

    @property
    def idle(self) -> bool:
        """Whether nobody is checking in."""
        return str(self.check_in.property("screen")) == Step.ATTRACT

    def wear(self, theme: Theme) -> None:
        """Puts on one set of colours; light until told."""
        self.view.rootObject().setProperty("theme", theme)

    def read_with(self, reader: ReaderPort) -> None:
        """Has pictures read; until told so, they are only shown."""
        self.reading.use(reader)

    def greet(self, people: People) -> None:
        """Has badges of that list greeted; until told so, they are codes like any other."""
        self.badge.use(people)
        self._follow_screen(str(self.check_in.property("screen")))

    def greet_no_more(self) -> None:
        """No code will be read here any more: the camera has no business where a name is asked."""
        self.badge.give_up()
        self._follow_screen(str(self.check_in.property("screen")))

    def close(self) -> None:
        """Takes the window away and lets the camera go."""
        self.camera.want(False)
        self.shots.stop()
        self.touches.stop()
        # Screens go before what they are bound to.
        self.view.setSource(QUrl())
        self.view.close()

    def _connect(self) -> None:
        check_in = self.check_in
        check_in.screenChanged.connect(self._follow_screen)
        check_in.nameChanged.connect(self.key_board.follow)
        check_in.kept.connect(self.number.show)
        check_in.forgotten.connect(self.number.forget)
        check_in.forgotten.connect(self.reading.forget)
        check_in.forgotten.connect(self.tags.forget)
        check_in.forgotten.connect(self.badge.forget)
        check_in.replaced.connect(self.tags.forget)
        check_in.replaced.connect(self.badge.begin_anew)
        check_in.replaced.connect(self.camera.begin_anew)
        self.tags.came.connect(self._hear)
        self.badge.met.connect(self.presence.hear_touch)
        self.badge.met.connect(check_in.meet)
        check_in.pictureChanged.connect(self._follow_picture)
        self.camera.previewChanged.connect(self._expect_picture)
        self.camera.shotTaken.connect(check_in.take_in)
        self.camera.gone.connect(lambda seen: check_in.miss_camera(was_there=seen))
        self.number.runOut.connect(check_in.done)
        check_in.stepChanged.connect(self._settle)
        check_in.stepChanged.connect(self.presence.follow)
        self.presence.ended.connect(check_in.startOver)
        self.touches.touched.connect(self.presence.hear_touch)
        self.touches.touched.connect(self.number.hear_touch)
        self.touches.smudgedChanged.connect(self.presence.note_smudge)

    def _follow_screen(self, screen: str) -> None:
        if screen != Step.NAME:
            self.badge.hush()
        shoots = screen == Step.SHOW
        greets = screen == Step.NAME and bool(self.badge.property("awaited"))
        self.camera.want(shoots or greets, shoots=shoots)

    def _hear(self, tags: tuple[Tag, ...]) -> None:
        """Codes are in view: badges first, the rest are of what the visitor brought."""
        step = self.check_in.property("screen")
        if step not in {Step.NAME, Step.SHOW} or self.presence.property("asking"):
            return
        rest = self.badge.look(tags, naming=step == Step.NAME)
        if self.tags.keep(rest):
            self.presence.hear_touch()

    def _what_was_read(self) -> Reading | None:
        return merge_reading(self.reading.reading, self.tags.kept, self.badge.is_badge)

    def _expect_picture(self) -> None:
        if self.camera.property("preview"):
            self.reading.get_ready()

    def _follow_picture(self) -> None:
        if self.check_in.view is None:
            self.reading.drop()
        else:
            self.reading.look(self.check_in.view)

    def _settle(self, step: str) -> None:
        if step == Step.SAVING:
            self.reading.settle()

    def _load(self) -> QQuickView:
        view = QQuickView()
        view.setTitle("Kiosk")
        view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        engine = view.engine()
        engine.addImportPath(str(QML))
        engine.addImageProvider("icon", self.icons)
        engine.addImageProvider("preview", self.previews)
        engine.addImageProvider("shot", self.shots)
        engine.addImageProvider("code", self.codes)
        view.setInitialProperties(
            {
                "checkIn": self.check_in,
                "site": self.site,
                "camera": self.camera,
                "keyBoard": self.key_board,
                "number": self.number,
                "reading": self.reading,
                "tags": self.tags,
                "badge": self.badge,
                "presence": self.presence,
                "motion": os.environ.get(MOTION) != "reduced",
            }
        )
        view.setSource(QUrl.fromLocalFile(str(QML / "Main.qml")))
        if view.status() is not QQuickView.Status.Ready:
            raise ScreenFault("; ".join(fault.toString() for fault in view.errors()))
        return view
