"""A student reads who looked, day by day, in plain words, with no more of who looked than is right."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from accounts.audit import AuditKind, AuditNote, AuditResult
from accounts.relation import Relation
from accounts.role import Role
from services.errors import ForbiddenError
from services.permissions import Account
from services.reading_log import Look, LookDay, who_looked
from services.unit_of_work import House
from tests.factories import make_employer, make_holder, make_student

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
OWN, PUPIL, MENTOR, SEEKER, CONTACT = (UUID(int=n) for n in range(1, 6))
STUDENT = Account.of(Role.STUDENT, id=PUPIL, subject_id=OWN)


@pytest.fixture
def house(house: House) -> House:
    """Give an installation with a student, a mentor who changed schools, a jobhunter and a company."""
    employer = make_employer()
    with house.writing() as work:
        work.students.save(make_student(id=OWN))
        work.employers.add_all([employer], new_sites=[])
        for account_id, name in ((PUPIL, "Noor"), (MENTOR, "Anja Visser"), (SEEKER, "Karim Aydin"), (CONTACT, "Bo")):
            work.accounts.save(make_holder(id=account_id, name=name))
        relations: list[tuple[int, UUID, Role, date, date | None, dict[str, object]]] = [
            (11, MENTOR, Role.TEACHER, date(2025, 8, 1), date(2026, 8, 1), {"school": "De Vaart", "group": "1a"}),
            (12, MENTOR, Role.TEACHER, date(2026, 8, 1), None, {"school": "De Wissel", "group": "3b"}),
            (13, SEEKER, Role.JOBHUNTER, date(2026, 1, 1), None, {}),
            (14, CONTACT, Role.EMPLOYER, date(2026, 1, 1), None, {"employer_id": employer.id}),
        ]
        for number, account_id, role, from_on, until_on, ties in relations:
            work.accounts.save_relation(
                Relation(
                    id=UUID(int=number),
                    account_id=account_id,
                    role=role,
                    from_on=from_on,
                    until_on=until_on,
                    **ties,  # type: ignore[arg-type]
                )
            )
    return house


def look(account_id: UUID | None, role: str, act: str, at: datetime, **changes: object) -> AuditNote:
    plain = {"kind": AuditKind.READING, "subject_id": OWN}
    return AuditNote(at=at, role=role, act=act, account_id=account_id, **{**plain, **changes})  # type: ignore[arg-type]


def seen(house: House, *notes: AuditNote, by: Account = STUDENT) -> tuple[LookDay, ...]:
    with house.writing() as work:
        work.audit.add(notes)
    with house.reading() as work:
        return who_looked(work, by=by, now=NOW)


def test_looks_stand_by_day_with_who_where_and_what(house: House) -> None:
    yesterday, today = NOW - timedelta(days=1), NOW - timedelta(hours=2)

    days = seen(
        house,
        look(MENTOR, "teacher", "see_matches", yesterday),
        look(SEEKER, "jobhunter", "see_candidates", today),
        look(MENTOR, "teacher", "see_matches", today + timedelta(minutes=1)),
        look(MENTOR, "teacher", "see_matches", today + timedelta(minutes=2)),
    )

    mentor = Look(
        who="docent of mentor Anja Visser",
        organisation="De Wissel",
        what="je plekken",
        last_at=today + timedelta(minutes=2),
        n_times=2,
        was_refused=False,
    )
    assert [day.day for day in days] == [date(2026, 11, 24), date(2026, 11, 23)]
    assert days[0].looks[0] == mentor
    assert [(one.who, one.organisation, one.n_times) for one in days[0].looks[1:]] == [("een jobhunter", "", 1)]
    assert [one.n_times for one in days[1].looks] == [1]


def test_organisation_is_that_of_the_day_of_the_look(house: House) -> None:
    days = seen(house, look(MENTOR, "teacher", "see_matches", datetime(2026, 5, 1, tzinfo=UTC)))

    assert [one.organisation for one in days[0].looks] == ["De Vaart"]


def test_day_is_that_of_the_clock_on_the_wall(house: House) -> None:
    days = seen(house, look(SEEKER, "jobhunter", "see_figures", datetime(2026, 11, 22, 23, 30, tzinfo=UTC)))

    assert [day.day for day in days] == [date(2026, 11, 23)]


def test_who_was_refused_is_told_without_a_name(house: House) -> None:
    days = seen(
        house,
        look(MENTOR, "teacher", "see_matches", NOW, result=AuditResult.HIDDEN),
        look(CONTACT, "employer", "see_matches", NOW, result=AuditResult.REFUSED),
    )

    assert [(one.who, one.organisation, one.was_refused) for one in days[0].looks] == [
        ("iemand van een bedrijf", "Bakkerij De Korenaar", True),
        ("docent of mentor", "De Wissel", True),
    ]


def test_own_acts_those_of_the_service_and_those_about_others_are_left_out(house: House) -> None:
    days = seen(
        house,
        look(PUPIL, "student", "edit_profile", NOW, kind=AuditKind.ACT),
        look(None, "service", "see_matches", NOW),
        look(MENTOR, "teacher", "see_matches", NOW, subject_id=UUID(int=99)),
        look(MENTOR, "teacher", "see_matches", NOW - timedelta(days=366)),
    )

    assert days == ()


def test_account_that_is_gone_leaves_its_role(house: House) -> None:
    days = seen(house, look(UUID(int=77), "teacher", "see_matches", NOW))

    assert [(one.who, one.organisation) for one in days[0].looks] == [("docent of mentor", "")]


def test_only_a_student_asks_who_looked(house: House) -> None:
    mentor = Account.of(Role.TEACHER, id=MENTOR, subject_id=OWN, school="De Wissel", group="3b")

    with pytest.raises(ForbiddenError):
        seen(house, by=mentor)


def test_many_own_acts_do_not_push_a_look_out_of_sight(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.reading_log.MOST_ENTRIES", 3)
    own = [look(PUPIL, "student", "edit_profile", NOW, kind=AuditKind.ACT) for _ in range(5)]

    days = seen(house, look(MENTOR, "teacher", "see_matches", NOW), *own)

    assert [one.who for one in days[0].looks] == ["docent of mentor Anja Visser"]
