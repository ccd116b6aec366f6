"""What stands on a screen is read, by the networks that are installed."""

from __future__ import annotations

import pytest

from kiosk.vision.words.models import find_models
from kiosk.vision.words.reader import WordReader
from tests.photographs.photograph import photograph

COLOURED_STRIPES = 8_067
"""Readable but for moiré in all colours; in colours alone nothing of its message is read."""


@pytest.fixture(scope="module")
def words() -> WordReader:
    return WordReader(find_models())


def test_words_beneath_coloured_moire_are_read(words: WordReader) -> None:
    shown = photograph(COLOURED_STRIPES)
    read = " ".join(line.text for line in words.read(shown.pixels))

    told = " ".join(line.text for line in shown.told).split()
    assert sum(word in read for word in told) > 0.7 * len(told), read
