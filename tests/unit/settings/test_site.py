"""Each setting of a site: read from its key in site.toml, and sent to the stations that need it."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from kiosk import wire
from kiosk.domain.site import Site
from kiosk.faults import SettingsFault
from kiosk.settings import read_site

WRITTEN = {
    "site_id": 'id = "annexe"',
    "name": 'name = "The Annexe"',
    "time_zone": 'time_zone = "Europe/London"',
    "picture_days": "picture_days = 7",
    "public_url": 'public_url = "https://help.example.org/"',
    "hours": 'hours = { monday = "08:30-17:00" }',
    "days": 'days = { 2027-01-01 = "closed", 2026-12-24 = "09:00-12:00" }',
    "seats": 'stations = [{ letter = "B", seats = [1, 2] }]',
    "topics": 'topics = [{ id = "vpn", name = "Network" }]',
    "absent_grace_min": "absent_grace_min = 5",
    "closing_grace_min": "closing_grace_min = 0",
    "late_after_min": "late_after_min = 15",
    "text_days": "text_days = 60",
    "help_phone": 'help_phone = "ext. 5500"',
    "quotas": "quotas = { visits_a_day = 5 }",
    "hosts": 'hosts = ["help.lan"]',
    "metrics_token": 'metrics_token = "sixteen-and-more"',
    "backup_days": "backup_days = 0",
}
"""How each setting may be written, with another value than its default."""
NEEDED = {"days": WRITTEN["hours"]}
"""What a setting is of no use without."""
FIELDS = [field.name for field in fields(Site)]


def read(folder: Path, *lines: str) -> Site:
    path = folder / "site.toml"
    path.write_text("\n".join(lines), encoding="utf-8")
    return read_site(path).site


def test_there_is_an_example_of_each_setting() -> None:
    assert list(WRITTEN) == FIELDS


@pytest.mark.parametrize("name", FIELDS)
def test_a_setting_that_is_written_is_the_sites(name: str, tmp_path: Path) -> None:
    required = {"site_id": 'id = "hq"', "name": 'name = "The Help Bar"'}
    needed = NEEDED.get(name, "")
    plain = read(tmp_path, *required.values(), needed)
    written = read(tmp_path, *(required | {name: WRITTEN[name]}).values(), needed)

    changed = [field for field in FIELDS if getattr(plain, field) != getattr(written, field)]
    assert changed == [name]


def test_a_setting_that_is_left_out_has_the_domains_default(tmp_path: Path) -> None:
    assert read(tmp_path, 'id = "hq"', 'name = "The Help Bar"') == Site("hq", "The Help Bar")


def test_stations_get_every_setting_that_their_message_names(tmp_path: Path) -> None:
    site = read(tmp_path, *WRITTEN.values())
    sent = wire.site_to_wire(site)
    received = wire.site_from_wire(wire.decode(wire.encode(sent), wire.WireSite))

    sent_names = set(wire.WireSite.__struct_fields__) - {"openings"}
    names = ["site_id" if name == "id" else name for name in sent_names]
    assert {name: getattr(received, name) for name in names} == {
        name: getattr(site, name) for name in names
    }


@pytest.mark.parametrize(
    "wrong", ["s3:/x", "http://bucket/folder", "s3://UPPER", "s3://", "pics", "s3://bucket/../x"]
)
def test_an_address_of_no_bucket_is_told_in_words(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "site.toml"
    path.write_text(f'id = "hq"\nname = "HQ"\npictures = "{wrong}"\n', encoding="utf-8")

    with pytest.raises(SettingsFault, match=r"line 3: pictures: expected an address like s3://"):
        read_site(path)


@pytest.mark.parametrize("right", ["s3://bucket", "s3://my.bucket-1/kiosk/lab/"])
def test_an_address_of_a_bucket_is_kept(tmp_path: Path, right: str) -> None:
    path = tmp_path / "site.toml"
    path.write_text(f'id = "hq"\nname = "HQ"\npictures = "{right}"\n', encoding="utf-8")

    assert read_site(path).pictures == right
