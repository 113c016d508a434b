"""What a school adds to the career dossier: settling it, setting assignments to a class, and a student's tasks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID, uuid4

from accounts.message import MessageKind
from accounts.role import Role
from career.assignment import Assignment
from career.dossier import CareerCompetency, DossierEntry
from career.errors import InvalidValueError
from career.school_dossier import (
    Chapter,
    SchoolAssignment,
    SchoolDossier,
    SetAssignment,
    TaskState,
    laid_out,
    task_state,
)
from services.dossier_words import CAREER_WORDS
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.messages import tell
from services.permissions import Account, Act, note_shown, require
from services.reference.assignments import load_assignments
from services.unit_of_work import UnitOfWork

CORE_WORDS: Mapping[CareerCompetency, str] = MappingProxyType(
    {code: words.question for code, words in CAREER_WORDS.items()}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskView:
    """An assignment that was set, as a student sees it."""

    task: Assignment
    due_on: date
    state: TaskState


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierAtSchool:
    """What the school of a student adds to the dossier.

    Parameters
    ----------
    own : tuple of Assignment
        What the school wrote itself, there to choose.
    tasks : tuple of TaskView
        What was set to the class; open ones first, each group by day.
    """

    vision: str
    has_own_layout: bool
    chapters: tuple[Chapter, ...]
    own: tuple[Assignment, ...]
    tasks: tuple[TaskView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTask:
    """An assignment that was set to a class, with who let school read a complete answer."""

    id: UUID
    task: Assignment
    due_on: date
    answered: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTasks:
    """What was set to one class."""

    school: str
    group: str
    n_students: int
    tasks: tuple[ClassTask, ...]


def school_dossier(work: UnitOfWork, *, by: Account, school: str) -> SchoolDossier:
    """Give what a school made of the dossier; one that made nothing of it has the core as it is.

    Raises
    ------
    NotFoundError
        It is not a school of this account.
    """
    require(by, Act.SEE_SCHOOL, None, school=school)
    return work.school_dossiers.get(school) or SchoolDossier(school=school)


def keep_school_dossier(work: UnitOfWork, *, by: Account, dossier: SchoolDossier) -> None:
    """Keep what a school makes of the dossier; raises as ``school_dossier``."""
    require(by, Act.KEEP_SCHOOL, None, school=dossier.school)
    work.school_dossiers.save(dossier)


def school_assignments(work: UnitOfWork, *, by: Account, school: str) -> tuple[Assignment, ...]:
    """Give what a school wrote itself and is there to choose; raises as ``school_dossier``."""
    require(by, Act.SEE_SCHOOL, None, school=school)
    return _own(work, school)


def write_assignment(
    work: UnitOfWork,
    *,
    by: Account,
    school: str,
    title: str,
    steps: Iterable[str],
    competencies: Iterable[CareerCompetency],
    minutes: int,
) -> SchoolAssignment:
    """Keep a new assignment of a school.

    Raises
    ------
    InvalidValueError
        Something in it cannot be, or there is one with this title already.
    NotFoundError
        It is not a school of this account.
    """
    require(by, Act.KEEP_SCHOOL, None, school=school)
    assignment_id = uuid4()
    written = SchoolAssignment(
        id=assignment_id,
        school=school,
        task=Assignment(
            code=str(assignment_id),
            title=title.strip(),
            steps=tuple(one.strip() for one in steps),
            phases=frozenset(),
            competencies=frozenset(competencies),
            minutes=minutes,
        ),
    )
    if written.task.title.casefold() in {one.title.casefold() for one in _own(work, school)}:
        raise InvalidValueError("school assignment", {"title": "er is al een opdracht met deze naam"})
    work.school_dossiers.save_assignment(written)
    return written


def retire_assignment(work: UnitOfWork, *, by: Account, school: str, assignment_id: UUID) -> None:
    """Take an assignment of a school out of the list; classes that have it, and who began it, go on.

    Raises
    ------
    NotFoundError
        The school has no such assignment.
    """
    require(by, Act.KEEP_SCHOOL, None, school=school)
    held = found(work.school_dossiers.assignment(assignment_id))
    if held.school != school:
        raise NotFoundError("not found")
    work.school_dossiers.save_assignment(replace(held, is_retired=True))


def what_can_be_set(work: UnitOfWork, *, by: Account, school: str) -> tuple[Assignment, ...]:
    """Give what a class can be asked to do: what the school wrote, and then the library."""
    require(by, Act.SEE_SCHOOL, None, school=school)
    return (*_own(work, school), *load_assignments().values())


def set_assignment(
    work: UnitOfWork, *, by: Account, school: str, group: str, code: str, due_on: date, now: datetime
) -> SetAssignment:
    """Ask a class to do something before the end of a day, and tell its students.

    Raises
    ------
    NotFoundError
        It is not a class of this account.
    InvalidValueError
        There is no such assignment, the day has been, or the class has it already.
    """
    require(by, Act.SET_ASSIGNMENTS, None, group=(school, group))
    if code not in {one.code for one in what_can_be_set(work, by=by, school=school)}:
        raise InvalidValueError("set assignment", {"code": "kies een opdracht uit de lijst"})
    if code in {one.code for one in work.school_dossiers.set_to(school, group)}:
        raise InvalidValueError("set assignment", {"code": "deze klas heeft die opdracht al"})
    today = local_day(now)
    kept = SetAssignment(id=uuid4(), school=school, group=group, code=code, due_on=due_on, set_on=today)
    work.school_dossiers.add_set(kept)
    ids = [one.id for one in work.students.taking_part_at(school, group=group)]
    for student_id, accounts in work.accounts.related_to_some(Role.STUDENT, day=today, student_ids=ids).items():
        for account_id in accounts:
            tell(work, to=account_id, kind=MessageKind.ASSIGNMENT_SET, about=student_id, now=now)
    return kept


def withdraw_assignment(work: UnitOfWork, *, by: Account, set_id: UUID) -> None:
    """Ask it no longer; what students wrote stays theirs.

    Raises
    ------
    NotFoundError
        No class of this account has it.
    """
    held = work.school_dossiers.one_set(set_id)
    require(by, Act.SET_ASSIGNMENTS, None, group=(held.school, held.group) if held else None)
    work.school_dossiers.remove_set(found(held).id)


def class_tasks(work: UnitOfWork, *, by: Account) -> tuple[ClassTasks, ...]:
    """Give what was set to each own class, with who let school read a complete answer; whoever is named is noted.

    Who did not, is not named: an answer that a student keeps private is nobody's business.
    """
    require(by, Act.SET_ASSIGNMENTS, by.subject_id, group=(by.school, by.group))
    classes = []
    for school, group in dict.fromkeys((tie.school, tie.group) for tie in by.ties):
        names = {one.id: one.first_name for one in work.students.taking_part_at(school, group=group)}
        answers = [one for one in work.dossier.answers_of(names) if one.is_for_guides and one.is_complete]
        tasks = []
        for one in work.school_dossiers.set_to(school, group):
            who = {entry.student_id for entry in answers if entry.assignment_id == one.code}
            named = tuple(sorted(((each, names[each]) for each in who), key=lambda pair: (pair[1], pair[0])))
            note_shown(by, Act.SET_ASSIGNMENTS, sorted(who))
            task = task_of(work, school=school, code=one.code)
            if task is not None:
                tasks.append(ClassTask(id=one.id, task=task, due_on=one.due_on, answered=named))
        classes.append(ClassTasks(school=school, group=group, n_students=len(names), tasks=tuple(tasks)))
    return tuple(classes)


def dossier_at_school(
    work: UnitOfWork, *, by: Account, entries: Iterable[DossierEntry], now: datetime
) -> DossierAtSchool:
    """Give a student what the own school adds to the dossier.

    Parameters
    ----------
    entries : iterable of DossierEntry
        The own dossier.
    """
    student_id = found(by.subject_id)
    require(by, Act.EDIT_DOSSIER, student_id)
    student = found(work.students.get(student_id))
    own = work.school_dossiers.get(student.school)
    complete: dict[str, bool] = {}
    for entry in entries:
        if entry.assignment_id is not None:
            complete[entry.assignment_id] = complete.get(entry.assignment_id, False) or entry.is_complete
    today = local_day(now)
    tasks = []
    for one in work.school_dossiers.set_to(student.school, student.group) if student.group else ():
        task = task_of(work, school=student.school, code=one.code)
        if task is not None:
            state = task_state(one, complete=complete, today=today)
            tasks.append(TaskView(task=task, due_on=one.due_on, state=state))
    return DossierAtSchool(
        vision=own.vision if own else "",
        has_own_layout=own is not None and bool(own.chapters),
        chapters=laid_out(own, CORE_WORDS),
        own=_own(work, student.school),
        tasks=tuple(sorted(tasks, key=lambda one: (one.state is TaskState.DONE, one.due_on, one.task.title))),
    )


def own_task(work: UnitOfWork, *, by: Account, code: str) -> Assignment | None:
    """Give a student an assignment of the library or of the own school, also one that was retired."""
    student_id = found(by.subject_id)
    require(by, Act.EDIT_DOSSIER, student_id)
    return task_of(work, school=found(work.students.get(student_id)).school, code=code)


def task_of(work: UnitOfWork, *, school: str, code: str) -> Assignment | None:
    """Give an assignment of the library or of one school by its code."""
    held = load_assignments().get(code)
    if held is not None:
        return held
    try:
        written = work.school_dossiers.assignment(UUID(code))
    except ValueError:
        return None
    return None if written is None or written.school != school else written.task


def _own(work: UnitOfWork, school: str) -> tuple[Assignment, ...]:
    return tuple(one.task for one in work.school_dossiers.assignments_of(school) if not one.is_retired)
