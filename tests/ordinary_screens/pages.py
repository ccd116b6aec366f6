"""Pages of ordinary screens, each made by its seed.

Half of their numbers are numbers that mean something in another place: 43, 404, 13.02.00.
"""

from __future__ import annotations

import dataclasses
import random
from typing import Final

from tests.ordinary_screens.english import ENGLISH
from tests.ordinary_screens.french import FRENCH
from tests.ordinary_screens.german import GERMAN
from tests.ordinary_screens.polish import POLISH
from tests.ordinary_screens.spanish import SPANISH
from tests.ordinary_screens.words import Language

LANGUAGES: Final = (GERMAN, ENGLISH, SPANISH, FRENCH, POLISH)
KINDS: Final = tuple(field.name for field in dataclasses.fields(Language))
TEMPTING: Final = (
    *("1", "2", "3", "10", "12", "13", "14", "19", "22", "28", "31", "37", "39", "43", "45", "48"),
    *("110", "111", "126", "127", "137", "139", "400", "401", "403", "404", "408", "413", "429"),
    *("500", "502", "503", "504", "511", "602", "619", "651", "678", "691", "720", "789", "800"),
    *("807", "809", "812", "850", "868", "1001", "1132", "1601", "1603", "1618", "1638", "1722"),
    *("3010", "3194", "4013", "5003", "5100", "5200", "6000", "10002", "11001", "13801", "50076"),
    *("50053", "53003", "500121", "50.1", "50.2", "50.4", "52.0", "41.3", "13.01.00", "13.02.00"),
    *("10.00.00", "10.10.00", "49.38.07", "79.01", "5.7.1", "5.1.1", "5.2.2", "404.3", "30015-11"),
    *("E02", "E05", "B200", "SC542", "0x3", "80070005", "80090016", "2147942405"),
)
"""Numbers that are codes beside other words."""
_FEWEST_LINES: Final = 8
_MOST_LINES: Final = 60


def ordinary_page(seed: int) -> tuple[str, ...]:
    """The lines of one screen, a window with others behind it now and then."""
    chance = random.Random(seed)
    language = chance.choice(LANGUAGES)
    kinds = chance.sample(KINDS, chance.choice((1, 1, 1, 2, 3)))
    lines: list[str] = []
    for kind in kinds:
        title, *others = getattr(language, kind)
        count = chance.randint(_FEWEST_LINES, _MOST_LINES // len(kinds))
        lines += [_filled(title, chance)]
        lines += [_filled(chance.choice(others), chance) for _ in range(count)]
    return tuple(lines)


def _filled(line: str, chance: random.Random) -> str:
    while "{}" in line:
        line = line.replace("{}", _number(chance), 1)
    return line


def _number(chance: random.Random) -> str:
    if chance.random() < 0.5:
        return chance.choice(TEMPTING)
    whole = str(chance.randrange(10 ** chance.randint(1, 5)))
    return f"{whole}.{chance.randrange(10)}" if chance.random() < 0.2 else whole
