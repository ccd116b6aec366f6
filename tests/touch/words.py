"""Longer words on every screen, as other languages have them."""

from __future__ import annotations

from PySide6.QtCore import QTranslator


class LongWords(QTranslator):
    """Says everything two fifths longer, as other languages do."""

    def isEmpty(self) -> bool:
        return False

    def translate(
        self, context: str, source: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        lines = source.replace("%n", str(n)).split("\n")
        return "\n".join(f"{line}{_more(line)}" for line in lines)


def _more(line: str) -> str:
    filler = " veldi gronu" * 20
    return filler[: max(1, len(line) * 2 // 5)]
