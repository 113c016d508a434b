"""Parents: what they see of their child today, and what a student chooses that they see."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from accounts.relation import Tie
from accounts.role import Role
from career.answer_clock import Side
from career.application import Application
from career.application_rules import ApplicationState
from career.parent_view import ParentAges, ParentView, may_choose, next_turn, parent_view
from career.student import Student
from services.applications.wording import TURN_TO_PARENT, answer_text, planned_text, state_to_parent, turn_text
from services.errors import NotFoundError, found
from services.local_time import local_day
from services.permissions import Account, Act, may, require
from services.places_in_words import places_in_words
from services.reference import ParentSigns, load_reference
from services.reference.parent_essentials import EssentialsLanguage, load_parent_essentials
from services.unit_of_work import UnitOfWork
from services.wording import hours_text, period_text, weekdays_text

EMERGENCY = "emergency"
"""Row of ``report_help.csv`` whose number stands in the essentials."""
TEXT_VERSION = "2026-11b"
"""Which wording of the page with the choice a student read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseView:
    """How far one contact of a child is, as a parent sees it.

    Parameters
    ----------
    place_text : str
        The place; empty where the parent does not see places.
    """

    place_text: str
    state_text: str
    turn_text: str
    answer_text: str
    planned_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildView:
    """A student as a parent sees them: how far it is, dates, and what has to be signed.

    Parameters
    ----------
    sees_places : bool
        The parent may look at the places that fit, too; there are none to see of who has paused.
    until_on : date or None
        First day on which the parent sees less by law; ``None`` when the next change is the student's to make.
    seeks : tuple of str
        Kinds of place sought, in words.
    to_sign : tuple of str
        The kinds among them for which a parent signs too.
    courses : tuple of CourseView
        The contacts that go on, and the place that was found.
    n_asked : int
        Contacts that wait for a yes of a parent.
    asked_text : str
        Until when the first of those can be answered; empty when none waits.
    has_place : bool
        A place was found.
    """

    student_id: UUID
    first_name: str
    sees_places: bool
    until_on: date | None
    seeks: tuple[str, ...]
    days_text: str
    hours_text: str
    period_text: str
    to_sign: tuple[str, ...]
    courses: tuple[CourseView, ...]
    n_asked: int
    asked_text: str
    has_place: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EssentialsView:
    """The essentials for parents in one language, beside the others there are.

    Parameters
    ----------
    texts : mapping of str to str
        What is said, with the ages and numbers of the day in it.
    """

    language: EssentialsLanguage
    languages: tuple[EssentialsLanguage, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentChoice:
    """A parent, what that parent sees now, and whether the student chose to share."""

    account_id: UUID
    name: str
    view: ParentView
    is_shared: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentChoices:
    """The parents of a student; ``may_choose`` says whether it is for the student to decide."""

    parents: tuple[ParentChoice, ...]
    may_choose: bool
    is_adult: bool
    decides_at: int
    adult_at: int


def seen_children(
    work: UnitOfWork, *, account_id: UUID, ties: Iterable[Tie], now: datetime
) -> tuple[tuple[Tie, ...], frozenset[UUID]]:
    """Keep of a parent's ties those that show something today, and name the students of whom the places show too."""
    tied = {tie.subject_id: tie for tie in ties if tie.subject_id is not None}
    day, shared, nothing = local_day(now), work.parents.shared_with(account_id), ParentView.NOTHING
    kept = filter(None, map(work.students.get, tied))
    views = {student.id: _view(student, day=day, shared_at=shared.get(student.id)) for student in kept}
    return (
        tuple(tie for student_id, tie in tied.items() if views.get(student_id, nothing) is not nothing),
        frozenset(student_id for student_id, view in views.items() if view is ParentView.FULL),
    )


def parents_who_see(work: UnitOfWork, *, student_id: UUID, now: datetime) -> tuple[UUID, ...]:
    """Give the accounts of the parents who may see something of a student today."""
    day, student = local_day(now), found(work.students.get(student_id))
    shared = work.parents.shared_by(student_id)
    related = work.accounts.related(Role.PARENT, day=day, student_id=student_id)
    return tuple(one for one in related if _view(student, day=day, shared_at=shared.get(one)) is not ParentView.NOTHING)


def my_children(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[ChildView, ...]:
    """Give a parent every child of whom something may be seen today."""
    if not may(by, Act.SEE_CHILD):
        require(by, Act.SEE_CHILD, None)
    return tuple(child(work, by=by, student_id=tie.subject_id, now=now) for tie in by.ties if tie.subject_id)


def child(work: UnitOfWork, *, by: Account, student_id: UUID, now: datetime) -> ChildView:
    """Give a parent one child.

    Raises
    ------
    NotFoundError
        It is not a child of this account, or there is nothing of it that a parent may see today.
    """
    require(by, Act.SEE_CHILD, student_id)
    student, day = found(work.students.get(student_id)), local_day(now)
    reference, free = load_reference(day), student.availability
    sought = [rule for code, rule in reference.placement_types.items() if code in student.seeks]
    settings = work.schools.get(student.school)
    school_asks = settings is None or settings.parent_signs
    is_minor = student.age_on(day) < parent_ages(day).adult_at
    is_paused = work.students.restricted_at(student.id) is not None
    going = [] if is_paused else [one for one in work.applications.of_student(student.id) if one.ended_by is None]
    asked = sorted(
        (one for one in going if one.state is ApplicationState.ASKING_PARENT),
        key=lambda one: (one.term is None, one.term and one.term.answer_by),
    )
    return ChildView(
        student_id=student.id,
        first_name=student.first_name,
        sees_places=student.id in by.children and not is_paused,
        until_on=next_turn(student=student, day=day, ages=parent_ages(day)),
        seeks=tuple(rule.label for rule in sought),
        days_text=weekdays_text(free.weekdays),
        hours_text=hours_text(free.hours_min, free.hours_max),
        period_text=period_text(free.from_on, free.until_on),
        to_sign=tuple(
            rule.label
            for rule in sought
            if is_minor
            and (
                rule.parent_signs is ParentSigns.MINOR
                or (rule.parent_signs is ParentSigns.SCHOOL_DECIDES and school_asks)
            )
        ),
        courses=_courses(work, going, names_places=student.id in by.children, now=now),
        n_asked=len(asked),
        asked_text=answer_text(asked[0], now=now) if asked else "",
        has_place=any(one.state in (ApplicationState.ACCEPTED, ApplicationState.PLACED) for one in going),
    )


def essentials(*, code: str, now: datetime) -> EssentialsView:
    """Give the essentials for parents in a language; raise ``NotFoundError`` when there is no such language."""
    told = load_parent_essentials()
    language = found(told.get(code))
    ages = parent_ages(local_day(now))
    holes = {
        "decides_at": ages.decides_at,
        "adult_at": ages.adult_at,
        EMERGENCY: load_reference(local_day(now)).report_help[EMERGENCY].phone,
    }
    return EssentialsView(
        language=language,
        languages=tuple(told.values()),
        texts={name: text.format(**holes) for name, text in language.texts.items()},
    )


def _courses(
    work: UnitOfWork, going: Sequence[Application], *, names_places: bool, now: datetime
) -> tuple[CourseView, ...]:
    places = places_in_words(work, {one.placement_id for one in going}) if names_places else {}
    named = {place.id: f"{place.title}, {place.employer_name}" for place in places.values()}
    return tuple(
        CourseView(
            place_text=named.get(one.placement_id, ""),
            state_text=state_to_parent(one),
            turn_text=turn_text(one, TURN_TO_PARENT),
            answer_text=answer_text(one, now=now),
            planned_text=planned_text(one, names_where=names_places) if one.is_open else "",
        )
        for one in sorted(going, key=lambda one: (not one.is_open, one.turn is not Side.PARENT))
    )


def parents_of(work: UnitOfWork, *, by: Account, now: datetime) -> ParentChoices:
    """Give a student the own parents, with what each sees today."""
    student = _own(work, by)
    day = local_day(now)
    ages, shared = parent_ages(day), work.parents.shared_by(student.id)
    usual = _view(student, day=day, shared_at=None)
    parents = []
    for account_id in work.accounts.related(Role.PARENT, day=day, student_id=student.id):
        view = _view(student, day=day, shared_at=shared.get(account_id))
        name = found(work.accounts.get(account_id)).name
        parents.append(ParentChoice(account_id=account_id, name=name, view=view, is_shared=view is not usual))
    return ParentChoices(
        parents=tuple(parents),
        may_choose=may_choose(student=student, day=day, ages=ages),
        is_adult=student.age_on(day) >= ages.adult_at,
        decides_at=ages.decides_at,
        adult_at=ages.adult_at,
    )


def choose_for_parent(work: UnitOfWork, *, by: Account, parent_id: UUID, is_shared: bool, now: datetime) -> None:
    """Share one step more with a parent than the law does, or take that back; it counts from the next page on.

    Raises
    ------
    NotFoundError
        It is no parent of this student today, or at this age it is not for the student to choose.
    """
    student, day = _own(work, by), local_day(now)
    is_parent = parent_id in work.accounts.related(Role.PARENT, day=day, student_id=student.id)
    if not is_parent or not may_choose(student=student, day=day, ages=parent_ages(day)):
        raise NotFoundError("not found")
    if is_shared:
        work.parents.share(student_id=student.id, account_id=parent_id, at=now, text_version=TEXT_VERSION)
    else:
        work.parents.take_back(student_id=student.id, account_id=parent_id)
    work.note(
        by=by,
        act=Act.CHOOSE_FOR_PARENTS,
        subject_id=student.id,
        reason="shared" if is_shared else "taken_back",
    )


def _own(work: UnitOfWork, by: Account) -> Student:
    student_id = found(by.subject_id)
    require(by, Act.CHOOSE_FOR_PARENTS, student_id)
    return found(work.students.get(student_id))


def parent_ages(day: date) -> ParentAges:
    """Give the ages at which a parent sees less, as the rules of a day have them."""
    ages = load_reference(day).consent_ages
    return ParentAges(decides_at=ages["personal_data"].age, adult_at=ages["agreement"].age)


def _view(student: Student, *, day: date, shared_at: datetime | None) -> ParentView:
    shared_on = None if shared_at is None else local_day(shared_at)
    return parent_view(student=student, day=day, ages=parent_ages(day), shared_on=shared_on)
