"""What others saw a student do: said at school for the own students, and at work by who guides there."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple
from uuid import UUID

from career.application import Application
from career.application_rules import ApplicationState
from career.competency import Catalogue, ClaimSource, CompetencyClaim, CompetencyKind, Level, with_seen
from career.errors import InvalidValueError
from career.student import Student
from employer_toolkit.placement import Placement
from services.competencies import current_catalogue
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, note_shown, require
from services.reference import load_lists
from services.unit_of_work import UnitOfWork
from services.wording import day_text

LONGEST_EVIDENCE = 200
MOST_SEEN = 300
"""What others saw, in one profile."""
OWN_KINDS = (CompetencyKind.BEHAVIOUR, CompetencyKind.ACTIVITY)
"""What can be seen of everybody, beside the work processes of the own programme."""
Options = MappingProxyType[str, str]


class Seen(NamedTuple):
    """What somebody saw.

    Parameters
    ----------
    evidence : str
        What was seen, in a few words.
    """

    competency_id: str
    level: Level | None
    on: date | None
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenAtWork:
    """Somebody who works at the company, and what can be seen there.

    Parameters
    ----------
    options : mapping of str to str
        What the place asks or teaches, then the behaviour that any work shows; by id, in plain words.
    """

    application_id: UUID
    first_name: str
    place_title: str
    options: Options


def seen_options(student: Student, catalogue: Catalogue) -> Options:
    """Give what somebody at school can say to have seen of a student, by id, in plain words."""
    programme = load_lists().qualifications.get(student.qualification_code or "")
    known = [code for code in dict.fromkeys(claim.competency_id for claim in student.claims) if code in catalogue]
    general = [code for code, held in catalogue.competencies.items() if held.kind in OWN_KINDS]
    return _named((*known, *(programme.work_process_ids if programme else ()), *general), catalogue)


def say_seen(work: UnitOfWork, *, by: Account, student_id: UUID, seen: Seen, now: datetime) -> None:
    """Put in a student's profile what somebody at school saw; the student and the list follow at once.

    Raises
    ------
    InvalidValueError
        Something about it cannot be right; all of it is told.
    NotFoundError
        There is no such student, or not for this account.
    """
    student = _at_school(work, by=by, student_id=student_id)
    options = seen_options(student, current_catalogue(work))
    _keep(work, student, seen, source=ClaimSource.TEACHER, options=options, first_day=student.born_on, now=now)


def seen_at_work(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> SeenAtWork:
    """Give what a workplace trainer can say of somebody who works, or worked, at the own company.

    Raises
    ------
    NotFoundError
        There is no such placing at the own company, or the work has not begun.
    """
    application, placement, student = _at_work(work, by=by, application_id=application_id, now=now)
    return SeenAtWork(
        application_id=application.id,
        first_name=student.first_name,
        place_title=placement.title,
        options=_work_options(placement, current_catalogue(work)),
    )


def say_seen_at_work(work: UnitOfWork, *, by: Account, application_id: UUID, seen: Seen, now: datetime) -> None:
    """Put in a student's profile what a workplace trainer saw, with the company it was at.

    Raises
    ------
    InvalidValueError
        Something about it cannot be right; all of it is told.
    NotFoundError
        There is no such placing at the own company, or the work has not begun.
    """
    _, placement, student = _at_work(work, by=by, application_id=application_id, now=now)
    employer = found(work.employers.get(found(work.employers.site(placement.site_id)).employer_id))
    options = _work_options(placement, current_catalogue(work))
    _keep(
        work,
        student,
        seen,
        source=ClaimSource.COMPANY,
        options=options,
        first_day=placement.starts_on,
        where=employer.name,
        now=now,
    )


def _at_school(work: UnitOfWork, *, by: Account, student_id: UUID) -> Student:
    student = work.students.get(student_id)
    require(by, Act.SAY_SEEN, student_id, group=(student.school, student.group) if student else None)
    return found(student)


def _at_work(
    work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime
) -> tuple[Application, Placement, Student]:
    require(by, Act.SAY_SEEN_AT_WORK, by.subject_id)
    application = found(work.applications.get(application_id))
    placement = found(work.placements.get(application.placement_id))
    require(by, Act.SAY_SEEN_AT_WORK, found(work.employers.site(placement.site_id)).employer_id)
    taking_part = work.students.some_taking_part([application.student_id])
    is_begun = application.state is ApplicationState.PLACED and placement.starts_on <= local_day(now)
    if not is_begun or not taking_part:
        raise NotFoundError("not found")
    note_shown(by, Act.SAY_SEEN_AT_WORK, [application.student_id])
    return application, placement, taking_part[0]


def _keep(
    work: UnitOfWork,
    student: Student,
    seen: Seen,
    *,
    source: ClaimSource,
    options: Options,
    first_day: date,
    where: str = "",
    now: datetime,
) -> None:
    faults = {}
    if seen.competency_id not in options:
        faults["competency_id"] = "Kies wat je zag"
    if seen.level is None:
        faults["level"] = "Kies hoe goed het ging"
    if seen.on is None or not first_day <= seen.on <= local_day(now):
        faults["on"] = f"Kies een dag van {day_text(first_day)} tot en met vandaag"
    if not 0 < len(seen.evidence) <= LONGEST_EVIDENCE:
        faults["evidence"] = f"Schrijf in hoogstens {LONGEST_EVIDENCE} tekens wat je zag"
    if sum(claim.source is not ClaimSource.SELF for claim in student.claims) >= MOST_SEEN:
        faults["competency_id"] = f"Er staan al {MOST_SEEN} dingen die anderen zagen; meer kan niet"
    if faults or seen.on is None:
        raise InvalidValueError("seen", faults)
    claim = CompetencyClaim(
        competency_id=seen.competency_id,
        source=source,
        level=seen.level,
        seen_on=seen.on,
        evidence=f"{where}: {seen.evidence}" if where else seen.evidence,
    )
    claims = with_seen(student.claims, claim)
    if claims != student.claims:
        work.students.save(replace(student, claims=claims))


def _work_options(placement: Placement, catalogue: Catalogue) -> Options:
    asked = [requirement.competency_id for requirement in placement.requirements]
    taught = [code for task in placement.tasks for code in task.competency_ids]
    behaviour = [code for code, held in catalogue.competencies.items() if held.kind is CompetencyKind.BEHAVIOUR]
    return _named((*asked, *taught, *placement.learned_ids, *behaviour), catalogue)


def _named(codes: Iterable[str], catalogue: Catalogue) -> Options:
    named = {code: catalogue[code].plain_label for code in codes if code in catalogue}
    return MappingProxyType({code: f"{label[:1].upper()}{label[1:]}" for code, label in named.items()})
