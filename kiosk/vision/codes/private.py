"""Recogniser of printed codes that hold a secret or somebody's details: it tells the kind of each.

Whoever calls it keeps the kind and drops the text. The rules are plain patterns, each of which
takes time in proportion to the text, and none of them asks what stands around the secret.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Final
from urllib.parse import unquote

from kiosk.vision.reading import TagKind

_MOST_UNQUOTINGS: Final = 3
"""An address within an address within an address; each was written with one more layer of %."""

_LONG_NAMES: Final = (
    "secret|token|passwor[dt]|passwd|passphrase|passcode|pass[_-]key|kennwort|contrase(?:ñ|n)a|"
    "mot de passe|has(?:ł|l)o|(?:ş|s)ifre|api[_ -]?key|access[_ -]?key|private[_ -]?key|"
    "recovery[_ -]?key|shared[_ -]?key|account[_ -]?key|product[_ -]?key|symkey|credential|"
    "signature|session[_-]?(?:id|key)|client[_-]?assertion|one[_-]?time"
)
"""Names of a secret, wherever they stand in a longer name such as `x-access-token-2`."""
_SHORT_NAMES: Final = "sig|pwd|pass|pw|psk|pin|puk|jwt|otp|otc|hmac|bearer"
"""Names of a secret by themselves only: `design` is no `sig`."""
_NAMES_OF_LONG_VALUES: Final = "key|code|auth|ticket|sid|sas|nonce|state|invite|id_?hint|k|t"
"""Names of a secret when the value is long: `key=PC-0042` and `code=809` are harmless."""
_ONE_TIME: Final = (
    "reset|magic[_-]?(?:link|log|sign)|invit(?:e|ation)|activat(?:e|ion)|verif(?:y|ication)|confirm(?:ation)?|"
    "sign-?in|log-?in|auth(?!or)|sso|pair(?:ing)?|enrol(?:l|lment|ment)?|otp|token"
)
"""Parts of an address that are followed by what lets one person in once."""
_BASE58: Final = "1-9A-HJ-NP-Za-km-z"
_BECH32: Final = "02-9ac-hj-np-z"


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_RULES: Final[tuple[tuple[TagKind, re.Pattern[str]], ...]] = (
    (
        TagKind.TWO_STEP,
        _any_case(
            r"otpauth(?:-migration)?:|phonefactor:|msauth[\w.-]{0,64}:|duo://|okta(?:verify)?:|"
            r"com\.okta\.\w+:"
        ),
    ),
    (TagKind.PASSKEY, _any_case(r"fido:/")),
    (
        TagKind.WALLET,
        re.compile(
            rf"[a-z]prv[{_BASE58}]{{40}}|6P[{_BASE58}]{{56}}|[5KL][{_BASE58}]{{50}}|"
            rf"(?i:nsec1[{_BECH32}]{{58}}|lnurl1[{_BECH32}]{{20}})"
        ),
    ),
    (
        TagKind.KEY,
        re.compile(
            r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY|PuTTY-User-Key-File|(?i:AGE-SECRET-KEY-1)|"
            r"eyJ[\w-]{8,}\.[\w-]{8}|eyJ[\w+/=-]{40}|(?=[0-9]{0,63}[A-Fa-f])[0-9A-Fa-f]{64}|"
            r"gh[opsur]_[A-Za-z0-9]{20}|github_pat_\w{20}|glpat-[\w-]{16}|xox[a-z]-[\w-]{10}|"
            r"sk-[A-Za-z0-9]{32}|sk-(?:proj|ant)-[\w-]{20}|[rs]k_live_\w{10}|AIza[\w-]{35}|"
            r"A[KS]IA[0-9A-Z]{16}|ya29\.[\w-]{20}|npm_[A-Za-z0-9]{30}|pypi-[\w-]{30}|"
            r"hvs\.[\w-]{20}|SG\.[\w-]{16}|wk1\.[^\s.]{1,64}\.[^\s.]{1,16}\.[\w-]{16}"
        ),
    ),
    (
        TagKind.SIGN_IN,
        _any_case(
            r"/v/[\w-]{20}|[#?&](?:pair|kiosk)=\w|tg://login|sgnl://linkdevice|s\.team/q/|discord(?:app)?\.com/ra/|"
            r"weixin\.qq\.com/x/|linked_devices#|lpa:1\$|dpp:|x-hm://|\bmt:[a-z0-9.-]{19}|"
            r"android\.app\.extra\.provisioning_|devicelogin\?|2@[\w+/=]{20}|"
            rf"(?:{_ONE_TIME})[a-z_-]{{0,32}}/(?=[\w.~-]{{0,64}}\d)[\w.~-]{{16}}"
        ),
    ),
    (
        TagKind.PERSONAL,
        re.compile(
            r"(?i:begin:v?card|mecard:|bizcard:|shc:/|hc1:)|(?:ANSI |AAMVA)\d{6,}|"
            r"M[1-4][A-Z' /.-]{20}[EL ][A-Z0-9 ]{7}[A-Z]{6}|[A-Z]{2}<<[A-Z<]{5}|"
            r"BCD\s{1,2}00[12]\s|SPC\s{1,2}0[12]00\s"
        ),
    ),
    (
        TagKind.KEY,
        _any_case(
            rf"(?:{_LONG_NAMES})[\w\]\"'. -]{{0,32}}[=:>]\s*[\"']?[^\s\"'<&;,]|"
            rf"(?<![a-z0-9])(?:{_SHORT_NAMES})[\"']?\s*[=:]\s*[\"']?[^\s\"'<&;,:/]|"
            rf"(?<![a-z0-9])(?:{_NAMES_OF_LONG_VALUES})[\"']?\s*=\s*"
            r"(?=[\w.~%+/-]{0,64}\d)[\w.~%+/-]{16}|"
            r"://[^/\s:@]{1,256}:[^/\s@]{1,256}@"
        ),
    ),
)
_PARTS_OF_A_RECOVERY_KEY: Final = re.compile(r"(?:\d{6}\s?[-\u2010-\u2015]\s?){7}\d{6}")
_WIFI: Final = _any_case(r"wifi:")
_WIFI_PASSWORD: Final = _any_case(r"[:;]\s*p\s*:\s*[^;\s]")
_DIGITS: Final = re.compile(r"\d{48,}", re.ASCII)
_BLOCKS_OF_A_RECOVERY_KEY: Final = 8
_EACH_A_MULTIPLE_OF: Final = 11
_FACTORS: Final = 0x1_0000
"""BitLocker writes its key as eight blocks of six digits: sixteen bits times eleven each."""
_WORDS_OF_A_SEED: Final = 12
_LIST_OF_WORDS: Final = 2048
"""Words in the list that seeds are taken from; a seed as digits has four for each."""
_WORDS_AND_BETWEEN: Final = re.compile(r"([A-Za-z]+)|([\s,;.()0-9]+)|.")
"""A word, or what may stand between two words of a seed, or one character that may not."""
_FEWEST_WORDS: Final = _WORDS_OF_A_SEED - 2
"""Two less than a seed has: the first and the last may have grown together with what is beside."""
_SHORTEST_WORD, _LONGEST_WORD = 3, 8
_NOT_IN_A_SEED: Final = re.compile(
    r"the|and|for|your|are|our|not|but|was|his|her|its|from|has|had|they|them|their|which|any|out|"
    r"does|per|und|der|die|das|ist|mit|von|den|dem|des|ein|eine|les|est|pour|que|par|los|las|con|"
    r"una|del|por|sur|dans|avec|vous|ihr|wir|sie|auf"
)
"""Short words that sentences are full of, and the list of seeds has none of."""
_BARE_KEY: Final = re.compile(r"[A-Za-z0-9+/_=-]{41,}")
"""More than any badge has (kiosk/directory/people.py), with nothing else in the code."""
_BINARY_SEEDS: Final = (16, 32)
"""Bytes of a seed that is printed as bytes."""


def private_kind(text: str, *, binary: bytes | None = None) -> TagKind | None:
    """What kind of secret or personal detail `text` holds; None when it holds none that is known.

    `text` is all that the code says; `binary` its bytes when they are no text.
    """
    if binary is not None and len(binary) in _BINARY_SEEDS:
        return TagKind.WALLET
    kinds = (kind for form in _forms(text) for kind in _kinds(form))
    return next(kinds, None)


def _forms(text: str) -> Iterator[str]:
    """`text` in the ways it may be read: as it is, as it would be shown, with its % undone."""
    shown = "".join(character for character in text if character.isprintable())
    forms = {text: None, shown: None, unicodedata.normalize("NFKC", shown): None}
    for _ in range(_MOST_UNQUOTINGS):
        shown = unquote(shown)
        forms |= {shown: None, unicodedata.normalize("NFKC", shown): None}
    yield from forms


def _kinds(text: str) -> Iterator[TagKind]:
    for kind, is_in in _CHECKS:
        if is_in(text):
            yield kind
    for kind, pattern in _RULES:
        if pattern.search(text):
            yield kind
    if _is_bare_key(text):
        yield TagKind.KEY


def _has_wifi_password(text: str) -> bool:
    network = _WIFI.search(text)
    return bool(network and _WIFI_PASSWORD.search(text, network.end() - 1))


def _has_recovery_key(text: str) -> bool:
    return bool(_PARTS_OF_A_RECOVERY_KEY.search(text)) or any(
        _has_blocks(digits, 6, _BLOCKS_OF_A_RECOVERY_KEY, _is_recovery_block)
        for digits in _DIGITS.findall(text)
    )


def _is_recovery_block(number: int) -> bool:
    return number % _EACH_A_MULTIPLE_OF == 0 and number // _EACH_A_MULTIPLE_OF < _FACTORS


def _has_seed_in_digits(text: str) -> bool:
    return any(
        _has_blocks(digits, 4, _WORDS_OF_A_SEED, lambda number: number < _LIST_OF_WORDS)
        for digits in _DIGITS.findall(text)
    )


def _has_blocks(digits: str, length: int, count: int, fits: Callable[[int], bool]) -> bool:
    """Whether `count` blocks of `length` digits, one after the other, all fit."""
    for first in range(length):
        in_a_row = 0
        for start in range(first, len(digits) - length + 1, length):
            in_a_row = in_a_row + 1 if fits(int(digits[start : start + length])) else 0
            if in_a_row == count:
                return True
    return False


def _has_seed(text: str) -> bool:
    """Whether many short words stand in a row, and none of those that sentences need."""
    in_a_row = 0
    for part in _WORDS_AND_BETWEEN.finditer(text):
        word, between = part.groups()
        if between:
            continue
        fits = word and _SHORTEST_WORD <= len(word) <= _LONGEST_WORD
        in_a_row = in_a_row + 1 if fits and not _NOT_IN_A_SEED.fullmatch(word.lower()) else 0
        if in_a_row == _FEWEST_WORDS:
            return True
    return False


def _is_bare_key(text: str) -> bool:
    """Whether the whole is one long run of capital letters, small letters and digits."""
    whole = text.strip()
    if not _BARE_KEY.fullmatch(whole):
        return False
    return all(re.search(letters, whole) for letters in ("[A-Z]", "[a-z]", "[0-9]"))


_CHECKS: Final[tuple[tuple[TagKind, Callable[[str], bool]], ...]] = (
    (TagKind.WIFI, _has_wifi_password),
    (TagKind.RECOVERY_KEY, _has_recovery_key),
    (TagKind.WALLET, _has_seed_in_digits),
    (TagKind.WALLET, _has_seed),
)
