"""The printed codes that a visitor has held up to the camera, until that visitor is gone.

What a code says is text, shown as text: it is never opened, followed or logged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

from kiosk.vision.merge import kept_tags
from kiosk.vision.quote import shortened
from ui.touch.bridge import Bridge

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kiosk.vision.reading import Tag

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

LONGEST_SHOWN = 32
"""Characters of a code's own text that a visitor is shown; it is a sticker, not a letter."""


@QmlElement
@QmlUncreatable("made in screens.py")
class TagsViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """One visitor after the other.

    Properties: shown (the device last held up, or what its code says, "" none), known (whether the
    site knows that device), kind (why the code's content is not kept, "" where it is). Signals:
    changed; for its siblings codesSeen (all codes of one frame).
    """

    changed = Signal()
    codesSeen = Signal(tuple)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._visit = 0
        self._tags: tuple[Tag, ...] = ()
        self._newest: Tag | None = None

    @Property(str, notify=changed)
    def shown(self) -> str:
        """The name or text shown to the visitor."""
        tag = self._newest
        return "" if tag is None else shortened(tag.device or tag.text, LONGEST_SHOWN)

    @Property(bool, notify=changed)
    def known(self) -> bool:
        """Whether it is a device of the site."""
        return self._newest is not None and self._newest.known

    @Property(str, notify=changed)
    def kind(self) -> str:
        """One of kiosk.vision.reading.TagKind, or "" for a code whose content is kept."""
        return (self._newest.kind or "") if self._newest is not None else ""

    @property
    def tags(self) -> tuple[Tag, ...]:
        """All codes of this visitor."""
        return self._tags

    def on_codes(self, tags: tuple[Tag, ...]) -> None:
        """Codes are in view; any thread. What arrives after the visitor has left is dropped."""
        visit = self._visit
        self._bridge.post(lambda: self.codesSeen.emit(tags) if visit == self._visit else None)

    def add(self, tags: Sequence[Tag]) -> bool:
        """Adds codes of this visitor; True when one of them is new."""
        new = [tag for tag in tags if tag not in self._tags]
        kept = kept_tags((*self._tags, *new))
        if kept == self._tags:
            return False
        self._tags = kept
        self._newest = next((tag for tag in kept if tag in new), self._newest)
        self.changed.emit()
        return True

    @Slot()
    def forget(self) -> None:
        """The visitor has left."""
        self._visit += 1
        self._tags, self._newest = (), None
        self.changed.emit()
