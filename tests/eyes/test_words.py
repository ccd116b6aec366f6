"""What stands on a screen is read, by the networks that are installed, within its time."""

# ruff: noqa: RUF001  Letters of Russian and Chinese look like others.

from __future__ import annotations

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from kiosk.vision.arrays import Corners, Pixels
from kiosk.vision.line import Line
from kiosk.vision.reading import Reading
from kiosk.vision.words.models import find_models
from kiosk.vision.words.reader import WordReader
from tests.photographs.photograph import photograph

COLOURED_STRIPES = 8_067
"""Readable but for moiré in all colours; in colours alone nothing of its message is read."""
SANS = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
IDEOGRAPHS = "/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"
ARABIC = "/usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"


class Hand:
    """A clock that stands, and moves on by `step` each time somebody looks."""

    def __init__(self, step: float = 0.0) -> None:
        self._now, self._step = 0.0, step

    def __call__(self) -> float:
        self._now += self._step
        return self._now


@pytest.fixture(scope="module")
def words() -> WordReader:
    """A busy machine takes longer; how long is another test's."""
    return WordReader(find_models(), cpu=Hand(), wall=Hand())


def dialog(*texts: str, font: str = SANS, size: int = 34, apart: int = 90) -> Pixels:
    """A picture of these lines, one below the other, a little out of focus."""
    picture = Image.new("RGB", (1_300, 120 + apart * len(texts)), (245, 246, 248))
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(font, size)
    for row, text in enumerate(texts):
        draw.text((60, 60 + apart * row), text, font=face, fill=(20, 20, 30))
    bgr = np.ascontiguousarray(np.asarray(picture)[:, :, ::-1])
    return np.asarray(cv2.GaussianBlur(bgr, (0, 0), 0.8), np.uint8)


def quote(lines: tuple[Line, ...]) -> str:
    return Reading(lines).quote


def test_words_beneath_coloured_moire_are_read(words: WordReader) -> None:
    shown = photograph(COLOURED_STRIPES)
    read = " ".join(line.text for line in words.read(shown.pixels))

    told = " ".join(line.text for line in shown.told).split()
    assert sum(word in read for word in told) > 0.7 * len(told), read


@pytest.mark.parametrize(
    ("said", "font"),
    [
        (("无法连接到打印机", "请检查网络连接，然后重试。"), IDEOGRAPHS),
        (("プリンターに接続できません", "ネットワークの接続を確認してください。"), IDEOGRAPHS),
        (("Überprüfen Sie die Größe", "Zażółć gęślą jaźń"), SANS),
    ],
    ids=["Chinese", "Japanese", "Latin"],
)
def test_every_letter_that_the_networks_know_is_read(
    words: WordReader, said: tuple[str, ...], font: str
) -> None:
    read = words.read(dialog(*said, font=font))

    assert [line.text for line in read] == [text.replace("，", ",") for text in said]
    assert quote(read) != ""


@pytest.mark.parametrize(
    ("said", "font"),
    [
        (("Не удаётся подключиться к VPN", "Проверьте имя пользователя", "Отмена"), SANS),
        (("تعذر الاتصال بالشبكة", "حاول مرة أخرى لاحقا", "إلغاء الأمر"), ARABIC),
        (("Δεν είναι δυνατή η σύνδεση", "Ακύρωση"), SANS),
    ],
    ids=["Russian", "Arabic", "Greek"],
)
def test_scraps_of_letters_that_they_do_not_know_are_not_quoted(
    words: WordReader, said: tuple[str, ...], font: str
) -> None:
    assert quote(words.read(dialog(*said, font=font))) == ""


def test_a_code_among_letters_that_they_do_not_know_is_read(words: WordReader) -> None:
    read = words.read(dialog("Соединение не установлено", "Код ошибки: 0x80070005"))

    assert any("0x80070005" in line.text for line in read), read
    assert quote(read) == ""


def test_when_the_time_is_up_the_answer_is_the_largest_lines() -> None:
    hurried = WordReader(find_models(), cpu=Hand(), wall=Hand(step=1_000))
    small = dialog(*["a small line of many words"] * 24, size=18, apart=30)
    large = dialog("The computer stopped", "Error 0x0000007B", size=60)
    page = np.vstack([small, large])

    read = [line.text for line in hurried.read(page)]

    assert {"The computer stopped", "Error 0x0000007B"} <= set(read)
    assert 2 < len(read) < 26


@pytest.mark.parametrize(("step_s", "looks"), [(0, 2), (100, 1)])
def test_a_page_that_was_dear_is_not_looked_at_whole_again(
    monkeypatch: pytest.MonkeyPatch, step_s: float, looks: int
) -> None:
    """By a clock that stands, or jumps each time it is looked at."""
    reader = WordReader(find_models(), cpu=Hand(step_s), wall=Hand())
    find, found = reader._detector.find, []

    def noted(picture: Pixels, side: int) -> list[Corners]:
        found.append(side)
        return find(picture, side)

    monkeypatch.setattr(reader._detector, "find", noted)

    assert reader.read(photograph(COLOURED_STRIPES).pixels)
    assert len(found) == looks


def test_a_picture_that_is_upside_down_is_read(words: WordReader) -> None:
    picture = dialog("Your password has expired", "Please change it now")

    read = words.read(np.ascontiguousarray(picture[::-1, ::-1]))

    assert {line.text for line in read} == {"Your password has expired", "Please change it now"}
