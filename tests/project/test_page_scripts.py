"""Holds every script of the pages against a JavaScript parser: the node that Playwright brings."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

ROOT = Path(__file__).parents[2]

PARSE = """
const vm = require("node:vm"), fs = require("node:fs"), wrong = {};
for (const file of process.argv.slice(1)) {
  try { new vm.SourceTextModule(fs.readFileSync(file, "utf8")); }
  catch (fault) { wrong[file] = fault.message; }
}
console.log(JSON.stringify(wrong));
"""


def _wrong(files: list[Path]) -> dict[str, str]:
    """File -> what its parser says, for each that is not a JavaScript module."""
    node, _ = compute_driver_executable()
    options = ["--experimental-vm-modules", "--no-warnings", "-e", PARSE, "--"]
    command = [str(node), *options, *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    wrong: dict[str, str] = json.loads(run.stdout)
    return wrong


def test_every_script_of_the_pages_is_a_module_that_parses() -> None:
    scripts = sorted((ROOT / "ui" / "web").rglob("*.js"))

    assert scripts
    assert _wrong(scripts) == {}


def test_a_script_that_does_not_parse_is_found(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.js", tmp_path / "bad.js"
    good.write_text('import { a } from "./b.js";\nexport const c = a?.d ?? 1;\n', encoding="utf-8")
    bad.write_text("export const = 1;\n", encoding="utf-8")

    assert list(_wrong([good, bad])) == [str(bad)]
