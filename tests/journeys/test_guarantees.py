"""From the choice in vmbo 2 to a job: a parent says yes, school warns and takes it back, years pass, a company asks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from accounts.role import Role
from career.guarantee import ClaimState
from career.student import SchoolType, Wishes
from services import guarantees as acts
from services.guarantee_views import Redeemed
from services.permissions import Account
from services.unit_of_work import House
from tests.factories import make_employer, make_guarantee, make_student

IN_VMBO_2 = datetime(2026, 11, 23, 12, tzinfo=UTC)
A_WEEK_LATER = datetime(2026, 11, 30, 12, tzinfo=UTC)
IN_MBO = datetime(2030, 3, 4, 12, tzinfo=UTC)
WITH_DIPLOMA = datetime(2032, 7, 1, 12, tzinfo=UTC)


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    opened = House.open(migrated_url, clock=lambda: IN_VMBO_2)
    yield opened
    opened.close()


def test_guarantee_claimed_in_vmbo_2_becomes_a_job(house: House) -> None:
    child = make_student(
        first_name="Noor",
        born_on=date(2013, 3, 14),
        school_type=SchoolType.VMBO,
        school="De Wissel",
        group="2b",
        wishes=Wishes(sectors=("zorg",)),
    )
    employer = make_employer()
    guarantee = make_guarantee(employer_ids=(employer.id,))
    me, parent = (Account.of(role, subject_id=child.id) for role in (Role.STUDENT, Role.PARENT))
    teacher = Account.of(Role.TEACHER, school="De Wissel", group="2b")
    company = Account.of(Role.EMPLOYER, subject_id=employer.id)
    with house.writing() as work:
        work.employers.save(employer)
        work.students.save(child)
        acts.keep_guarantee(work, by=Account.of(Role.COORDINATOR), guarantee=guarantee, is_new=True, now=IN_VMBO_2)

    with house.writing() as work:
        (fits,) = acts.guarantees_for(work, by=me, student_id=child.id, now=IN_VMBO_2).fitting
        claim = acts.claim_guarantee(
            work,
            by=teacher,
            student_id=child.id,
            guarantee_id=fits.guarantee.id,
            starts_in=2029,
            has_read=True,
            now=IN_VMBO_2,
        )
        acts.answer_for_child(work, by=parent, claim_id=claim.id, is_yes=True, now=IN_VMBO_2)
    assert fits.guarantee.choose_profile == "Zorg en welzijn"
    with house.writing() as work:
        acts.warn_claim(work, by=teacher, claim_id=claim.id, reason="attend", now=IN_VMBO_2)
        acts.check_claim(work, by=teacher, claim_id=claim.id, now=A_WEEK_LATER)
    with house.writing() as work:
        acts.check_claim(work, by=teacher, claim_id=claim.id, now=IN_MBO)
        acts.offer_job(work, by=company, guarantee_id=guarantee.id, now=WITH_DIPLOMA)
        acts.answer_offer(work, by=me, claim_id=claim.id, is_yes=True, now=WITH_DIPLOMA)

    with house.reading() as work:
        (held,) = acts.guarantees_for(work, by=me, student_id=child.id, now=WITH_DIPLOMA).claims
        (own,) = acts.guarantees_of_employer(work, by=company, now=WITH_DIPLOMA)
    assert (held.claim.state, held.claim.checked_on) == (ClaimState.REDEEMED, IN_MBO.date())
    assert own.redeemed == (Redeemed(first_name="Noor", programme=""),)
