"""Feeds: the agenda of the region for everybody's calendar, and what is somebody's own behind a secret address."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.role import Role
from events.event import Event, EventState
from events.feed import feed_text
from events.own_feed import OwnEvent, own_feed_text
from events.registration import OPEN, Party, Registration, RegistrationState
from services.attempts import Attempt, count_attempt
from services.errors import NotFoundError, found
from services.events import ALL_EVENTS, LOOK_AHEAD, EventFilters
from services.local_time import AMSTERDAM, local_day
from services.login import roles_of
from services.permissions import Account, Act, require
from services.reference import load_reference
from services.sessions import TOKEN_BYTES, account_in_role, hashed
from services.unit_of_work import House, UnitOfWork
from storage.feeds import KeptFeed

PRIVATE_FEED_PATH = "/kalender/"
"""What comes behind it opens what is somebody's own."""
REGION_NAME = "Agenda van de regio"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedView:
    """What somebody sees of the own agenda link; the address itself is shown once, when it is made."""

    made_at: datetime
    expires_at: datetime
    last_used_on: date | None


def region_feed(
    work: UnitOfWork, *, by: Account, site: str, now: datetime, filters: EventFilters = ALL_EVENTS
) -> tuple[str, datetime | None]:
    """Give the agenda as a calendar that programs come back for, and when it last changed.

    It runs from the first day of last month to a year ahead, also counted in
    whole months, so that the text stays the same while nothing changes.
    """
    require(by, Act.SEE_EVENTS, None)
    start, end = _since(now), _first_of_month(local_day(now + LOOK_AHEAD), 1)
    window = [event for event in work.events.between(start, end) if _is_public(event)]
    in_series = {event.series_id for event in window if event.series_id is not None}
    series = [event for event in work.events.of_all_series(sorted(in_series)) if _is_public(event)]
    events = [event for event in (*window, *series) if filters.fits(event)]
    told = list({event.id: event for event in events}.values())
    return feed_text(told, name=REGION_NAME, site=site), max((event.changed_at for event in told), default=None)


def my_feed(work: UnitOfWork, *, by: Account, now: datetime) -> FeedView | None:
    """Give what somebody may know of the own agenda link; ``None`` when there is none that works."""
    require(by, Act.SEE_ACCOUNT, None)
    kept = work.feeds.of_account(found(by.id))
    if kept is None or kept.expires_at <= now:
        return None
    return FeedView(made_at=kept.made_at, expires_at=kept.expires_at, last_used_on=kept.last_used_on)


def make_feed(work: UnitOfWork, *, by: Account, now: datetime) -> str:
    """Make an agenda link and give its secret; one that was there opens nothing from now on."""
    require(by, Act.KEEP_ACCOUNT, None)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    lasts = timedelta(days=load_reference(local_day(now)).calendar.feed_days)
    work.feeds.save(KeptFeed(account_id=found(by.id), token_sha256=hashed(token), made_at=now, expires_at=now + lasts))
    work.note(act=Act.KEEP_ACCOUNT, by=by, subject_id=by.id, reason="feed_made")
    return token


def end_feed(work: UnitOfWork, *, by: Account) -> None:
    """Let the own agenda link open nothing any more; one that is not there is no matter."""
    require(by, Act.KEEP_ACCOUNT, None)
    if work.feeds.forget(found(by.id)):
        work.note(act=Act.KEEP_ACCOUNT, by=by, subject_id=by.id, reason="feed_ended")


def private_feed(house: House, *, token: str, network: str, site: str, now: datetime) -> str:
    """Give a calendar what is its owner's own today: registrations and meetings, without a name of anybody else.

    Whose it is and as what is asked again each time, so that a closed account
    or a relation that ended shows at the next fetch.

    Raises
    ------
    NotFoundError
        The secret opens nothing: never, not any more, or its owner is nobody here today.
    TooManyAttemptsError
        It was tried too often from this network with secrets that open nothing.
    """
    with house.reading() as work:
        kept = work.feeds.by_token(hashed(token))
        roles = roles_of(work, kept.account_id, now=now) if kept and kept.expires_at > now else ()
        holder = work.accounts.get(kept.account_id) if kept and roles else None
        if kept and holder and holder.is_open:
            text = _own_text(work, account_id=kept.account_id, roles=roles, site=site, now=now)
            today = local_day(now)
        else:
            kept = None
    if kept is None:
        with house.writing() as work:
            count_attempt(work, Attempt.FEED, network=network, now=now)
        raise NotFoundError("not found")
    if kept.last_used_on != today:
        with house.writing() as work:
            work.feeds.note_used(kept.token_sha256, on=today)
    return text


def _own_text(work: UnitOfWork, *, account_id: UUID, roles: Iterable[Role], site: str, now: datetime) -> str:
    acting = [account_in_role(work, account_id=account_id, role=role, now=now) for role in roles]
    # Who may see it today: the student alone, and a parent as long as anything of the child shows.
    students = {who for one in acting if one.role in (Role.STUDENT, Role.PARENT) for who in _subjects(one)}
    employers = {who for one in acting if one.role is Role.EMPLOYER for who in _subjects(one)}
    registrations = (
        *work.registrations.of(Party.PERSON, [account_id]),
        *work.registrations.of(Party.STUDENT, sorted(students)),
        *work.registrations.of(Party.EMPLOYER, sorted(employers)),
    )
    since = _since(now)
    return own_feed_text(
        _own_events(work, [one for one in registrations if one.state in OPEN], since),
        work.meetings.of_attendee(account_id, since=since),
        site=site,
    )


def _subjects(account: Account) -> list[UUID]:
    return [tie.subject_id for tie in account.ties if tie.subject_id is not None]


def _own_events(work: UnitOfWork, registrations: Iterable[Registration], since: datetime) -> list[OwnEvent]:
    is_sure: dict[UUID, bool] = {}
    for one in registrations:
        is_sure[one.event_id] = is_sure.get(one.event_id, False) or one.state is RegistrationState.SEATED
    events = work.events.some(sorted(is_sure))
    return [
        OwnEvent(event=event, is_sure=is_sure[event.id])
        for event in sorted(events.values(), key=lambda event: (event.starts_at, event.id))
        if event.ends_at >= since and _is_public(event)
    ]


def _is_public(event: Event) -> bool:
    return event.state is not EventState.DRAFT


def _since(now: datetime) -> datetime:
    return _first_of_month(local_day(now), -1)


def _first_of_month(day: date, months: int) -> datetime:
    counted = day.year * 12 + day.month - 1 + months
    return datetime(counted // 12, counted % 12 + 1, 1, tzinfo=AMSTERDAM)
