"""The tour: the whole story once, each step told and pictured; exits 0 only if all of it happened.

Run by scripts/tour. The same actors as the journey tests: real window, real server, real Chromium.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Event

import cv2
import requests
import zxingcpp
from playwright.sync_api import Browser, ViewportSize, expect

from scripts import film
from tests.journeys.actors import PATIENCE_S, HomeProcess, Kiosk, Member, chromium, until

PORTRAIT = (1080, 1920)
PHONE: ViewportSize = {"width": 390, "height": 844}
START = "start"
"""The button that begins a visit: its words say whether somebody is there."""
ARRIVAL_S = 0.7
"""The number card settles within 480 ms; pictures of it wait for that."""


class Tour:
    """One story with one kiosk, one home and two members."""

    def __init__(self, out: Path, work: Path, browser: Browser) -> None:
        self._out = out
        self._browser = browser
        self._step = 0
        self.home = HomeProcess(work / "home")
        self.pins = {name: self.home.add_member(name) for name in ("Ben", "Maya", "Tomás")}
        self.home.start()
        laptop = work / "laptop.avi"
        film.render(laptop)
        self.kiosk = Kiosk(work / "kiosk", self.home, laptop, PORTRAIT)
        self.kiosk.start()

    def run(self) -> None:
        """The story, in order."""
        address = self.home.command("pair", "--tablet", "--url", self.home.url)
        ben = Member(self._browser)
        self._ben_signs_in(ben, address)
        self._dan_just_tells()
        code = self._priya_shows()
        self._leila_waits()
        phone = Member(self._browser, PHONE)
        self._priya_looks_at_her_phone(phone, code)
        self._ben_helps_dan(ben)
        self._ben_helps_priya(ben, phone)
        self._leila_is_not_there(ben)
        assert ben.complaints == [], ben.complaints
        assert phone.complaints == [], phone.complaints
        self._the_log_is_clean()

    def close(self) -> None:
        """Ends every process."""
        self.kiosk.stop()
        self.home.stop()

    def _ben_signs_in(self, ben: Member, address: str) -> None:
        ben.page.goto(address)
        ben.see("Ben")
        self._told("Ben opens the desk's address on a tablet", ben.grab)
        ben.page.get_by_role("button", name="Ben").click()
        ben.page.keyboard.type("000000" if self.pins["Ben"] != "000000" else "111111")
        ben.see("That isn’t the PIN. 4 tries left.")
        self._told("A wrong PIN is told, with the tries left", ben.grab)
        ben.page.keyboard.type(self.pins["Ben"])
        ben.see("Nobody’s waiting.")
        self._told("Signed in: nobody waits", ben.grab)

    def _dan_just_tells(self) -> None:
        self.kiosk.see("No wait")
        self._told("The kiosk waits for somebody", self._touchscreen)
        self.kiosk.touch(START)
        self.kiosk.see("What’s your first name")
        self.kiosk.type("Dan")
        self.kiosk.touch("That’s me")
        self.kiosk.touch("I’ll just tell you")
        self.kiosk.see("What’s it about")
        self._told("Dan would rather tell than show: what is it about?", self._touchscreen)
        self.kiosk.touch("Printing")
        self.kiosk.see("You’re in, Dan")
        self.kiosk.touch("Done")

    def _priya_shows(self) -> str:
        self.kiosk.touch(START)
        self.kiosk.see("What’s your first name")
        self.kiosk.type("Priya")
        self._told("Priya gives a first name on the kiosk's own keyboard", self._touchscreen)
        self.kiosk.touch("That’s me")
        self.kiosk.see("Hold your screen up here")
        until(self._preview_is_live, "a moving picture")
        self._told("The camera looks out for her laptop", self._touchscreen)
        self.kiosk.see("Hold still. Taking the picture.")
        self._told("She holds it still: the picture takes itself", self.kiosk.grab)
        self.kiosk.see("Did we get it")
        self.kiosk.see("Your picture")
        self.kiosk.see("Error 809")
        self._told("Her screen, straight, and what the kiosk reads on it", self._touchscreen)
        self.kiosk.touch("Yes, check me in")
        self.kiosk.see("You’re in, Priya")
        self.kiosk.see("1 person")
        self.kiosk.see("Take seat 2")
        Event().wait(ARRIVAL_S)
        shown = self._told("Her number, her seat, one person ahead of her", self._touchscreen)
        self.kiosk.touch("Done")
        return _read_code(shown)

    def _leila_waits(self) -> None:
        self.kiosk.touch(START)
        self.kiosk.see("What’s your first name")
        self.kiosk.touch("Skip")
        self.kiosk.see("What the camera sees")
        self.kiosk.touch("Take it now")
        self.kiosk.touch("No picture")
        self.kiosk.see("It’s deleted")
        self.kiosk.touch("Something else")
        self.kiosk.see("You’re in")
        self.kiosk.see("2 people")
        self.kiosk.touch("Done")
        self.kiosk.see("3 people waiting")
        print("   Somebody without a name or a picture waits, too")

    def _priya_looks_at_her_phone(self, phone: Member, code: str) -> None:
        assert code.startswith(f"{self.home.url}/v/"), code
        phone.page.goto(code)
        phone.see("B2")
        self._told("The code leads to her place in line, on her phone", phone.grab)

    def _ben_helps_dan(self, ben: Member) -> None:
        ben.see("Priya")
        ben.see("809 · ")
        self._told("At the desk: three wait, and what Priya's screen says", ben.grab)
        ben.press("Call next")
        ben.see("Dan")
        ben.press("They’re here")
        ben.press("Begin")
        self._told("Ben calls Dan and begins", ben.grab)
        ben.page.get_by_role("textbox").fill("Paper jam in tray 2.")
        ben.press("Call next")
        ben.see("First, how did it end with Dan?")
        self._told("The next call first asks how it ended", ben.grab)
        ben.page.get_by_role("dialog").get_by_role("button", name="Fixed").click()

    def _ben_helps_priya(self, ben: Member, phone: Member) -> None:
        ben.see("They’re here")
        picture = ben.page.locator(".visit img").first
        expect(picture).to_be_visible()
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        self._told("Priya is called; her picture is there, large", ben.grab)
        phone.see("It’s your turn")
        self._told("Her phone says that it is her turn", phone.grab)
        ben.press("They’re here")
        ben.press("Begin")
        ben.page.get_by_role("textbox").fill("VPN profile had expired. Renewed it.")
        self._told("Ben helps, and writes a line", ben.grab)
        ben.press("Fixed")
        ben.see("finished")
        self._told("Finished, with an outcome", ben.grab)

    def _leila_is_not_there(self, ben: Member) -> None:
        ben.press("Call next")
        ben.press("Nobody at the seat")
        ben.see("Not at the seat")
        self._told("Nobody at the seat: the visit rests, and ends by itself later", ben.grab)

    def _preview_is_live(self) -> bool:
        return any("What the camera sees" in words for words in self.kiosk.words())

    def _the_log_is_clean(self) -> None:
        for log in (self.kiosk.log(), self.home.log()):
            lines = [json.loads(line) for line in log.splitlines() if line.startswith("{")]
            loud = [line for line in lines if line["level"] in {"warning", "error"}]
            assert loud == [], loud
            assert "Priya" not in log, "no personal data in a log"

    def _touchscreen(self, path: Path) -> None:
        Event().wait(0.4)
        self.kiosk.grab(path)

    def _told(self, words: str, grab: Callable[[Path], None]) -> Path:
        """Prints the step and saves its picture."""
        self._step += 1
        path = self._out / f"{self._step:02d}-{_slug(words)}.png"
        grab(path)
        print(f"{self._step:2d} {words}", flush=True)
        return path


def main() -> int:
    """Runs the tour into the folder named by the first argument."""
    if len(sys.argv) != 2:
        print("usage: scripts/tour DIR", file=sys.stderr)
        return 2
    out = Path(sys.argv[1])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as work, chromium() as browser:
        tour = Tour(out, Path(work), browser)
        try:
            tour.run()
        finally:
            tour.close()
    print(f"All of it happened. Pictures: {out}")
    return 0


def _read_code(picture: Path) -> str:
    """The address in the code on the screen, read as a phone would."""
    image = cv2.imread(str(picture))
    assert image is not None
    found = zxingcpp.read_barcodes(image)
    assert found, "no code can be read on the screen"
    assert requests.get(found[0].text, timeout=PATIENCE_S).ok
    return str(found[0].text)


def _slug(words: str) -> str:
    kept = "".join(c if c.isalnum() else "-" for c in words.lower())
    return "-".join(filter(None, kept.split("-")))[:48].rstrip("-")


if __name__ == "__main__":
    sys.exit(main())
