"""The waveforms of the kiosk's few sounds: sines with a quick attack and a slow decay."""

from __future__ import annotations

import io
import math
from array import array
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

RATE_HZ = 48_000
ATTACK_S = 0.008
DECAY_S = 0.240
PEAK_DBFS = -18.0
"""Level of the loudest sample at full volume: soft enough for an office."""
_FULL_SCALE = 32_767
_DECAYED_TO = 0.001
"""The share of its height that a note keeps at the end of its decay: 60 dB down is silence."""

A4, C_SHARP_5, D5, E5, A5 = 440.0, 554.37, 587.33, 659.26, 880.0


class Sound(StrEnum):
    """What can be heard; each goes with something that is seen."""

    HELLO = "hello"
    SHUTTER = "shutter"
    IN_LINE = "in_line"
    CALLED = "called"
    TIME_OUT = "time_out"


@dataclass(frozen=True, slots=True)
class Chime:
    """Notes in hertz, one every `every_s`, each falling away within `decay_s`."""

    notes: tuple[float, ...]
    every_s: float = 0.130
    attack_s: float = ATTACK_S
    decay_s: float = DECAY_S


CHIMES: MappingProxyType[Sound, Chime] = MappingProxyType(
    {
        Sound.HELLO: Chime((E5, A5)),
        Sound.SHUTTER: Chime((1_400.0, 900.0), every_s=0.045, attack_s=0.001, decay_s=0.030),
        Sound.IN_LINE: Chime((A4, C_SHARP_5, E5)),
        Sound.CALLED: Chime((E5, C_SHARP_5, A5, C_SHARP_5)),
        Sound.TIME_OUT: Chime((D5,)),
    }
)


def samples(chime: Chime, level: int) -> array[int]:
    """Its 16-bit samples; at level 100 the loudest is at PEAK_DBFS, below in proportion."""
    length_s = chime.every_s * (len(chime.notes) - 1) + chime.attack_s + chime.decay_s
    mixed = [0.0] * round(length_s * RATE_HZ)
    for place, hertz in enumerate(chime.notes):
        start = round(place * chime.every_s * RATE_HZ)
        for offset, value in enumerate(_note(hertz, chime)):
            mixed[min(start + offset, len(mixed) - 1)] += value
    mixed[-1] = 0.0
    loudest = max(abs(value) for value in mixed)
    height = _FULL_SCALE * 10 ** (PEAK_DBFS / 20) * level / 100 / loudest
    return array("h", (round(value * height) for value in mixed))


def wav_file(sound: Sound, level: int) -> bytes:
    """A whole WAV file, mono."""
    import wave  # late: nothing is heard before the first frame

    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE_HZ)
        file.writeframes(samples(CHIMES[sound], level).tobytes())
    return buffer.getvalue()


def _note(hertz: float, chime: Chime) -> list[float]:
    attack, decay = round(chime.attack_s * RATE_HZ), round(chime.decay_s * RATE_HZ)
    return [
        math.sin(2 * math.pi * hertz * step / RATE_HZ)
        * (step / attack if step < attack else _DECAYED_TO ** ((step - attack) / decay))
        for step in range(attack + decay)
    ]
