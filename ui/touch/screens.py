"""The screens of the kiosk, put together: view models, image providers, and who listens to whom.

A new view model is made in `__init__`, handed to the screens in `_models`, and declared in
KioskScreen.qml; its signals are connected in `_connect`.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from kiosk.clock import Clock
from kiosk.domain.checkin import GLASS_CLEAR_S, HELD_COUNTS_S, Step
from kiosk.vision.merge import merge_reading
from ui.touch.bridge import Bridge
from ui.touch.late_reading import LateReading
from ui.touch.pictures.codes import CodePictures
from ui.touch.pictures.icons import IconPictures
from ui.touch.pictures.preview import PreviewPictures
from ui.touch.pictures.shots import ShotPictures
from ui.touch.touch_monitor import TouchMonitor
from ui.touch.viewmodels.badge import BadgeViewModel
from ui.touch.viewmodels.camera import CameraTiming, CameraViewModel
from ui.touch.viewmodels.checkin import CheckInViewModel
from ui.touch.viewmodels.hours import HoursViewModel
from ui.touch.viewmodels.keyboard import KeyboardViewModel
from ui.touch.viewmodels.link import LinkViewModel
from ui.touch.viewmodels.number import NumberViewModel
from ui.touch.viewmodels.presence import PresenceViewModel
from ui.touch.viewmodels.reading import ReadingViewModel
from ui.touch.viewmodels.rest.board import BoardViewModel
from ui.touch.viewmodels.site import SiteViewModel
from ui.touch.viewmodels.tags import TagsViewModel
from ui.touch.viewmodels.touch_guard import TouchGuardViewModel
from ui.touch.window import close_window, load_window

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtQuick import QQuickView

    from kiosk.directory.people import People
    from kiosk.domain.checkin_request import PictureReading
    from kiosk.vision.reading import Reading, Tag
    from ui.touch.ports import CameraMaker, ReaderPort, StationPort

MOTION: Final = "KIOSK_MOTION"
"""Environment: "reduced" stills the welcome screen and makes every change of screen immediate."""

Theme = Literal["light", "dark", "auto"]
"""Auto is light by day and dark by night, by the site's clock."""


@dataclass(frozen=True, slots=True)
class ScreenTiming:
    """How long the screens' own seconds are, in milliseconds; tests shorten them."""

    count_ms: int = 1_000
    second_ms: int = 1_000


_FOR_MAIN: Final = ("checkIn", "site", "hours", "link", "board")
"""The view models that the window itself needs, besides the screens."""


