"""The tablet stays awake while the desk is shown, and is asked again after it was hidden."""

from __future__ import annotations

from tests.web.conftest import OpenTablet


def test_the_tablet_is_asked_to_stay_awake_again_once_it_is_seen_again(tablet: OpenTablet) -> None:
    ben = tablet()
    ben.page.add_init_script(_COUNT)
    ben.open()
    ben.true("window.asked === 1")

    ben.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")

    ben.true("window.asked === 2")


_COUNT = """
window.asked = 0;
Object.defineProperty(navigator, "wakeLock", { value: {
  request: async () => { window.asked += 1; return { release() {} }; },
} });
"""
