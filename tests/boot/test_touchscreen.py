"""The unit that ships, on a computer with a kernel, a display and a touchscreen of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from kiosk.vision.words.models import find_models
from kiosk.vision.words.reader import WordReader
from tests.boot.emulated import EmulatedMachine, emulated
from tests.boot.root import deployed_disk
from tests.doubles.waiting import until


@pytest.fixture(scope="module", params=os.environ.get("KIOSK_BOOT", "trixie").split())
def machine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[EmulatedMachine]:
    folder = tmp_path_factory.mktemp("emulated")
    with emulated(deployed_disk(str(request.param)), folder, 1366, 768) as machine:
        yield machine


class Onlooker:
    """Reads the display as a visitor does."""

    def __init__(self, machine: EmulatedMachine, pictures: Path) -> None:
        self._machine = machine
        self._reader = WordReader(find_models())
        self._pictures = pictures

    def finds(self, words: str) -> tuple[float, float] | None:
        """The middle of the line with those words, in shares of the display's sides."""
        picture = self._machine.display()
        pixels = cv2.cvtColor(np.asarray(picture), cv2.COLOR_RGB2BGR)
        for line in self._reader.read(np.asarray(pixels, np.uint8)):
            if words in line.text:
                self._keep(picture, words)
                across, down = zip(*line.corners, strict=True)
                return sum(across) / 4, sum(down) / 4
        return None

    def waits_for(self, words: str) -> tuple[float, float]:
        """The same, once they are there."""
        while (found := self.finds(words)) is None:
            pass  # each look takes a while; the test's own limit ends it
        return found

    def sees_an_arrow(self) -> bool:
        """Whether something stands in the middle of the display, free on the first screen."""
        picture = self._machine.display()
        across, down = picture.width // 2, picture.height // 2
        middle = picture.crop((across - 20, down - 20, across + 20, down + 20))
        self._keep(picture, "at rest")
        return bool(np.ptp(np.asarray(middle), (0, 1)).any())

    def _keep(self, picture: Image.Image, words: str) -> None:
        picture.save(self._pictures / f"{words.replace(' ', '-').lower()}.png")


@pytest.mark.timeout(1_800)  # an emulated processor is some 20 times slower
def test_a_touch_is_answered(machine: EmulatedMachine, tmp_path: Path) -> None:
    visitor = Onlooker(machine, tmp_path)

    place = visitor.waits_for("Touch here")
    # Cage draws its arrow until the kiosk, as the first frame is there, asks for none.
    until(lambda: not visitor.sees_an_arrow(), "the arrow going")
    machine.touch(*place)

    visitor.waits_for("first name")
