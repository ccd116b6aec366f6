"""Pictures in a bucket arrive, are seen and erased as in a folder; another home's are let be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from kiosk.cli import kiosk
from kiosk.faults import SettingsFault
from kiosk.journal import LogEvent
from kiosk.server.app import create_app
from kiosk.server.doctor.examine import examine_bucket
from kiosk.server.home import Home, HomeMeans, open_home
from kiosk.server.pictures.bucket import OWNER
from kiosk.server.pictures.picture_store import PictureStore
from kiosk.server.sites import Sites
from kiosk.server.store.tables import event_private
from kiosk.space import Space
from tests.conftest import ExpectLog
from tests.doubles.object_store import ACCOUNT, BUCKET, ObjectStore
from tests.doubles.stores import SQLITE
from tests.server.conftest import SITE, Prepared
from tests.server.desk_side import DeskClient
from tests.server.fake_clock import FakeClock
from tests.server.serving import Serving
from tests.server.station_side import StationSide, jpeg

pytestmark = pytest.mark.parametrize("engine", [SQLITE], indirect=True)

ADDRESS = f"s3://{BUCKET}/home"


@pytest.fixture(scope="module")
def object_store() -> Iterator[ObjectStore]:
    with closing(ObjectStore()) as running:
        yield running


@pytest.fixture
def bucket(object_store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> ObjectStore:
    """Empty, and the account that opens it in the environment."""
    for name, value in {**ACCOUNT, "AWS_ENDPOINT_URL": object_store.url}.items():
        monkeypatch.setenv(name, value)
    object_store.objects.clear()
    return object_store


@pytest.fixture
def home(
    data: Path, clock: FakeClock, serving: Serving, pages: Path, space: Space, bucket: ObjectStore
) -> Iterator[Home]:
    assert bucket.names() == []
    opened = open_home(SITE, data, clock, space, HomeMeans(pictures=ADDRESS))
    serving.switchboard.connect(create_app(Sites([opened]), pages), opened.store.feed)
    yield opened
    serving.switchboard.finish()
    opened.close()


def doctor_says(home: Home, address: str = ADDRESS) -> tuple[bool, str]:
    found = examine_bucket(address, home.store)
    return found.well, found.seen


def pictures_in(bucket: ObjectStore) -> list[str]:
    return [name for name in bucket.names() if not name.endswith(OWNER)]


def test_a_picture_arrives_is_seen_and_goes_after_its_days(
    station: StationSide,
    maya: DeskClient,
    home: Home,
    bucket: ObjectStore,
    clock: FakeClock,
    data: Path,
) -> None:
    photo = station.shows(station.arrives(), jpeg())
    (visit,) = maya.state()["waiting"]
    whole = maya.session.get(f"{maya.url}{visit['pictures'][0]['url']}", timeout=60)
    kept = pictures_in(bucket)
    clock.passes(days=30, seconds=1)
    purged = home.picture_store.purge()

    assert (whole.status_code, whole.content[:2]) == (200, b"\xff\xd8")
    assert kept == [f"home/lab/{photo[:2]}/{photo}{suffix}" for suffix in (".jpg", ".thumb.jpg")]
    assert (purged, pictures_in(bucket), home.picture_store.read(photo, ".jpg")) == (1, [], None)
    assert not (data / "pictures").exists() or not list((data / "pictures").rglob("*.jpg"))


def test_what_a_fault_left_behind_is_swept_and_what_is_young_and_unknown_stays(
    station: StationSide, home: Home, bucket: ObjectStore, clock: FakeClock
) -> None:
    photo = station.shows(station.arrives(), jpeg())
    stray = f"home/lab/ab/{'ab' * 32}.jpg"
    bucket.put(stray, b"?")

    home.clean_up()
    young = pictures_in(bucket)
    clock.passes(days=10_000)
    home.clean_up()

    assert stray in young
    assert pictures_in(bucket) == [name for name in young if photo in name]


def test_a_picture_that_could_not_be_deleted_goes_with_the_next_sweep(
    station: StationSide,
    home: Home,
    bucket: ObjectStore,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    station.shows(station.arrives(), jpeg())
    clock.passes(days=30, seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(PictureStore, "drop", lambda _store, _photos: None)
        home.picture_store.purge()
    left = pictures_in(bucket)

    home.picture_store.sweep_if_shared()

    assert (len(left), pictures_in(bucket)) == (2, [])


def test_the_bucket_of_another_home_is_left_alone(
    home: Home, bucket: ObjectStore, tmp_path: Path, clock: FakeClock
) -> None:
    home.clean_up()
    before = bucket.names()

    other = open_home(SITE, tmp_path / "other", clock, means=HomeMeans(pictures=ADDRESS))
    with closing(other), pytest.raises(SettingsFault, match=r"expected an empty folder"):
        other.clean_up()

    assert doctor_says(home) == (True, f"{ADDRESS} answers and is this home's")
    assert bucket.names() == before == [f"home/lab/{OWNER}"]


def test_a_folder_with_something_else_in_it_is_no_place_for_pictures(
    home: Home, bucket: ObjectStore
) -> None:
    bucket.put("home/lab/minutes-of-the-board.txt", b"?")

    with pytest.raises(SettingsFault, match=r"pictures: expected an empty folder"):
        home.clean_up()
    well, seen = doctor_says(home)
    assert (well, "expected an empty folder" in seen) == (False, True)


def test_an_address_of_a_store_without_its_scheme_is_one_line(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "127.0.0.1:9000")

    well, seen = doctor_says(home)

    assert (well, "AWS_ENDPOINT_URL: expected https://… or http://…" in seen) == (False, True)


@pytest.mark.parametrize("wrong", ["AWS_ENDPOINT_URL", "the bucket's name"])
def test_while_the_bucket_is_away_visits_go_on_and_pictures_wait(
    data: Path,
    clock: FakeClock,
    serving: Serving,
    pages: Path,
    space: Space,
    bucket: ObjectStore,
    prepared: Prepared,
    monkeypatch: pytest.MonkeyPatch,
    expect_log: ExpectLog,
    wrong: str,
) -> None:
    expect_log(LogEvent.PICTURES_UNREACHABLE)
    expect_log(LogEvent.SERVER_FAULT, maybe=True)
    address = ADDRESS if wrong == "AWS_ENDPOINT_URL" else "s3://nobody-made-it/home"
    if wrong == "AWS_ENDPOINT_URL":
        monkeypatch.setenv(wrong, "http://127.0.0.1:9")
    opened = open_home(SITE, data, clock, space, HomeMeans(pictures=address))
    with closing(opened):
        serving.switchboard.connect(create_app(Sites([opened]), pages), opened.store.feed)
        opened.clean_up()
        well, seen = doctor_says(opened, address)
        station = StationSide(serving.url, prepared.stations["B"], clock)
        visit, content = station.arrives(), jpeg()
        station.push(station.attached(visit, content))
        sent = station.send_picture(visit, content)
        serving.switchboard.finish()
        station.session.close()

    assert (sent.status_code, "Retry-After" in sent.headers) == (503, True)
    assert bucket.names() == []
    assert (well, "s3cret" in seen, "AWS_…" in seen) == (False, False, True)


def purges(data: Path) -> Result:
    """`kiosk purge`, in years to come."""
    config = data.parent / "site.toml"
    lines = ('id = "lab"', 'name = "The Lab"', f'data_dir = "{data}"', f'pictures = "{ADDRESS}"')
    config.write_text("\n".join(lines), encoding="utf-8")
    return CliRunner().invoke(kiosk, ["purge", "--clock-is-right", "--config", str(config)])


def test_a_purge_by_hand_says_what_a_bucket_that_is_away_still_keeps(
    station: StationSide,
    home: Home,
    bucket: ObjectStore,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("Ada", "Ben"):
        station.shows(station.arrives(name), jpeg())
    kept = pictures_in(bucket)

    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        away = purges(data)
    with home.store.read() as connection:
        words = connection.scalars(select(event_private.c.event_id)).all()
    between = pictures_in(bucket)
    back = purges(data)

    said = "kiosk: purge: 2 pictures past their days could not be deleted: s3://"
    assert (away.exit_code, away.output[: len(said)]) == (1, said), away.output
    assert (len(away.output.splitlines()), "tries again" in away.output) == (1, True)
    assert (between, words) == (kept, []), "words do not wait for the bucket"
    assert (back.exit_code, back.output) == (0, "Nothing past its days is left.\n")
    assert pictures_in(bucket) == []


def test_what_an_earlier_purge_left_in_the_bucket_is_not_called_gone(
    station: StationSide,
    home: Home,
    bucket: ObjectStore,
    clock: FakeClock,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    station.shows(station.arrives(), jpeg())
    clock.passes(days=30, seconds=1)
    with monkeypatch.context() as patch:
        patch.setattr(PictureStore, "drop", lambda _store, _photos: None)
        home.picture_store.purge()
    left = pictures_in(bucket)

    with monkeypatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
        away = purges(data)
    back = purges(data)

    assert (away.exit_code, len(away.output.splitlines())) == (1, 1)
    assert "pictures erased earlier may still be kept: s3://" in away.output
    assert (len(left), back.exit_code, pictures_in(bucket)) == (2, 0, [])


def test_a_purge_by_hand_leaves_the_bucket_of_another_home_alone(
    station: StationSide, home: Home, bucket: ObjectStore, data: Path
) -> None:
    station.shows(station.arrives(), jpeg())
    bucket.put(f"home/lab/{OWNER}", b"somebody-else")
    kept = pictures_in(bucket)

    said = purges(data)

    assert (said.exit_code, len(said.output.splitlines())) == (2, 1)
    assert "pictures: expected an empty folder, or this home's own" in said.output
    assert pictures_in(bucket) == kept
