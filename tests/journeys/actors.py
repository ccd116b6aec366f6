"""The people and machines of a journey: kiosk, home, member. All are real processes."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any, Self

import requests
from playwright.sync_api import Browser, ConsoleMessage, Page, ViewportSize, expect, sync_playwright

from kiosk.resources import ASSETS
from tests.doubles.ports import reserve_port

PATIENCE_S = 120.0
OPEN = "^Open"
"""How a kiosk at rest begins its first words within hours, whoever is on duty."""
DESK_SIZE: ViewportSize = {"width": 1366, "height": 1024}
_CHROMIUM = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def until(true: Callable[[], bool], what: str, within_s: float = PATIENCE_S) -> None:
    """Waits until `true` holds; AssertionError says `what` never came."""
    pause = Event()
    for _ in range(int(within_s / 0.05)):
        if true():
            return
        pause.wait(0.05)
    message = f"never came: {what}"
    raise AssertionError(message)


class HomeProcess:
    """A server process with its own folder; may be killed and started again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.port = reserve_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.config = folder / "site.toml"
        shipped = (ASSETS / "demo" / "site.toml").read_text(encoding="utf-8")
        self.config.write_text(f'public_url = "{self.url}"\n{shipped}', encoding="utf-8")
        self._process: subprocess.Popen[bytes] | None = None

    def command(self, *words: str) -> str:
        """What a `kiosk` command prints."""
        return _printed(*words, "--config", str(self.config))

    def add_member(self, name: str) -> str:
        """The new member's PIN."""
        found = re.search(r"PIN (\d{6})", self.command("members", "add", name))
        assert found is not None
        return found[1]

    def start(self) -> None:
        """Answers when this returns."""
        serve = [sys.executable, "-m", "kiosk", "serve", "--config", str(self.config)]
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen([*serve, "--port", str(self.port)], stderr=log)
        until(self._answers, "the server's answer")

    def kill(self) -> None:
        """As if its plug were pulled."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(timeout=120)

    def stop(self) -> None:
        """Asks it to end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.wait(timeout=120)

    def log(self) -> str:
        """What it wrote so far."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, self.log()
        try:
            return requests.get(f"{self.url}/api/openapi.json", timeout=2).ok
        except requests.RequestException:
            return False


class Kiosk:
    """A touchscreen process with its own folder and a finger before it; may be killed."""

    program = "tests.journeys.remote"

    def __init__(
        self, folder: Path, home: HomeProcess, film: Path | str, size: tuple[int, int]
    ) -> None:
        folder.mkdir(parents=True)
        self.folder = folder
        self.config = folder / "station.toml"
        token = home.command("pair", "--station", "B")
        (folder / "token").write_text(token, encoding="ascii")
        self.config.write_text(
            f'[server]\nurl = "{home.url}"\n[camera]\nsource = "{film}"\n'
            f"[screen]\nfull_screen = false\nwidth = {size[0]}\nheight = {size[1]}\n"
            "[sound]\nlevel = 0\n",  # a machine that tests has no loudspeaker
            encoding="utf-8",
        )
        self._process: subprocess.Popen[str] | None = None

    def start(self, **environment: str) -> None:
        """The first screen is there when this returns."""
        with (self.folder / "log").open("a", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self.program, str(self.config)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, **_OFFSCREEN, **environment},
            )
        assert self._answer() == {"done": True}, self.log()

    def kill(self) -> None:
        """As if its plug were pulled."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate(timeout=120)

    def stop(self) -> None:
        """Asks it to end."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            self._process.communicate(timeout=120)

    def command(self, *words: str) -> str:
        """What a `kiosk` command prints."""
        return _printed(*words, "--config", str(self.config))

    def ends(self, within_s: float) -> int:
        """Waits until it ends by itself; its exit status."""
        assert self._process is not None
        self._process.communicate(timeout=within_s)
        return self._process.returncode

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def hang(self) -> None:
        """Blocks its Qt thread for good."""
        assert self._ask(do="hang")["done"]

    def touch(self, name: str) -> None:
        """Touches what is so named, again until it takes the touch: at first a button is deaf."""
        self._touch_when_there(name)

    def type(self, text: str) -> None:
        """Types on the keyboard of the screen."""
        for character in text:
            name = {" ": "Space"}.get(character, character)
            self._touch_when_there(name)

    def words(self) -> list[str]:
        """Everything to be read on the screen."""
        return list(self._ask(do="words")["words"])

    def see(self, pattern: str) -> str:
        """Waits for words that match the regular expression; those words."""
        found: list[str] = []

        def seen() -> bool:
            found[:] = [words for words in self.words() if re.search(pattern, words)]
            return bool(found)

        until(seen, f"the words “{pattern}”")
        return found[0]

    def grab(self, path: Path) -> None:
        """Saves what the screen shows."""
        assert self._ask(do="grab", path=str(path))["done"]

    def log(self) -> str:
        """What it wrote so far."""
        return (self.folder / "log").read_text(encoding="utf-8")

    def _touch_when_there(self, name: str) -> None:
        until(lambda: bool(self._ask(do="touch", name=name)["done"]), f"a button “{name}”")

    def _ask(self, **command: str) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, self.log()
        answer: dict[str, Any] = json.loads(line)
        return answer


class Member:
    """A member at a desk page in Chromium."""

    def __init__(self, browser: Browser, size: ViewportSize = DESK_SIZE) -> None:
        context = browser.new_context(viewport=size, locale="en-GB")
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def sign_in(self, desk_url: str, name: str, pin: str) -> Self:
        """Pairs this tablet and signs in."""
        self.page.goto(desk_url)
        self.page.get_by_role("button", name=name).click()
        self.page.keyboard.type(pin)
        expect(self.page.get_by_role("button", name=f"{name}, here")).to_be_visible()
        return self

    def press(self, name: str) -> None:
        """Presses the button with these words."""
        self.page.get_by_role("button", name=name).first.click()

    def see(self, words: str) -> None:
        """Waits for the words."""
        expect(self.page.get_by_text(words).first).to_be_visible(timeout=PATIENCE_S * 1_000)

    def grab(self, path: Path) -> None:
        """Saves what the page shows, its pictures loaded."""
        until(lambda: bool(self.page.evaluate(_AT_REST)), "a page at rest")
        self.page.screenshot(path=path)

    def _note(self, message: ConsoleMessage) -> None:
        # Chromium writes a line for every answer that says no; the page tells it in words.
        told = "the server responded with a status of 4"
        if message.type in {"error", "warning"} and told not in message.text:
            self.complaints.append(message.text)


@contextmanager
def chromium() -> Iterator[Browser]:
    """The distribution's Chromium, headless."""
    path = shutil.which("chromium")
    assert path is not None, "scripts/setup installs chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(_CHROMIUM))
        yield browser
        browser.close()


def _printed(*words: str) -> str:
    command = [sys.executable, "-m", "kiosk", *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=240)
    return done.stdout.strip()


_AT_REST = """[...document.images].every(image => image.complete)
    && document.fonts.status === "loaded"
    && document.getAnimations().every(motion => motion.playState !== "running")"""

_OFFSCREEN = {
    "QT_QPA_PLATFORM": "offscreen",
    "QT_QUICK_BACKEND": "software",
    "QSG_RENDER_LOOP": "basic",
}
