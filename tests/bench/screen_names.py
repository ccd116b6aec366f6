"""The names of what is touched on the way through a visit."""

from __future__ import annotations

from tests.journeys.tour import START

SKIP = "Skip"
TAKE = "Take it now"
AGAIN = "Take again"
OVER = "Start over"
TELL = "I’ll just tell you"
YES = "Yes, check me in"
DONE = "Done"
TO_CAMERA = (START, SKIP)
TO_YES = (*TO_CAMERA, TAKE)
VISIT = (*TO_YES, YES, DONE)
