"""How often somebody may try: bounds per address and network, counted in the database for all processes together."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from types import MappingProxyType

from services.errors import ServiceError
from services.unit_of_work import UnitOfWork

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)


class Attempt(StrEnum):
    """What is tried."""

    LINK = "link"
    """Having a link mailed."""
    PASSWORD = "password"  # noqa: S105 - no secret
    SCHOOL = "school"
    """Going to a school's own login, or coming back from it."""
    INVITE = "invite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """So many times in so long a time."""

    count: int
    within: timedelta


PER_ADDRESS: Mapping[Attempt, Bound] = MappingProxyType(
    {
        Attempt.LINK: Bound(count=5, within=QUARTER),
        Attempt.PASSWORD: Bound(count=10, within=QUARTER),
        Attempt.INVITE: Bound(count=5, within=timedelta(days=1)),
    }
)
"""For one address of mail: few enough that a password of some length is not guessed and no mailbox is flooded."""
PER_NETWORK: Mapping[Attempt, Bound] = MappingProxyType(
    {
        Attempt.LINK: Bound(count=300, within=HOUR),
        Attempt.PASSWORD: Bound(count=300, within=HOUR),
        Attempt.SCHOOL: Bound(count=1200, within=HOUR),
    }
)
"""For one network: a whole school comes in from one address, at the same hour."""
PER_ACCOUNT: Mapping[Attempt, Bound] = MappingProxyType({Attempt.INVITE: Bound(count=300, within=timedelta(days=1))})
"""For one account: a year's classes fit in a day."""


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
    for value, bounds in ((address, PER_ADDRESS), (account, PER_ACCOUNT), (network_of(network), PER_NETWORK)):
        if not value or attempt not in bounds:
            continue
        bound = bounds[attempt]
        key = sha256(f"{attempt}:{value}".encode()).hexdigest()
        counted = work.attempts.add(key, amount=1, expires_at=now + bound.within, now=now)
        if counted.count > bound.count:
            raise TooManyAttemptsError(max(1, int((counted.expires_at - now).total_seconds())))


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
