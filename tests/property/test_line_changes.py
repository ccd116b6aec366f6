"""What a desk merges from changes is what it would have read whole, whenever it reads."""

from __future__ import annotations

import itertools
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright._impl._driver import compute_driver_executable

from kiosk.server.desk.states import DeskStates, Reader
from kiosk.server.queue import live_line
from kiosk.server.queue.live_line import LiveLine
from kiosk.server.shared.site_state import SharedState
from tests.doubles.busy_line import BusyLine, Json
from tests.doubles.words import SITE

MERGE = Path(__file__).parents[2] / "ui" / "web" / "desk" / "model" / "changes.js"
RUN = """
import { readFileSync } from "node:fs";
const { withChanges } = await import(process.argv[1]);
const cases = JSON.parse(readFileSync(0, "utf8"));
console.log(JSON.stringify(cases.map(([before, changes]) => withChanges(before, changes))));
"""
OF_CHANGES = {"after", "changed", "ended"}
LISTS = ("waiting", "held", "open")
_folders = itertools.count(1)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lines")


@pytest.fixture
def few_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A home that forgets after few visits who ended."""
    monkeypatch.setattr(live_line, "ENDED_KEPT", 3)


def merged(before: Json, answer: Json) -> Json:
    """What a desk has that had `before`."""
    if "after" not in answer:
        return answer
    assert answer["after"] == before["seq"]
    gone = {*answer["ended"], *(each["visit"]["id"] for each in answer["changed"])}
    lists = {name: [it for it in before[name] if it["id"] not in gone] for name in LISTS}
    for each in answer["changed"]:
        lists[each["list"]].insert(each["place"], each["visit"])
    return {name: value for name, value in answer.items() if name not in OF_CHANGES} | lists


def timeless(state: Json) -> Json:
    """Without the seconds waited, which are those of the moment at which a visit was sent."""
    without: Json = json.loads(json.dumps(state))
    for name in LISTS:
        for visit in without[name]:
            del visit["waited_s"]
    return without


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 2**32), gaps=st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_changes_after_any_gap_give_the_whole_state(root: Path, seed: int, gaps: list[int]) -> None:
    line = BusyLine(root / f"{next(_folders)}", seed)
    held = [line.reads()]
    for gap in gaps:
        for _ in range(gap):
            line.happens()
        whole = line.reads()
        assert [visit["id"] for visit in whole["waiting"]] == line.truth()
        # Desks that read last at any earlier moment, each with what it merged until then.
        held = [*(merged(before, line.reads(before)) for before in held), whole]
        assert [timeless(each) for each in held] == [timeless(whole)] * len(held)
        held = [*held[:2], whole]
    line.close()


def test_a_desk_of_long_ago_reads_everything(root: Path, few_ended: None) -> None:
    line = BusyLine(root / "few", 7)
    first = line.reads()
    for _ in range(120):
        line.happens()

    answer = line.reads(first)

    assert "after" not in answer
    line.close()


@pytest.mark.parametrize("before", [{"epoch": "another", "seq": 1}, {"seq": 99_999}])
def test_a_desk_of_another_store_reads_everything(root: Path, before: Json) -> None:
    line = BusyLine(root / f"{next(_folders)}", 3)
    line.happens()

    answer = line.reads({"epoch": line.home.store.epoch, **before})

    assert "after" not in answer
    line.close()


def test_another_process_that_reads_the_same_store_tells_the_same_changes(root: Path) -> None:
    """Each has a copy of its own; the number in the store is what both go by."""
    line = BusyLine(root / "two", 5)
    before = line.reads()
    their = SharedState(line.home.store, LiveLine(line.home.store))
    their.read()
    for _ in range(60):
        line.happens()
    mine = line.reads(before)
    reader = Reader(line.member, before["epoch"], before["seq"])
    theirs = json.loads(DeskStates(SITE).answer(their.read(), reader))

    assert timeless(merged(before, theirs)) == timeless(merged(before, mine))
    line.close()


def test_the_page_merges_them_as_the_server_means_it(root: Path) -> None:
    line = BusyLine(root / "page", 11)
    before, cases, wholes = line.reads(), [], []
    for _ in range(30):
        for _ in range(line.chance.randint(0, 6)):
            line.happens()
        cases.append([before, line.reads(before)])
        wholes.append(line.reads())
        before = line.chance.choice([before, wholes[-1]])
    line.close()

    assert [timeless(state) for state in _in_node(cases)] == [timeless(each) for each in wholes]


def _in_node(cases: list[Any]) -> list[Json]:
    node, _ = compute_driver_executable()
    command = [str(node), "--no-warnings", "--input-type=module", "-e", RUN, MERGE.as_uri()]
    told = json.dumps(cases)
    run = subprocess.run(
        command, input=told, capture_output=True, text=True, check=False, timeout=240
    )
    assert run.returncode == 0, run.stderr
    states: list[Json] = json.loads(run.stdout)
    return states
