"""A mentor sees who misses a conversation, a school and a region see numbers, and nobody can work out a small one."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.role import Role
from career.conversation import Conversation, ConversationKind, ConversationPlace, ConversationState
from career.coverage import ConversationNorm
from career.school import Region, SchoolSettings
from career.student import Student
from services.coverage import class_plans, classes_covered, keep_norm, regional_coverage, school_norm
from services.errors import ForbiddenError, NotFoundError
from services.permissions import Account
from services.school_calendar import holiday_weeks
from services.unit_of_work import House
from tests.databases import queries_counted
from tests.demo_doors import NOW
from tests.factories import make_student

SCHOOL = "De Wissel"
TEACHER = Account.of(Role.TEACHER, school=SCHOOL, group="3a")
WHOLE_SCHOOL = Account.of(Role.PLACEMENT_COORDINATOR, school=SCHOOL)
COORDINATOR = Account.of(Role.COORDINATOR)
BOTH = (ConversationKind.INDIVIDUAL, ConversationKind.WITH_PARENTS)


def held(student_id: UUID, kind: ConversationKind, *, at: datetime = NOW - timedelta(days=9)) -> Conversation:
    return Conversation(
        id=uuid4(),
        student_id=student_id,
        kind=kind,
        place=ConversationPlace.SCHOOL,
        held_at=at,
        minutes=25,
        led_by=None,
        state=ConversationState.HELD,
        school=SCHOOL,
        group="3a",
    )


def planned(student_id: UUID, kind: ConversationKind, *, at: datetime) -> Conversation:
    return replace(held(student_id, kind), held_at=None, minutes=None, planned_at=at, state=ConversationState.PLANNED)


def plant(house: House, *, n_met: int, n_half: int, n_none: int, group: str = "3a") -> list[UUID]:
    people = [
        make_student(f"{group}-{n}", first_name=f"Naam{n:02}", school=SCHOOL, group=group)
        for n in range(n_met + n_half + n_none)
    ]
    talks = [held(one.id, kind) for one in people[:n_met] for kind in BOTH]
    talks += [held(one.id, BOTH[0]) for one in people[n_met : n_met + n_half]]
    with house.writing() as work:
        work.students.add_all(people)
        work.conversations.save_all(talks)
    return [one.id for one in people]


def test_mentor_reads_who_misses_what_and_is_noted(house: House) -> None:
    ids = plant(house, n_met=1, n_half=1, n_none=1)
    plant(house, n_met=0, n_half=0, n_none=2, group="3b")
    day = NOW + timedelta(days=3)
    with house.writing() as work:
        work.conversations.save(planned(ids[2], BOTH[0], at=day))

    by = Account.of(Role.TEACHER, school=SCHOOL, group="3a")
    with house.reading() as work:
        found = classes_covered(work, by=by, now=NOW)

    assert [(one.group, one.n_students, one.n_met) for one in found] == [("3a", 3, 1)]
    assert [(m.student_id, m.coverage.n_missing, m.planned_on) for m in found[0].members] == [
        (ids[2], 2, day.date()),
        (ids[1], 1, None),
    ]
    noted = {one.subject_id for one in by.trail.take() if one.is_about_another}
    assert noted == set(ids[1:])


def test_school_reads_its_classes_in_numbers_alone(house: House) -> None:
    plant(house, n_met=1, n_half=1, n_none=1)
    plant(house, n_met=2, n_half=0, n_none=0, group="3b")

    with house.reading() as work:
        found = classes_covered(work, by=WHOLE_SCHOOL, now=NOW)

    assert [(one.group, one.n_students, one.n_met, one.members) for one in found] == [
        ("3a", 3, 1, ()),
        ("3b", 2, 2, ()),
    ]


def test_conversation_of_the_last_school_year_does_not_count(house: House) -> None:
    ids = plant(house, n_met=0, n_half=0, n_none=1)
    with house.writing() as work:
        work.conversations.save_all(
            [held(ids[0], kind, at=datetime.fromisoformat("2026-07-31T21:59Z")) for kind in BOTH]
        )

    with house.reading() as work:
        assert classes_covered(work, by=TEACHER, now=NOW)[0].n_met == 0


def test_norm_of_the_school_takes_the_place_of_the_default(house: House) -> None:
    plant(house, n_met=0, n_half=2, n_none=1)
    norm = ConversationNorm(individual=1, with_parents=0, minutes=15, at_school=False, most_a_week=2)

    with house.writing() as work:
        keep_norm(work, by=TEACHER, school=SCHOOL, norm=norm)

    with house.reading() as work:
        assert school_norm(work, by=TEACHER, school=SCHOOL, now=NOW) == norm
        assert classes_covered(work, by=TEACHER, now=NOW)[0].n_met == 2
    with house.writing() as work, pytest.raises(NotFoundError):
        keep_norm(work, by=TEACHER, school="De Vaart", norm=norm)


def test_plan_leaves_holidays_out_ends_before_choosing_and_counts_what_is_planned(house: House) -> None:
    ids = plant(house, n_met=0, n_half=1, n_none=2)
    at = NOW + timedelta(days=7)
    with house.writing() as work:
        work.schools.save(SchoolSettings(school=SCHOOL, holiday_region=Region.NOORD))
        work.conversations.save(planned(ids[2], BOTH[0], at=at))

    with house.reading() as work:
        (plan,) = class_plans(work, by=TEACHER, now=NOW)

    mondays = [week.monday for week in plan.weeks]
    assert plan.until == date(2027, 4, 1)
    assert mondays[-1] < date(2027, 3, 28)
    assert not set(mondays) & set(holiday_weeks(Region.NOORD, NOW.date(), plan.until))
    assert sorted((one, kind) for week in plan.weeks for one, _, kind in week.proposed) == sorted(
        [(ids[0], BOTH[1]), (ids[1], BOTH[0]), (ids[1], BOTH[1]), (ids[2], BOTH[1])]
    )
    assert [week.n_planned for week in plan.weeks if week.n_planned] == [1]
    assert plan.unplaced == ()


@pytest.mark.parametrize(("n_met", "n_none", "told"), [(9, 20, None), (20, 9, None), (10, 10, 5), (20, 10, 7)])
def test_region_tells_a_share_only_when_ten_have_it_and_ten_have_not(
    house: House, n_met: int, n_none: int, told: int | None
) -> None:
    plant(house, n_met=n_met, n_half=0, n_none=n_none)

    with house.reading() as work:
        found = regional_coverage(work, by=COORDINATOR, now=NOW)

    assert (found.met_tenths, found.individual_tenths, found.with_parents_tenths) == (told, told, told)
    assert found.n_students == (n_met + n_none) // 10 * 10


def test_who_paused_is_in_no_number(house: House) -> None:
    ids = plant(house, n_met=1, n_half=0, n_none=1)
    with house.writing() as work:
        work.students.restrict(ids[1], at=NOW)

    with house.reading() as work:
        found = classes_covered(work, by=TEACHER, now=NOW)

    assert [(one.n_students, one.n_met, one.members) for one in found] == [(1, 1, ())]


def test_number_of_queries_does_not_grow_with_the_class(house: House) -> None:
    counts = []
    for size in (1, 3):
        plant(house, n_met=0, n_half=size, n_none=0, group=f"g{size}")
        by = Account.of(Role.TEACHER, school=SCHOOL, group=f"g{size}")
        with house.reading() as work, queries_counted() as queries:
            classes_covered(work, by=by, now=NOW)
            class_plans(work, by=by, now=NOW)
        counts.append(len(queries))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("role", [Role.STUDENT, Role.PARENT, Role.EMPLOYER, Role.JOBHUNTER, Role.PEER, Role.JOB_COACH])
def test_nobody_else_reads_it(house: House, role: Role) -> None:
    with house.reading() as work:
        for act in (classes_covered, class_plans, regional_coverage):
            with pytest.raises(ForbiddenError):
                act(work, by=Account.of(role, school=SCHOOL, group="3a"), now=NOW)


TALKS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(list(ConversationKind)), st.integers(10, 40), st.booleans()),
    max_size=8,
)
NORMS = st.builds(
    ConversationNorm,
    individual=st.integers(0, 2),
    with_parents=st.integers(0, 2),
    minutes=st.integers(1, 30),
    at_school=st.booleans(),
    most_a_week=st.just(4),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(TALKS, min_size=1, max_size=40), st.lists(NORMS | st.none(), min_size=2, max_size=2), st.data())
def test_region_equals_a_slow_recount_of_generated_schools(
    house: House, drawn: list[list[tuple[int, ConversationKind, int, bool]]], norms: list[Any], data: st.DataObject
) -> None:
    mark = uuid4().hex
    schools = [f"{mark} {n}" for n in range(len(norms))]
    people = [
        make_student(f"{mark}-{n}", school=data.draw(st.sampled_from(schools)), group="1")
        for n in range(len(drawn) * 3)
    ]
    talks = [
        replace(
            held(people[n * 3 + at % 3].id, kind, at=NOW - timedelta(days=200 if at == 3 else at)),
            minutes=minutes,
            place=ConversationPlace.SCHOOL if is_here else ConversationPlace.HOME,
        )
        for n, some in enumerate(drawn)
        for at, kind, minutes, is_here in some
    ]
    with house.writing() as work:
        before = work.students.all_taking_part()
        for one in before:
            work.students.restrict(one.id, at=NOW)
        work.students.add_all(people)
        work.conversations.save_all(talks)
        for school, norm in zip(schools, norms, strict=True):
            if norm is not None:
                work.conversation_norms.save(school, norm)

    with house.reading() as work:
        told = regional_coverage(work, by=COORDINATOR, now=NOW)
        default = school_norm(work, by=COORDINATOR, school="Zonder norm", now=NOW)

    def has(student: Student, kind: ConversationKind) -> bool:
        norm = norms[schools.index(student.school)] or default
        n = 0
        for talk in talks:
            if talk.student_id != student.id or talk.kind is not kind or (talk.minutes or 0) < norm.minutes:
                continue
            if norm.at_school and talk.place is not ConversationPlace.SCHOOL:
                continue
            n += talk.at >= datetime.fromisoformat("2026-07-31T22:00Z")
        return n >= {BOTH[0]: norm.individual, BOTH[1]: norm.with_parents}[kind]

    def share(n: int) -> int | None:
        of = len(people)
        return None if n < 10 or of - n < 10 else min(max(int(10 * n / of + 0.5), 1), 9)

    assert told.n_students == (len(people) // 10 * 10 or None)
    assert told.individual_tenths == share(sum(has(one, BOTH[0]) for one in people))
    assert told.with_parents_tenths == share(sum(has(one, BOTH[1]) for one in people))
    assert told.met_tenths == share(sum(has(one, BOTH[0]) and has(one, BOTH[1]) for one in people))
