"""Planning events: a draft, publishing it, changing and cancelling it, one or a whole series, and telling who comes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.role import Role
from events.errors import EventChangedError, EventStateError, InvalidEventError
from events.event import Change, Event, EventState, Revision
from events.plan import EventPlan, applied, faults_in, fields_of, plan_of
from events.series import followed, local_day, occurrences, shifted
from services.encounters import plan_follow_up
from services.errors import found
from services.event_inviting import INVITE, promise_to_invite
from services.event_queue import promote
from services.event_telling import tell_registered
from services.event_words import changes_between
from services.events import LOOK_AHEAD
from services.organisers import organised_event
from services.permissions import Account, Act, require
from services.school_calendar import Region, public_holidays, school_holidays
from services.unit_of_work import UnitOfWork

LONGEST_REASON = 200
"""Characters of the reason why something does not happen: one or two sentences."""
IS_ON = (EventState.PUBLISHED, EventState.CHANGED)


class Scope(StrEnum):
    """Which events of a series an act is about; of an event without a series only itself."""

    THIS = "this"
    LATER = "later"
    """This one and those after it."""
    ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """How a series repeats.

    Parameters
    ----------
    until : date or None
        No later than this day; ``None`` for as far ahead as the agenda goes.
    n_times : int or None
        How often at most.
    region : Region or None
        The region whose school holidays are skipped; ``None`` for none. Public holidays are always skipped.
    """

    every_weeks: int = 1
    until: date | None = None
    n_times: int | None = None
    region: Region | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Organised:
    """The events that somebody organises, each list earliest first."""

    drafts: tuple[Event, ...]
    coming: tuple[Event, ...]
    past: tuple[Event, ...]


def organised(work: UnitOfWork, *, by: Account, now: datetime) -> Organised:
    """Give the events that an account organises; a coordinator sees those of the whole region."""
    require(by, Act.KEEP_EVENT, None)
    if by.role is Role.COORDINATOR:
        events = work.events.between(now - LOOK_AHEAD, now + LOOK_AHEAD)
    else:
        events = work.events.of_organiser(by.id) if by.id else ()
    own = [one for one in events if not one.imported_from]
    told = [one for one in own if one.state is not EventState.DRAFT]
    return Organised(
        drafts=tuple(one for one in own if one.state is EventState.DRAFT),
        coming=tuple(one for one in told if one.ends_at > now),
        past=tuple(one for one in told if one.ends_at <= now),
    )


def plan_event(
    work: UnitOfWork, *, by: Account, plan: EventPlan, now: datetime, repetition: Repetition | None = None
) -> tuple[Event, ...]:
    """Plan an event or a series, each as a draft of its own that only the organiser sees; earliest first.

    Raises
    ------
    InvalidEventError
        Something in the plan or in how it repeats cannot be so.
    """
    require(by, Act.KEEP_EVENT, None)
    faults = faults_in(plan, now=now) | ({} if repetition is None else _repetition_faults(plan, repetition, now))
    if faults:
        raise InvalidEventError(faults)
    first = _draft(plan, by, now)
    if repetition is None:
        work.events.save(first)
        return (first,)
    series_id = uuid4()
    begins_on = local_day(first.starts_at)
    events = []
    for day in _days(begins_on, repetition, now):
        one_id = uuid4()
        moved = shifted(first, n_days=(day - begins_on).days)
        events.append(replace(moved, id=one_id, reference=str(one_id), series_id=series_id))
    work.events.add_all(events)
    return tuple(events)


def publish(work: UnitOfWork, *, by: Account, event_id: UUID, now: datetime, scope: Scope = Scope.THIS) -> Event:
    """Show a draft to everybody, with the other drafts of its series when asked; who fits is invited.

    Raises
    ------
    NotFoundError
        Somebody else organises it.
    EventStateError
        It is no draft.
    InvalidEventError
        The draft holds something that cannot be so by now, such as a day that is over.
    """
    draft = organised_event(work, by=by, event_id=event_id)
    if draft.state is not EventState.DRAFT:
        raise EventStateError("published")
    shown = [one for one in _within(work, draft, scope, now) if one.state is EventState.DRAFT]
    for one in shown:
        fields_of(plan_of(one), now=now)
        work.events.save(replace(one, state=EventState.PUBLISHED, changed_at=now))
        plan_follow_up(work, event=one)
    # Of a series people are invited to the first; the nightly look comes to the others when their time is near.
    first = min(shown, key=lambda one: (one.starts_at, one.id))
    work.defer(INVITE, event_id=first.id)
    promise_to_invite(work, now=now)
    return found(work.events.get(event_id))


def change(
    work: UnitOfWork,
    *,
    by: Account,
    event_id: UUID,
    plan: EventPlan,
    seen: str,
    now: datetime,
    scope: Scope = Scope.THIS,
) -> Event:
    """Change an event, and tell everybody who comes or waits when it was published.

    The other events of the series get only what differs, on their own day.

    Parameters
    ----------
    seen : str
        The ``mark`` of the event when this account looked at it.

    Raises
    ------
    NotFoundError
        Somebody else organises it.
    EventStateError
        It was cancelled, has begun, or was taken over from another calendar.
    InvalidEventError
        Something in the plan cannot be so.
    EventChangedError
        Somebody else changed it in the meantime.
    """
    before = organised_event(work, by=by, event_id=event_id)
    _require_open(before, "changed", now)
    targets = _within(work, before, scope, now)
    after = applied(plan, to=before, now=now, n_taken=max(one.seats_taken for one in targets))
    if seen != mark(before):
        raise EventChangedError
    changed = []
    for one in targets:
        wanted = after if one.id == before.id else followed(one, before=before, after=after)
        if one.state is EventState.DRAFT and wanted != one:
            work.events.save(replace(wanted, changed_at=now))
        elif wanted != one:
            changes = changes_between(one, wanted, today=local_day(now))
            changed.append(_keep_revision(work, replace(wanted, state=EventState.CHANGED), changes, now))
            if wanted.ends_at != one.ends_at:
                plan_follow_up(work, event=wanted)
    _tell(work, changed, MessageKind.EVENT_CHANGED, now)
    return found(work.events.get(event_id))


def cancel(
    work: UnitOfWork, *, by: Account, event_id: UUID, reason: str, now: datetime, scope: Scope = Scope.THIS
) -> Event:
    """Cancel a published event, and tell everybody who comes or waits.

    Raises
    ------
    NotFoundError
        Somebody else organises it.
    EventStateError
        It is a draft, was cancelled before, or is over.
    InvalidEventError
        There is no reason, or a very long one.
    """
    before = organised_event(work, by=by, event_id=event_id)
    _require_open(before, "cancelled", now)
    if before.state is EventState.DRAFT:
        raise EventStateError("cancelled")
    why = reason.strip()
    if not 0 < len(why) <= LONGEST_REASON:
        raise InvalidEventError({"reason": f"Vertel waarom het niet doorgaat, in hoogstens {LONGEST_REASON} tekens"})
    told = (Change(name="state", before="gaat door", after=f"gaat niet door. {why}"),)
    cancelled = [
        _keep_revision(work, replace(one, state=EventState.CANCELLED), told, now)
        for one in _within(work, before, scope, now)
        if one.state in IS_ON
    ]
    _tell(work, cancelled, MessageKind.EVENT_CANCELLED, now)
    return found(work.events.get(event_id))


def discard(work: UnitOfWork, *, by: Account, event_id: UUID, now: datetime, scope: Scope = Scope.THIS) -> int:
    """Throw a draft away, with the other drafts of its series when asked; give how many went.

    Raises
    ------
    NotFoundError
        Somebody else organises it.
    EventStateError
        It is no draft: people may know of it, so it can only be cancelled.
    """
    draft = organised_event(work, by=by, event_id=event_id)
    if draft.state is not EventState.DRAFT:
        raise EventStateError("discarded")
    return work.events.remove_drafts([one.id for one in _within(work, draft, scope, now)])


def copy(work: UnitOfWork, *, by: Account, event_id: UUID, now: datetime) -> Event:
    """Make a new draft that is like an event, on the first coming day of the week on which that one was.

    Raises
    ------
    NotFoundError
        Somebody else organises it.
    """
    like = organised_event(work, by=by, event_id=event_id)
    n_weeks = max((now - like.starts_at) // timedelta(weeks=1), 0) + 1
    one_id = uuid4()
    copied = replace(
        shifted(like, n_days=7 * n_weeks),
        id=one_id,
        reference=str(one_id),
        organiser_id=by.id,
        series_id=None,
        imported_from="",
        seats_taken=0,
        revision=0,
        changed_at=now,
        state=EventState.DRAFT,
    )
    work.events.save(copied)
    return copied


def event_revisions(work: UnitOfWork, *, by: Account, event_id: UUID) -> tuple[Revision, ...]:
    """Give what changed about an event since it was published, newest first."""
    require(by, Act.SEE_EVENTS, event_id)
    return work.events.revisions(event_id)[::-1]


def differences_with(before: Event, plan: EventPlan, *, now: datetime) -> tuple[Change, ...]:
    """Give what a plan would change about an event; ``before`` is what stands there, ``after`` what is planned.

    Raises
    ------
    InvalidEventError
        Something in the plan cannot be so.
    """
    after = applied(plan, to=before, now=now, n_taken=before.seats_taken)
    return changes_between(before, after, today=local_day(now))


def mark(event: Event) -> str:
    """Give a mark that is another one after each change, by which somebody says what they looked at."""
    return f"{event.revision}.{event.changed_at.astimezone(UTC).isoformat()}"


def _draft(plan: EventPlan, by: Account, now: datetime) -> Event:
    one_id = uuid4()
    fields = fields_of(plan, now=now)
    return Event(id=one_id, reference=str(one_id), organiser_id=by.id, changed_at=now, **fields)


def _repetition_faults(plan: EventPlan, repetition: Repetition, now: datetime) -> dict[str, str]:
    checks = {
        "every_weeks": (repetition.every_weeks >= 1, "Kies om de hoeveel weken het is"),
        "until": (
            repetition.until is not None or repetition.n_times is not None,
            "Vul in tot welke dag, of hoe vaak",
        ),
        "n_times": (repetition.n_times is None or repetition.n_times >= 1, "Kies 1 keer of vaker"),
    }
    faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
    if not faults and plan.day is not None and not _days(plan.day, repetition, now):
        faults["until"] = "Zo valt er geen enkele dag in de reeks. Kies een latere dag, of andere vakanties"
    return faults


def _days(first: date, repetition: Repetition, now: datetime) -> tuple[date, ...]:
    farthest = local_day(now + LOOK_AHEAD)
    last = min(repetition.until or farthest, farthest)
    if last < first:
        return ()
    skipped = {day for year in range(first.year, last.year + 1) for day in public_holidays(year)}
    if repetition.region is not None:
        skipped |= school_holidays(repetition.region, first, last)
    return occurrences(
        first, every_weeks=repetition.every_weeks, last=last, n_times=repetition.n_times, skipped=skipped
    )


def _within(work: UnitOfWork, event: Event, scope: Scope, now: datetime) -> tuple[Event, ...]:
    """Give the events that an act is about: those of the series that are still to come, and always the event itself."""
    if scope is Scope.THIS or event.series_id is None:
        return (event,)
    others = work.events.of_series(event.series_id)
    return tuple(
        one
        for one in others
        if one.id == event.id
        or (
            one.starts_at > now
            and one.organiser_id == event.organiser_id
            and not one.is_cancelled
            and (scope is Scope.ALL or one.starts_at >= event.starts_at)
        )
    )


def _require_open(event: Event, act: str, now: datetime) -> None:
    if event.is_cancelled or event.starts_at <= now or event.imported_from:
        raise EventStateError(act)


def _keep_revision(work: UnitOfWork, event: Event, changes: tuple[Change, ...], now: datetime) -> Event:
    kept = replace(event, revision=event.revision + 1, changed_at=now)
    work.events.save(kept)
    work.events.add_revision(kept.id, Revision(number=kept.revision, changed_at=now, changes=changes))
    return kept


def _tell(work: UnitOfWork, changed: Sequence[Event], kind: MessageKind, now: datetime) -> None:
    """Tell once of all that one act changed, and let those who wait move up where there is room now."""
    tell_registered(work, events=changed, kind=kind, now=now)
    for one in changed:
        promote(work, event_id=one.id, now=now)
