"""Small pattern checks that no tool brings, each with its reason and a sample that it refuses.

Never looks at files that git does not carry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

Find = Callable[[str], Iterable[str]]

_QUOTED = r"\"((?:[^\"\\]|\\.)*)\"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`"
_NOT_OUR_WORDS = re.compile(r"\b(?:users?|tickets?|errors?|invalid)\b", re.IGNORECASE)
_REGISTRIES = re.compile(
    r"py[p]i\.org|python[h]osted|npm[j]s\.|yarn[p]kg\.com|un[p]kg\.com|js[d]elivr|cdn[j]s\."
    r"|crates[.]io|ana[c]onda\.(?:org|com)|proxy\.go[l]ang|(?:ghcr|docker)[.]io|deb\.[d]ebian\.org",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Lint:
    """`files` and `but_not` are patterns of paths; `find` yields what it refuses in one text."""

    name: str
    reason: str
    files: str
    find: Find
    refused: tuple[str, ...]
    accepted: tuple[str, ...] = ()
    but_not: str = r"$^"

    def looks_at(self, path: str) -> bool:
        """Whether the file at `path`, counted from the checkout, is this lint's business."""
        return bool(re.search(self.files, path)) and not re.search(self.but_not, path)


def _pattern(pattern: str) -> Find:
    compiled = re.compile(pattern, re.MULTILINE)
    return lambda text: (match[0].strip() for match in compiled.finditer(text))


def _markup_texts(text: str) -> Iterator[str]:
    for match in re.finditer(r"\b(?:Text|Label|TextEdit|TextArea)\s*\{", text):
        body = _block(text[match.end() :])
        if not re.search(r"textFormat:\s*(?:Text|TextEdit|TextArea)\.PlainText", body):
            yield f"{match[0]} {' '.join(body.split())[:60]}"


def _block(text: str) -> str:
    """The element's own lines: up to its closing brace, without the elements inside it."""
    depth, own = 1, []
    for character in text:
        depth += {"{": 1, "}": -1}.get(character, 0)
        if depth == 0:
            break
        if depth == 1:
            own.append(character)
    return "".join(own)


def _wrong_words(strings: Callable[[str], Iterable[str]]) -> Find:
    return lambda text: (string for string in strings(text) if _NOT_OUR_WORDS.search(string))


def _translated(text: str) -> Iterator[str]:
    for call in re.finditer(rf"\bqsTr(?:Id)?\(\s*(?:{_QUOTED})", text):
        yield next(group for group in call.groups() if group is not None)


def _literals(text: str) -> Iterator[str]:
    code = re.sub(r"/\*.*?\*/|^\s*//.*$", "", text, flags=re.DOTALL | re.MULTILINE)
    code = re.sub(r"^\s*import .*$|\$\{[^}]*\}", "", code, flags=re.MULTILINE)
    for match in re.finditer(_QUOTED, code):
        yield next(group for group in match.groups() if group is not None)


def _html_texts(text: str) -> Iterator[str]:
    text = re.sub(r"<!--.*?-->|<(script|style)\b.*?</\1>", "", text, flags=re.DOTALL)
    yield from re.findall(r"(?:aria-label|title|alt|placeholder)=\"([^\"]*)\"", text)
    yield from re.split(r"<[^>]*>", text)


def _longer_than(limit: int) -> Find:
    def find(text: str) -> list[str]:
        lines = text.count("\n")
        return [f"{lines} lines, {limit} are the stop: two nouns in one?"] if lines > limit else []

    return find


_NOT_HERE = re.compile(
    r"(?<!\w)\((?:notes|design)\b|\bnotes: (?:server|[A-Z]?\d)|\bdesign [0-9]"
    r"|\b(?:ux|house|design)\.md\b|\bof the catalogue\b"
    r"|^\s*(?:\"\"\"|/\* )[A-Z]\d{1,2}(?:,|:| to | and )",
    re.MULTILINE,
)

