"""The first frame is painted before heavy libraries are loaded, and shows the cached snapshot."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.station.store.store import Store
from tests.doubles.clock import FakeClock
from tests.doubles.words import state_of_site

HEAVY = ("cv2", "numpy", "requests", "sqlalchemy", "sqlite_utils", "qrcode", "rich", "structlog")
"""None of them draws anything; together they cost more than all that does."""

CHILD = f"""
import json, os, sys
from kiosk.cli import kiosk
from ui.touch import app
from ui.touch import screens

class Watched(screens.Screens):
    def _load(self):
        view = super()._load()
        view.frameSwapped.connect(self.tell)
        return view

    def tell(self):
        told = {{
            "loaded": [name for name in {HEAVY!r} if name in sys.modules],
            "site": self.site.property("name"),
            "waiting": self.site.property("peopleWaiting"),
            "screen": self.check_in.property("screen"),
        }}
        sys.stdout.write(json.dumps(told))
        sys.stdout.flush()
        os._exit(0)

app.Screens = Watched
kiosk(["run", "--config", sys.argv[1]])
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A kiosk that has heard from its home before; nobody answers there now."""
    (tmp_path / "token").write_text("wk1.hq.B.a-Secret_1\n", encoding="ascii")
    (tmp_path / "station.toml").write_text(
        '[server]\nurl = "http://127.0.0.1:9"\n[screen]\nfull_screen = false\n', encoding="utf-8"
    )
    store = Store(tmp_path / "station" / "station.db", FakeClock())
    store.visits.remember(state_of_site(line=["elsewhere"]))
    store.close()
    return tmp_path / "station.toml"


def test_nothing_heavy_is_loaded_before_the_first_frame_and_the_frame_is_true(
    config: Path,
) -> None:
    child = subprocess.run(
        [sys.executable, "-c", CHILD, str(config)],
        capture_output=True,
        text=True,
        check=False,
        timeout=240,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )

    assert child.returncode == 0, child.stderr
    assert json.loads(child.stdout) == {
        "loaded": [],
        "site": "The Help Bar",
        "waiting": 1,
        "screen": "attract",
    }
