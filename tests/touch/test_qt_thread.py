"""The Qt thread never waits, and survives floods of calls and signals."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from shiboken6 import Shiboken

from kiosk.domain.snapshot import StationSnapshot
from kiosk.journal import LogEvent
from kiosk.resources import ASSETS
from tests.conftest import ExpectLog
from tests.doubles.clock import FakeClock
from tests.touch.fakes import SITE, FakeCamera, FakePairing, FakeStation
from tests.touch.visitor import Visitor, middle, until, wait
from ui.touch.bridge import Bridge
from ui.touch.fonts import FontFault, load_fonts
from ui.touch.pairing.screens import PairingScreens
from ui.touch.screens import Screens


def screens_of(station: FakeStation) -> Screens:
    return Screens(station, FakeCamera(), icons=ASSETS / "icons", clock=FakeClock())


def qt_objects() -> set[QObject]:
    """Those that Python has a hand on."""
    found = {each for each in gc.get_objects() if isinstance(each, QObject)}
    return {each for each in found if Shiboken.isValid(each) and Shiboken.ownedByPython(each)}


def test_a_slow_disk_shows_calm_words_and_blocks_nothing(visitor: Visitor) -> None:
    visitor.station.slow = True
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("tell")
    at_once = (visitor.screen, visitor.find("tell").property("busy"))
    until(lambda: "Saving your place." in visitor.words())
    threading.Thread(target=visitor.station.answer).start()
    until(lambda: visitor.screen == "number")

    assert at_once == ("show", True)


def test_nothing_can_be_undone_while_the_visit_is_on_its_way_to_disk(visitor: Visitor) -> None:
    visitor.station.slow = True
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("tell")
    visitor.screens.check_in.startOver()
    visitor.screens.check_in.tell()
    visitor.station.answer()
    until(lambda: visitor.screen == "number")

    assert len(visitor.station.asked) == 1


def test_calls_from_another_thread_run_here_in_order(qapp: QGuiApplication) -> None:
    bridge, ran = Bridge(), []
    here = threading.get_ident()

    def _post() -> None:
        for number in range(100):
            bridge.post(lambda number=number: ran.append((number, threading.get_ident())))  # type: ignore[misc]  # bound now

    poster = threading.Thread(target=_post)
    poster.start()
    poster.join()
    before = list(ran)
    until(lambda: len(ran) == 100)

    assert before == []
    assert ran == [(number, here) for number in range(100)]


def test_what_is_posted_after_the_end_is_dropped(fonts: None) -> None:
    """A camera or the station may still have something to say when Qt's objects are gone."""
    station, ran = FakeStation(), []
    screens = screens_of(station)
    screens.close()
    station.publish(StationSnapshot(site=SITE, people_waiting=7))
    screens.bridge.post(lambda: ran.append(True))
    wait(0)

    assert ran == []


@pytest.mark.parametrize(
    "make",
    [lambda: screens_of(FakeStation()), lambda: PairingScreens(FakePairing(), clock=FakeClock())],
)
def test_a_closed_window_leaves_nothing_of_qt_to_the_garbage_collector(
    fonts: None, make: Callable[[], Screens | PairingScreens]
) -> None:
    """It collects on any thread, and a Qt object that is destroyed on another one is a crash."""
    before = qt_objects()
    screens = make()
    screens.view.show()
    made = qt_objects() - before
    screens.close()

    assert len(made) > 2
    assert [each for each in made if Shiboken.isValid(each)] == []


def test_a_hundred_thousand_signals_do_no_harm(visitor: Visitor) -> None:
    heard = []
    visitor.screens.site.changed.connect(lambda: heard.append(True))
    for _ in range(50_000):
        visitor.screens.site.changed.emit()
        visitor.screens.bridge.post(lambda: heard.append(False))
    until(lambda: len(heard) == 100_000)

    assert len(heard) == 100_000


def test_a_bug_elsewhere_is_logged_and_still_ends_in_calm_words(
    qapp: QGuiApplication, expect_log: ExpectLog
) -> None:
    expect_log(LogEvent.WORKER_FAILED)
    bridge, faults, future = Bridge(), [], Future[int]()
    bridge.when_done(future, lambda _result: None, lambda: faults.append(True))
    future.set_exception(ZeroDivisionError())
    until(lambda: bool(faults))

    assert faults == [True]


def test_a_withdrawn_future_counts_as_a_fault(qapp: QGuiApplication) -> None:
    bridge, faults, future = Bridge(), [], Future[int]()
    bridge.when_done(future, lambda _result: None, lambda: faults.append(True))
    future.cancel()
    until(lambda: bool(faults))

    assert faults == [True]


def test_news_of_the_site_comes_from_any_thread(visitor: Visitor) -> None:
    news = StationSnapshot(site=SITE, people_waiting=7)
    threading.Thread(target=lambda: visitor.station.publish(news)).start()
    until(lambda: "Open now. 7 people waiting." in visitor.words())

    assert visitor.screens.site.property("peopleWaiting") == 7


def test_the_figures_lean_in_until_a_touch_stills_them(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(motion=True)
    visitor.see("figures")
    figures = visitor.find("figures")
    until(lambda: bool(figures.property("lean") > 0))
    visitor.press(middle(figures))
    until(lambda: bool(figures.property("lean") == 0))

    assert visitor.screen == "attract"


def test_reduced_motion_keeps_them_still(visitor: Visitor) -> None:
    visitor.see("figures")
    wait(200)

    assert visitor.find("figures").property("lean") == 0


def test_missing_fonts_are_named(qapp: QGuiApplication, tmp_path: Path) -> None:
    with pytest.raises(FontFault, match=r"Inter-Regular\.ttf"):
        load_fonts(tmp_path)
