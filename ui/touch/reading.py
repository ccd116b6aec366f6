"""The reading of pictures, codes and badges: its worker process and lists, wired to the screens."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kiosk.capture.code_scanner import CodeListener
from kiosk.directory.assets import read_assets
from kiosk.directory.people import People, read_people
from kiosk.directory.watch import FileWatch, ReloadingFile
from kiosk.vision.process.handle import ReadingProcess
from kiosk.vision.process.reader import WorkerReader

if TYPE_CHECKING:
    from kiosk.capture.code_scanner import LiveCodeScanner
    from kiosk.clock import Clock
    from kiosk.settings import StationSettings
    from ui.touch.screens import Screens


@contextmanager
def running_reader(
    screens: Screens, scanner: LiveCodeScanner, settings: StationSettings, clock: Clock
) -> Iterator[None]:
    """Reads pictures and codes until the block ends; does nothing where reading is turned off."""
    if not settings.reading.on:
        yield
        return
    reader = WorkerReader(lambda: ReadingProcess(clock))
    screens.use_reader(reader)
    lists = FileWatch([*_watched_lists(settings, reader, screens)])
    lists.start()
    stop_badges = partial(screens.bridge.post, screens.stop_badges)
    scanner.use_reader(reader, CodeListener(on_tags=screens.tags.on_codes, on_off=stop_badges))
    try:
        yield
    finally:
        lists.stop()
        reader.stop()


def _watched_lists(
    settings: StationSettings, reader: WorkerReader, screens: Screens
) -> Iterator[ReloadingFile[Any]]:
    def use_people(people: People) -> None:
        screens.bridge.post(lambda: screens.use_people(people))

    if settings.reading.assets:
        yield ReloadingFile(Path(settings.reading.assets), read_assets, reader.use_assets)
    if settings.people.list:
        yield ReloadingFile(Path(settings.people.list), read_people, use_people)
