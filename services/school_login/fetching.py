"""Asks a provider something: only its own hosts, at a checked address, shortly, and no more than fits."""

import ipaddress
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx2

from services.school_login.errors import LoginRefusedError, ProviderAwayError
from services.school_login.providers import Provider

MOST_BYTES = 256 * 1024
"""Metadata, keys and claims together are a few kilobytes."""
STEP_SECONDS = 5.0
"""Longest wait for one step: connecting, the next bytes."""
MOST_ADDRESSES = 4
"""Addresses of one name that are tried."""
ALL_SECONDS = 10.0
"""Longest wait for the whole answer, however regularly bytes drip in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetcher:
    """Asks one provider."""

    provider: Provider

    def get(self, url: str, *, bearer: str = "") -> Mapping[str, Any]:
        """Give the JSON object at an address of the provider.

        Raises
        ------
        ProviderAwayError
            The address is not one of the provider, leads elsewhere, does not answer in time, or not with an object.
        LoginRefusedError
            The provider does not take what was sent.
        """
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return self._ask("GET", url, headers=headers)

    def post(self, url: str, fields: Mapping[str, str], *, authorization: str) -> Mapping[str, Any]:
        """Send a form and give the JSON object that answers it; raises as ``get``."""
        return self._ask("POST", url, headers={"Authorization": authorization}, fields=fields)

    def _ask(
        self, method: str, url: str, *, headers: Mapping[str, str], fields: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        until = monotonic() + ALL_SECONDS
        host = checked_host(url, self.provider)
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        # No encoding: a small answer could unfold into a large one.
        sent = {"Host": parts.netloc, "Accept": "application/json", "Accept-Encoding": "identity", **headers}
        unreached: httpx2.HTTPError | None = None
        for address in self._addresses_of(host, port):
            # The address that was checked is the one that is called: a second look-up could answer something else.
            there = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
            try:
                with (
                    httpx2.Client(trust_env=False, follow_redirects=False, timeout=STEP_SECONDS) as client,
                    client.stream(
                        method,
                        urlunsplit((parts.scheme, there, parts.path, parts.query, "")),
                        headers=sent,
                        data=dict(fields) if fields is not None else None,
                        extensions={"sni_hostname": host},
                    ) as answer,
                ):
                    return _object(answer, until)
            except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
                unreached = error
                if monotonic() > until:
                    break
            except httpx2.HTTPError as error:
                raise ProviderAwayError(f"no answer ({type(error).__name__})") from error
        raise ProviderAwayError("nobody answers there") from unreached

    def _addresses_of(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except OSError as error:
            raise ProviderAwayError("its name leads nowhere") from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))[:MOST_ADDRESSES]
        if not (self.provider.is_inside or all(map(is_public, addresses))):
            raise ProviderAwayError("its name leads to an address that is not public")
        return addresses


def checked_host(url: object, provider: Provider) -> str:
    """Give the host of an address of the provider; an address elsewhere raises ``ProviderAwayError``."""
    try:
        parts = urlsplit(url) if isinstance(url, str) else None
        host = parts.hostname if parts else None
        _ = parts.port if parts else None
    except ValueError:
        parts = host = None
    if not parts or not host or parts.username is not None or parts.scheme not in provider.schemes:
        raise ProviderAwayError("an address of it cannot be used")
    if host not in provider.known_hosts:
        raise ProviderAwayError("an address of it is on a host that is not known as its own")
    return host


def is_public(address: str) -> bool:
    """Say whether an address is on the open internet, also where it hides another one inside.

    Examples
    --------
    >>> [is_public(a) for a in ("145.100.1.2", "10.0.0.1", "169.254.169.254", "::ffff:127.0.0.1", "64:ff9b::7f00:1")]
    [True, False, False, False, False]
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address) and (found not in UNICAST or found.sixtofour or found.teredo):
        return False
    return found.is_global and not found.is_multicast


UNICAST = ipaddress.ip_network("2000::/3")
"""The only addresses of IPv6 that are given out (RFC 4291, 2.4); what stands for an address of IPv4 is outside it."""


def _object(answer: httpx2.Response, until: float) -> Mapping[str, Any]:
    if 400 <= answer.status_code < 500:
        raise LoginRefusedError(f"the provider refused with {answer.status_code}")
    if answer.status_code != 200:
        raise ProviderAwayError(f"it answered {answer.status_code}")
    if answer.headers.get("content-encoding", "identity") != "identity":
        raise ProviderAwayError("its answer is packed")
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise ProviderAwayError("its answer is not JSON")
    body = bytearray()
    for part in answer.iter_raw():
        body += part
        if len(body) > MOST_BYTES:
            raise ProviderAwayError("its answer is too long")
        if monotonic() > until:
            raise ProviderAwayError("its answer takes too long")
    try:
        found = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProviderAwayError("its answer cannot be read") from error
    if not isinstance(found, dict):
        raise ProviderAwayError("its answer is not an object")
    return found
