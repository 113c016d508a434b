"""Beginning an application: a student's one tap, or a helper who proposes a student."""

from datetime import datetime
from uuid import UUID, uuid4

from career.answer_clock import Side
from career.application import Application
from career.application_rules import Actor, Outcome, StepKind
from career.student import Student
from employer_toolkit.placement import PlacementState
from services.applications.acting import actor_of, clock_for
from services.applications.errors import ContactRefusedError
from services.applications.keeping import keep
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.matches import refusals
from services.permissions import Account, Act, require
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

COUNTED = frozenset({"seats", "contacts"})
"""Gates about numbers: the count itself decides about them, at the moment it is raised."""


def show_interest(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> Application:
    """Say as a student to be interested in a place; who has done so already gets the same application.

    Raises
    ------
    ContactRefusedError
        A rule keeps the student from the place, it is not open, or it has as many contacts as it may have.
    NotFoundError
        There is no such place.
    """
    student_id = found(by.subject_id)
    require(by, Act.SHOW_INTEREST, student_id)
    student = found(work.students.get(student_id))
    return _begin(work, by=actor_of(by), student=student, placement_id=placement_id, now=now)


def propose_student(
    work: UnitOfWork,
    *,
    by: Account,
    student_id: UUID,
    placement_id: UUID,
    is_wish: bool,
    reason: str,
    now: datetime,
) -> Application:
    """Propose a student for a place, and say why.

    Parameters
    ----------
    is_wish : bool
        The student has told the helper to be interested; otherwise the card is shown, and the student is asked when
        the company is interested.

    Raises
    ------
    InvalidValueError
        There is no reason.
    ContactRefusedError
        As in ``show_interest``.
    NotFoundError
        There is no such student or place, or not for this account.
    """
    student = work.students.get(student_id)
    where = (student.school, student.group) if student else None
    require(by, Act.PROPOSE_STUDENT, student_id, group=where, school=student.school if student else "")
    actor = actor_of(by, on_behalf_of=Side.STUDENT if is_wish else None, reason=reason)
    return _begin(work, by=actor, student=found(student), placement_id=placement_id, now=now)


def _begin(work: UnitOfWork, *, by: Actor, student: Student, placement_id: UUID, now: datetime) -> Application:
    work.placements.hold([placement_id])
    earlier = work.applications.between(student.id, placement_id)
    kept = next((one for one in earlier if one.outcome in (None, Outcome.PLACED)), None)
    if kept is not None:
        if not (by.acts_as is Side.STUDENT and kept.may(StepKind.SHOW_INTEREST, Side.STUDENT)):
            return kept
        clock = clock_for(work, student=student, now=now)
        return keep(work, before=kept, after=kept.show_interest(by, now=now, clock=clock), now=now)
    _check_allowed(work, student=student, placement_id=placement_id, earlier=earlier, now=now)
    return begin_counted(work, by=by, student=student, placement_id=placement_id, now=now)


def begin_counted(work: UnitOfWork, *, by: Actor, student: Student, placement_id: UUID, now: datetime) -> Application:
    """Begin an application that nothing refuses, if the place can have one contact more.

    Who asks keeps the student and the place from other writers, in that order.

    Raises
    ------
    ContactRefusedError
        The place has as many contacts as it may have, is full or is not open.
    """
    if not work.placements.open_contact(placement_id):
        raise ContactRefusedError("Dit bedrijf voert nu genoeg gesprekken over deze plek. Kijk later nog eens.")
    begun = Application.begin(
        id=uuid4(),
        student_id=student.id,
        placement_id=placement_id,
        number=work.applications.next_number(placement_id),
        by=by,
        asks_parent=asks_parent(student, now=now),
        now=now,
        clock=clock_for(work, student=student, now=now),
    )
    return keep(work, before=None, after=begun, now=now)


def asks_parent(student: Student, *, now: datetime) -> bool:
    """Say whether a parent must agree before a company reads anything of a student."""
    today = local_day(now)
    return student.age_on(today) < load_reference(today).consent_ages["personal_data"].age


def _check_allowed(
    work: UnitOfWork, *, student: Student, placement_id: UUID, earlier: tuple[Application, ...], now: datetime
) -> None:
    placement = work.placements.get(placement_id)
    if placement is None or placement.state is PlacementState.DRAFT:
        raise NotFoundError("not found")
    if placement.state is not PlacementState.OPEN:
        raise ContactRefusedError("Deze plek is nu niet open. Kijk of er een andere plek bij je past.")
    if not placement.seats_left:
        raise ContactRefusedError("Deze plek is vol. Kijk of er een andere plek bij je past.")
    if any(one.outcome is Outcome.REFUSED for one in earlier):
        raise ContactRefusedError("Het bedrijf heeft hierop al geantwoord. Kijk of er een andere plek bij je past.")
    most = load_reference(local_day(now)).answers.contacts_per_student
    if sum(one.counts_for_student for one in work.applications.open_of_student(student.id)) >= most:
        raise ContactRefusedError(
            f"Je hebt nu {most} contacten tegelijk. Rond er eerst één af, dan kun je deze plek kiezen."
        )
    notes = refusals(work, student_id=student.id, placement_id=placement_id, now=now) or ()
    told = [note for note in notes if note.gate not in COUNTED]
    if told:
        raise ContactRefusedError(" ".join(f"{note.text} {note.repair}".strip() for note in told))
