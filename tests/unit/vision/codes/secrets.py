"""Contents of printed codes with a secret, by kind, and others that a visitor may well show.

No secret here opens anything: each was made up in the form that its maker describes.
"""

from __future__ import annotations

from typing import Final

from kiosk.vision.reading import TagKind

_BASE58: Final = "3xR9kWq7TzL5mBvN8cYf2HdJ6gPs4aUeKbQ1wXtM"
_RECOVERY_KEY: Final = "148214-536008-267300-690778-315612-074514-602635-441606"
_SEED: Final = (
    "legal winner thank year wave sausage worth useful legal winner thank yellow"  # public sample
)

SECRETS: Final[tuple[tuple[TagKind, str], ...]] = (
    (TagKind.TWO_STEP, "otpauth://totp/Example:priya?secret=JBSWY3DPEHPK3PXP&issuer=Example"),
    (TagKind.TWO_STEP, "OTPAUTH-MIGRATION://OFFLINE?DATA=CJKEAQOKSGVSBG8"),
    (TagKind.TWO_STEP, "phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fa.example"),
    (TagKind.PASSKEY, "FIDO:/13086400838107303667332719012595115747821895775708323189557153075146"),
    (TagKind.WIFI, "WIFI:T:WPA;S:Office;P:correct horse;;"),
    (TagKind.WIFI, "WIFI:P:12345678;S:Office\\;2;T:WPA;H:true;;"),
    (TagKind.RECOVERY_KEY, _RECOVERY_KEY),
    (TagKind.RECOVERY_KEY, _RECOVERY_KEY.replace("-", "")),
    (TagKind.WALLET, _SEED),
    (TagKind.WALLET, " ".join(f"{at}. {word}" for at, word in enumerate(_SEED.split(), 1))),
    (TagKind.WALLET, "173318862034125002770901145609980033201607010456"),
    (TagKind.WALLET, f"5{_BASE58}{_BASE58[:10]}"),
    (TagKind.WALLET, f"6P{_BASE58}{_BASE58[:16]}"),
    (TagKind.WALLET, f"xprv{_BASE58}{_BASE58}"),
    (TagKind.KEY, "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXk\n"),
    (TagKind.KEY, "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJwcml5YSJ9.c2lnbmF0dXJl"),
    (TagKind.KEY, "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"),
    (TagKind.KEY, "https://a.example/report?access_token=8f3kd02"),
    (TagKind.KEY, "https://a.example/#api_key=8f3kd02"),
    (TagKind.KEY, "https://store.example/a.pdf?sv=2024&se=2026-12-01&sig=Zk93d2Vs"),
    (TagKind.KEY, "https://priya:8f3kd02@a.example/"),
    (TagKind.KEY, "https://a.example/login?password=8f3kd02"),
    (TagKind.KEY, "https://meet.example/j/84512?pwd=a1B2c3"),
    (TagKind.KEY, "https://a.example/?code=4a0AX4XfWh8f3kd02kQ"),
    (TagKind.KEY, "Password: 8f3kd02"),
    (TagKind.KEY, '{"host": "a.example", "client_secret": "8f3kd02"}'),
    (TagKind.KEY, "<password>8f3kd02</password>"),
    (TagKind.KEY, "Passwort: 8f3kd02"),
    (TagKind.KEY, "PIN: 4711"),
    (TagKind.KEY, "[Interface]\nPrivateKey = 8f3kd02kQ="),
    (TagKind.KEY, "wk1.hq.B.8f3kd02kQ8f3kd02kQ8f3kd02kQ"),
    (TagKind.SIGN_IN, "https://desk.example/desk/#pair=8f3kd02kQ8f3kd02kQ8f3k"),
    (TagKind.SIGN_IN, "https://desk.example/desk/#kiosk=7K2M-9QXA"),
    (TagKind.SIGN_IN, "https://desk.example/v/8f3kd02kQ8f3kd02kQ8f3k"),
    (TagKind.SIGN_IN, "https://a.example/reset-password/8f3kd02kQ8f3kd02"),
    (TagKind.SIGN_IN, "https://a.example/account/magic-link/8f3kd02kQ8f3kd02"),
    (TagKind.SIGN_IN, "LPA:1$SMDP.EXAMPLE$04386-AGYFT-A74Y8-3F815"),
    (TagKind.SIGN_IN, "tg://login?q=8f3kd02kQ"),
    (TagKind.PERSONAL, "BEGIN:VCARD\nVERSION:3.0\nFN:Priya N\nTEL:+15550100\nEND:VCARD"),
    (TagKind.PERSONAL, "MECARD:N:Priya;TEL:+15550100;;"),
    (TagKind.PERSONAL, "M1DOE/JOHN            EABC123 FRAJFKLH 0400 226C012A0025 100"),
    (TagKind.PERSONAL, "@\n\x1e\rANSI 636014040002DL00410477ZC05180089DLDAQD1234562 DCSDOE"),
    (TagKind.PERSONAL, "BCD\n002\n1\nSCT\nEXAMPLEX\nPriya N\nDE02120300000000202051\nEUR12"),
)

HARMLESS: Final = (
    "PC-0042",
    "E-1042",
    "S/N: 5CD1234XYZ P/N: 7K0P2EA#ABD",
    "MAC: 00:11:22:33:44:55",
    "IMEI:356938035643809",
    "(01)09501101530003(17)261231(10)ABC123",
    "8f14e45f-ceea-467f-9f52-1234567890ab",
    "7" * 400,
    "Kiosk: Lobby",
    "WIFI:S:free;T:nopass;;",
    "mailto:help@example.com",
    "tel:+15550100",
    "https://example.com/help?id=4711",
    "https://example.com/device/8f14e45f-ceea-467f-9f52-1234567890ab",
    "https://example.com/reset-password",
    "https://example.com/?design=modern&key=PC-0042",
    "https://example.com/?code=INACCESSIBLE_BOOT_DEVICE",
    "https://example.com/blog/seven-ways-make-laptop-last-longer-this-year-2026",
    "https://example.com/author/priya-n-2026-11-28",
    "https://example.com/magic-keyboard/MK2A3D-A-2021-model",
    "https://example.com/watch?v=dQw4w9WgXcQ&t=42",
    "HTTPS://EXAMPLE.COM/SUPPORT/?APP=DRIVERS&SN=5CD1234XYZ",
    "Forgot your password? https://help.example.com/",
    "Please bring your laptop and the charger when you visit our front desk on Monday.",
)
