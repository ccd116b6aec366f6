"""What stands in front of a home: whether it leads to it, and passes on what it has to.

A proxy is asked nothing. The running server tells how each request arrived.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from urllib.parse import urlsplit

import msgspec

from kiosk import wire
from kiosk.domain.site import Site
from kiosk.finding import Finding
from kiosk.server.doctor.api import NO_KEY, UNKNOWN_KEY, Probed, digest_of
from kiosk.server.doctor.front_client import Answer, FrontClient, NoAnswer
from kiosk.server.http.connections import KEEP_ALIVE_S
from kiosk.server.http.hosts import LOOPBACK, host_name

METRICS: Final = "/api/v1/metrics"
_FOUND: Final = 200
_SIGN_IN: Final = frozenset({401, 403, 407})
_RESTART: Final = "restart it: systemctl restart walkup-kiosk-server"
_OF_A_HOME: Final = {
    "unknown_host": "asked for by another name: the proxy has to pass on Host as it came",
    NO_KEY: "the proxy takes the header Authorization away; kiosks show their tokens in it",
    UNKNOWN_KEY: "leads to another home, with another store: look at the proxy and the name",
    "not_found": f"the running server is older than this program: {_RESTART}",
}
"""What the code of a refusal says, when a home refused."""
_PASS_ON_FOR: Final = "nginx: proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for"
_PASS_ON_PROTO: Final = "nginx: proxy_set_header X-Forwarded-Proto $scheme"


def examine_front(site: Site, key: str, client: FrontClient) -> Iterator[Finding]:
    """Every finding of the way in by `public_url`; what cannot be asked without it is left out."""
    first = client.probe(key)
    probed = _probed(first)
    if probed is None:
        yield Finding("public_url", well=False, seen=_not_here(first))
        return
    assert isinstance(first, Answer)
    yield Finding("public_url", well=True, seen=f"{site.public_url} leads to this home")
    with ThreadPoolExecutor(1, "held") as beside:
        held = beside.submit(client.probe, key, hold=True)
        yield _settings(site, probed)
        is_direct = first.own_address == probed.address
        yield from _passed_on(site, probed, is_direct=is_direct)
        yield _upload(client.probe(key, body=bytes(wire.MAX_BODY_BYTES)))
        yield _live(client.first_beat(key))
        yield _metrics(site, client)
        # The server knows a proxy's connections by what it passes on.
        if not is_direct and (probed.forwarded_for or probed.forwarded_proto):
            yield _idle(probed.kept_longer)
        yield _crowded(crowded=probed.crowded)
        yield _held(held.result())


def _probed(answer: Answer | NoAnswer) -> Probed | None:
    if isinstance(answer, NoAnswer) or not answer.ours or answer.status != _FOUND:
        return None
    try:
        return msgspec.json.decode(answer.body, type=Probed)
    except msgspec.MsgspecError:
        return None


def _not_here(answer: Answer | NoAnswer) -> str:
    """Why the first request by the public address was not answered by this home."""
    match answer:
        case NoAnswer(reason) if reason.startswith("certificate"):
            return f"does not answer: {reason}; an authority of your own is told by --ca-file"
        case NoAnswer(reason):
            return f"does not answer: {reason}; look at the proxy, its certificate and the name"
        case Answer(ours=True, status=status, code=code):
            return _OF_A_HOME.get(code) or f"the server answers {status}; look at its log"
        case Answer(status=status, location=there) if there:
            return f"answers {status} and leads to {there}: set public_url to where the pages are"
        case Answer(status=status) if status in _SIGN_IN:
            return f"something before the server answers {status}; no kiosk or phone signs in there"
        case Answer(status=status):
            return f"something before the server answers {status}; look at the proxy's log"


def _settings(site: Site, probed: Probed) -> Finding:
    if probed.settings == digest_of(site):
        return Finding("settings", well=True, seen="the running server has those of site.toml")
    seen = f"site.toml was changed since the server began: {_RESTART}"
    return Finding("settings", well=False, seen=seen)


def _passed_on(site: Site, probed: Probed, *, is_direct: bool) -> Iterator[Finding]:
    yield _host(site, probed)
    if is_direct:
        yield Finding("proxy", well=True, seen="none: browsers and kiosks reach the server itself")
        return
    yield _address(probed)
    yield _scheme(site, probed)


def _host(site: Site, probed: Probed) -> Finding:
    wanted, came = host_name(urlsplit(site.public_url).netloc), host_name(probed.host)
    if wanted == came:
        return Finding("host", well=True, seen="passed on as the browser asked for it")
    seen = (
        f"arrives as {came}, not as {wanted}: let the proxy pass it on, proxy_set_header Host $host"
    )
    return Finding("host", well=False, seen=seen)


def _address(probed: Probed) -> Finding:
    if probed.forwarded_for is None:
        seen = f"not passed on, so everybody has the proxy's address: {_PASS_ON_FOR}"
        return Finding("address", well=False, seen=seen)
    proxy, _, port = probed.address.rpartition(":")
    # Of an address that a trusted proxy named, no port is known, or the one that it named.
    if port != "0" and probed.address not in probed.forwarded_for:
        seen = f"passed on by {proxy}, which is not trusted: {_trust(proxy)}"
        return Finding("address", well=False, seen=seen)
    return Finding("address", well=True, seen="each visitor's own is passed on")


def _scheme(site: Site, probed: Probed) -> Finding:
    wanted = urlsplit(site.public_url).scheme
    if probed.scheme == wanted:
        return Finding("scheme", well=True, seen=f"known to be {wanted}")
    if probed.forwarded_proto is None:
        seen = f"not passed on, so cookies are not marked secure: {_PASS_ON_PROTO}"
    elif probed.forwarded_proto == wanted:
        proxy, _, _ = probed.address.rpartition(":")
        seen = f"passed on by {proxy}, which is not trusted: {_trust(proxy)}"
    else:
        seen = f"passed on as {probed.forwarded_proto}, and public_url says {wanted}: one is wrong"
    return Finding("scheme", well=False, seen=seen)


def _trust(proxy: str) -> str:
    return f"Environment=FORWARDED_ALLOW_IPS={proxy} in the server's unit"


def _upload(answer: Answer | NoAnswer) -> Finding:
    """The largest body there is: events in a push, or a piece of a picture."""
    probed = _probed(answer)
    if probed is not None and probed.body_bytes == wire.MAX_BODY_BYTES:
        return Finding("uploads", well=True, seen="bodies of 1 MB arrive whole")
    why = f"bodies of 1 MB do not arrive: {_told(answer)}"
    return Finding("uploads", well=False, seen=f"{why}; nginx: client_max_body_size 2m")


def _live(answer: Answer | NoAnswer) -> Finding:
    if isinstance(answer, Answer) and answer.ours and b"event: beat" in answer.body:
        return Finding("live", well=True, seen="what is streamed arrives at once")
    why = f"streams are held back ({_told(answer)}), so desks and phones are late"
    return Finding("live", well=False, seen=f"{why}; nginx: proxy_buffering off")


def _held(answer: Answer | NoAnswer) -> Finding:
    if _probed(answer) is not None:
        return Finding("held", well=True, seen="requests held open for 25 s are answered")
    why = f"requests held open for 25 s are cut: {_told(answer)}"
    return Finding("held", well=False, seen=f"{why}; nginx: proxy_read_timeout 75s")


def _metrics(site: Site, client: FrontClient) -> Finding:
    if not site.metrics_token:
        seen = "for leads alone; a metrics_token in site.toml lets monitoring read them"
        return Finding("metrics", well=True, seen=seen)
    answer = client.ask(METRICS, site.metrics_token)
    if isinstance(answer, Answer) and answer.status == _FOUND and answer.ours:
        return Finding("metrics", well=True, seen="open to who shows metrics_token")
    if isinstance(answer, Answer) and not answer.ours:
        seen = f"kept from public_url by something before the server ({answer.status})"
        return Finding("metrics", well=True, seen=seen)
    seen = f"closed to the metrics_token of site.toml: {_told(answer)}"
    return Finding("metrics", well=False, seen=seen)


def _idle(kept_longer: int) -> Finding:
    limit = f"the server's {KEEP_ALIVE_S} s"
    if not kept_longer:
        seen = f"no connection of the proxy has been idle for {limit} since the server began"
        return Finding("idle", well=True, seen=seen)
    times = "once" if kept_longer == 1 else f"{kept_longer} times"
    seen = (
        f"{times} since the server began the proxy kept an idle connection for {limit}; what "
        "it sends as that one closes is lost: set its limit for idle connections to 60 s"
    )
    return Finding("idle", well=False, seen=seen)


def _crowded(*, crowded: bool) -> Finding:
    if not crowded:
        return Finding("crowd", well=True, seen="there is room for more connections")
    seen = "one address takes too many connections; the server's log has connections_crowded"
    return Finding("crowd", well=False, seen=seen)


def _told(answer: Answer | NoAnswer) -> str:
    if isinstance(answer, NoAnswer):
        return answer.reason
    return f"{'the server' if answer.ours else 'the proxy'} answers {answer.status}"


def address_findings(site: Site) -> Iterator[Finding]:
    """What the names of site.toml alone show to be wrong."""
    name = host_name(urlsplit(site.public_url).netloc)
    if not name:
        seen = "not set in site.toml: without it there is no phone page, and no address for tablets"
        yield Finding("public_url", well=False, seen=seen)
    elif name in LOOPBACK:
        seen = f"{name} leads each phone to itself: set the name by which they find this machine"
        yield Finding("public_url", well=False, seen=seen)
    odd = [host for host in site.hosts if host_name(host) != host.lower()]
    for host in odd:
        seen = f"{host!r} in site.toml is never asked for: a bare name, without https:// and port"
        yield Finding("hosts", well=False, seen=seen)
    if site.hosts and not odd:
        yield Finding("hosts", well=True, seen=f"{len(site.hosts)} further names, all bare")
