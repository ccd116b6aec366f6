"""The check-in of the visitor at the screen: the step, the name and the picture.

Which step follows which is decided in kiosk.domain.checkin.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.directory.glyphs import is_drawable
from kiosk.domain.checkin import PROGRESS, UNFINISHED_SHOWN_S, CheckInFlow, Step, Trigger
from kiosk.domain.checkin_request import CheckInRequest, PictureReading
from kiosk.domain.names import MAX_GRAPHEMES, clean_name, graphemes
from kiosk.domain.snapshot import Receipt
from ui.touch.bridge import Bridge
from ui.touch.pictures.shots import ShotPictures, View
from ui.touch.ports import StationPort

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

SAVING_SHOWN_AFTER_MS = 300
"""A disk is nearly always quicker; only when it is not, saving gets a screen of its own."""


@QmlElement
@QmlUncreatable("made in screens.py")
class CheckInViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """One visitor after the other.

    Properties: screen (which is shown), unfinished (somebody began and left a moment ago, and is
    not checked in), pictureDeclined (the visitor said no to it), progress (dot lit, 0 none), busy
    (being saved), firstName (as typed, or as a badge says), greetedLate (by a badge, when already
    begun), picture (address of the view that is shown and would be saved, "" none), otherView (what
    can be shown in its place: whole, screen, "" nothing), withoutCamera ("", no_camera,
    camera_lost).
    Signals: screenChanged, unfinishedChanged, nameChanged, pictureChanged, busyChanged; for its
    siblings stepChanged (the step itself, also one too short to be shown), saved (receipt),
    forgotten, and replaced: another person stands here now, and nothing of the one before may stay.
    """

    screenChanged = Signal(str)
    unfinishedChanged = Signal()
    nameChanged = Signal(str)
    pictureChanged = Signal()
    busyChanged = Signal()
    stepChanged = Signal(str)
    saved = Signal(object)
    forgotten = Signal()
    replaced = Signal()

    def __init__(
        self,
        station: StationPort,
        *,
        bridge: Bridge,
        shots: ShotPictures,
        read: Callable[[], PictureReading | None] = lambda: None,
        second_ms: int = 1_000,
    ) -> None:
        super().__init__()
        self._read = read
        self._station = station
        self._bridge = bridge
        self._shots = shots
        self._flow = CheckInFlow()
        self._screen = Step.ATTRACT
        self._views: tuple[View, ...] = ()
        self._picture = self._other = ""
        self._unfinished = QTimer(self, interval=UNFINISHED_SHOWN_S * second_ms, singleShot=True)
        self._unfinished.timeout.connect(self.unfinishedChanged)
        self._slow = QTimer(self, interval=SAVING_SHOWN_AFTER_MS, singleShot=True)
        self._slow.timeout.connect(lambda: self._show(Step.SAVING))

    @Property(str, notify=screenChanged)
    def screen(self) -> str:
        """The step whose screen is shown; saving only once it takes long enough to be noticed."""
        return self._screen

    @Property(bool, notify=unfinishedChanged)
    def unfinished(self) -> bool:
        """Whether the welcome says that whoever just left is not checked in."""
        return self._unfinished.isActive()

    @Property(bool, notify=screenChanged)
    def pictureDeclined(self) -> bool:
        """Whether the visitor said no to the picture, which is deleted."""
        return self._flow.picture_declined

    @Property(int, notify=screenChanged)
    def progress(self) -> int:
        """1 to 3, 0 where no dots are shown."""
        return PROGRESS.get(self._screen, 0)

    @Property(bool, notify=busyChanged)
    def busy(self) -> bool:
        """Whether the visit is on its way to disk."""
        return self._flow.step is Step.SAVING

    @Property(str, notify=nameChanged)
    def firstName(self) -> str:
        """The name as it stands in the field; "" when no font of the kiosk can draw it."""
        return _shown(self._flow.first_name)

    @Property(bool, notify=nameChanged)
    def greetedLate(self) -> bool:
        """Whether a badge said the name when the visitor had already begun."""
        return self._flow.greeted_late

    @Property(str, notify=pictureChanged)
    def picture(self) -> str:
        """Where QML finds the view that is shown."""
        return self._picture

    @Property(str, notify=pictureChanged)
    def otherView(self) -> str:
        """What `switchView` would show."""
        return self._other

    @Property(str, notify=screenChanged)
    def withoutCamera(self) -> str:
        """Why the topic is asked instead of a picture, "" when the visitor chose so."""
        return self._flow.without_camera or ""

    @Slot()
    def start(self) -> None:
        """Somebody came."""
        self._advance(Trigger.START)

    @Slot(str)
    def type(self, text: str) -> None:
        """Appends what a key says; what a name cannot hold is left out."""
        # A space at the end belongs to the name while it is being typed.
        typed = clean_name(f"{self._flow.first_name[:_MAX_TYPED]}{text[:_MAX_TYPED]}")
        if text.isspace() and typed and _has_room(typed):
            typed += " "
        self._rename(typed)

    @Slot()
    def eraseLast(self) -> None:
        """Takes the last character away, as people count characters."""
        self._rename("".join(list(graphemes(self._flow.first_name))[:-1]))

    @Slot()
    def confirmName(self) -> None:
        """The name is as the visitor wants it, or left empty."""
        self._rename(clean_name(self._flow.first_name))
        self._advance(Trigger.NAMED)

    @Slot()
    def tell(self) -> None:
        """No picture: the visitor prefers to tell it in words."""
        self._advance(Trigger.TELL)

    @Slot(str)
    def choose(self, topic: str) -> None:
        """Checks in about a topic, by its id; "" is something else."""
        self._flow = self._flow.about(topic or None)
        self._advance(Trigger.CHOSEN)

    @Slot()
    def showInstead(self) -> None:
        """From the topics back to the camera."""
        self._advance(Trigger.SHOW_INSTEAD)

    @Slot()
    def switchView(self) -> None:
        """Shows the other view of the shot, which then is the one to be saved."""
        if self._flow.step is Step.CHECK and self._other:
            self._show_first(self._views[::-1])

    @Slot()
    def takeAgain(self) -> None:
        """Back to the camera; the shot is dropped."""
        self._advance(Trigger.TAKE_AGAIN)

    @Slot()
    def confirm(self) -> None:
        """Check in with the picture, or try again after trouble."""
        self._advance(Trigger.CONFIRM)

    @Slot()
    def noPicture(self) -> None:
        """Go on without the shot; it is dropped."""
        self._advance(Trigger.NO_PICTURE)

    @Slot()
    def done(self) -> None:
        """The visitor has read the number, or gives up after trouble."""
        self._advance(Trigger.DONE)

    @Slot()
    def startOver(self) -> None:
        """Everything answered is forgotten."""
        self._advance(Trigger.START_OVER)

    @property
    def view(self) -> View | None:
        """The view that is shown; None without one."""
        return self._views[0] if self._views else None

    @Slot(object)
    def show_shot(self, views: tuple[View, ...]) -> None:
        """The camera took a shot with these views; dropped when no step waits for it."""
        if self._flow.after(Trigger.TAKEN) is self._flow:
            return
        self._show_first(views)
        self._advance(Trigger.TAKEN)

    @Slot(str, str)
    def badge_seen(self, badge: str, first_name: str) -> None:
        """A badge that stands for `first_name` was held up: it greets, names or starts anew."""
        before = self._at_site()
        self._flow = before.badged(badge, first_name)
        if self._flow == before:
            return
        if before.step is not Step.NAME and before.is_someone_elses(badge, first_name):
            self.replaced.emit()
        self._go_on(before)

    def camera_gone(self, *, was_there: bool) -> None:
        """No picture comes: the visitor is led on without one."""
        self._advance(Trigger.CAMERA_LOST if was_there else Trigger.NO_CAMERA)

    def _advance(self, trigger: Trigger) -> None:
        before = self._at_site()
        self._flow = before.after(trigger)
        if self._flow != before:
            self._go_on(before)

    def _at_site(self) -> CheckInFlow:
        return self._flow.at_site(has_topics=bool(self._station.snapshot().site.topics))

    def _go_on(self, before: CheckInFlow) -> None:
        self._emit_changes(before)
        if self._flow.step is Step.SAVING:
            self._save()
        else:
            self._slow.stop()
            self._show(self._flow.step)
        self.busyChanged.emit()
        self.stepChanged.emit(self._flow.step)

    def _save(self) -> None:
        self._slow.start()
        # The visitor agreed only to the view that is shown. No signal: the screen is about to go.
        self._views = self._views[:1]
        flow, view = self._flow, self.view
        request = CheckInRequest(flow.first_name, flow.topic, flow.picture_declined)
        if view is not None:
            request = replace(request, picture=view.jpeg, reading=self._read())
        self._bridge.when_done(self._station.check_in(request), self._on_saved, self._on_not_saved)

    def _on_saved(self, receipt: Receipt) -> None:
        self.saved.emit(receipt)
        # What is on disk now needs no second copy in memory.
        self._drop_picture()
        self._advance(Trigger.SAVED)

    def _on_not_saved(self) -> None:
        self._advance(Trigger.NOT_SAVED)

    def _emit_changes(self, before: CheckInFlow) -> None:
        if not self._flow.has_picture:
            self._drop_picture()
        if (self._flow.first_name, self._flow.greeted_late) != (
            before.first_name,
            before.greeted_late,
        ):
            self.nameChanged.emit(self.firstName)
        if self._flow.step is Step.ATTRACT:
            self.forgotten.emit()
        left = self._flow.step is Step.ATTRACT and before.step is not Step.NUMBER
        if left != self._unfinished.isActive():
            self._unfinished.start() if left else self._unfinished.stop()
            self.unfinishedChanged.emit()

    def _drop_picture(self) -> None:
        self._views = ()
        self._shots.forget()
        self._set_picture("")

    def _rename(self, name: str) -> None:
        if name != self._flow.first_name:
            self._flow = self._flow.named(name)
            self.nameChanged.emit(self.firstName)

    def _show_first(self, views: tuple[View, ...]) -> None:
        self._views = views
        other = "" if len(views) == 1 else "whole" if views[1].is_whole else "screen"
        self._set_picture(self._shots.show(views[0].image), other)

    def _set_picture(self, address: str, other: str = "") -> None:
        if address != self._picture:
            self._picture, self._other = address, other
            self.pictureChanged.emit()

    def _show(self, screen: Step) -> None:
        if screen is not self._screen:
            self._screen = screen
            self.screenChanged.emit(screen)


_MAX_TYPED = 500
"""Far more than a name can hold; bounds the work of one key."""


def _has_room(name: str) -> bool:
    return sum(1 for _ in graphemes(name)) < MAX_GRAPHEMES


def _shown(name: str) -> str:
    """The name as the kiosk may show it: who helps reads it on a page that has more fonts."""
    return name if is_drawable(name) else ""
