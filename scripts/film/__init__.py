"""The painter of the demonstration film: a laptop comes in, is held still, and goes again.

Everything in it is drawn here, so that it may be shown and shipped freely. The build calls it
(hatch_build.py); the product only plays what it made.
"""

from scripts.film.painting import SIZE, render, scene

__all__ = ["SIZE", "render", "scene"]
