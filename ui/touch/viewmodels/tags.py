"""Owns the printed codes a visitor has held up to the camera, until that visitor is gone.

Never opens, follows or logs what a code says: it is text, shown as text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.vision.merge import kept_tags
from kiosk.vision.reading import shortened
from ui.touch.bridge import Bridge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.vision.reading import Tag

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

LONGEST_SHOWN = 32
"""Characters of a code's own text that a visitor is shown; it is a sticker, not a letter."""


@QmlElement
@QmlUncreatable("made in face.py")
class TagsViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """One visitor after the other.

    Properties: shown (the device last held up, or what its code says, "" none), known (whether the
    site knows that device). Signals: changed; for its siblings came (all codes of one look).
    """

    changed = Signal()
    came = Signal(tuple)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._visit = 0
        self._kept: tuple[Tag, ...] = ()
        self._newest: Tag | None = None

    @Property(str, notify=changed)
    def shown(self) -> str:
        """What the visitor is told was seen."""
        tag = self._newest
        return "" if tag is None else shortened(tag.device or tag.text, LONGEST_SHOWN)

    @Property(bool, notify=changed)
    def known(self) -> bool:
        """Whether it is a device of the site."""
        return self._newest is not None and self._newest.known

    @property
    def kept(self) -> tuple[Tag, ...]:
        """Everything kept for this visitor."""
        return self._kept

    def hear(self, tags: tuple[Tag, ...]) -> None:
        """Codes are in view; any thread. What comes when the visitor has left is dropped."""
        visit = self._visit
        self._bridge.post(lambda: self.came.emit(tags) if visit == self._visit else None)

    def keep(self, tags: Sequence[Tag]) -> bool:
        """These are the visitor's; True when one of them is new."""
        new = [tag for tag in tags if tag not in self._kept]
        kept = kept_tags((*self._kept, *new))
        if kept == self._kept:
            return False
        self._kept = kept
        self._newest = next((tag for tag in kept if tag in new), self._newest)
        self.changed.emit()
        return True

    def forget(self) -> None:
        """The visitor has left."""
        self._visit += 1
        self._kept, self._newest = (), None
        self.changed.emit()
