"""Saying that something is wrong (rectificatie, AVG art. 16): a student asks, the school answers."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from accounts.role import Role
from career.errors import InvalidValueError
from career.rectification import Rectification
from services.errors import ServiceError, found
from services.local_time import local_day
from services.messages import MessageKind, tell
from services.permissions import Account, Act, note_shown, require
from services.privacy.register import load_items
from services.privacy.subjects import subject_of
from services.unit_of_work import UnitOfWork

MOST_OPEN = 20
"""Requests of one student that wait for an answer; more would bury the rest."""
ABOUT_STUDENT = ("students.", "claims.", "accounts.", "relations.")
"""Tables of which a student can say that something in them is wrong."""


class TooManyRequestsError(ServiceError):
    """So much waits for an answer already that another request would not be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A request that waits for an answer of the school.

    Parameters
    ----------
    about : str
        What it is about, as people call it.
    """

    id: UUID
    student_id: UUID
    first_name: str
    about: str
    words: str
    made_at: datetime


def may_ask_about(
    work: UnitOfWork, *, by: Account, child_id: UUID | None = None, now: datetime
) -> list[tuple[str, str]]:
    """Give what a student can say is wrong: code and name of every item about the student, in the order of the page."""
    found(subject_of(work, by=by, act=Act.ASK_RECTIFICATION, child_id=child_id, now=now).student_id)
    told = (item for item in load_items().values() if item.code.startswith(ABOUT_STUDENT) and not item.is_technical)
    return [(item.code, item.label) for item in told]


def say_it_is_wrong(
    work: UnitOfWork, *, by: Account, about: str, words: str, child_id: UUID | None = None, now: datetime
) -> Rectification:
    """Ask the school to put something right, in own words.

    Parameters
    ----------
    about : str
        Code of the item in the register.

    Raises
    ------
    InvalidValueError
        There is no such item, or nothing was said.
    TooManyRequestsError
        Twenty requests wait already.
    """
    subject = subject_of(work, by=by, act=Act.ASK_RECTIFICATION, child_id=child_id, now=now)
    student_id = found(subject.student_id)
    if about not in dict(may_ask_about(work, by=by, child_id=child_id, now=now)):
        raise InvalidValueError("rectification", {"about": "Kies wat er niet klopt"})
    if work.rectifications.count_open_of(student_id) >= MOST_OPEN:
        raise TooManyRequestsError("too many requests wait for an answer")
    asked = Rectification(id=uuid4(), student_id=student_id, about=about, words=words.strip(), made_at=now)
    work.rectifications.save(asked)
    for account_id in _who_answer(work, student_id=student_id, now=now):
        tell(work, to=account_id, kind=MessageKind.RECTIFICATION_ASKED, about=student_id, now=now)
    return asked


def waiting_for_answer(work: UnitOfWork, *, by: Account) -> tuple[Waiting, ...]:
    """Give what students said is wrong and nobody has answered: of the class, or of the whole school."""
    require(by, Act.SEE_RECTIFICATIONS, None, group=(by.school, by.group))
    items = load_items()
    asked = [
        one
        for tie in by.ties
        for one in work.rectifications.open_at(tie.school, group=tie.group if by.role is Role.TEACHER else "")
    ]
    note_shown(by, Act.SEE_RECTIFICATIONS, (one.student_id for one, _ in asked))
    return tuple(
        Waiting(
            id=one.id,
            student_id=one.student_id,
            first_name=first_name,
            about=items[one.about].label if one.about in items else one.about,
            words=one.words,
            made_at=one.made_at,
        )
        for one, first_name in sorted(asked, key=lambda row: (row[0].made_at, row[0].id))
    )


def answer_request(
    work: UnitOfWork, *, by: Account, rectification_id: UUID, is_changed: bool, answer: str, now: datetime
) -> Rectification:
    """Answer a request; the student reads the answer, also when nothing was changed.

    Raises
    ------
    NotFoundError
        There is no such request, or not for this account.
    RectificationStateError
        Somebody has answered it already.
    InvalidValueError
        There is no answer in words.
    """
    asked = work.rectifications.get(rectification_id)
    where = None if asked is None else work.students.school_of(asked.student_id)
    student_id = rectification_id if asked is None else asked.student_id
    require(by, Act.SETTLE_RECTIFICATION, student_id, group=where, school=where[0] if where else "")
    settled = found(asked).settle(is_changed=is_changed, answer=answer, by=by.id, now=now)
    work.rectifications.save(settled)
    for account_id in work.accounts.standing_for(settled.student_id):
        tell(work, to=account_id, kind=MessageKind.RECTIFICATION_ANSWERED, about=settled.student_id, now=now)
    return settled


def _who_answer(work: UnitOfWork, *, student_id: UUID, now: datetime) -> tuple[UUID, ...]:
    """Give the teachers of the class; when it has none, the placement coordinators of the school."""
    school, group = found(work.students.school_of(student_id))
    today = local_day(now)
    teachers = work.accounts.related(Role.TEACHER, school=school, group=group, day=today) if school and group else ()
    if teachers or not school:
        return teachers
    return work.accounts.related(Role.PLACEMENT_COORDINATOR, school=school, day=today)
