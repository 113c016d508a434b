"""What those may know who help somebody at work, a peer or a workplace trainer: the least that helping asks."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from career.competency import Catalogue
from career.conversation import AgreementOwner, ConversationKind
from career.student import Student
from employer_toolkit.placement import Placement
from services.competencies import current_catalogue
from services.conversations import SeenFromOutside, seen_from_outside
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, may, note_shown, require
from services.reference import Reference, load_reference
from services.unit_of_work import UnitOfWork
from services.wording import days_text, hours_text, period_text
from storage.accounts import GuideContact


@dataclass(frozen=True, slots=True, kw_only=True)
class GuidedStudent:
    """A first name, and what was agreed to learn; nothing of the file, of what others wrote, or of matches.

    Parameters
    ----------
    contacts : tuple of GuideContact
        Who guides at school, to go to with a worry; the school itself is not named.
    """

    first_name: str
    goals: tuple[str, ...]
    contacts: tuple[GuideContact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkplaceStudent:
    """A student who works at the company, for whoever guides there; no school, age, file or match.

    Parameters
    ----------
    is_begun : bool
        The work has begun, so that something can be seen of it.
    helps : tuple of str
        What helps the student, as far as the place has said to have it.
    goals : tuple of str
        What was agreed to learn.
    contacts : tuple of GuideContact
        Who guides at school; the school itself is not named.
    talks : SeenFromOutside
        Conversations to which the company comes along, and what it said to do.
    """

    application_id: UUID
    first_name: str
    title: str
    is_begun: bool
    days_text: str
    hours_text: str
    period_text: str
    goals: tuple[str, ...]
    helps: tuple[str, ...]
    contacts: tuple[GuideContact, ...]
    talks: SeenFromOutside


def guided_students(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[GuidedStudent, ...]:
    """Give the students somebody helps, in the order of the alphabet; each one shown is noted."""
    if not may(by, Act.SEE_GUIDED):
        require(by, Act.SEE_GUIDED, None)
    students = work.students.some_taking_part([tie.subject_id for tie in by.ties if tie.subject_id])
    catalogue = current_catalogue(work)
    note_shown(by, Act.SEE_GUIDED, (student.id for student in students))
    guides = work.accounts.guides_of({(one.school, one.group) for one in students if one.school}, day=local_day(now))
    return tuple(
        GuidedStudent(
            first_name=student.first_name,
            goals=_goals(student, catalogue),
            contacts=guides.get((student.school, student.group), ()),
        )
        for student in sorted(students, key=lambda student: (student.first_name, student.id))
    )


def workplace_students(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[WorkplaceStudent, ...]:
    """Give the students who have a place at the company until it ends, in the order of the alphabet; each is noted."""
    employer_id = found(by.subject_id)
    require(by, Act.SEE_WORKPLACE, employer_id)
    today = local_day(now)
    places = {
        place.id: place
        for place in work.placements.of_employer(employer_id)
        if place.ends_on is None or today < place.ends_on
    }
    applied = {one.student_id: one for one in work.applications.placed_at(list(places))}
    placed = {student_id: places[one.placement_id] for student_id, one in applied.items()}
    students = work.students.some_taking_part(sorted(placed))
    note_shown(by, Act.SEE_WORKPLACE, (student.id for student in students))
    guides = work.accounts.guides_of({(one.school, one.group) for one in students if one.school}, day=today)
    catalogue, reference = current_catalogue(work), load_reference(today)
    talks = seen_from_outside(
        work, [one.id for one in students], kind=ConversationKind.TRIALOGUE, owner=AgreementOwner.COMPANY, now=now
    )
    return tuple(
        _at_work(
            student,
            applied[student.id].id,
            placed[student.id],
            today,
            guides.get((student.school, student.group), ()),
            talks[student.id],
            catalogue,
            reference,
        )
        for student in sorted(students, key=lambda student: (student.first_name, student.id))
    )


def _at_work(
    student: Student,
    application_id: UUID,
    place: Placement,
    today: date,
    contacts: Collection[GuideContact],
    talks: SeenFromOutside,
    catalogue: Catalogue,
    reference: Reference,
) -> WorkplaceStudent:
    shared = student.helps & place.conditions_offered
    return WorkplaceStudent(
        application_id=application_id,
        first_name=student.first_name,
        title=place.title,
        is_begun=place.starts_on <= today,
        days_text=days_text(place),
        hours_text=hours_text(place.hours_min, place.hours_max),
        period_text=period_text(place.starts_on, place.ends_on),
        goals=_goals(student, catalogue),
        helps=tuple(held.place_label for code, held in reference.conditions.items() if code in shared),
        contacts=tuple(contacts),
        talks=talks,
    )


def _goals(student: Student, catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(catalogue[code].plain_label for code in student.goal_ids if code in catalogue)
