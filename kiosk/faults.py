"""Faults: exceptions for a failure outside this program.

Refusals are values and bugs are assertions; neither is here.
"""

from __future__ import annotations


class Fault(Exception):
    """A failure outside this program; `retryable` says whether trying again can help."""

    retryable: bool = True


class CameraFault(Fault):
    """The camera gives no picture now."""


class PictureFault(Fault):
    """The bytes are not a picture that is accepted; the same bytes never will be."""

    retryable = False


class ReadingFault(Fault):
    """Reading this picture failed; another one may succeed."""


class ModelsFault(Fault):
    """The models that read pictures are missing or damaged; the text says which."""

    retryable = False


class StoreFault(Fault):
    """Disk or database failed to store or read."""


class StoreClosed(StoreFault):
    """The store is closed: who still asks comes too late, and has lost nothing."""


class StoreDamaged(StoreFault):
    """The database file itself is damaged and must be replaced."""


class BackupFault(Fault):
    """A backup is incomplete or damaged; the text says what is wrong."""

    retryable = False


class LinkFault(Fault):
    """No answer from the server: no connection, a captive portal's page, or a server that is busy.

    `answered`: the server itself answered that it cannot do this now. `status`: the HTTP status of
    whoever answered, the server or something between, None when nobody did.
    """

    def __init__(
        self,
        reason: str,
        *,
        retry_after_s: float | None = None,
        answered: bool = False,
        status: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.retry_after_s = retry_after_s
        self.answered = answered
        self.status = status


class LinkClosed(LinkFault):
    """We closed the connection because the kiosk is shutting down."""


class ServerFailed(LinkFault):
    """The server failed on this request (500); another request may succeed."""


class TokenRefused(LinkFault):
    """The server no longer knows this station's token (401, 403); it must be paired again."""


class TokenStopped(TokenRefused):
    """The server has suspended the token until a lead decides (403)."""


class LinkRefused(Fault):
    """The server refused the request (4xx); the same request will be refused again."""

    retryable = False

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{status} {code}")
        self.status = status
        self.code = code
        self.detail = detail


class SettingsFault(Fault):
    """A settings file cannot be used; the text names file, key and what was expected."""

    retryable = False
