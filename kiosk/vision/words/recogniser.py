"""Text recognition: the text in the box of one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kiosk.vision.arrays import Corners, Floats, Pixels

STRIP_HEIGHT: Final = 48
"""Pixels; the height the network was trained with."""
LOW_STRIP_HEIGHT: Final = 36
"""Pixels; for pages full of small print. The network takes no height below 33, and what it does
grows with the area: this costs 0.6 of the full height (docs/figures.md)."""
_MAX_WIDTH: Final = 1920
_MIN_SIDE: Final = 4
_WIDTH_STEP: Final = 32
"""Widths are rounded up to it, so that the network sees few input shapes."""
_BATCH_WIDTH: Final = 1920
"""Largest sum of widths of the strips in one batch; bounds memory."""
_MOST_WIDENED: Final = 1.25
"""How many times wider than its narrowest strip a batch may be: what is filled up costs as much as
letters do, and on a dialog of five lines it was a third of all."""
_TURNED_RATIO: Final = 1.5
"""A box that many times taller than wide holds a line turned on its side."""
_LATIN_END: Final = 0x250
"""First code point after Latin Extended-B."""
_FEW_OTHERS: Final = 0.3
"""Share of a line's characters up to which those that are not Latin are taken for mistakes."""
_MARKS: Final = frozenset("‘’“”…–—•€™")


class Recogniser:
    """The recognition network. Not thread-safe.

    It knows thousands of Chinese and Japanese characters, some of which look like blurred Latin
    letters: a line with few of them is taken for one in Latin letters, digits and marks alone.
    """

    def __init__(self, model: Path, characters: Sequence[str]) -> None:
        self._net = cv2.dnn.readNetFromONNX(str(model))
        self._characters = ["", *characters, " "]
        self._latin = np.array([i for i, it in enumerate(self._characters) if _is_latin(it)])

    def read(
        self, picture: Pixels, boxes: Sequence[Corners], height: int = STRIP_HEIGHT
    ) -> list[tuple[str, float]]:
        """Text and confidence (0 to 1) of each of `boxes` in `picture` (BGR).

        "" where there is none. Lines are laid out `height` pixels high.
        """
        strips = {
            index: strip
            for index, box in enumerate(boxes)
            if (strip := _strip(picture, box, height)) is not None
        }
        texts = [("", 0.0)] * len(boxes)
        for batch in _batches(strips):
            found = self._read_batch([strips[index] for index in batch])
            for index, text in zip(batch, found, strict=True):
                texts[index] = text
        return texts

    def _read_batch(self, strips: Sequence[Pixels]) -> list[tuple[str, float]]:
        width = _rounded(max(strip.shape[1] for strip in strips))
        blank = np.zeros((len(strips), 3, strips[0].shape[0], width), np.float32)
        for row, strip in zip(blank, strips, strict=True):
            row[:, :, : strip.shape[1]] = strip.transpose(2, 0, 1) / np.float32(127.5) - 1
        self._net.setInput(blank)
        likely = np.asarray(self._net.forward(), np.float32)
        return [self._decoded(row) for row in likely]

    def _decoded(self, likely: Floats) -> tuple[str, float]:
        """Text and confidence of `likely` (places, characters)."""
        places = np.arange(len(likely))
        best = likely.argmax(axis=1)
        found = self._text(best, likely[places, best])
        others = sum(not _is_latin(character) for character in found[0])
        if 0 < others <= _FEW_OTHERS * len(found[0]):
            best = self._latin[likely[:, self._latin].argmax(axis=1)]
            return self._text(best, likely[places, best])
        return found

    def _text(self, best: NDArray[np.intp], sure: Floats) -> tuple[str, float]:
        """Greedy CTC decoding: of each place the likeliest; repeats and blanks dropped."""
        changed = np.concatenate(([True], best[1:] != best[:-1]))
        kept = changed & (best > 0)
        if not kept.any():
            return "", 0.0
        text = "".join(self._characters[index] for index in best[kept])
        return text.strip(), float(sure[kept].mean())


def _is_latin(text: str) -> bool:
    return not text or (len(text) == 1 and (ord(text) < _LATIN_END or text in _MARKS))


def full_width(box: Corners) -> int:
    """How many pixels wide the line in `box` is laid out in full height."""
    wide, high = _sides(box)
    return _width(max(wide, high), min(wide, high), STRIP_HEIGHT)


def _strip(picture: Pixels, box: Corners, height: int) -> Pixels | None:
    """The box cut out and rectified, `height` high; None when too small to hold a letter."""
    wide, high = _sides(box)
    if min(wide, high) < _MIN_SIDE:
        return None
    if high > wide * _TURNED_RATIO:
        box, wide, high = np.roll(box, 1, axis=0), high, wide
    width = _width(wide, high, height)
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    laid = cv2.warpPerspective(
        picture,
        cv2.getPerspectiveTransform(np.asarray(box, np.float32), flat),
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(laid, np.uint8)


def _sides(box: Corners) -> tuple[float, float]:
    """Width and height."""
    wide = max(_distance(box[0], box[1]), _distance(box[3], box[2]))
    return wide, max(_distance(box[0], box[3]), _distance(box[1], box[2]))


def _width(wide: float, high: float, height: int) -> int:
    return int(min(_MAX_WIDTH, max(_WIDTH_STEP, np.ceil(height * wide / max(1.0, high)))))


def _batches(strips: dict[int, Pixels]) -> Iterator[list[int]]:
    """Indices of strips of similar width, as many as fit into a batch."""
    batch: list[int] = []
    for index in sorted(strips, key=lambda index: strips[index].shape[1]):
        width = _rounded(strips[index].shape[1])
        if batch and (
            width * (len(batch) + 1) > _BATCH_WIDTH
            or width > _rounded(strips[batch[0]].shape[1]) * _MOST_WIDENED
        ):
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _rounded(width: int) -> int:
    return -(-width // _WIDTH_STEP) * _WIDTH_STEP


def _distance(one: Floats, other: Floats) -> float:
    return float(np.linalg.norm(one - other))
