"""Pictures in a bucket of an object store that speaks S3: AWS, MinIO, Ceph, Garage, R2.

Account and address come from the environment, under the names that every tool for S3 has:
AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION, AWS_ENDPOINT_URL (http:// goes without TLS).
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock
from typing import ClassVar, Final

import obstore
import uuid6
from obstore.exceptions import BaseError
from obstore.store import S3Store
from sqlalchemy import select

from kiosk.faults import SettingsFault, StoreFault
from kiosk.server.pictures.picture_store import THUMB, WHOLE
from kiosk.server.store.dialect import insert_missing
from kiosk.server.store.site_store import SiteStore
from kiosk.server.store.tables import meta

SCHEME: Final = "s3://"
OWNER: Final = "home-id"
"""The object that says whose bucket it is."""
_KEY: Final = "bucket "
_ENDPOINT: Final = "AWS_ENDPOINT_URL"
_TIMEOUT: Final = timedelta(seconds=5)
_RETRIES: Final = 1
_LONGEST_REASON: Final = 200


class PictureBucket:
    """Pictures in `s3://bucket/folder`, in a folder below it that has the site's name."""

    is_shared: ClassVar = True

    def __init__(self, address: str, store: SiteStore) -> None:
        if not address.startswith(SCHEME):
            raise SettingsFault("pictures: expected an address like s3://bucket/folder")
        endpoint = os.environ.get(_ENDPOINT, "")
        if endpoint and not endpoint.startswith(("http://", "https://")):
            raise SettingsFault(f"{_ENDPOINT}: expected https://… or http://…, got {endpoint!r}")
        self._address = f"{address.rstrip('/')}/{store.site_id}"
        self._id = _own_id(store)
        self._claiming = Lock()
        self._is_claimed = False
        with self._faults():
            self._bucket = S3Store.from_url(
                self._address,
                client_options={
                    "timeout": _TIMEOUT,
                    "connect_timeout": _TIMEOUT,
                    "allow_http": endpoint.startswith("http:"),
                },
                retry_config={"max_retries": _RETRIES, "retry_timeout": 2 * _TIMEOUT},
            )

    def save(self, photo: str, content: bytes, suffix: str) -> None:
        """An object is whole or absent."""
        with self._own():
            obstore.put(self._bucket, _name(photo, suffix), content)

    def read(self, photo: str, suffix: str) -> bytes | None:
        """The object."""
        with self._own():
            return self._get(_name(photo, suffix))

    def delete(self, photos: Collection[str]) -> None:
        """All of them with one request."""
        names = [_name(photo, suffix) for photo in photos for suffix in (WHOLE, THUMB)]
        with self._own():
            if names:
                obstore.delete(self._bucket, names)

    def sweep(self, kept: Collection[str], erased: Collection[str], before: datetime) -> int:
        """What is nobody's stays for its time: an older store that was restored has no row of it.

        The kiosks bring those rows back, and the pictures are here already.
        """
        with self._own():
            found = [
                object_["path"]
                for page in obstore.list(self._bucket)
                for object_ in page
                if object_["path"] != OWNER
                and (photo := _photo(object_["path"])) not in kept
                and (photo in erased or object_["last_modified"] < before)
            ]
            if found:
                obstore.delete(self._bucket, found)
        return len(found)

    def check(self) -> None:
        """StoreFault when it does not answer, SettingsFault when it is another home's."""
        with self._own():
            self._get(OWNER)

    @contextmanager
    def _own(self) -> Iterator[None]:
        """This home's own bucket, which is looked at once, before it is first used."""
        with self._faults():
            with self._claiming:
                if not self._is_claimed:
                    self._claim()
                    self._is_claimed = True
            yield

    def _claim(self) -> None:
        """SettingsFault for the bucket of another home: this one would delete what it holds."""
        found = self._get(OWNER)
        if found is None and not any(obstore.list(self._bucket)):
            obstore.put(self._bucket, OWNER, self._id.encode("ascii"))
        elif found != self._id.encode("ascii"):
            expected = f"expected an empty folder, or this home's own ({OWNER} {self._id})"
            raise SettingsFault(f"{self._address}: pictures: {expected}")

    def _get(self, name: str) -> bytes | None:
        try:
            return bytes(obstore.get(self._bucket, name).bytes())
        except FileNotFoundError:  # also without such a bucket
            return None

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """The first line of what the library says: what was asked, and how that failed."""
        try:
            yield
        except (BaseError, OSError) as fault:
            said = str(fault).partition("\n")[0][:_LONGEST_REASON] or type(fault).__name__
            raise StoreFault(f"{self._address}: {said}") from fault


def _own_id(store: SiteStore) -> str:
    """The id that this home's bucket has; it goes with the store wherever that goes."""
    key = f"{_KEY}{store.site_id}"
    with store.write() as connection:
        connection.execute(insert_missing(meta).values(key=key, value=str(uuid6.uuid7())))
        return str(connection.scalar(select(meta.c.value).where(meta.c.key == key)))


def _name(photo: str, suffix: str) -> str:
    return f"{photo[:2]}/{photo}{suffix}"


def _photo(path: str) -> str:
    """The id in an object's name, after whatever folders are before it."""
    return path.rpartition("/")[2].partition(".")[0]
