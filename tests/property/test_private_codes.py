"""Nothing of a secret leaves the function that makes a tag, whatever stands around the secret."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from kiosk.vision.codes.printed import LONGEST_TAG, as_tag
from kiosk.vision.reading import Tag, TagKind
from tests.unit.vision.codes.secrets import SECRETS

_NAME = "QR code"
_VALUES = st.text(string.ascii_letters + string.digits + "-_", min_size=1, max_size=64)
_LONG_VALUES = st.text(string.ascii_letters + string.digits, min_size=20, max_size=64)
_FORMS = st.sampled_from(
    [
        "otpauth://totp/x?secret={}",
        "WIFI:T:WPA;S:x;P:{};;",
        "https://a.example/?access_token={}",
        "https://a.example/?x=1&api_key={}",
        "https://a.example/?sig={}",
        "https://a.example/#pair={}",
        "https://a:{}@b.example/",
        "Password: {}",
        '{{"secret":"{}"}}',
        "client_secret={}",
        "BEGIN:VCARD\nFN:{}\nEND:VCARD",
        "FIDO:/{}",
    ]
)
_LONG_FORMS = st.sampled_from(
    ["https://a.example/v/{}", "ghp_{}", "github_pat_{}", "eyJ{0}.eyJ{0}", "glpat-{}"]
)
_BLOCKS = st.lists(st.integers(0, 0xFFFF), min_size=8, max_size=8).map(
    lambda factors: [f"{factor * 11:06}" for factor in factors]
)
_SAMPLES = st.sampled_from([text for _, text in SECRETS if not text.isalnum() and " " not in text])
_DRAWN = (
    st.builds(str.format, _FORMS, _VALUES)
    | st.builds(str.format, _LONG_FORMS, _LONG_VALUES)
    | _BLOCKS.map("-".join)
    | _BLOCKS.map("".join)
    | _SAMPLES
)
_AROUND = st.text(max_size=40) | st.text(max_size=10).map(lambda text: text * 400)


@given(_AROUND, _DRAWN, _AROUND)
def test_of_a_secret_only_its_kind_is_kept(before: str, secret: str, after: str) -> None:
    tag = as_tag(f"{before}{secret}{after}", name=_NAME)

    assert tag.kind is not None
    assert tag == Tag(_NAME, whole=False, kind=tag.kind)


@given(st.text() | st.text(max_size=20).map(lambda text: text * 300))
def test_any_code_becomes_a_bounded_plain_tag(content: str) -> None:
    tag = as_tag(content, name=_NAME)

    assert tag.kind is None or tag.text == _NAME
    assert tag.kind is not TagKind.UNREADABLE
    assert len(tag.text) <= LONGEST_TAG
    assert tag.text.isprintable()
