"""An import contract that import-linter does not bring: nothing but the standard library.

Never lists libraries: what is not ours and not Python's is refused, also a library of tomorrow.
"""

from __future__ import annotations

import sys
from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class OnlyStandardLibrary(Contract):
    """`package` may import itself and the standard library; `allowed` are "importer -> library"."""

    package = fields.StringField()
    allowed = fields.SetField(subfield=fields.StringField(), required=False, default=set())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Looks at each direct import; what it imports in turn is a direct import there."""
        package = str(self.package)
        allowed = cast("set[str]", self.allowed)
        modules = {package} | graph.find_descendants(package)
        strangers = sorted(
            f"{module} -> {imported}"
            for module in modules
            for imported in graph.find_modules_directly_imported_by(module)
            if not self._is_fine(package, imported)
        )
        refused = [stranger for stranger in strangers if stranger not in allowed]
        return ContractCheck(kept=not refused, metadata={"refused": refused})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line an import."""
        for stranger in check.metadata["refused"]:
            output.print_error(stranger)

    @staticmethod
    def _is_fine(package: str, imported: str) -> bool:
        ours = imported == package or imported.startswith(f"{package}.")
        return ours or imported.partition(".")[0] in sys.stdlib_module_names
