"""The sounds as numbers: how loud, how long, how they begin and end."""

from __future__ import annotations

import io
import math
import wave
from array import array

import pytest

from ui.touch.sound.chimes import (
    ATTACK_S,
    CHIMES,
    DECAY_S,
    RATE_HZ,
    Chime,
    Sound,
    samples,
    wav_file,
)

PEAK = 32_767 * 10 ** (-18 / 20)


@pytest.mark.parametrize("sound", Sound)
def test_the_loudest_sample_is_eighteen_decibels_below_full_scale(sound: Sound) -> None:
    loudest = max(abs(value) for value in samples(CHIMES[sound], 100))

    assert loudest == pytest.approx(PEAK, abs=1)


@pytest.mark.parametrize("sound", Sound)
def test_a_sound_begins_and_ends_in_silence(sound: Sound) -> None:
    made = samples(CHIMES[sound], 100)

    assert (made[0], made[-1]) == (0, 0)
    assert max(abs(value) for value in made[-200:]) < PEAK / 200


@pytest.mark.parametrize("level", [1, 50])
def test_the_level_is_a_share_of_that(level: int) -> None:
    loudest = max(abs(value) for value in samples(CHIMES[Sound.HELLO], level))

    assert loudest == pytest.approx(PEAK * level / 100, abs=1)


def test_a_note_rises_in_eight_milliseconds_and_falls_in_two_hundred_and_forty() -> None:
    made = samples(CHIMES[Sound.TIME_OUT], 100)
    loudest_at_s = max(range(len(made)), key=lambda at: abs(made[at])) / RATE_HZ

    assert len(made) == round((ATTACK_S + DECAY_S) * RATE_HZ)
    assert loudest_at_s == pytest.approx(0.008, abs=0.002)


def test_a_note_is_a_sine_of_its_pitch() -> None:
    made = samples(Chime((1_000.0,)), 100)

    assert max((500.0, 1_000.0, 2_000.0), key=lambda hertz: strength(made, hertz)) == 1_000.0
    assert strength(made, 1_000.0) > 10 * strength(made, 500.0)


def test_the_notes_of_in_line_come_one_after_the_other() -> None:
    notes = CHIMES[Sound.IN_LINE].notes

    assert [round(note) for note in notes] == [440, 554, 659]
    assert [round(note) for note in CHIMES[Sound.HELLO].notes] == [659, 880]


@pytest.mark.parametrize("sound", Sound)
def test_a_file_says_what_it_is(sound: Sound) -> None:
    with wave.open(io.BytesIO(wav_file(sound, 100))) as file:
        told = (file.getnchannels(), file.getsampwidth(), file.getframerate())
        content = array("h", file.readframes(file.getnframes()))

    assert told == (1, 2, RATE_HZ)
    assert content == samples(CHIMES[sound], 100)


def strength(made: array[int], hertz: float) -> float:
    """How much of the sound lies at this pitch, in no unit."""
    turns = [2 * math.pi * hertz * at / RATE_HZ for at in range(len(made))]
    cosine = sum(value * math.cos(turn) for value, turn in zip(made, turns, strict=True))
    sine = sum(value * math.sin(turn) for value, turn in zip(made, turns, strict=True))
    return math.hypot(cosine, sine)
