"""A kiosk nobody knows yet shows its code, how long it works, and a way to another one."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QObject

from kiosk.domain.pairing import PairingState
from tests.touch.visitor import until
from ui.touch.pair_face import PairFace


class FakePairing:
    """A pairing whose state a test sets."""

    def __init__(self) -> None:
        self.now = PairingState(url="https://help.example/desk/")
        self.wanted = 0
        self._listener: Callable[[PairingState], None] = lambda _: None

    def state(self) -> PairingState:
        return self.now

    def on_state(self, listener: Callable[[PairingState], None]) -> None:
        self._listener = listener

    def new_code(self) -> None:
        self.wanted += 1

    def becomes(self, state: PairingState) -> None:
        self.now = state
        self._listener(state)


@pytest.fixture
def pairing() -> FakePairing:
    return FakePairing()


@pytest.fixture
def face(pairing: FakePairing, fonts: None) -> Iterator[PairFace]:
    face = PairFace(pairing)
    face.view.resize(1080, 1920)
    face.view.show()
    yield face
    face.close()


def words(face: PairFace) -> set[str]:
    items = face.view.rootObject().findChildren(QObject)
    return {str(item.property("text")) for item in items if item.property("text")}


def test_the_code_and_what_to_do_with_it_are_shown(face: PairFace, pairing: FakePairing) -> None:
    assert "Getting a code." in words(face)

    pairing.becomes(PairingState("7K3M-Q2XT", "https://help.example/desk/", 541))

    until(lambda: "7K3M-Q2XT" in words(face))
    assert "This code works for 10 minutes." in words(face)
    assert "https://help.example/desk/" in words(face)


def test_a_server_that_does_not_answer_is_said(face: PairFace, pairing: FakePairing) -> None:
    pairing.becomes(PairingState("7K3M-Q2XT", "https://help.example/desk/", 60, reachable=False))

    until(lambda: "The server doesn’t answer. We try again by ourselves." in words(face))


def test_another_code_may_be_asked_for(face: PairFace, pairing: FakePairing) -> None:
    button = face.view.rootObject().findChild(QObject, "newCode")
    assert button is not None

    button.metaObject().invokeMethod(button, "acted")

    assert pairing.wanted == 1


def test_it_is_told_once_the_token_is_on_disk(face: PairFace, pairing: FakePairing) -> None:
    told: list[bool] = []
    face.pairing.paired.connect(lambda: told.append(True))

    pairing.becomes(PairingState(paired=True))

    until(lambda: bool(told))
