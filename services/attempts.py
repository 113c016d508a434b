"""How often somebody may try: bounds per address and network, counted in the database for all processes together."""

import ipaddress
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from services.errors import ServiceError
from services.local_time import local_day
from services.reference import AttemptLimit, load_reference
from services.unit_of_work import UnitOfWork


class Attempt(StrEnum):
    """What is tried."""

    LINK = "link"
    """Having a link mailed."""
    PASSWORD = "password"  # noqa: S105 - no secret
    SCHOOL = "school"
    """Going to a school's own login, or coming back from it."""
    INVITE = "invite"
    FEED = "feed"
    """Asking for a private feed with a secret that opens nothing."""


class TooManyAttemptsError(ServiceError):
    """It was tried too often; later it may be tried again.

    Parameters
    ----------
    retry_after_s : int
        After how many seconds.
    """

    def __init__(self, retry_after_s: int) -> None:
        self.retry_after_s = retry_after_s
        super().__init__("tried too often")


def count_attempt(
    work: UnitOfWork, attempt: Attempt, *, now: datetime, address: str = "", network: str = "", account: str = ""
) -> None:
    """Count an attempt, under a hash of who or where it is.

    Parameters
    ----------
    address, network, account
        For what it counts; empty where that does not matter.

    Raises
    ------
    TooManyAttemptsError
        One of them had its share; nothing more is counted then.
    """
    work.attempts.sweep(now=now)
    # Always in this order, so that two who count for the same do not wait for one another.
    for value, per in ((address, "address"), (account, "account"), (network_of(network), "network")):
        bound = limit_of(attempt, per, now=now)
        if not value or bound is None:
            continue
        key = sha256(f"{attempt}:{value}".encode()).hexdigest()
        counted = work.attempts.add(key, amount=1, expires_at=now + bound.within, now=now)
        if counted.count > bound.count:
            raise TooManyAttemptsError(max(1, int((counted.expires_at - now).total_seconds())))


def limit_of(attempt: Attempt, per: str, *, now: datetime) -> AttemptLimit | None:
    """Give how often it may be tried for one ``address``, ``network`` or ``account``; ``None`` for no limit."""
    return load_reference(local_day(now)).attempt_limits.get((attempt.value, per))


def network_of(client: str) -> str:
    """Give the network that stands for a client: an address of IPv4, the first 64 bits of IPv6.

    Examples
    --------
    >>> network_of("2001:db8:1:2:3::4"), network_of("::ffff:192.0.2.7"), network_of("192.0.2.7"), network_of("")
    ('2001:db8:1:2::', '192.0.2.7', '192.0.2.7', '')
    """
    try:
        found = ipaddress.ip_address(client.partition("%")[0])
    except ValueError:
        return client
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.IPv6Address(int(found) >> 64 << 64))
