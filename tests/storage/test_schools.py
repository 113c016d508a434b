"""What schools have settled comes back from the database as it went in, and a market hears of it."""

from uuid import UUID

from career.school import MinorSignature, Region, SchoolSettings
from services.unit_of_work import House
from storage.market_changes import MarketChanges
from tests.factories import make_student

FULL = SchoolSettings(
    school="De Wissel",
    holiday_region=Region.ZUID,
    minor_signature=MinorSignature.INFORM_ONLY,
    max_travel_minutes=50,
)
BARE = SchoolSettings(school="De Vaart / vso")


def keep(house: House, *settings: SchoolSettings) -> None:
    with house.writing() as work:
        for one in settings:
            work.schools.save(one)


def changes(house: House, *, since: int) -> MarketChanges | None:
    with house.reading() as work:
        return work.market_changes.since(since, until=work.installation.market_revision)


def test_settings_kept_come_back_the_same(house: House) -> None:
    keep(house, FULL, BARE)

    with house.reading() as work:
        assert work.schools.get("De Wissel") == FULL
        assert work.schools.all() == {"De Vaart / vso": BARE, "De Wissel": FULL}


def test_settings_of_a_school_that_settled_nothing_are_none(house: House) -> None:
    keep(house, FULL)

    with house.reading() as work:
        assert work.schools.get("de wissel") is None


def test_settings_kept_again_take_the_place_of_the_old_ones(house: House) -> None:
    keep(house, FULL)
    keep(house, SchoolSettings(school="De Wissel"))

    with house.reading() as work:
        assert work.schools.all() == {"De Wissel": SchoolSettings(school="De Wissel")}


def test_market_hears_of_settings_by_one_student_of_the_school(house: House) -> None:
    students = [make_student(f"leerling-{n}", id=UUID(int=n), school="De Wissel") for n in (1, 2, 3)]
    with house.writing() as work:
        work.students.add_all([*students, make_student("ander", school="De Vaart")])

    keep(house, FULL)

    found = changes(house, since=1)
    assert found is not None
    assert len(found.students) == 1
    assert found.students <= {student.id for student in students}


def test_market_is_read_anew_when_nobody_attends_the_school(house: House) -> None:
    keep(house, FULL)

    assert changes(house, since=0) is None
