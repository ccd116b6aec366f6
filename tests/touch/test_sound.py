"""Each sound goes with something that is seen; without a sound card everything goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time
from pathlib import Path
from threading import Event, get_ident

import pytest

from kiosk.journal import LogEvent
from kiosk.settings import SoundPart, is_quiet
from tests.conftest import ExpectLog
from tests.touch import gallery
from tests.touch.visitor import Visitor, until
from ui.touch.screens import ScreenTiming
from ui.touch.sound.chimes import Sound, wav_file
from ui.touch.sound.player import SoundFault, system_player
from ui.touch.sound.sounds import Sounds, connect_sounds

SOON_S = 120.0


class FakePlayer:
    """Keeps what it was given; holds the sound while `held`, hears nothing while `broken`."""

    def __init__(self) -> None:
        self.played: list[tuple[str, bytes]] = []
        self.threads: set[int] = set()
        self.broken = False
        self.heard = Event()
        self.held: Event | None = None

    def __call__(self, path: Path) -> None:
        self.threads.add(get_ident())
        self.heard.set()
        if self.held:
            assert self.held.wait(SOON_S)
        if self.broken:
            raise SoundFault("no card")
        self.played.append((path.name, path.read_bytes()))


def drained(sounds: Sounds) -> None:
    """Everything asked for so far was played."""
    sounds._thread.submit(lambda: None).result(SOON_S)


def test_each_moment_has_its_sound(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(pace=ScreenTiming(count_ms=15))
    heard: list[Sound] = []
    connect_sounds(visitor.screens, heard.append)
    visitor.touch("start")
    visitor.touch("confirmName")
    visitor.touch("take")
    visitor.see("confirm")
    visitor.touch("confirm")
    until(lambda: visitor.screen == "number")

    assert heard == [Sound.HELLO, Sound.SHUTTER, Sound.IN_LINE]


def test_a_badge_that_greets_is_heard_and_one_that_does_not_is_not(visitor: Visitor) -> None:
    heard: list[Sound] = []
    gallery.name_by_badge(visitor)
    connect_sounds(visitor.screens, heard.append)
    visitor.hold_up("E-9999")
    before = list(heard)
    visitor.hold_up("E-1042")
    visitor.hold_up("E-1042")
    until(lambda: visitor.screen == "show")

    assert (before, heard) == ([], [Sound.HELLO])


def test_the_question_is_heard_at_25_and_at_10(arrive: Callable[..., Visitor]) -> None:
    visitor = arrive(pace=ScreenTiming(count_ms=15, second_ms=10))
    visitor.touch("start")
    heard: list[tuple[Sound, int]] = []
    presence = visitor.screens.presence
    connect_sounds(
        visitor.screens,
        lambda sound: heard.append((sound, int(str(presence.property("secondsLeft"))))),
    )
    until(lambda: visitor.screen == "attract")

    assert heard == [(Sound.TIME_OUT, 25), (Sound.TIME_OUT, 10)]


def test_a_sound_is_played_as_made_and_never_on_this_thread() -> None:
    player = FakePlayer()
    sounds = Sounds(player, level=80)
    sounds.play(Sound.HELLO)
    drained(sounds)
    sounds.stop()

    assert player.played == [("hello.wav", wav_file(Sound.HELLO, 80))]
    assert get_ident() not in player.threads


def test_who_asks_is_never_kept_waiting_and_late_sounds_are_dropped() -> None:
    player = FakePlayer()
    player.held = Event()
    sounds = Sounds(player, level=100)
    for sound in (Sound.HELLO, Sound.SHUTTER, Sound.IN_LINE, Sound.TIME_OUT):
        sounds.play(sound)
    player.held.set()
    drained(sounds)
    sounds.stop()

    assert [name for name, _ in player.played] == ["hello.wav", "shutter.wav"]


def test_no_sound_card_is_silence_and_one_line(
    expect_log: ExpectLog, logged: Callable[[LogEvent], list[dict[str, str]]]
) -> None:
    expect_log(LogEvent.SOUND_SILENT)
    player = FakePlayer()
    player.broken = True
    sounds = Sounds(player, level=100)
    for _ in range(3):
        sounds.play(Sound.HELLO)
        drained(sounds)
    player.broken = False
    sounds.play(Sound.HELLO)
    drained(sounds)
    sounds.stop()

    assert logged(LogEvent.SOUND_SILENT) == [{"why": "no card"}]
    assert [name for name, _ in player.played] == ["hello.wav"]


def test_level_nought_and_quiet_hours_are_silence() -> None:
    player = FakePlayer()
    for sounds in (Sounds(player, level=0), Sounds(player, level=100, is_quiet=lambda: True)):
        sounds.play(Sound.HELLO)
        drained(sounds)
        sounds.stop()

    assert not player.heard.is_set()


@pytest.mark.parametrize(
    ("hours", "quiet"),
    [
        ("", []),
        ("18:00-08:00", [time(18), time(23, 59), time(0), time(7, 59)]),
        ("12:00-13:00", [time(12)]),
    ],
)
def test_quiet_hours_may_run_over_midnight(hours: str, quiet: list[time]) -> None:
    asked = (time(18), time(23, 59), time(0), time(7, 59), time(8), time(12), time(13))
    part = SoundPart(quiet_hours=hours)

    assert [at for at in asked if is_quiet(part, at)] == quiet


def test_the_systems_player_is_asked_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    for name, status in (("paplay", 0), ("aplay", 1)):
        player = tmp_path / name
        player.write_text(f'#!/bin/sh\necho "$0 $*" >> {told}\nexit {status}\n', encoding="utf-8")
        player.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    system_player(Path("hello.wav"))
    (tmp_path / "paplay").unlink()
    with pytest.raises(SoundFault, match="aplay"):
        system_player(Path("hello.wav"))

    assert told.read_text(encoding="utf-8").splitlines() == [
        f"{tmp_path}/paplay hello.wav",
        f"{tmp_path}/aplay -q hello.wav",
    ]


def test_without_any_player_nothing_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SoundFault, match="no player"):
        system_player(Path("hello.wav"))
