"""Speed dates (speeddates): the schedule of an event, made from the matches and mended on the day."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from events.errors import InvalidSpeedDatesError
from events.registration import Attendance, Party, Registration, RegistrationState
from events.speed_date_plan import make_schedule, mend_schedule
from events.speed_dates import Host, Pair, Schedule, SpeedDates, Talk, Visitor
from events.timetable import KeptSchedule, Stay, Timetable
from matching import Verdict
from services.errors import found
from services.markets import current_market
from services.organisers import organised_event
from services.permissions import Account
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Who comes: in the order in which they registered."""

    student_ids: tuple[UUID, ...]
    tables: Mapping[UUID, int]
    """Per employer, at how many tables it talks."""


def make(work: UnitOfWork, *, by: Account, event_id: UUID, timetable: Timetable, now: datetime) -> KeptSchedule:
    """Make the schedule of an event from who comes and what fits, in the place of an earlier one.

    Raises
    ------
    InvalidSpeedDatesError
        The rounds do not fit in the event.
    NotFoundError
        There is no such event, or not for this account.
    """
    event = organised_event(work, by=by, event_id=event_id)
    if not event.starts_at <= timetable.starts_at < timetable.ends_at <= event.ends_at:
        raise InvalidSpeedDatesError({"n_rounds": "kies rondes die binnen de tijd van de activiteit vallen"})
    earlier = work.speed_dates.get(event_id)
    asked = _asked(work, event_id, timetable, stays=(), now=now)
    made = make_schedule(asked, seed=_seed(event_id))
    return _keep(work, made, event_id, timetable, (), earlier, now)


def mend(
    work: UnitOfWork,
    *,
    by: Account,
    event_id: UUID,
    from_round: int,
    away: Collection[UUID] = (),
    late: Mapping[UUID, int],
    now: datetime,
) -> KeptSchedule:
    """Mend the schedule around who stays away or comes late; every other talk stays where it is.

    Parameters
    ----------
    from_round : int
        The first round that can still change, from 0; what was before it was held.
    away : collection of UUID
        Students and employers who are not there from that round on. Who is not named here or in ``late`` is there.
    late : mapping of UUID to int
        Since which round, from 0, somebody is there.

    Raises
    ------
    NotFoundError
        There is no such event with a schedule, or not for this account.
    """
    organised_event(work, by=by, event_id=event_id)
    kept = found(work.speed_dates.get(event_id))
    n_rounds = kept.timetable.n_rounds
    present = coming(work, event_id)
    stays = tuple(
        Stay(who=who, from_round=late.get(who, 0), until_round=max(from_round, late.get(who, 0)))
        if who in away
        else Stay(who=who, from_round=min(late[who], n_rounds), until_round=n_rounds)
        for who in sorted({*away, *late} & {*present.student_ids, *present.tables})
    )
    asked = _asked(work, event_id, kept.timetable, stays=stays, now=now)
    asked = _with_history(asked, kept.talks, from_round)
    made = mend_schedule(asked, seed=_seed(event_id), talks=kept.talks)
    return _keep(work, made, event_id, kept.timetable, stays, kept, now)


def _keep(
    work: UnitOfWork,
    made: Schedule,
    event_id: UUID,
    timetable: Timetable,
    stays: tuple[Stay, ...],
    earlier: KeptSchedule | None,
    now: datetime,
) -> KeptSchedule:
    kept = KeptSchedule(
        event_id=event_id,
        revision=earlier.revision + 1 if earlier else 1,
        timetable=timetable,
        talks=made.talks,
        stays=stays,
        worth=made.worth,
        bound=made.bound,
        made_at=now,
    )
    work.speed_dates.save(kept)
    return kept


def _seed(event_id: UUID) -> int:
    """Give the lottery of this event: the same each time, so that making it anew favours nobody either."""
    return event_id.int % 2**32


def coming(work: UnitOfWork, event_id: UUID) -> Present:
    """Say who comes to the talks, for acts that asked permission: who has a seat and was not noted as absent."""
    seated = [one for one in work.registrations.of_event(event_id) if _comes(one)]
    return Present(
        student_ids=tuple(one.student_id for one in seated if one.student_id is not None),
        tables={one.employer_id: one.n_tables for one in seated if one.employer_id is not None},
    )


def _comes(one: Registration) -> bool:
    has_party = one.party in (Party.STUDENT, Party.EMPLOYER)
    return has_party and one.state is RegistrationState.SEATED and one.attendance is not Attendance.ABSENT


