"""The agenda for whoever reads it: a student, a parent with children, or a teacher with a class; nothing for others."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from career.student import Student
from events.event import Event
from events.event import Role as AudienceRole
from events.registration import OPEN, Party
from services.agenda_for import ForStudent, agenda_for, wished_work
from services.event_seats import is_for_student
from services.permissions import Account, Act, note_shown, require
from services.unit_of_work import UnitOfWork
from services.wording import list_text

MOST_NAMES = 3
"""A card names at most so many students."""
A_FIFTH = 5
"""What one in so many of a class seeks comes first for its teacher; less would be half of the agenda."""


def agenda_for_reader(
    work: UnitOfWork, *, by: Account, events: Sequence[Event], now: datetime
) -> Mapping[UUID, ForStudent]:
    """Say of each event what it is to who looks: to a student, to the children of a parent, or to a teacher's class."""
    match by.role:
        case Role.STUDENT:
            return agenda_for(work, by=by, events=events, now=now)
        case Role.PARENT:
            return _for_parent(work, by, events)
        case Role.TEACHER if by.group:
            return _for_teacher(work, by, events)
    return {}


def _for_parent(work: UnitOfWork, by: Account, events: Sequence[Event]) -> Mapping[UUID, ForStudent]:
    """What a child seeks is told of a child whose places this parent sees too, as the law has it at that age."""
    tied = [tie.subject_id for tie in by.ties if tie.subject_id is not None]
    for student_id in tied:
        require(by, Act.SEE_CHILD, student_id)
    children = sorted(work.students.some_taking_part(tied), key=lambda child: (child.first_name, child.id))
    going = _going(work, children)
    return {
        event.id: _told(
            [
                *(f"{child.first_name} is aangemeld" for child in children if child.id in going.get(event.id, ())),
                *(_seeks(child, event) for child in children if child.id in by.children),
                "Voor ouders" if AudienceRole.PARENT in event.audience.roles else "",
            ]
        )
        for event in events
    }


def _for_teacher(work: UnitOfWork, by: Account, events: Sequence[Event]) -> Mapping[UUID, ForStudent]:
    students: list[Student] = []
    for at in dict.fromkeys((tie.school, tie.group) for tie in by.ties):
        require(by, Act.SEE_GROUP, None, group=at)
        students += work.students.at(at[0], group=at[1])
    students.sort(key=lambda student: (student.first_name, student.id))
    going = _going(work, students)
    shown = [[one for one in students if one.id in going.get(event.id, ())] for event in events]
    note_shown(by, Act.SEE_GROUP, dict.fromkeys(one.id for there in shown for one in there))
    return {
        event.id: _told([_names(there), _sought(students, event)]) for event, there in zip(events, shown, strict=True)
    }


def _told(lines: Sequence[str]) -> ForStudent:
    reasons = tuple(filter(None, lines))
    return ForStudent(is_for=bool(reasons), reasons=reasons, clashes=())


def _seeks(child: Student, event: Event) -> str:
    wished = wished_work(child, event) if is_for_student(event, child) else []
    return f"Past bij wat {child.first_name} zoekt: {list_text(wished)}" if wished else ""


def _sought(students: Sequence[Student], event: Event) -> str:
    n = sum(bool(wished_work(one, event)) and is_for_student(event, one) for one in students)
    if not n or n * A_FIFTH < len(students):
        return ""
    return f"Past bij wat {n} van je {len(students)} leerlingen {'zoekt' if n == 1 else 'zoeken'}"


def _names(there: Sequence[Student]) -> str:
    if not there:
        return ""
    named = [one.first_name for one in there[:MOST_NAMES]]
    others = [f"nog {len(there) - MOST_NAMES}"] if len(there) > MOST_NAMES else []
    return f"Aangemeld uit je klas: {list_text([*named, *others])}"


def _going(work: UnitOfWork, students: Collection[Student]) -> Mapping[UUID, set[UUID]]:
    going: dict[UUID, set[UUID]] = {}
    for one in work.registrations.of(Party.STUDENT, [student.id for student in students]):
        if one.state in OPEN:
            going.setdefault(one.event_id, set()).add(one.who)
    return going