LINTS = (
    Lint(
        "plain_text_only",
        "what a visitor typed must never be drawn as markup",
        r"\.qml$",
        _markup_texts,
        refused=("Text { text: name }", "Label { Text { textFormat: Text.PlainText } }"),
        accepted=(
            "Text {\n textFormat: Text.PlainText\n text: name\n}",
            "PlainText { text: name }",
        ),
    ),
    Lint(
        "colours_from_theme",
        "one place to change a colour, and contrast is checked there",
        r"\.qml$",
        _pattern(r"\"#[0-9a-fA-F]{3,8}\"|[cC]olor:\s*\"(?!transparent\")|Qt\.(?:rgba|hsva|hsla)\("),
        refused=('color: "#fff"', 'border.color: "red"', "color: Qt.rgba(0, 0, 0, 1)"),
        accepted=("color: Theme.ink", 'color: "transparent"'),
        but_not=r"/Kiosk/Theme/",
    ),
    Lint(
        "colours_from_tokens",
        "one place to change a colour, and contrast is checked there",
        r"^ui/web/.*\.css$",
        _pattern(
            r"(?<!mask)(?<!mask-image):[^;{]*#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab|lch)\("
        ),
        refused=("a { color: #fff; }", "a { color: rgb(0 0 0 / 5%); }"),
        accepted=(
            "a { color: var(--ink); mask: linear-gradient(#000, transparent); }",
            "#a { b: 0; }",
        ),
        but_not=r"/tokens\.css$",
    ),
    Lint(
        "our_words_on_the_touchscreen",
        "people are visitors, visits have numbers, and nothing they do is an error",
        r"\.qml$",
        _wrong_words(_translated),
        refused=('text: qsTr("Invalid name")', "qsTr('Your ticket')"),
        accepted=('text: qsTr("Your number")', 'qsTr("The userland")', "onError: stop()"),
    ),
    Lint(
        "our_words_on_the_pages",
        "people are visitors, visits have numbers, and nothing they do is an error",
        r"^ui/web/shared/words/.*\.js$",
        _wrong_words(_literals),
        refused=('wrong: "An error occurred",', "a: 'Invalid PIN'", "b: `user ${id}`"),
        accepted=('error: "That did not work.",', "// no user here", "x: `${user} is here`"),
    ),
    Lint(
        "our_words_in_html",
        "people are visitors, visits have numbers, and nothing they do is an error",
        r"^ui/web/.*\.html$",
        _wrong_words(_html_texts),
        refused=("<p>Your ticket</p>", '<button aria-label="Invalid">'),
        accepted=('<p class="error">Your number</p>',),
    ),
    Lint(
        "no_registries",
        "which registry a machine uses is that machine's setting",
        r"",
        lambda text: (match[0] for match in _REGISTRIES.finditer(text)),
        refused=("--index-url https://py" + "pi.org/simple", "https://un" + "pkg.com/x"),
    ),
    Lint(
        "no_machine_paths",
        "what is committed must work in any checkout",
        r"",
        _pattern(r"(?<![\w.])/(?:work|root|home/[\w.-]+)/"),
        refused=("path = '/ro" + "ot/x'", "/ho" + "me/somebody/x"),
        accepted=("framework/x", "tests/work/x"),
    ),
    Lint(
        "one_engine_s_sql_in_the_store",
        "another database engine is then a change of kiosk/server/store/dialect alone",
        r"^kiosk/server/.*\.py$",
        _pattern(r"sqlalchemy\.dialects|\bsqlite3?\b|on_conflict_\w+|\b[Pp]ragma\b|\bfcntl\b"),
        refused=(
            "from sqlalchemy.dialects.sqlite import insert",
            "import sqlite3",
            "row.on_conflict_do_nothing()",
            'execute("pragma wal_checkpoint")',
        ),
        accepted=("from kiosk.server.store.dialect import upsert", "# what SQLite does"),
        but_not=r"^kiosk/server/store/",
    ),
    Lint(
        "events_through_the_site_store",
        "what is appended must be published after its commit, in every feature alike",
        r"^kiosk/server/.*\.py$",
        _pattern(r"\bLedger\(|\.publish\(|\bFeed\(|import ServerDatabase\b"),
        refused=(
            "ledger = Ledger(connection, site, now)",
            "self._feed.publish(seq)",
            "from kiosk.server.store.engine import ServerDatabase",
        ),
        accepted=("with store.append() as ledger:", "def f(ledger: Ledger) -> None: ..."),
        but_not=r"^kiosk/server/(?:store/|home\.py$)",
    ),
    Lint(
        "excuses_have_reasons",
        "whoever reads it later must know when it may go",
        r"\.py$|^scripts/",
        _pattern(
            r"^.*#\s*(?:noqa(?::[ A-Z0-9,]*)?|type:\s*ignore(?:\[[\w, -]*\])?)\s*$"
            r"|^.*#\s*(?:noqa(?!:)|type:\s*ignore(?!\[)).*$"
        ),
        refused=(
            "x = 1  # no" + "qa: E501",
            "x = 1  # no" + "qa",
            "x = y()  # type: ig" + "nore[misc]",
            "x = y()  # type: ig" + "nore",
        ),
        accepted=(
            "x = 1  # no" + "qa: E501  a table reads better whole",
            "x = y()  # type: ig" + "nore[misc]  # untyped library",
        ),
    ),
    Lint(
        "python_files_stay_short",
        "one noun, one reason to change",
        r"\.py$",
        _longer_than(400),
        refused=("\n" * 401,),
        accepted=("\n" * 400,),
    ),
    Lint(
        "qml_files_stay_short",
        "one noun, one reason to change",
        r"\.qml$",
        _longer_than(250),
        refused=("\n" * 251,),
    ),
    Lint(
        "scripts_of_pages_stay_short",
        "one noun, one reason to change",
        r"^ui/web/.*\.js$",
        _longer_than(250),
        refused=("\n" * 251,),
    ),
    Lint(
        "no_references_to_texts_elsewhere",
        "a reader of the repository cannot follow them: say the reason, or name a public source",
        r"^(?:kiosk|ui|tests|scripts|docs)/",
        lambda text: (match[0].strip() for match in _NOT_HERE.finditer(text)),
        refused=(
            "so long (no" + "tes: S5).",
            "no" + "tes: server 7",
            "(des" + "ign 4: late facts)",
            "as des" + "ign 4 has it",
            "the words of u" + "x.md 3.3",
            "hou" + "se.md says so",
            "U3 of the cata" + "logue",
            '""' + '"K1, K5: there is no camera."""',
            "/" + "* K1: what this place is */",
        ),
        accepted=("leave(notes, signal)", "notes: bool = False", '""' + '"The catalogue."""'),
        but_not=r"/house_lints\.py$",
    ),
    Lint(
        "docstrings_say_what_the_thing_is",
        "who looks for a file reads what it is first, not whose business it is",
        r"\.py$",
        _pattern(r"\A\"\"\"Owns\b.*"),
        refused=('""' + '"Owns the ways a store is damaged."""\n',),
        accepted=('""' + '"Ways in which a store is damaged."""\n',),
    ),
)
