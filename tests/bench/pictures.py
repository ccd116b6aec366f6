"""The bench of pictures: kiosks that all bring visits with them, and a member calling meanwhile."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import requests
import uuid6
from PIL import Image

from kiosk.clock import SystemClock
from kiosk.domain.events import About, Event, PhotoAttached, VisitCheckedIn
from kiosk.pictures.clean import clean
from kiosk.pictures.folder import PictureFolder, photo_id
from kiosk.sync.transport import HttpSyncClient
from tests.bench.drain import NO_QUOTAS
from tests.bench.figures import Figure, median, share
from tests.journeys.actors import HomeProcess
from tests.server.desk_side import DeskClient

EACH = 40
"""Visits of one kiosk."""
PICTURE_BYTES = 188_000
"""What a straightened photograph of a screen weighs at 1600 × 900, more or less."""
_SIZE = (1600, 900)
_CALLS_A_SECOND = 5.0
_LETTERS = "BCDEFG"
_SETTINGS = f"{NO_QUOTAS}picture_mb_a_day = 100000\n"


@dataclass(frozen=True, slots=True)
class _Offered:
    event: Event
    age_s: float | None = 0.0


@dataclass(frozen=True, slots=True)
class _Photo:
    photo: str
    visit_id: str


@dataclass(slots=True)
class _Calls:
    """What a member waited for while kiosks brought pictures, in milliseconds."""

    took_ms: list[float] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)


def pictures(work: Path, each: int = EACH) -> list[Figure]:
    """Visits a second, each with a picture of 188 kB, all the way to the server's disk."""
    drawn = list(_drawn(len(_LETTERS) * each))
    floor_s = _bare(work / "bare", drawn[: 2 * each]) / (2 * each)
    home = HomeProcess(work / "home")
    with home.config.open("a", encoding="utf-8") as settings_file:
        settings_file.write(_SETTINGS)
        settings_file.writelines(f'[[stations]]\nletter = "{it}"\n' for it in _LETTERS[1:])
    tokens = [home.command("pair", "--station", letter) for letter in _LETTERS]
    pin = home.add_member("Ben")
    code = home.command("pair", "--tablet", "--url", home.url).split("#pair=")[1].strip()
    home.start()
    try:
        ben, calls = _signed_in(home, code, pin), _Calls()
        quiet = [_call_ms(ben) for _ in range(50)]
        calling = threading.Thread(target=_calls, args=(ben, calls))
        calling.start()
        since = time.perf_counter()
        with ThreadPoolExecutor(len(_LETTERS)) as kiosks:
            shares = [drawn[at :: len(_LETTERS)] for at in range(len(_LETTERS))]
            list(
                kiosks.map(
                    lambda it: _bring(home.url, *it), zip(_LETTERS, tokens, shares, strict=True)
                )
            )
        took_s = time.perf_counter() - since
        calls.over.set()
        calling.join()
    finally:
        home.stop()
    a_visit_ms = took_s * 1_000 / len(drawn)
    return [
        Figure(
            "pictures",
            "a visit with its picture, at home",
            a_visit_ms,
            "ms",
            floor_s * 1_000,
            1.5,
            True,
        ),
        Figure(
            "pictures", "a member's call meanwhile, p50", median(calls.took_ms), "ms", median(quiet)
        ),
        Figure(
            "pictures",
            "a member's call meanwhile, p99",
            share(calls.took_ms, 0.99),
            "ms",
            share(quiet, 0.99),
            100.0,
        ),
    ]


def _drawn(count: int) -> Iterator[bytes]:
    """JPEGs of that weight, no two alike."""
    chance = np.random.default_rng(7)
    coarse = chance.integers(0, 255, (90, 160, 3), np.uint8)
    picture = Image.fromarray(coarse).resize(_SIZE, Image.Resampling.BICUBIC)
    noise = chance.normal(0, 1, (_SIZE[1], _SIZE[0], 1))
    weight, strength = 0, 0.0
    while weight < PICTURE_BYTES:
        strength += 2.0
        pixels = np.clip(np.asarray(picture, np.float32) + noise * strength, 0, 255)
        whole = _jpeg(Image.fromarray(pixels.astype(np.uint8)))
        weight = len(whole)
    for number in range(count):
        # A comment of four bytes makes each its own, and costs the decoder nothing.
        yield whole[:2] + b"\xff\xfe\x00\x06" + number.to_bytes(4, "big") + whole[2:]


def _jpeg(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


def _bare(folder: Path, drawn: Sequence[bytes]) -> float:
    """Seconds for the same pictures decoded, encoded and durably on disk, one after the other."""
    kept = PictureFolder(folder)
    since = time.perf_counter()
    for content in drawn:
        picture = clean(content)
        kept.save(photo_id(content), picture.thumb, ".thumb.jpg")
        kept.save(photo_id(content), picture.jpeg)
    return time.perf_counter() - since


def _bring(url: str, letter: str, token: str, contents: Sequence[bytes]) -> None:
    """One kiosk: each visit is pushed, then its picture sent."""
    clock = SystemClock()
    site_id = token.split(".")[1]
    link = HttpSyncClient(url, token.strip(), clock)
    for number, content in enumerate(contents, 1):
        visit_id, photo = str(uuid6.uuid7()), photo_id(content)
        came = VisitCheckedIn(f"{letter}{number}", letter)
        shown = PhotoAttached(photo, len(content), *_SIZE)
        link.push([_Offered(_event(site_id, visit_id, letter, facts)) for facts in (came, shown)])
        assert link.upload(_Photo(photo, visit_id), content, lambda: False)
    link.close()


def _event(
    site_id: str, visit_id: str, letter: str, facts: VisitCheckedIn | PhotoAttached
) -> Event:
    about = About("visit", visit_id)
    now = SystemClock().now()
    words = {"first_name": "Ada"} if isinstance(facts, VisitCheckedIn) else {}
    return Event(
        str(uuid6.uuid7()), site_id, about, "visitor", f"station:{letter}", now, facts, words
    )


def _signed_in(home: HomeProcess, code: str, pin: str) -> DeskClient:
    ben = DeskClient(home.url)
    assert ben.post("/pair", {"code": code}).ok
    [member] = ben.get("/session").json()["members"]
    assert ben.sign_in(member["id"], pin).ok
    return ben


def _calls(ben: DeskClient, calls: _Calls) -> None:
    while not calls.over.wait(1 / _CALLS_A_SECOND):
        calls.took_ms.append(_call_ms(ben))


def _call_ms(ben: DeskClient) -> float:
    """A call, which is then ended so that the line stays as it is."""
    since = time.perf_counter()
    visit = ben.call_next()
    took_ms = (time.perf_counter() - since) * 1_000
    if visit is not None:
        answer: requests.Response = ben.act("finish", visit["id"], outcome="fixed", note="")
        assert answer.ok, answer.text
    return took_ms