class Screens:
    """The running touchscreen; every part lives on the Qt thread. `close` ends what it began."""

    def __init__(
        self,
        station: StationPort,
        make_camera: CameraMaker,
        *,
        icons: Path,
        clock: Clock,
        pace: ScreenTiming = ScreenTiming(),
    ) -> None:
        self.bridge = Bridge()
        self.icons = IconPictures(icons)
        self.previews = PreviewPictures()
        self.shots = ShotPictures()
        self.codes = CodePictures()
        self.touches = TouchMonitor(
            stuck_after_ms=HELD_COUNTS_S * pace.second_ms,
            clear_after_ms=GLASS_CLEAR_S * pace.second_ms,
        )
        self.touch_guard = TouchGuardViewModel(clock)
        self.presence = PresenceViewModel(holds=self._private_thing, second_ms=pace.second_ms)
        self.site = SiteViewModel(station, bridge=self.bridge, icons=self.icons.names())
        self.hours = HoursViewModel(station, clock=clock, bridge=self.bridge)
        self.link = LinkViewModel(station, clock=clock, bridge=self.bridge)
        self.board = BoardViewModel(station, clock=clock, bridge=self.bridge)
        self.keyboard = KeyboardViewModel()
        self.number = NumberViewModel(
            self.codes, is_touched=self.touches.is_touched, second_ms=pace.second_ms
        )
        self.reading = ReadingViewModel(self.bridge)
        self.late_reading = LateReading(station, self.bridge, self.reading.release)
        self.tags = TagsViewModel(self.bridge)
        self.badge = BadgeViewModel(
            clock, lambda: station.snapshot().site.local(clock.now()).date()
        )
        self.check_in = CheckInViewModel(
            station,
            bridge=self.bridge,
            shots=self.shots,
            read=self._reading_to_save,
            second_ms=pace.second_ms,
        )
        self.camera = CameraViewModel(
            make_camera,
            timing=CameraTiming(clock, pace.count_ms),
            bridge=self.bridge,
            previews=self.previews,
            shots=self.shots,
        )
        self._connect()
        self.view = self._load()
        self.touches.watch(self.view)
        self.touch_guard.watch(self.view)

    @property
    def idle(self) -> bool:
        """Whether nobody is checking in."""
        return str(self.check_in.property("screen")) == Step.ATTRACT

    def set_theme(self, theme: Theme) -> None:
        """Shows one set of colours; light until set."""
        self.view.rootObject().setProperty("theme", theme)

    def use_reader(self, reader: ReaderPort) -> None:
        """Has pictures read by `reader`; without one they are only shown."""
        self.reading.use_reader(reader)

    def use_people(self, people: People) -> None:
        """Greets the badges of that list; without one, badges are codes like any other."""
        self.badge.use_people(people)
        self._on_screen(str(self.check_in.property("screen")))

    def stop_badges(self) -> None:
        """No code will be read here any more: the camera stays closed where a name is asked."""
        self.badge.stop()
        self._on_screen(str(self.check_in.property("screen")))

    def close(self) -> None:
        """Takes the window away and closes the camera; what others still report is dropped."""
        self.camera.set_open(False)
        for part in (self.shots, self.touches, self.hours, self.link, self.board):
            part.stop()
        self.bridge.close()
        models = self._models().values()
        parts = (self.presence, self.touch_guard, self.touches, self.bridge)
        close_window(self.view, *models, *parts)

    def _connect(self) -> None:
        self._connect_visitor()
        self._connect_camera()
        self._connect_touches()

    def _connect_visitor(self) -> None:
        check_in = self.check_in
        check_in.screenChanged.connect(self._on_screen)
        check_in.stepChanged.connect(self._on_step)
        check_in.nameChanged.connect(self.keyboard.on_name_changed)
        check_in.saved.connect(self.number.show)
        check_in.saved.connect(self.late_reading.on_saved)
        self.number.timedOut.connect(check_in.done)
        self.presence.ended.connect(check_in.startOver)
        for model in (self.late_reading, self.number, self.reading, self.tags, self.badge):
            check_in.forgotten.connect(model.forget)
        check_in.replaced.connect(self.tags.forget)
        check_in.replaced.connect(self.badge.visitor_changed)
        check_in.replaced.connect(self.camera.restart)

    def _connect_camera(self) -> None:
        self.camera.previewChanged.connect(self._on_preview)
        self.camera.shotTaken.connect(self.check_in.show_shot)
        self.camera.gone.connect(lambda seen: self.check_in.camera_gone(was_there=seen))
        self.presence.askingChanged.connect(self._on_asking)
        self.check_in.pictureChanged.connect(self._on_picture)
        self.tags.codesSeen.connect(self._on_codes)
        self.badge.recognised.connect(self.presence.on_touch)
        self.badge.recognised.connect(self.check_in.badge_seen)

    def _connect_touches(self) -> None:
        self.touches.touched.connect(self.presence.on_touch)
        self.touches.touched.connect(self.number.on_touch)
        self.touches.smudgedChanged.connect(self.presence.set_smudged)
        self.touches.crowdedChanged.connect(self.touch_guard.set_crowded)
        self.touches.crowdedChanged.connect(self.presence.on_crowd)

    def _on_screen(self, screen: str) -> None:
        self.board.set_resting(screen == Step.ATTRACT)
        if screen != Step.NAME:
            self.badge.clear_message()
        takes_pictures = screen == Step.SHOW
        reads_badges = screen == Step.NAME and bool(self.badge.property("enabled"))
        self.camera.set_open(takes_pictures or reads_badges, takes_pictures=takes_pictures)

    def _on_asking(self) -> None:
        self.camera.set_covered_up(bool(self.presence.property("asking")))

    def _on_step(self, step: str) -> None:
        self.presence.on_step(step)

    def _on_codes(self, tags: tuple[Tag, ...]) -> None:
        """Codes are in view: badges first, the rest are of what the visitor brought."""
        step = self.check_in.property("screen")
        if step not in {Step.NAME, Step.SHOW} or self.presence.property("asking"):
            return
        rest = self.badge.take_badges(tags, naming=step == Step.NAME)
        if self.tags.add(rest):
            self.presence.on_touch()

    def _on_preview(self) -> None:
        if self.camera.property("preview"):
            self.reading.warm_up()

    def _on_picture(self) -> None:
        if self.check_in.view is None:
            self.reading.drop()
        else:
            self.reading.read(self.check_in.view)

    def _private_thing(self) -> str:
        if self.check_in.property("picture"):
            return "picture"
        return "name" if self.check_in.property("firstName") else ""

    def _reading_to_save(self) -> PictureReading | None:
        tags, aspect = self.tags.tags, self.reading.aspect

        def whole(read: Reading | None) -> PictureReading | None:
            merged = merge_reading(read, tags, self.badge.is_badge)
            return None if merged is None else merged.for_check_in(aspect)

        filed, part = whole(self.reading.reading), self.reading.part
        self.late_reading.on_yes(self.reading.unfinished, lambda read: whole(part(read)), filed)
        return filed

    def _models(self) -> dict[str, QObject]:
        """What every screen binds to: the properties of KioskScreen.qml."""
        return {
            "checkIn": self.check_in,
            "site": self.site,
            "hours": self.hours,
            "link": self.link,
            "board": self.board,
            "camera": self.camera,
            "keyboard": self.keyboard,
            "number": self.number,
            "reading": self.reading,
            "tags": self.tags,
            "badge": self.badge,
        }

    def _load(self) -> QQuickView:
        models = self._models()
        return load_window(
            "Main.qml",
            providers={
                "icon": self.icons,
                "preview": self.previews,
                "shot": self.shots,
                "code": self.codes,
            },
            properties={
                "models": models,
                **{name: models[name] for name in _FOR_MAIN},
                "presence": self.presence,
                "touchGuard": self.touch_guard,
                "motion": os.environ.get(MOTION) != "reduced",
            },
        )