def _asked(
    work: UnitOfWork, event_id: UUID, timetable: Timetable, *, stays: tuple[Stay, ...], now: datetime
) -> SpeedDates:
    present, n_rounds = coming(work, event_id), timetable.n_rounds
    stay_of = {stay.who: range(stay.from_round, stay.until_round) for stay in stays}
    everything = range(n_rounds)
    return SpeedDates(
        n_rounds=n_rounds,
        visitors=tuple(
            Visitor(student_id=student_id, rounds=frozenset(stay_of.get(student_id, everything)))
            for student_id in present.student_ids
        ),
        hosts=tuple(
            Host(
                employer_id=employer_id,
                tables=tuple(n_tables * (r in stay_of.get(employer_id, everything)) for r in everything),
            )
            for employer_id, n_tables in present.tables.items()
        ),
        pairs=_pairs(work, present, now=now),
    )


def _pairs(work: UnitOfWork, present: Present, *, now: datetime) -> tuple[Pair, ...]:
    """Give every student and employer with a place that may be ranked; the best place counts.

    Who has paused is in no market, and so in no pair (AVG art. 18).
    """
    market = current_market(work, now=now)
    rows = [market.student_row[i] for i in present.student_ids if i in market.student_row]
    offers = [(row, o.employer.id) for row, o in zip(market.live_offers.tolist(), market.live_places, strict=True)]
    offers = [(row, employer_id) for row, employer_id in offers if employer_id in present.tables]
    if not rows or not offers:
        return ()
    asked = [(student, row) for student in rows for row, _ in offers]
    scores = market.scores(market.pairs(*zip(*asked, strict=True)))
    is_open = scores.verdicts.max(axis=1) <= Verdict.UNKNOWN
    employer_of, wishes = dict(offers), _wishes(work, present, employer_at=dict(offers), market_row=market.offer_row)
    best: dict[tuple[UUID, UUID], int] = {}
    for (student, row), may_rank, score in zip(asked, is_open.tolist(), scores.score.tolist(), strict=True):
        if may_rank:
            key = market.students[student].id, employer_of[row]
            best[key] = max(best.get(key, 1), min(round(100 * score), 100))
    return tuple(
        Pair(
            student_id=student_id, employer_id=employer_id, percent=percent, is_wish=(student_id, employer_id) in wishes
        )
        for (student_id, employer_id), percent in best.items()
    )


def _wishes(
    work: UnitOfWork, present: Present, *, employer_at: Mapping[int, UUID], market_row: Mapping[UUID, int]
) -> set[tuple[UUID, UUID]]:
    """Give who are in contact about a place already: one of both asked for it."""
    going = [one for one in work.applications.of_students(present.student_ids) if one.turn is not None]
    rows = [(one.student_id, market_row.get(one.placement_id, -1)) for one in going]
    return {(student_id, employer_at[row]) for student_id, row in rows if row in employer_at}


def _with_history(asked: SpeedDates, talks: tuple[Talk, ...], from_round: int) -> SpeedDates:
    """Have rounds that are over hold only the talks that were held in them, whatever changed since."""
    past = [talk for talk in talks if talk.round < from_round]
    ahead = range(from_round, asked.n_rounds)
    held: dict[UUID, list[int]] = defaultdict(list)
    for talk in past:
        held[talk.student_id].append(talk.round)
    at_tables = {host.employer_id: list(host.tables) for host in asked.hosts}
    for talk in past:
        if talk.employer_id in at_tables:
            tables = at_tables[talk.employer_id]
            tables[talk.round] = max(tables[talk.round], talk.table + 1)
    known = {(pair.student_id, pair.employer_id) for pair in asked.pairs}
    here = {visitor.student_id for visitor in asked.visitors}
    # Whoever has a talk in the schedule keeps it, also when a place was closed since.
    more = {(talk.student_id, talk.employer_id) for talk in talks} - known
    return replace(
        asked,
        visitors=tuple(
            replace(visitor, rounds=frozenset({*held[visitor.student_id], *visitor.rounds.intersection(ahead)}))
            for visitor in asked.visitors
        ),
        hosts=tuple(replace(host, tables=tuple(at_tables[host.employer_id])) for host in asked.hosts),
        pairs=asked.pairs
        + tuple(
            Pair(student_id=student_id, employer_id=employer_id, percent=1)
            for student_id, employer_id in sorted(more)
            if student_id in here and employer_id in at_tables
        ),
    )
