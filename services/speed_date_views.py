"""Speed dates as people see them: how good a schedule is in words, cards, lists and the plan of the tables."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from career.student import Student
from employer_toolkit.employer import Employer
from events.event import Event, EventState
from events.registration import Party
from events.speed_dates import Talk
from events.timetable import KeptSchedule
from services.errors import NotFoundError, found
from services.organisers import organised_event
from services.permissions import Account, Act, note_shown, require
from services.speed_dates import Present, coming
from services.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True, kw_only=True)
class CardRow:
    """One round on somebody's card.

    Parameters
    ----------
    number : int
        Of the round, from 1.
    table : int or None
        As it stands on the table, from 1; ``None`` without a talk.
    text : str
        Whom one speaks; empty without a talk.
    is_there : bool
        Whose card it is, is there in this round.
    """

    number: int
    starts_at: datetime
    ends_at: datetime
    table: int | None = None
    text: str = ""
    is_there: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What one student or employer does, round by round.

    Parameters
    ----------
    tables : tuple of int
        The employer's own; none for a student.
    n_talks : int
    """

    who: UUID
    title: str
    rows: tuple[CardRow, ...]
    tables: tuple[int, ...] = ()
    n_talks: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StayNote:
    """Since when somebody is there, on the form for mending.

    Parameters
    ----------
    choice : str
        ``"er"``, ``"weg"``, or the number of the round, from 1, in which somebody comes.
    """

    who: UUID
    name: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleView:
    """The schedule of an event for its organiser.

    Parameters
    ----------
    n_students, n_employers, n_tables
        Who come.
    kept : KeptSchedule or None
        ``None`` until it is made.
    words : tuple of str
        How good it is, one sentence each.
    """

    event: Event
    n_students: int
    n_employers: int
    n_tables: int
    kept: KeptSchedule | None
    words: tuple[str, ...] = ()
    students: tuple[Card, ...] = ()
    employers: tuple[Card, ...] = ()
    stays: tuple[StayNote, ...] = ()


def schedule_view(work: UnitOfWork, *, by: Account, event_id: UUID) -> ScheduleView:
    """Show the organiser the schedule, with a card for everybody.

    Raises
    ------
    NotFoundError
        There is no such event, or not for this account.
    """
    event = organised_event(work, by=by, event_id=event_id)
    present, kept = coming(work, event_id), work.speed_dates.get(event_id)
    view = ScheduleView(
        event=event,
        n_students=len(present.student_ids),
        n_employers=len(present.tables),
        n_tables=sum(present.tables.values()),
        kept=kept,
    )
    if kept is None:
        return view
    names = _Names.of(work, present, kept)
    note_shown(by, Act.SEE_TALKS, names.students)
    students = [_student_card(kept, names, student_id) for student_id in names.students]
    employers = [_employer_card(kept, names, employer_id) for employer_id in names.employers]
    everybody = [*sorted(names.students, key=names.name), *sorted(names.employers, key=names.name)]
    return ScheduleView(
        event=event,
        n_students=view.n_students,
        n_employers=view.n_employers,
        n_tables=view.n_tables,
        kept=kept,
        words=schedule_words(kept, n_students=len(present.student_ids)),
        students=tuple(sorted(students, key=lambda card: card.title)),
        employers=tuple(sorted(employers, key=lambda card: card.tables)),
        stays=tuple(StayNote(who=who, name=names.name(who), choice=_choice(kept, who)) for who in everybody),
    )


def own_card(work: UnitOfWork, *, by: Account, event_id: UUID) -> tuple[Event, Card]:
    """Show a student or an employer whom they speak, and when; an employer reads no more of a student than a name.

    Raises
    ------
    NotFoundError
        There is no schedule yet, or this account is not in it.
    """
    require(by, Act.SEE_TALKS, by.subject_id)
    event, kept = found(work.events.get(event_id)), found(work.speed_dates.get(event_id))
    who = found(by.subject_id)
    party = Party.STUDENT if by.role is Role.STUDENT else Party.EMPLOYER
    present = coming(work, event_id)
    is_coming = who in (present.student_ids if party is Party.STUDENT else present.tables)
    if event.state is EventState.DRAFT or not is_coming:
        raise NotFoundError("not found")
    names = _Names.of(work, present, kept)
    if party is Party.STUDENT:
        return event, _student_card(kept, names, who)
    note_shown(by, Act.SEE_TALKS, sorted(talk.student_id for talk in kept.talks if talk.employer_id == who))
    return event, _employer_card(kept, names, who)


def has_own_card(work: UnitOfWork, *, by: Account, event_id: UUID) -> bool:
    """Say whether this account has a card to look at."""
    if by.role not in (Role.STUDENT, Role.EMPLOYER) or work.speed_dates.get(event_id) is None:
        return False
    present = coming(work, event_id)
    return by.subject_id in (present.student_ids if by.role is Role.STUDENT else present.tables)


