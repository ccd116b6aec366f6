"""The OpenAPI document is true: every route is in it, and every answer fits."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    negative_data_rejection,
    positive_data_acceptance,
)
from starlette.routing import Route

from kiosk.journal import LogEvent
from kiosk.server.app import DOCUMENT, operations_of
from kiosk.server.doctor.api import PROBE
from kiosk.server.home import Home
from kiosk.server.http.openapi import routes
from kiosk.server.http.pages import page_routes
from tests.conftest import ExpectLog
from tests.server.conftest import Prepared
from tests.server.station_side import LIMIT_S, StationSide, jpeg

EXAMPLES = 15
"""Of each operation, well-formed and malformed: some twenty seconds on two quiet cores."""
PAGES = {"/", "/favicon.ico", "/desk/", "/v/{token}"}
JUDGED_BY_CONTENT = positive_data_acceptance
"""A token, a code, a site or a visit may fit its schema and still be nobody's."""

REFUSED = ["400", "401", "403", "404", "409", "413", "415", "422", "429", "5xx"]
"""What is malformed may be too long at that."""
VOIDS_ITSELF = negative_data_rejection
"""A push is taken without a value that cannot be (tests/property/test_one_bad_value.py)."""


@pytest.fixture
def schema(url: str) -> schemathesis.BaseSchema:
    """Streams left out: they never end, and have tests of their own."""
    config = schemathesis.Config.from_dict(
        {
            "generation": {"with-security-parameters": False},
            "checks": {"negative_data_rejection": {"expected-statuses": REFUSED}},
        }
    )
    loaded = schemathesis.openapi.from_url(url + DOCUMENT, config=config)
    return loaded.exclude(path_regex="/live$")


def operations(schema: schemathesis.BaseSchema, mode: GenerationMode) -> list[Any]:
    """What can be asked in this mode, signing out last: all that comes after it is refused."""
    found = [cast("Ok[Any]", operation).ok() for operation in schema.get_all_operations()]
    wrong = mode is GenerationMode.NEGATIVE
    asked = [operation for operation in found if not wrong or may_be_wrong(operation)]
    return sorted(asked, key=lambda operation: operation.method == "delete")


def may_be_wrong(operation: Any) -> bool:  # noqa: ANN401  schemathesis names no type of it
    """Whether it takes something with a form: bytes alone have none."""
    return bool(operation.query) or bool(operation.body and operation.path != PROBE)


@pytest.mark.parametrize("mode", list(GenerationMode))
def test_every_answer_fits_the_document(
    schema: schemathesis.BaseSchema,
    prepared: Prepared,
    station: StationSide,
    subtests: pytest.Subtests,
    expect_log: ExpectLog,
    mode: GenerationMode,
) -> None:
    expect_log(LogEvent.EVENT_SET_ASIDE, LogEvent.VALUES_VOIDED, maybe=True)
    visit = station.arrives("Ada", private={"phone_token": "tok-of-a-visitors-phone"})
    real = {
        "visit_id": visit,
        "photo": station.shows(visit, jpeg()),
        "token": "tok-of-a-visitors-phone",
    }
    real |= {"letter": "Y", "tablet_id": visit}
    token = {"Authorization": f"Bearer {prepared.stations['B']}"}
    cookies = {"kiosk_tablet": prepared.ben.tablet, "kiosk_session": prepared.ben.session}
    for operation in operations(schema, mode):

        @settings(
            max_examples=EXAMPLES,
            derandomize=True,
            deadline=None,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Case[Any]) -> None:
            if mode is GenerationMode.POSITIVE:
                places = case.path_parameters or {}
                places.update({name: real[name] for name in places})
                if isinstance(case.body, dict) and "site" in case.body:
                    case.body["site"] = "lab"
            excluded: list[Any] = [JUDGED_BY_CONTENT]
            if case.operation.path.endswith("/sync/push"):
                excluded.append(VOIDS_ITSELF)
            case.call_and_validate(headers=token, cookies=cookies, excluded_checks=excluded)

        with subtests.test(operation=operation.label):
            ask()


def test_every_route_is_in_the_document(
    home: Home, pages: Path, anyone: requests.Session, url: str
) -> None:
    document = anyone.get(url + DOCUMENT, timeout=LIMIT_S).json()
    told = {
        (path, method.upper()) for path, methods in document["paths"].items() for method in methods
    }

    served = {
        (re.sub(r"{(\w+):\w+}", r"{\1}", route.path), method)
        for route in [*routes(operations_of(home)), *page_routes(pages)]
        if isinstance(route, Route) and route.path not in PAGES | {DOCUMENT}
        for method in route.methods or set()
        if method != "HEAD" or "GET" not in (route.methods or set())
    }
    assert served == told
    assert len(told) > 20


def test_the_document_says_what_opens_each_call(anyone: requests.Session, url: str) -> None:
    document = anyone.get(url + DOCUMENT, timeout=LIMIT_S).json()

    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            needs = [next(iter(way)) for way in operation.get("security", [])]
            if path.startswith("/api/v1/sync/"):
                assert needs == ["station"], path
            elif path.startswith("/api/v1/desk/") and not path.endswith(("/pair", "/session")):
                assert needs == ["session"], (method, path)


def test_every_answer_a_call_may_get_is_in_the_document(anyone: requests.Session, url: str) -> None:
    """A full disk, a missing sign-in, a body that is none, another site's page."""
    document = anyone.get(url + DOCUMENT, timeout=LIMIT_S).json()

    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            told = {int(status) for status in operation["responses"]}
            expected = {503}
            expected |= {401} if operation.get("security") else set()
            body = operation.get("requestBody", {}).get("content", {})
            expected |= {400, 413, 415, 422} if "application/json" in body else set()
            by_token = path.startswith("/api/v1/sync/") or path == PROBE
            by_cookie = not by_token and method != "get"
            expected |= {403} if by_cookie else set()
            assert expected - told == set(), (method, path)


def test_the_document_never_asks_for_more_than_it_did(
    station: StationSide, anyone: requests.Session, url: str
) -> None:
    """An old station meets this server: what it sends today must be enough for ever."""
    schemas = anyone.get(url + DOCUMENT, timeout=LIMIT_S).json()["components"]["schemas"]

    assert schemas["Push"]["required"] == ["site", "sent_at", "events"]
    assert schemas["WireEvent"]["required"] == [
        "id",
        "site_id",
        "about",
        "actor",
        "origin",
        "at",
        "type",
        "facts",
    ]
