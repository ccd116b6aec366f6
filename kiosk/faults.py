"""Owns the tree of faults: the world failed. Never holds refusals (values) or bugs (assertions)."""

from __future__ import annotations


class Fault(Exception):
    """Something outside this program failed; `retryable` says whether trying again can help."""

    retryable: bool = True


class CameraFault(Fault):
    """No picture can be had from the camera now."""


class PictureFault(Fault):
    """Bytes offered as a picture are not one we accept; trying the same bytes again is useless."""

    retryable = False


class ReadingFault(Fault):
    """This picture could not be read; another may well be."""


class ModelsFault(Fault):
    """The models that read pictures are missing or damaged; the text says which."""

    retryable = False


class StoreFault(Fault):
    """The station's disk or database did not take what was to be kept."""


class StoreDamaged(StoreFault):
    """The database file itself is bad; only another file in its place can help."""


class BackupFault(Fault):
    """A backup is not whole, or not of what it should be; the text says what is wrong."""

    retryable = False


class LinkFault(Fault):
    """The server did not answer, or what answered was not the server.

    `answered`: it was the server, which cannot do this now.
    """

    def __init__(
        self, reason: str, *, retry_after_s: float | None = None, answered: bool = False
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_s = retry_after_s
        self.answered = answered


class LinkClosed(LinkFault):
    """This kiosk let go of the line itself, because it ends; nothing is wrong."""


class ServerFailed(LinkFault):
    """The server itself failed over what was sent (500); something else may well pass."""


class TokenRefused(LinkFault):
    """The server knows this station's token no more (401, 403); pairing again mends it."""


class TokenStopped(TokenRefused):
    """The server knows the token and lets it do nothing until a lead chooses (403)."""


class LinkRefused(Fault):
    """The server understood and said no (4xx); sending the same again is useless."""

    retryable = False

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail


class SettingsFault(Fault):
    """A settings file cannot be used; the text names file, key and what was expected."""

    retryable = False
