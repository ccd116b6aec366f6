"""A name is shown where the kiosk's fonts have all of its letters, and nowhere as boxes."""

from __future__ import annotations

import pytest

from kiosk.directory.glyphs import is_drawable


@pytest.mark.parametrize(
    "name", ["", "Priya", "Zoë", "Łukasz", "Nguyễn", "Мария", "Γιάννης", "Anne-Marie’s", "e\u0301"]
)
def test_names_in_letters_of_the_fonts_are_shown(name: str) -> None:
    assert is_drawable(name)


@pytest.mark.parametrize(
    "name",
    ["张伟", "\U00020bb7野", "\u05d3\u05d5\u05d3", "\u0645\u062d\u0645\u062f", "Ana 👩🏽\u200d💻"],
)
def test_names_in_other_letters_are_not(name: str) -> None:
    assert not is_drawable(name)
