"""What msgspec says of a refused value, taken apart into field and reason."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
import pytest
from msgspec import Meta, Struct

from kiosk.validation import field_and_reason, repeats_value


class Item(Struct, forbid_unknown_fields=True):
    size: Annotated[int, Meta(ge=1)]
    kind: Literal["small", "large"] = "small"


class Order(Struct, forbid_unknown_fields=True):
    items: list[Item]


@pytest.mark.parametrize(
    ("sent", "field", "reason"),
    [
        (5, "", "Expected `object`, got `int`"),
        ({}, "items", "Object missing required field `items`"),
        ({"items": [{"size": 0}]}, "items[0].size", "Expected `int` >= 1"),
        ({"items": [{}]}, "items[0].size", "Object missing required field `size`"),
        ({"items": [], "x": 1}, "x", "Object contains unknown field `x`"),
        (
            {"items": [{"size": 1, "kind": "field `a` - at `$.b`"}]},
            "items[0].kind",
            "Invalid enum value 'field `a` - at `$.b`'",
        ),
    ],
)
def test_the_field_and_the_reason_are_told_apart(sent: object, field: str, reason: str) -> None:
    with pytest.raises(msgspec.ValidationError) as refused:
        msgspec.convert(sent, Order)

    assert field_and_reason(str(refused.value)) == (field, reason)


def test_only_a_value_that_is_none_of_its_choices_is_repeated() -> None:
    assert repeats_value("Invalid enum value 'Priya'")
    assert not repeats_value("Expected `int`, got `str`")
