"""Checks that the scripts of the pages parse and import what exists, with Playwright's node."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

ROOT = Path(__file__).parents[2]

LINK = """
const vm = require("node:vm"), fs = require("node:fs"), path = require("node:path");
const [root, ...files] = process.argv.slice(1), modules = new Map(), wrong = {};
function load(file) {
  if (!modules.has(file)) {
    const source = fs.readFileSync(file, "utf8");
    modules.set(file, new vm.SourceTextModule(source, { identifier: file }));
  }
  return modules.get(file);
}
function find(name, from) {
  const folder = path.dirname(from.identifier);
  return load(name.startsWith("/") ? path.join(root, name) : path.join(folder, name));
}
(async () => {
  for (const file of files) {
    try {
      const script = load(file);
      if (script.status === "unlinked") await script.link(find);
    } catch (fault) { wrong[file] = fault.message; }
  }
  console.log(JSON.stringify(wrong));
})();
"""


def _wrong(root: Path, files: list[Path]) -> dict[str, str]:
    """File -> what node says, for each that does not parse or imports what does not exist."""
    node, _ = compute_driver_executable()
    options = ["--experimental-vm-modules", "--no-warnings", "-e", LINK, "--", str(root)]
    command = [str(node), *options, *map(str, files)]
    run = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
    wrong: dict[str, str] = json.loads(run.stdout)
    return wrong


def test_every_script_of_the_pages_parses_and_imports_what_exists() -> None:
    pages = ROOT / "ui" / "web"
    scripts = sorted(pages.rglob("*.js"))

    assert scripts
    assert _wrong(pages, scripts) == {}


def test_a_script_that_does_not_parse_is_found(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.js", tmp_path / "bad.js"
    good.write_text("export const c = globalThis.a?.d ?? 1;\n", encoding="utf-8")
    bad.write_text("export const = 1;\n", encoding="utf-8")

    assert list(_wrong(tmp_path, [good, bad])) == [str(bad)]


@pytest.mark.parametrize(
    "bad", ['import { d } from "./room/good.js";', 'import { c } from "/room/gone.js";']
)
def test_an_import_of_what_does_not_exist_is_found(tmp_path: Path, bad: str) -> None:
    (tmp_path / "room").mkdir()
    good, user = tmp_path / "room" / "good.js", tmp_path / "user.js"
    good.write_text("export const c = 1;\n", encoding="utf-8")
    user.write_text('import { c } from "/room/good.js";\nexport { c };\n', encoding="utf-8")
    broken = tmp_path / "broken.js"
    broken.write_text(bad + "\n", encoding="utf-8")

    assert list(_wrong(tmp_path, [good, user, broken])) == [str(broken)]
