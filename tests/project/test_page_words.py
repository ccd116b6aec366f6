"""Checks the words of the pages: each page finds the ones it shows, in every language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project.house_lints import LINTS

ROOT = Path(__file__).parents[2]
WEB = ROOT / "ui" / "web"
LANGUAGES = sorted(folder for folder in (WEB / "shared" / "words").iterdir() if folder.is_dir())
PAGES = sorted(WEB.glob("*/index.html"))


def _files(language: Path) -> list[str]:
    return sorted(str(file.relative_to(language)) for file in language.rglob("*.js"))


def _keys(file: Path) -> list[str]:
    return re.findall(r'^  "([\w.]+)":', file.read_text(encoding="utf-8"), re.MULTILINE)


def _named_by(page: Path) -> list[str]:
    """The files of words that a page fetches."""
    found = re.search(r'data-words="([^"]*)"', page.read_text(encoding="utf-8"))
    assert found is not None
    return found[1].split()


def _asked_for(page: Path, groups: set[str]) -> set[str]:
    """The whole keys in a page's templates and scripts; keys put together there are not seen."""
    asked = re.findall(r'data-say[\w-]*="([^"]+)"', page.read_text(encoding="utf-8"))
    for script in [*page.parent.rglob("*.js"), *(WEB / "shared").glob("*.js")]:
        literals = re.findall(r'"(\w+(?:\.\w+)+)"', script.read_text(encoding="utf-8"))
        asked += [text for text in literals if text.split(".")[0] in groups]
    return set(asked)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.parent.name)
def test_a_page_finds_the_words_it_asks_for(page: Path) -> None:
    files = [LANGUAGES[0] / f"{name}.js" for name in _named_by(page)]
    keys = [key for file in files for key in _keys(file)]
    asked = _asked_for(page, {key.split(".")[0] for key in keys})

    assert asked, "a check that reads no key finds nothing"
    assert asked - set(keys) == set()
    assert len(keys) == len(set(keys)), "two rooms give one key different words"


def test_every_file_of_words_is_fetched_by_a_page() -> None:
    fetched = {f"{name}.js" for page in PAGES for name in _named_by(page)}

    assert fetched == set(_files(LANGUAGES[0]))


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_every_language_has_the_same_words(language: Path) -> None:
    first = LANGUAGES[0]

    assert _files(language) == _files(first)
    for file in _files(first):
        assert sorted(_keys(language / file)) == sorted(_keys(first / file))


def test_the_lint_on_words_finds_one_planted_in_any_file() -> None:
    lint = next(lint for lint in LINTS if lint.name == "our_words_on_the_pages")
    files = [file for language in LANGUAGES for file in language.rglob("*.js")]
    planted = '\nexport const planted = { "x.y": "An error occurred" };\n'
    missed = [
        str(file)
        for file in files
        if not lint.looks_at(str(file.relative_to(ROOT)))
        or not list(lint.find(file.read_text(encoding="utf-8") + planted))
    ]

    assert files
    assert missed == []
