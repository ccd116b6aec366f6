"""What a program did to the files of one folder, in its order, as strace saw it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

CALLS = "openat,write,pwrite64,ftruncate,fsync,fdatasync,rename,unlink,mkdir"
ROOT = Path(__file__).parents[2]
_LINE = re.compile(r"(?P<call>\w+)\((?P<given>.*)\) += (?P<result>-?\w+)")
_FILE = re.compile(r"\d+<(?P<path>[^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of the folder; `path` is counted from it."""

    call: str
    path: str
    data: bytes = b""
    offset: int | None = None
    target: str = ""
    empties: bool = False


def why_not() -> str | None:
    """Why nobody may look on while a program runs; None when somebody may."""
    try:
        subprocess.run(["strace", "-o", "/dev/null", "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as fault:
        return str(fault)
    return None


def traced(folder: Path, what: str, *flags: str) -> list[Operation]:
    """What `writing` did to `folder`, from its first change to its end."""
    out = folder.parent / f"{folder.name}.trace"
    looking_on = ["strace", "-y", "-xx", "-s", "16777216", "-e", f"trace={CALLS}", "-o", str(out)]
    program = [sys.executable, "-m", "tests.power.writing", what, str(folder), *flags]
    done = subprocess.run([*looking_on, *program], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    with out.open(encoding="ascii") as lines:
        operations = list(_read(lines, f"{folder.resolve()}"))
    out.unlink()
    return operations


def _read(lines: Iterable[str], folder: str) -> Iterator[Operation]:
    for line in lines:
        found = _LINE.match(line)
        if found is None or found["result"].startswith("-"):
            continue
        operation = _operation(found["call"], found["given"], folder)
        if operation is not None and not operation.path.endswith("-shm"):
            yield operation


def _operation(call: str, given: str, folder: str) -> Operation | None:
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(given)]
    if call in {"openat", "rename", "unlink", "mkdir"}:
        paths = [_within(text.decode(), folder) for text in texts]
        if paths[0] is None or (call == "openat" and "O_CREAT" not in given):
            return None
        target = paths[1] or "" if call == "rename" else ""
        return Operation(call, paths[0], target=target, empties="O_TRUNC" in given)
    file = _FILE.match(given)
    path = _within(_plain(file["path"]), folder) if file else None
    if path is None:
        return None
    last = given.rpartition(", ")[2]
    offset = int(last) if call in {"pwrite64", "ftruncate"} else None
    return Operation(call, path, texts[0] if texts else b"", offset)


def _within(path: str, folder: str) -> str | None:
    """`path` as counted from `folder`, None when it lies elsewhere."""
    if path == folder:
        return "."
    return path.removeprefix(f"{folder}/") if path.startswith(f"{folder}/") else None


def _plain(text: str) -> str:
    return bytes.fromhex(text.replace("\\x", "")).decode() if text.startswith("\\x") else text
