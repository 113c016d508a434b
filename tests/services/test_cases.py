"""Cases among schools: refused when they point at somebody, looked over by another, hidden at the first doubt."""

from dataclasses import replace
from uuid import uuid4

import pytest

from accounts.message import MessageKind
from accounts.role import Role
from career.assignment import Phase
from career.case import CaseState, CaseStepError, TeacherCase
from career.dossier import CareerCompetency
from career.errors import InvalidValueError
from services.cases import (
    WrittenCase,
    cases_to_moderate,
    cases_to_read,
    doubt_case,
    offer_case,
    own_case,
    publish_case,
    return_case,
    withdraw_case,
)
from services.errors import ForbiddenError, NotFoundError, found
from services.people import ensure_account
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.factories import make_student

SCHOOL, GROUP = "De Wissel", "3a"
GOOD = WrittenCase(
    title="Bang om te bellen",
    situation="Een leerling durfde niet te bellen.",
    approach="Wij oefenden samen.",
    outcome="De leerling belt nu zelf.",
    question="",
    competencies=frozenset({CareerCompetency.NETWORKING}),
    phase=Phase.VMBO4,
)


def entered(house: House, role: Role, *, school: str = "", group: str = "", name: str = "Iemand") -> Account:
    account = Account.of(role, id=uuid4(), school=school, group=group, name=name)
    with house.writing() as work:
        return ensure_account(work, account=account, now=NOW)


@pytest.fixture
def teacher(house: House) -> Account:
    people = [
        make_student("casus-1", first_name="Roos", school=SCHOOL, group=GROUP),
        make_student("casus-2", first_name="Sam", school=SCHOOL, group="4b"),
    ]
    with house.writing() as work:
        work.students.add_all(people)
    return entered(house, Role.TEACHER, school=SCHOOL, group=GROUP)


@pytest.fixture
def other(house: House) -> Account:
    return entered(house, Role.TEACHER, school="De Brug", group="1c", name="Ander")


@pytest.fixture
def region(house: House) -> Account:
    return entered(house, Role.COORDINATOR, name="Noor")


def offered(house: House, by: Account, **changed: str) -> TeacherCase:
    with house.writing() as work:
        return offer_case(work, by=by, written=replace(GOOD, **changed), now=NOW)  # type: ignore[arg-type]


def read_by(house: House, by: Account, **narrowed: object) -> list[str]:
    with house.reading() as work:
        return [one.title for one in cases_to_read(work, by=by, **narrowed).published]  # type: ignore[arg-type]


def test_a_case_goes_from_who_wrote_it_by_the_region_to_all_schools(
    house: House, teacher: Account, other: Account, region: Account
) -> None:
    case = offered(house, teacher)
    assert read_by(house, other) == []

    with house.writing() as work:
        assert [one.id for one in cases_to_moderate(work, by=region).offered] == [case.id]
        publish_case(work, by=region, case_id=case.id, revision=1, now=NOW)

    assert read_by(house, other) == ["Bang om te bellen"]
    with house.reading() as work:
        told = [one.kind for one in work.messages.of_account(found(teacher.id), limit=5)]
    assert told == [MessageKind.CASE_DECIDED]


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("situation", "Roos durfde niet te bellen.", "‘Roos’ is een naam uit je klas"),
        ("title", "Hoe Roos leerde bellen", "‘Roos’ is een naam uit je klas"),
        ("approach", "Bel mij: 0612345678.", "telefoonnummer"),
        ("outcome", "Nu gaat het goed op De Wissel.", "Noem ‘De Wissel’ niet"),
        ("question", "Wie kent dit in 3a?", "Noem ‘3a’ niet"),
    ],
)
def test_what_points_at_somebody_is_refused_with_the_words(
    house: House, teacher: Account, field: str, text: str, told: str
) -> None:
    with pytest.raises(InvalidValueError) as refused:
        offered(house, teacher, **{field: text})

    assert set(refused.value.faults) == {field}
    assert told in refused.value.faults[field]


def test_a_name_of_another_class_is_looked_for_by_who_guides_the_whole_school(house: House, teacher: Account) -> None:
    offered(house, teacher, situation="Sam is hier geen naam uit de klas.")
    whole = entered(house, Role.PLACEMENT_COORDINATOR, school=SCHOOL, name="Coördinator")

    with pytest.raises(InvalidValueError):
        offered(house, whole, situation="Sam durfde niet te bellen.")


