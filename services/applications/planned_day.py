"""The day on which a student and a company see each other, for whoever moves it or calls it off."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from career.answer_clock import Side
from career.application_rules import WITH_A_DAY, ApplicationState
from services.applications.acting import SIDES, check_visible, let_through
from services.applications.wording import planned_text
from services.errors import NotFoundError, found
from services.permissions import Account, Act, may, require
from services.places_in_words import places_in_words
from services.unit_of_work import UnitOfWork

WHAT = {ApplicationState.MEETING: "Kennismaking", ApplicationState.TRIAL_DAY: "Meeloopdag"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedDay:
    """A meeting or a trial day, as somebody sees it who may move it.

    Parameters
    ----------
    who : str
        With whom: the company to the student, a first name to the company, both to whoever helps.
    planned_at : datetime or None
        ``None`` when no day was named.
    is_to_come : bool
        It can still be called off.
    is_helper : bool
        The reader speaks for another, and says why.
    """

    application_id: UUID
    what: str
    title: str
    who: str
    planned_at: datetime | None
    planned_where: str
    planned_text: str
    is_to_come: bool
    is_helper: bool


def planned_day(work: UnitOfWork, *, by: Account, application_id: UUID, now: datetime) -> PlannedDay:
    """Give the day of an application to the student, the company or whoever helps.

    Raises
    ------
    NotFoundError
        There is no such application, or it is not for this account, or they are not to see each other (any more).
    """
    if not may(by, Act.TAKE_STEP):
        require(by, Act.TAKE_STEP, None)
    application = found(work.applications.get(application_id))
    student = found(work.students.get(application.student_id))
    placement = found(work.placements.get(application.placement_id))
    let_through(work, by=by, act=Act.TAKE_STEP, student=student, placement=placement)
    check_visible(by, application)
    side = SIDES[by.role]
    if application.state not in WITH_A_DAY or side is Side.PARENT:
        raise NotFoundError("not found")
    place = places_in_words(work, {placement.id})[placement.id]
    who = {Side.STUDENT: place.employer_name, Side.EMPLOYER: student.first_name}
    return PlannedDay(
        application_id=application.id,
        what=WHAT[application.state],
        title=place.title,
        who=who.get(side, f"{student.first_name} en {place.employer_name}"),
        planned_at=application.planned_at,
        planned_where=application.planned_where,
        planned_text=planned_text(application),
        is_to_come=application.planned_at is not None and application.planned_at > now,
        is_helper=side is Side.HELPER,
    )
