"""A teacher settles things for the own school only; every list and every count follows."""

from uuid import UUID

import pytest

from accounts.role import Role
from career.school import MinorSignature, Region, SchoolSettings
from services.errors import ForbiddenError, NotFoundError
from services.markets import current_market
from services.matches import match_explanation
from services.permissions import Account
from services.reference import load_reference
from services.schools import keep_school_settings, left_to_schools, school_settings
from services.unit_of_work import House
from storage.outbox import OutboxState
from tests.demo_doors import NOW, Doors
from tests.factories import make_student

SCHOOL = "De Wissel"
SETTLED = SchoolSettings(
    school=SCHOOL,
    holiday_region=Region.MIDDEN,
    minor_signature=MinorSignature.COVERED_BY_ENROLMENT,
    max_travel_minutes=30,
)
TEACHER = Account.of(Role.TEACHER, school=SCHOOL, group="1a")
COORDINATOR = Account.of(Role.COORDINATOR)


def keep(house: House, settings: SchoolSettings = SETTLED, *, by: Account = TEACHER) -> None:
    with house.writing() as work:
        keep_school_settings(work, by=by, settings=settings)


def tasks_waiting(house: House) -> int:
    with house.reading() as work:
        return work.outbox.count(OutboxState.WAITING)


@pytest.mark.parametrize("by", [TEACHER, COORDINATOR])
def test_settings_kept_are_seen_with_the_number_of_students(house: House, by: Account) -> None:
    with house.writing() as work:
        work.students.add_all([make_student(f"s{n}", school=SCHOOL) for n in range(3)])
        work.students.save(make_student("elders", school="De Vaart"))

    keep(house, by=by)

    with house.reading() as work:
        view = school_settings(work, by=by, school=SCHOOL)
    assert (view.settings, view.n_students) == (SETTLED, 3)


def test_school_that_settled_nothing_has_the_strictest_reading(house: House) -> None:
    with house.reading() as work:
        view = school_settings(work, by=TEACHER, school=SCHOOL)

    assert (view.settings, view.n_students) == (SchoolSettings(school=SCHOOL), 0)


@pytest.mark.parametrize("role", [Role.STUDENT, Role.EMPLOYER, Role.JOBHUNTER, Role.ANONYMOUS])
def test_nobody_but_teacher_and_coordinator_sees_or_settles(house: House, role: Role) -> None:
    by = Account.of(role, school=SCHOOL, subject_id=UUID(int=1))
    with house.writing() as work:
        with pytest.raises(ForbiddenError):
            school_settings(work, by=by, school=SCHOOL)
        with pytest.raises(ForbiddenError):
            keep_school_settings(work, by=by, settings=SETTLED)


@pytest.mark.parametrize("own", ["De Vaart", ""])
def test_teacher_of_another_school_finds_nothing(house: House, own: str) -> None:
    keep(house)
    by = Account.of(Role.TEACHER, school=own, group="1a")

    with house.writing() as work:
        with pytest.raises(NotFoundError):
            school_settings(work, by=by, school=SCHOOL)
        with pytest.raises(NotFoundError):
            keep_school_settings(work, by=by, settings=SchoolSettings(school=SCHOOL))

    with house.reading() as work:
        assert work.schools.get(SCHOOL) == SETTLED


def test_teacher_without_a_school_settles_for_nobody(house: House) -> None:
    with house.reading() as work, pytest.raises(NotFoundError):
        school_settings(work, by=Account.of(Role.TEACHER, group="1a"), school="")


def test_coordinator_with_a_typing_error_in_the_name_is_told(house: House) -> None:
    with house.writing() as work:
        work.students.save(make_student(school=SCHOOL))

    with pytest.raises(NotFoundError):
        keep(house, SchoolSettings(school="De Wisel"), by=COORDINATOR)


def test_who_fits_is_counted_again_once_something_changed(house: House) -> None:
    keep(house)
    keep(house)

    assert tasks_waiting(house) == 1


def test_kinds_of_place_left_to_schools_are_those_of_the_rules() -> None:
    assert left_to_schools(load_reference(NOW.date())) == (
        "Stage (BOL)",
        "Leerbaan (BBL)",
        "Leren voor een praktijkverklaring",
    )


def test_limit_of_the_school_is_told_to_its_students_as_that_of_the_school(region: House, doors: Doors) -> None:
    student = doors.student()
    with region.reading() as work:
        market = current_market(work, now=NOW)
        row = market.student_row[student.id]
        trips = market.scores(market.pairs([row] * len(market.offers), range(len(market.offers)))).travel_minutes
        offer = min(
            (at for at in range(len(market.offers)) if trips[at] > 2), key=lambda at: float(trips[at])
        )  # the nearest place
        placement_id = market.offers[offer].placement.id
    by = Account.of(Role.STUDENT, subject_id=student.id)

    keep(region, SchoolSettings(school=student.school, max_travel_minutes=1), by=COORDINATOR)

    with region.reading() as work:
        card = match_explanation(work, by=by, student_id=student.id, placement_id=placement_id, now=NOW)
        assert current_market(work, now=NOW).codes is market.codes  # it followed, and was not read anew
    (note,) = [note for note in card.notes if note.gate == "travel"]
    assert note.text.endswith("Van je school mag het hoogstens 1 minuten zijn.")
    assert "Jij wilt" not in note.text
    assert (note.repair, note.who) == ("Vraag je begeleider of deze reis mag.", "school")