def test_everything_wrong_is_told_at_once(house: House, teacher: Account) -> None:
    with pytest.raises(InvalidValueError) as refused:
        offered(house, teacher, title="", situation="Roos durfde niet.")

    assert set(refused.value.faults) == {"title", "situation"}


def test_what_was_changed_since_it_was_read_is_not_published(
    house: House, teacher: Account, other: Account, region: Account
) -> None:
    case = offered(house, teacher)
    with house.writing() as work:
        offer_case(work, by=teacher, written=replace(GOOD, title="Anders"), case_id=case.id, now=NOW)

    with house.writing() as work, pytest.raises(CaseStepError):
        publish_case(work, by=region, case_id=case.id, revision=1, now=NOW)
    assert read_by(house, other) == []


def test_changing_what_others_read_takes_it_away_until_it_is_looked_over(
    house: House, teacher: Account, other: Account, region: Account
) -> None:
    case = offered(house, teacher)
    with house.writing() as work:
        publish_case(work, by=region, case_id=case.id, revision=1, now=NOW)
        offer_case(work, by=teacher, written=replace(GOOD, title="Anders"), case_id=case.id, now=NOW)

    assert read_by(house, other) == []


def test_a_doubt_hides_at_once_and_the_region_looks_again(
    house: House, teacher: Account, other: Account, region: Account
) -> None:
    case = offered(house, teacher)
    with house.writing() as work:
        publish_case(work, by=region, case_id=case.id, revision=1, now=NOW)
        doubt_case(work, by=other, case_id=case.id, now=NOW)

    assert read_by(house, other) == []
    with house.writing() as work:
        assert [one.id for one in cases_to_moderate(work, by=region).offered] == [case.id]
        return_case(work, by=region, case_id=case.id, revision=1, note="Haal de plaats weg", now=NOW)
    with house.reading() as work:
        held = own_case(work, by=teacher, case_id=case.id)
    assert (held.state, held.note) == (CaseState.RETURNED, "Haal de plaats weg")


def test_nobody_looks_an_own_case_over_or_touches_that_of_another(
    house: House, teacher: Account, other: Account, region: Account
) -> None:
    case = offered(house, teacher)
    both = replace(region, id=teacher.id)

    with house.writing() as work:
        assert cases_to_moderate(work, by=both).offered == ()
        with pytest.raises(NotFoundError):
            publish_case(work, by=both, case_id=case.id, revision=1, now=NOW)
        for act in (
            lambda: own_case(work, by=other, case_id=case.id),
            lambda: withdraw_case(work, by=other, case_id=case.id),
            lambda: offer_case(work, by=other, written=GOOD, case_id=case.id, now=NOW),
        ):
            with pytest.raises(NotFoundError):
                act()
        with pytest.raises(ForbiddenError):
            publish_case(work, by=teacher, case_id=case.id, revision=1, now=NOW)
        with pytest.raises(CaseStepError):
            doubt_case(work, by=other, case_id=case.id, now=NOW)


def test_a_note_of_the_region_points_at_nobody_either(house: House, teacher: Account, region: Account) -> None:
    case = offered(house, teacher)

    with house.writing() as work, pytest.raises(InvalidValueError) as refused:
        return_case(work, by=region, case_id=case.id, revision=1, note="Bel 0612345678", now=NOW)

    assert set(refused.value.faults) == {"note"}


def test_reading_is_narrowed_and_the_newest_stands_first(
    house: House, teacher: Account, other: Account, region: Account
) -> None:
    for title, about, phase in (
        ("Een", "networking", "vmbo4"),
        ("Twee", "motives", "vmbo2"),
        ("Drie", "motives", "vmbo4"),
    ):
        written = replace(GOOD, title=title, competencies=frozenset({CareerCompetency(about)}), phase=Phase(phase))
        with house.writing() as work:
            case = offer_case(work, by=teacher, written=written, now=NOW)
            publish_case(work, by=region, case_id=case.id, revision=1, now=NOW)

    assert set(read_by(house, other)) == {"Een", "Twee", "Drie"}
    assert set(read_by(house, other, about=CareerCompetency.MOTIVES)) == {"Twee", "Drie"}
    assert read_by(house, other, about=CareerCompetency.MOTIVES, phase=Phase.VMBO2) == ["Twee"]


def test_taking_a_case_back_removes_it(house: House, teacher: Account, region: Account) -> None:
    case = offered(house, teacher)

    with house.writing() as work:
        withdraw_case(work, by=teacher, case_id=case.id)

    with house.reading() as work:
        assert work.cases.get(case.id) is None
        assert work.cases.count_offered() == 0
