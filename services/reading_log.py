"""Who looked (wie keek): what a student reads of the audit trail about who opened the own data."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.audit import AuditNote, AuditResult
from accounts.relation import Relation
from accounts.role import Role
from services.errors import found
from services.local_time import local_day
from services.permission_words import LOOKER_WORDS, SEEN_WORDS
from services.permissions import Account, Act, require
from services.unit_of_work import UnitOfWork

MOST_ENTRIES = 500
"""So many are read at most, newest first; who wants more asks for all of the own data."""
NAMED = frozenset({Role.PARENT, Role.TEACHER, Role.PLACEMENT_COORDINATOR, Role.JOB_COACH, Role.PEER, Role.TRAINER})
"""People around a student, who are told by name. Of others the organisation and the role say enough (Court of Justice
of the EU, 22 June 2023, C-579/21: names of staff only where the person needs them to check that a look was right)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Somebody who looked, on one day, at one kind of thing.

    Parameters
    ----------
    who : str
        Role, with the name where it is told: "je mentor of docent Anja Visser".
    organisation : str
        School or company, where there is one.
    what : str
        At what, as the student calls it: "je plekken".
    last_at : datetime
        The last time that day.
    n_times : int
        How often that day.
    was_refused : bool
        It was tried, and nothing was shown.
    """

    who: str
    organisation: str
    what: str
    last_at: datetime
    n_times: int
    was_refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looker:
    """An account, and at which school or company it was something from when until when."""

    name: str
    worked_at: tuple[tuple[Relation, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LookDay:
    """Everybody who looked on a day, the last first."""

    day: date
    looks: tuple[Look, ...]


def who_looked(work: UnitOfWork, *, by: Account, now: datetime, days: int = 365) -> tuple[LookDay, ...]:
    """Give a student who looked at the own data in the last so many days, day by day, the newest first."""
    student_id = found(by.subject_id)
    require(by, Act.SEE_WHO_LOOKED, student_id)
    since = now - timedelta(days=days)
    entries = [
        entry
        for entry in work.audit.about(student_id, most=MOST_ENTRIES, but_by=found(by.id))
        if entry.note.at >= since and entry.note.act in SEEN_WORDS
    ]
    lookers = {account_id: _looker(work, account_id) for account_id in {entry.note.account_id for entry in entries}}
    by_day: dict[date, dict[tuple[str, str, str, bool], Look]] = {}
    for entry in entries:
        look = _look(entry.note, lookers[entry.note.account_id])
        looks = by_day.setdefault(local_day(entry.note.at), {})
        key = (look.who, look.organisation, look.what, look.was_refused)
        looks[key] = replace(looks[key], n_times=looks[key].n_times + 1) if key in looks else look
    return tuple(LookDay(day=day, looks=tuple(looks.values())) for day, looks in by_day.items())


def _looker(work: UnitOfWork, account_id: UUID | None) -> _Looker:
    """Find out who an account is and for which schools and companies it worked; little is left of one that is gone."""
    holder = None if account_id is None else work.accounts.get(account_id)
    if holder is None:
        return _Looker(name="", worked_at=())
    relations = work.accounts.relations_of(holder.id)
    return _Looker(
        name=holder.name,
        worked_at=tuple((relation, relation.school or _company(work, relation)) for relation in relations),
    )


def _company(work: UnitOfWork, relation: Relation) -> str:
    employer = None if relation.employer_id is None else work.employers.get(relation.employer_id)
    return employer.name if employer else ""


def _look(note: AuditNote, looker: _Looker) -> Look:
    role, day = Role(note.role), local_day(note.at)
    was_refused = note.result is not AuditResult.DONE
    is_named = role in NAMED and not was_refused
    at = [name for relation, name in looker.worked_at if relation.role is role and relation.holds_on(day)]
    return Look(
        who=" ".join(filter(None, (LOOKER_WORDS[role], looker.name if is_named else ""))),
        organisation=next(filter(None, at), ""),
        what=SEEN_WORDS[Act(note.act)],
        last_at=note.at,
        n_times=1,
        was_refused=was_refused,
    )
