"""Owns what the visitor should do for a good picture, and when to take it.

Pure: frames and instants come in, values go out. Imports OpenCV, so import it late.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from kiosk.vision.guidance.light import glares, is_too_dark
from kiosk.vision.hint import HOLD_S, Guidance, Hint
from kiosk.vision.text_presence import LOOKED_AT_WIDTH, TextPresence, find_letters
from kiosk.vision.views import Grey, Picture, at_most, grey_of

LETTERS_PX = 12.6
"""Letters so high in the full picture can be read."""

_LARGEST_PX = 78.0
"""Higher than this on a view 1280 across, words hardly fit into it."""
_CRISP_PX = 6.6
_SPEED_MAX = 0.045
"""Widths of the view a second: what a hand at rest still sways."""
_MOTION_WIDTHS = (320, 160)
"""Fine for letters that creep, coarse for a device that swings: a step hides from the other."""
_SMALLEST_PX = 32
_ALIKE = 0.25
_EDGE_SHARE = 0.012
_CUT_LETTERS = 3
_CUT_SHARE = 0.4
_FORGIVEN_S = 0.35
"""A hand may twitch, a camera hunt: less than this does not begin the hold anew."""
_TWICE = 2


class Guide:
    """Follows one visitor's frames, in order; `forget` before the next visitor's."""

    def __init__(self) -> None:
        self.forget()

    def look(self, frame: Picture, at_s: float, *, enlarged: float = 1.0) -> Guidance:
        """What to tell after `frame` (grey, BGR or BGRA) of instant `at_s`.

        The full picture is `enlarged` times as wide as the frame.
        """
        grey = grey_of(frame)
        view = at_most(grey, LOOKED_AT_WIDTH)
        speed = self._speed(view, at_s)
        hint = _hint(view, speed, enlarged * grey.shape[1] / view.shape[1])
        return self._told(hint, at_s, forgiven_s=_FORGIVEN_S if speed <= _SPEED_MAX else 0.0)

    def forget(self) -> None:
        """Nothing is remembered of what was seen."""
        self._before: Grey | None = None
        self._before_s = 0.0
        self._steady_since: float | None = None
        self._good_s = 0.0
        self._shown = self._coming = Hint.SEARCHING
        self._repeated = 0

    def _speed(self, view: Grey, at_s: float) -> float:
        """How fast the picture moves, in its widths a second; a first frame stands still."""
        small = _soft(view, _MOTION_WIDTHS[0])
        before, self._before = self._before, small
        passed_s, self._before_s = at_s - self._before_s, at_s
        if before is None or before.shape != small.shape or passed_s <= 0:
            return 0.0
        shifts = [
            _shift(_soft(before, width), _soft(small, width)) / width for width in _MOTION_WIDTHS
        ]
        return float(max(*shifts, _slide(before, small) / small.shape[1]) / passed_s)

    def _told(self, hint: Hint, at_s: float, forgiven_s: float) -> Guidance:
        if hint is Hint.STEADY:
            if self._steady_since is None or at_s - self._good_s > _FORGIVEN_S:
                self._steady_since = at_s
            self._good_s = at_s
            self._shown, self._coming = hint, hint
            return Guidance(hint, at_s - self._steady_since)
        if self._steady_since is not None and at_s - self._good_s <= forgiven_s:
            return Guidance(Hint.STEADY, min(self._good_s - self._steady_since, HOLD_S * 0.99))
        self._steady_since = None
        # A hint is changed only when it comes twice, so that words do not flicker.
        self._repeated = self._repeated + 1 if hint is self._coming else 1
        self._coming = hint
        if self._repeated >= _TWICE:
            self._shown = hint
        return Guidance(self._shown if self._shown is not Hint.STEADY else hint)


def _hint(view: Grey, speed: float, enlarged: float) -> Hint:
    if is_too_dark(view):
        return Hint.TOO_DARK
    letters = find_letters(view)
    if letters.found:
        return _hint_of_words(view, letters, speed, enlarged)
    return Hint.MOVING if speed > _SPEED_MAX else Hint.SEARCHING


def _hint_of_words(view: Grey, letters: TextPresence, speed: float, enlarged: float) -> Hint:
    in_the_way: tuple[tuple[Hint, Callable[[], bool]], ...] = (
        (Hint.GLARE, lambda: glares(view, letters.boxes)),
        (Hint.TOO_CLOSE, lambda: letters.height_px > _LARGEST_PX or _is_cut(letters, view.shape)),
        (Hint.TOO_FAR, lambda: letters.height_px * enlarged < LETTERS_PX),
        (Hint.MOVING, lambda: speed > _SPEED_MAX or letters.crispness_px < _CRISP_PX),
    )
    return next((hint for hint, is_so in in_the_way if is_so()), Hint.STEADY)


def _is_cut(letters: TextPresence, shape: tuple[int, ...]) -> bool:
    """Whether words run out of the view: at its sides, or most of them above or below.

    One line at the upper edge is a program's own bar, and not what the picture is taken for.
    """
    height, width = shape[:2]
    margin = _EDGE_SHARE * width
    low = letters.boxes[:, :2] < margin
    high = letters.boxes[:, :2] + letters.boxes[:, 2:] > np.array([width, height]) - margin
    across, down = (low | high).T
    return bool(across.sum() >= _CUT_LETTERS or down.mean() > _CUT_SHARE)


def _soft(grey: Grey, width: int) -> Grey:
    return np.asarray(cv2.GaussianBlur(at_most(grey, width), (3, 3), 0), np.uint8)


def _slide(before: Grey, after: Grey) -> float:
    """Pixels that all of the picture slid, where it did so as one."""
    height, width = after.shape
    if min(height, width) < _SMALLEST_PX:
        return 0.0
    window = cv2.createHanningWindow((width, height), cv2.CV_32F)
    (across, down), likeness = cv2.phaseCorrelate(
        before.astype(np.float32), after.astype(np.float32), window
    )
    return float(np.hypot(across, down)) if likeness > _ALIKE else 0.0


def _shift(before: Grey, after: Grey) -> float:
    """Pixels that the picture moved: change, as a share of the steps that the motion runs over."""
    change = cv2.absdiff(before, after).astype(np.float32)
    steps = (
        np.abs(cv2.Sobel(after, cv2.CV_32F, 1, 0)) + np.abs(cv2.Sobel(after, cv2.CV_32F, 0, 1))
    ) / 8
    edges = steps > max(3.0, float(np.percentile(steps, 80)))
    if not edges.any():
        return 0.0
    still = float(np.median(change))
    return max(0.0, float((change[edges] - still).mean())) / float(steps[edges].mean())
