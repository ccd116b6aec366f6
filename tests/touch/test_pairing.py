"""A kiosk without a token shows its pairing code, how long it is valid, and a way to a new one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QRectF

from kiosk.domain.pairing import PairingState
from tests.doubles.clock import FakeClock
from tests.touch.fakes import FakePairing
from tests.touch.visitor import is_text, seen, until, wait
from ui.touch.pairing.screens import PairingScreens


@pytest.fixture
def pairing() -> FakePairing:
    return FakePairing()


@pytest.fixture
def screens(pairing: FakePairing, fonts: None) -> Iterator[PairingScreens]:
    screens = PairingScreens(pairing, clock=FakeClock())
    screens.pairing._seconds.stop()  # a test passes them itself
    screens.view.resize(1080, 1920)
    screens.view.show()
    yield screens
    screens.close()


@pytest.fixture
def again(pairing: FakePairing, fonts: None) -> Iterator[PairingScreens]:
    screens = PairingScreens(pairing, clock=FakeClock(), was_paired=True)
    screens.pairing._seconds.stop()
    screens.view.resize(1080, 1920)
    screens.view.show()
    yield screens
    screens.close()


def words(screens: PairingScreens) -> set[str]:
    texts = (item.property("text") for item in seen(screens.view.contentItem()) if is_text(item))
    return {str(text) for text in texts if text}


def test_the_code_and_what_to_do_with_it_are_shown(
    screens: PairingScreens, pairing: FakePairing
) -> None:
    assert "Getting a code." in words(screens)

    pairing.becomes(PairingState("7K3M-Q2XT", "https://help.example/desk/", 541))

    until(lambda: {"7K3M", "Q2XT", "Good for 10 minutes."} <= words(screens))
    [said] = [text for text in words(screens) if text.startswith("Scan this")]
    assert said.replace("\u2060", "") == "Scan this, or open\nhttps://help.example/desk/"
    assert screens.pairing.property("deskCode").startswith("image://code/")


def test_a_code_that_has_run_out_is_not_shown_and_another_may_be_asked_for(
    screens: PairingScreens, pairing: FakePairing
) -> None:
    pairing.becomes(PairingState("7K3M-Q2XT", "https://help.example/desk/", 61))
    until(lambda: "Good for 2 minutes." in words(screens))
    screens.pairing._pass_second()
    until(lambda: "Good for a minute." in words(screens))
    for _ in range(60):
        screens.pairing._pass_second()
    until(lambda: "This code has run out." in words(screens))
    shown = words(screens)
    button = screens.view.rootObject().findChild(QObject, "newCode")
    assert button is not None
    button.metaObject().invokeMethod(button, "acted")

    assert "7K3M" not in shown
    assert pairing.wanted == 1


def test_a_server_that_does_not_answer_is_said(
    screens: PairingScreens, pairing: FakePairing
) -> None:
    pairing.becomes(PairingState("7K3M-Q2XT", "https://help.example/desk/", 60, reachable=False))

    until(lambda: "The server doesn’t answer. We keep trying." in words(screens))


def test_a_server_that_gives_no_more_codes_for_now_is_said(
    screens: PairingScreens, pairing: FakePairing
) -> None:
    pairing.becomes(PairingState(url="https://help.example/desk/", crowded=True))

    until(
        lambda: "Many kiosks are asking. This one gets its code in a few minutes." in words(screens)
    )


class HastyPairing(FakePairing):
    """The server is found silent just after the screen has asked how it stands."""

    def state(self) -> PairingState:
        before = self.now
        self.becomes(PairingState(url=before.url, reachable=False))
        return before


def test_what_changes_while_the_screen_is_made_is_not_missed(fonts: None) -> None:
    screens = PairingScreens(HastyPairing(), clock=FakeClock())
    screens.view.show()

    until(lambda: "The server doesn’t answer. We keep trying." in words(screens))
    screens.close()


def test_visitors_of_a_kiosk_that_is_paired_again_are_sent_to_the_counter(
    again: PairingScreens, pairing: FakePairing
) -> None:
    pairing.becomes(PairingState("7K3M-Q2XT", "https://help.example/desk/", 541))

    until(lambda: {"Come to the counter.", "7K3M", "Q2XT"} <= words(again))
    assert not any("Let’s pair" in text for text in words(again))


@pytest.mark.parametrize("size", [(1080, 1920), (1920, 1080), (1024, 768), (800, 600)])
@pytest.mark.parametrize("which", ["screens", "again"])
def test_every_word_of_it_lies_in_the_window(
    pairing: FakePairing, size: tuple[int, int], which: str, request: pytest.FixtureRequest
) -> None:
    screens: PairingScreens = request.getfixturevalue(which)
    pairing.becomes(PairingState("WWWW-MMMM", "https://help.a-long-name.example/desk/", 0))
    screens.view.resize(*size)
    wait(150)
    window = QRectF(0, 0, *size)
    places = [
        (str(item.property("text")), item.mapRectToScene(item.boundingRect()))
        for item in seen(screens.view.contentItem())
        if is_text(item) and item.property("text")
    ]

    assert [text for text, place in places if not window.contains(place)] == []
    assert overlapping(places) == []


def overlapping(places: list[tuple[str, QRectF]]) -> list[tuple[str, str]]:
    return [
        (one, other)
        for at, (one, here) in enumerate(places)
        for other, there in places[at + 1 :]
        if here.adjusted(2, 2, -2, -2).intersects(there.adjusted(2, 2, -2, -2))
    ]


def test_a_token_on_disk_is_signalled(screens: PairingScreens, pairing: FakePairing) -> None:
    signalled: list[bool] = []
    screens.pairing.paired.connect(lambda: signalled.append(True))

    pairing.becomes(PairingState(paired=True))

    until(lambda: bool(signalled))
