"""Who had the career conversations that the school wants: a class by name, a school and a region in numbers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from accounts.role import Role
from career.answer_clock import start_of_day
from career.conversation import ConversationKind
from career.coverage import ConversationNorm, Coverage, coverage, school_year_starts
from career.school import Region
from career.student import Student
from career.year_plan import Need, Proposed, year_plan
from services.disclosure import rounded, tell_share
from services.local_time import local_day
from services.permissions import Account, Act, may, note_shown, require
from services.reference import load_reference
from services.school_calendar import holiday_weeks, monday_of, school_year_of
from services.unit_of_work import UnitOfWork

WEEK = timedelta(weeks=1)
NEXT_YEAR = timedelta(days=366)


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """One student of a class: what is missing, and the next conversation that is planned."""

    student_id: UUID
    name: str
    coverage: Coverage
    planned_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCoverage:
    """How far a class has come; ``members`` are those who miss something, and only who guides the class reads them."""

    school: str
    group: str
    norm: ConversationNorm
    n_students: int
    n_met: int
    members: tuple[Covered, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWeek:
    """A week of the year plan: what is planned in it, and what could be."""

    monday: date
    n_planned: int
    proposed: tuple[tuple[UUID, str, ConversationKind], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassPlan:
    """The year plan of a class; ``unplaced`` are those for whom there is no room before ``until``."""

    school: str
    group: str
    until: date
    most_a_week: int
    weeks: tuple[PlanWeek, ...]
    unplaced: tuple[tuple[UUID, str, ConversationKind], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalCoverage:
    """How far the region has come, without anybody in it.

    Parameters
    ----------
    n_students : int or None
        At a school, in whole tens; ``None`` below ten.
    met_tenths, individual_tenths, with_parents_tenths : int or None
        So many of ten have all, or what is wanted of one kind; ``None`` when those who have it or those who do not are
        below ten.
    """

    n_students: int | None
    met_tenths: int | None
    individual_tenths: int | None
    with_parents_tenths: int | None


def school_norm(work: UnitOfWork, *, by: Account, school: str, now: datetime) -> ConversationNorm:
    """Give what a school wants each student to get; raises as ``services.schools.school_settings``."""
    require(by, Act.SEE_SCHOOL, None, school=school)
    return work.conversation_norms.get(school) or load_reference(local_day(now)).conversations.norm


def keep_norm(work: UnitOfWork, *, by: Account, school: str, norm: ConversationNorm) -> None:
    """Keep what a school wants each student to get."""
    require(by, Act.KEEP_SCHOOL, None, school=school)
    work.conversation_norms.save(school, norm)


def classes_covered(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[ClassCoverage, ...]:
    """Give how far the own class has come, or each class of the own school in numbers; whoever is named is noted."""
    require(by, Act.SEE_COVERAGE, by.subject_id, group=(by.school, by.group), school=by.school)
    is_named = may(by, Act.PLAN_TALKS)
    people = _guided(work, by)
    norms = _norms(work, people, now)
    since, until = _year(now)
    ids = [one.id for one in people]
    found = coverage(norms, work.conversations.held_of_students(ids, since, until))
    planned = _next_planned(work, ids, now, until) if is_named else {}
    classes = []
    for (school, group), members in _by_class(people).items():
        missing = sorted(
            (one for one in members if not found[one.id].is_met),
            key=lambda one: (-found[one.id].n_missing, one.first_name, one.id),
        )
        classes.append(
            ClassCoverage(
                school=school,
                group=group,
                norm=norms[members[0].id],
                n_students=len(members),
                n_met=len(members) - len(missing),
                members=tuple(
                    Covered(
                        student_id=one.id,
                        name=one.first_name,
                        coverage=found[one.id],
                        planned_on=planned.get(one.id),
                    )
                    for one in (missing if is_named else ())
                ),
            )
        )
    note_shown(by, Act.SEE_COVERAGE, (member.student_id for one in classes for member in one.members))
    return tuple(classes)


def class_plans(work: UnitOfWork, *, by: Account, now: datetime) -> tuple[ClassPlan, ...]:
    """Give for each own class in which week each missing conversation could be; whoever is named is noted.

    What is planned counts as if it were held. Weeks of holidays are left out, and so is all that comes after the day of
    choosing, unless that has been.
    """
    require(by, Act.PLAN_TALKS, by.subject_id, group=(by.school, by.group))
    today = local_day(now)
    people = _guided(work, by)
    norms = _norms(work, people, now)
    since, until = _year(now)
    ids = [one.id for one in people]
    found = coverage(norms, work.conversations.held_of_students(ids, since, until))
    planned = work.conversations.planned_of_students(ids, now, until)
    taken = {one.id: Counter[ConversationKind]() for one in people}
    for talk in planned:
        taken[talk.student_id][talk.kind] += 1
    rules, last = load_reference(today).conversations, school_year_of(today).ends_on
    last_day = min(rules.choice_day_after(today), last)
    plans = []
    for (school, group), members in _by_class(people).items():
        settings = work.schools.get(school)
        mondays = _school_weeks(settings.holiday_region if settings else Region.UNKNOWN, today, last_day)
        n_planned = Counter(
            monday_of(local_day(talk.at)) for talk in planned if talk.student_id in {one.id for one in members}
        )
        norm = norms[members[0].id]
        made = year_plan(
            [
                Need(
                    student_id=one.id,
                    missing={kind: n - taken[one.id][kind] for kind, n in found[one.id].missing.items()},
                )
                for one in sorted(members, key=lambda one: (one.first_name, one.id))
            ],
            mondays=mondays,
            planned=n_planned,
            most_a_week=norm.most_a_week,
        )
        names = {one.id: one.first_name for one in members}
        plans.append(
            ClassPlan(
                school=school,
                group=group,
                until=last_day,
                most_a_week=norm.most_a_week,
                weeks=tuple(
                    PlanWeek(monday=monday, n_planned=n_planned[monday], proposed=_named(made, names, monday))
                    for monday in mondays
                ),
                unplaced=_named(made, names, None),
            )
        )
        note_shown(by, Act.PLAN_TALKS, sorted({one.student_id for one in made}))
    return tuple(plans)


def regional_coverage(work: UnitOfWork, *, by: Account, now: datetime) -> RegionalCoverage:
    """Give how far the region has come with the norms of its schools, to its coordinator."""
    require(by, Act.SEE_REGION, None)
    people = [one for one in work.students.all_taking_part() if one.school]
    norms = _norms(work, people, now)
    found = coverage(norms, work.conversations.held_between(*_year(now))).values()
    n = len(people)
    return RegionalCoverage(
        n_students=rounded(n),
        met_tenths=tell_share(sum(one.is_met for one in found), n),
        individual_tenths=tell_share(sum(not one.missing[ConversationKind.INDIVIDUAL] for one in found), n),
        with_parents_tenths=tell_share(sum(not one.missing[ConversationKind.WITH_PARENTS] for one in found), n),
    )


def _guided(work: UnitOfWork, by: Account) -> Sequence[Student]:
    is_whole_school = by.role is Role.PLACEMENT_COORDINATOR
    places = dict.fromkeys((tie.school, "" if is_whole_school else tie.group) for tie in by.ties)
    asked = [(school, group) for school, group in places if school and (group or is_whole_school)]
    return [student for school, group in asked for student in work.students.taking_part_at(school, group=group)]


def _norms(work: UnitOfWork, people: Sequence[Student], now: datetime) -> Mapping[UUID, ConversationNorm]:
    kept, default = work.conversation_norms.all(), load_reference(local_day(now)).conversations.norm
    return {one.id: kept.get(one.school, default) for one in people}


def _year(now: datetime) -> tuple[datetime, datetime]:
    since = school_year_starts(local_day(now))
    return start_of_day(since), start_of_day(school_year_starts(since + NEXT_YEAR))


def _by_class(people: Sequence[Student]) -> Mapping[tuple[str, str], list[Student]]:
    found: dict[tuple[str, str], list[Student]] = {}
    for one in sorted(people, key=lambda one: (one.school, one.group)):
        found.setdefault((one.school, one.group), []).append(one)
    return found


def _next_planned(work: UnitOfWork, ids: Sequence[UUID], now: datetime, until: datetime) -> Mapping[UUID, date]:
    found: dict[UUID, date] = {}
    for talk in work.conversations.planned_of_students(ids, now, until):
        found.setdefault(talk.student_id, local_day(talk.at))
    return found


def _school_weeks(region: Region, today: date, until: date) -> tuple[date, ...]:
    """Give the Mondays from the next one on whose Friday is before a day, without weeks of holidays."""
    first = monday_of(today) + WEEK
    free = holiday_weeks(region, first, until)
    n_weeks = max((until - first).days // 7 + 1, 0)
    mondays = (first + WEEK * n for n in range(n_weeks))
    return tuple(one for one in mondays if one not in free and one + timedelta(days=4) < until)


def _named(
    made: Sequence[Proposed], names: Mapping[UUID, str], monday: date | None
) -> tuple[tuple[UUID, str, ConversationKind], ...]:
    return tuple((one.student_id, names[one.student_id], one.kind) for one in made if one.monday == monday)
