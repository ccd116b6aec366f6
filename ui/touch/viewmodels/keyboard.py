"""The keys of the on-screen keyboard: letters, accents and their case. It stores no typed text."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement, QmlUncreatable

QML_IMPORT_NAME = "Kiosk.ViewModels"
QML_IMPORT_MAJOR_VERSION = 1

LETTERS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
ACCENTS = (
    ("àáâãäåæçèé", "êëìíîïñòóô", "õöøœßùúû"),
    ("üýÿāăąćčċď", "đðēėęěğġģħ", "īįıİķłľĺ"),
    ("ļńňņőŕřśšş", "șťțþūůűųŵŷ", "źžż"),
)
"""Accented letters of the languages written in Latin script from Iceland to Turkey."""

_PAGES = (LETTERS, *ACCENTS)
_STARTS_A_WORD = frozenset(" -'’")


def starts_a_word(text: str) -> bool:
    """Whether the next letter of a name after `text` is a capital."""
    return not text or text[-1] in _STARTS_A_WORD


def capital(letter: str) -> str:
    """The capital of `letter`; one whose capital is two letters (ß) stays as it is."""
    upper = letter.upper()
    return upper if len(upper) == 1 else letter


@QmlElement
@QmlUncreatable("made in screens.py")
class KeyboardViewModel(QObject):  # type: ignore[operator]  # the stub of QmlUncreatable
    """Properties: rows (small letters and their capitals), upper (which are typed), nextPage.

    Signals: pageChanged, upperChanged.
    """

    pageChanged = Signal()
    upperChanged = Signal()
    _PAGE_LABELS: ClassVar[tuple[str, ...]] = ("Á Ñ Ø", "Č Ę Ł", "Ř Š Ž", "A B C")

    def __init__(self) -> None:
        super().__init__()
        self._page = 0
        self._upper = True

    @Property("QVariantList", notify=pageChanged)  # type: ignore[arg-type]  # a C++ type
    def rows(self) -> list[dict[str, list[str]]]:
        """Top row first. Keys outlive a change of case, so that a second finger is not lost."""
        return [
            {"small": list(row), "capital": [capital(letter) for letter in row]}
            for row in _PAGES[self._page]
        ]

    @Property(bool, notify=upperChanged)
    def upper(self) -> bool:
        """Whether the next letter is a capital."""
        return self._upper

    @Property(str, notify=pageChanged)
    def nextPage(self) -> str:
        """Three letters of the page that the accents key turns to."""
        return self._PAGE_LABELS[self._page]

    @Slot()
    def turnPage(self) -> None:
        """Plain letters, then each page of accents, then plain letters again."""
        self._set_page((self._page + 1) % len(_PAGES))

    @Slot(str)
    def on_name_changed(self, text: str) -> None:
        """Sets the case of the letter after `text`, and plain letters: accents come singly."""
        self._set_page(0)
        upper = starts_a_word(text)
        if upper != self._upper:
            self._upper = upper
            self.upperChanged.emit()

    def _set_page(self, page: int) -> None:
        if page != self._page:
            self._page = page
            self.pageChanged.emit()
