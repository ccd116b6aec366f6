"""Guidance: from each frame a hint to the visitor, and when to take the picture.

Frames and instants come in, values go out. Imports OpenCV, so import it late.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from kiosk.vision.guidance.glare import has_glare
from kiosk.vision.guidance.light import is_too_dark
from kiosk.vision.hint import HOLD_S, Guidance, Hint
from kiosk.vision.text_lines import blocks_of
from kiosk.vision.text_presence import SEARCH_WIDTH, TextPresence, find_letters
from kiosk.vision.views import Grey, Picture, at_most, grey_of

READABLE_LETTER_PX = 12.6
"""Height of the smallest letters that matter, in the full picture, from which they can be read."""

_MAX_LETTER_PX = 78.0
"""Letter height on a view 1280 px across above which words hardly fit into it."""
_MIN_CRISP_PX = 6.6
"""`TextPresence.crispness_px` below which strokes run together."""
_MAX_SPEED = 0.045
"""Widths of the view a second: a hand at rest still sways as fast as this."""
_MOTION_WIDTHS = (320, 160)
"""Motion is measured at both: the fine one sees letters creep, the coarse one a device swing."""
_MIN_SIDE_PX = 32
"""Shortest side of a picture whose shift phase correlation can tell."""
_MIN_RESPONSE = 0.25
"""Response of `cv2.phaseCorrelate` from which both pictures show the same, only shifted."""
_MARGIN_SHARE = 0.012
"""Margin of the view, as a share of its width, in which a letter counts as cut."""
_MARGIN_HEIGHTS = 1.0
"""The same in heights of the letters: of a large one that is cut too little is left to be found."""
_MIN_CUT_LETTERS = 3
"""Letters cut at the sides from which words run out of the view."""
_MIN_CUT_OF_ALL = 0.05
"""The same as a share of all letters, where they are few and large."""
_MIN_CUT_SHARE = 0.4
"""Share of the letters cut above or below from which they do."""
_MIN_CUT_BLOCKS_SHARE = 0.5
"""Share of the letters in blocks that are cut at the sides, from which these are what is shown."""
_MAX_BREAK_S = 0.35
"""Shorter interruptions (a twitch, the camera focusing) do not restart the hold."""
_CONFIRMATIONS = 2


class Guide:
    """Follows one visitor's frames, in order; call `reset` before the next visitor's."""

    def __init__(self) -> None:
        self.reset()

    def look(self, frame: Picture, at_s: float, *, enlarged: float = 1.0) -> Guidance:
        """The guidance after `frame` (grey, BGR or BGRA), taken at `at_s` on a monotonic clock.

        The full picture is `enlarged` times as wide as the frame.
        """
        grey = grey_of(frame)
        view = at_most(grey, SEARCH_WIDTH)
        speed = self._speed(view, at_s)
        hint = _hint(view, speed, enlarged * grey.shape[1] / view.shape[1])
        return self._guidance(hint, at_s, max_break_s=_MAX_BREAK_S if speed <= _MAX_SPEED else 0.0)

    def reset(self) -> None:
        """Forgets all frames so far."""
        self._before: Grey | None = None
        self._before_s = 0.0
        self._steady_since: float | None = None
        self._good_s = 0.0
        self._shown = self._pending = Hint.SEARCHING
        self._repeated = 0

    def _speed(self, view: Grey, at_s: float) -> float:
        """Speed of the picture in its own widths a second; 0 for the first frame."""
        small = _blurred(view, _MOTION_WIDTHS[0])
        before, self._before = self._before, small
        passed_s, self._before_s = at_s - self._before_s, at_s
        if before is None or before.shape != small.shape or passed_s <= 0:
            return 0.0
        shifts = [
            _local_shift(_blurred(before, width), _blurred(small, width)) / width
            for width in _MOTION_WIDTHS
        ]
        return float(max(*shifts, _global_shift(before, small) / small.shape[1]) / passed_s)

    def _guidance(self, hint: Hint, at_s: float, max_break_s: float) -> Guidance:
        if hint is Hint.STEADY:
            if self._steady_since is None or at_s - self._good_s > _MAX_BREAK_S:
                self._steady_since = at_s
            self._good_s = at_s
            self._shown, self._pending = hint, hint
            return Guidance(hint, at_s - self._steady_since)
        if self._steady_since is not None and at_s - self._good_s <= max_break_s:
            return Guidance(Hint.STEADY, min(self._good_s - self._steady_since, HOLD_S * 0.99))
        self._steady_since = None
        # A hint is changed only when it comes twice, so that words do not flicker.
        self._repeated = self._repeated + 1 if hint is self._pending else 1
        self._pending = hint
        if self._repeated >= _CONFIRMATIONS:
            self._shown = hint
        return Guidance(self._shown if self._shown is not Hint.STEADY else hint)


def _hint(view: Grey, speed: float, enlarged: float) -> Hint:
    if is_too_dark(view):
        return Hint.TOO_DARK
    letters = find_letters(view)
    if letters.sideways:  # The reader turns the picture; only what is said here goes by its lines.
        view = np.asarray(cv2.rotate(view, cv2.ROTATE_90_CLOCKWISE), np.uint8)
        letters = find_letters(view)
    if letters.found:
        return _hint_from_words(view, letters, speed, enlarged)
    return Hint.MOVING if speed > _MAX_SPEED else Hint.SEARCHING


def _hint_from_words(view: Grey, letters: TextPresence, speed: float, enlarged: float) -> Hint:
    checks: tuple[tuple[Hint, Callable[[], bool]], ...] = (
        (Hint.GLARE, lambda: has_glare(view, letters.boxes)),
        (
            Hint.TOO_CLOSE,
            lambda: letters.height_px > _MAX_LETTER_PX or _is_cut(letters, view.shape),
        ),
        (Hint.TOO_FAR, lambda: letters.smallest_px * enlarged < READABLE_LETTER_PX),
        (Hint.MOVING, lambda: speed > _MAX_SPEED or letters.crispness_px < _MIN_CRISP_PX),
    )
    return next((hint for hint, applies in checks if applies()), Hint.STEADY)


def _is_cut(letters: TextPresence, shape: tuple[int, ...]) -> bool:
    """Whether words run out of the view: at its sides, or most of them above or below.

    A single line at the upper edge is usually a program's title bar and does not count; nor do
    blocks of text that are cut beside a larger one that is whole: another screen's.
    """
    height, width = shape[:2]
    margin = max(_MARGIN_SHARE * width, _MARGIN_HEIGHTS * letters.height_px)
    low = letters.boxes[:, :2] < margin
    high = letters.boxes[:, :2] + letters.boxes[:, 2:] > np.array([width, height]) - margin
    across, down = (low | high).T
    if down.mean() > _MIN_CUT_SHARE:
        return True
    if across.sum() < max(1, min(_MIN_CUT_LETTERS, _MIN_CUT_OF_ALL * len(across))):
        return False
    blocks = blocks_of(letters.boxes)
    return bool(np.isin(blocks, blocks[across]).mean() > _MIN_CUT_BLOCKS_SHARE)


def _blurred(grey: Grey, width: int) -> Grey:
    return np.asarray(cv2.GaussianBlur(at_most(grey, width), (3, 3), 0), np.uint8)


def _global_shift(before: Grey, after: Grey) -> float:
    """Pixels by which the whole picture shifted (phase correlation).

    0 if it did not shift as one.
    """
    height, width = after.shape
    if min(height, width) < _MIN_SIDE_PX:
        return 0.0
    window = cv2.createHanningWindow((width, height), cv2.CV_32F)
    (across, down), response = cv2.phaseCorrelate(
        before.astype(np.float32), after.astype(np.float32), window
    )
    return float(np.hypot(across, down)) if response > _MIN_RESPONSE else 0.0


def _local_shift(before: Grey, after: Grey) -> float:
    """Pixels moved (optical flow): mean change at edges divided by the mean gradient there."""
    change = cv2.absdiff(before, after).astype(np.float32)
    steps = (
        np.abs(cv2.Sobel(after, cv2.CV_32F, 1, 0)) + np.abs(cv2.Sobel(after, cv2.CV_32F, 0, 1))
    ) / 8
    edges = steps > max(3.0, float(np.percentile(steps, 80)))
    if not edges.any():
        return 0.0
    still = float(np.median(change))
    return max(0.0, float((change[edges] - still).mean())) / float(steps[edges].mean())