def schedule_words(kept: KeptSchedule, *, n_students: int) -> tuple[str, ...]:
    """Tell how good a schedule is, beside what no schedule can better."""
    worth, bound = kept.worth, kept.bound
    least = sum(n == n_students for n in worth.shares) if n_students else 0
    without = n_students - (worth.shares[0] if worth.shares else 0)
    told = []
    if least:
        told.append(f"Iedereen spreekt minstens {_companies(least)}.")
    elif without:
        who = "1 leerling spreekt" if without == 1 else f"{without} leerlingen spreken"
        told.append(f"{who} niemand: er past geen bedrijf dat komt, of er is geen tafel vrij.")
    most = "Meer kan niet." if worth.n_talks == bound.n_talks else f"Meer dan {bound.n_talks} kan zeker niet."
    told.append(f"Er {'is' if worth.n_talks == 1 else 'zijn'} {_talks(worth.n_talks)}. {most}")
    if bound.n_wishes:
        is_most = worth.n_wishes >= bound.n_wishes
        asked = "Meer kan niet." if is_most else f"Meer dan {bound.n_wishes} kan zeker niet."
        told.append(f"Bij {_talks(worth.n_wishes)} hadden de leerling en het bedrijf al contact. {asked}")
    if kept.is_best:
        told.append("Eerlijker verdelen of beter passen kan niet. Dat is nagerekend.")
    waits = -worth.minus_waits
    told.append(
        "Niemand wacht tussendoor."
        if waits == 0
        else f"Leerlingen wachten samen {waits} {'ronde' if waits == 1 else 'rondes'} tot hun laatste gesprek."
    )
    return tuple(told)


def _talks(n: int) -> str:
    return f"{n} {'gesprek' if n == 1 else 'gesprekken'}"


def _companies(n: int) -> str:
    return f"{n} {'bedrijf' if n == 1 else 'bedrijven'}"


def _choice(kept: KeptSchedule, who: UUID) -> str:
    stay = next((stay for stay in kept.stays if stay.who == who), None)
    if stay is None:
        return "er"
    return "weg" if stay.until_round < kept.timetable.n_rounds else str(stay.from_round + 1)


@dataclass(frozen=True, slots=True)
class _Names:
    """Who is in a schedule, and which table is whose: those of an employer stand side by side."""

    students: Mapping[UUID, Student]
    employers: Mapping[UUID, Employer]
    first_table: Mapping[UUID, int]
    n_tables: Mapping[UUID, int]

    @classmethod
    def of(cls, work: UnitOfWork, present: Present, kept: KeptSchedule) -> "_Names":
        students = {*present.student_ids, *(talk.student_id for talk in kept.talks)}
        n_tables = dict(present.tables)
        for talk in kept.talks:
            n_tables[talk.employer_id] = max(n_tables.get(talk.employer_id, 0), talk.table + 1)
        employers = {employer.id: employer for employer in work.employers.some(n_tables)}
        first, first_table = 1, {}
        for employer_id in sorted(employers, key=lambda one: (employers[one].name, one)):
            first_table[employer_id] = first
            first += n_tables[employer_id]
        return cls(
            students={student.id: student for student in work.students.some_taking_part(sorted(students))},
            employers=employers,
            first_table=first_table,
            n_tables=n_tables,
        )

    def name(self, who: UUID) -> str:
        """Name a student as the organiser calls them, or an employer."""
        if (employer := self.employers.get(who)) is not None:
            return employer.name
        student = self.students[who]
        return f"{student.first_name} ({student.group})" if student.group else student.first_name


def _student_card(kept: KeptSchedule, names: _Names, student_id: UUID) -> Card:
    talk_in = {talk.round: talk for talk in kept.talks if talk.student_id == student_id}
    rows = [
        _row(kept, round_ix, student_id, talk, names, names.employers[talk.employer_id].name if talk else "")
        for round_ix in range(kept.timetable.n_rounds)
        for talk in [talk_in.get(round_ix)]
    ]
    return Card(who=student_id, title=names.name(student_id), rows=tuple(rows), n_talks=len(talk_in))


def _employer_card(kept: KeptSchedule, names: _Names, employer_id: UUID) -> Card:
    talks = defaultdict(list)
    for talk in kept.talks:
        if talk.employer_id == employer_id and talk.student_id in names.students:
            talks[talk.round].append(talk)
    rows = [
        _row(kept, round_ix, employer_id, talk, names, names.students[talk.student_id].first_name if talk else "")
        for round_ix in range(kept.timetable.n_rounds)
        for talk in talks.get(round_ix, [None])
    ]
    first = names.first_table[employer_id]
    return Card(
        who=employer_id,
        title=names.employers[employer_id].name,
        rows=tuple(rows),
        tables=tuple(range(first, first + names.n_tables[employer_id])),
        n_talks=sum(map(len, talks.values())),
    )


def _row(kept: KeptSchedule, round_ix: int, who: UUID, talk: Talk | None, names: _Names, text: str) -> CardRow:
    starts_at, ends_at = kept.timetable.rounds[round_ix]
    stay = next((stay for stay in kept.stays if stay.who == who), None)
    return CardRow(
        number=round_ix + 1,
        starts_at=starts_at,
        ends_at=ends_at,
        table=names.first_table[talk.employer_id] + talk.table if talk else None,
        text=text,
        is_there=stay is None or stay.from_round <= round_ix < stay.until_round,
    )
