"""Guarantees: seats that are never sold twice, a queue in turn, and nobody known to a company before a yes."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from accounts.role import Role
from career.errors import InvalidValueError
from career.guarantee import OPEN, SEATED, ClaimState, Guarantee, GuaranteeStepError
from career.student import SchoolType, Student, Wishes
from services import guarantees as acts
from services.errors import NotFoundError
from services.guarantee_queue import release_guarantees
from services.guarantee_views import Redeemed
from services.people import ensure_account
from services.permissions import Account
from services.unit_of_work import House
from tests.factories import make_employer, make_guarantee, make_student

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
COORDINATOR = Account.of(Role.COORDINATOR)
TEACHER = Account.of(Role.TEACHER, school="De Wissel", group="2b")


def vmbo(n: int, **changes: object) -> Student:
    plain = {
        "first_name": f"Leerling{n}",
        "school_type": SchoolType.VMBO,
        "wishes": Wishes(sectors=("zorg",)),
        "school": "De Wissel",
        "group": "2b",
    }
    return make_student(f"leerling-{n}", **(plain | changes))


def of(student: Student) -> Account:
    return Account.of(Role.STUDENT, subject_id=student.id)


@pytest.fixture
def house(migrated_url: str) -> Iterator[House]:
    opened = House.open(migrated_url, clock=lambda: NOW)
    yield opened
    opened.close()


def planted(house: House, *students: Student, **changes: object) -> Guarantee:
    employer = make_employer(f"werkgever-{uuid4()}")
    guarantee = make_guarantee(**{"employer_ids": (employer.id,), **changes})
    with house.writing() as work:
        work.employers.save(employer)
        work.students.add_all(students)
        acts.keep_guarantee(work, by=COORDINATOR, guarantee=guarantee, is_new=True, now=NOW)
    return guarantee


def claim(house: House, student: Student, guarantee: Guarantee, *, starts_in: int = 2029) -> UUID:
    with house.writing() as work:
        return acts.claim_guarantee(
            work,
            by=of(student),
            student_id=student.id,
            guarantee_id=guarantee.id,
            starts_in=starts_in,
            has_read=True,
            now=NOW,
        ).id


def states(house: House, guarantee: Guarantee) -> list[ClaimState]:
    with house.reading() as work:
        held = work.guarantees.get(guarantee.id)
        assert held is not None
        claims = work.guarantees.claims_on([guarantee.id])
        assert held.n_taken == sum(one.takes_seat for one in claims)
        return [one.state for one in claims]


def test_claim_beyond_the_seats_waits_and_moves_up_when_one_comes_free(house: House) -> None:
    students = [vmbo(n) for n in range(3)]
    guarantee = planted(house, *students)
    first, *_ = [claim(house, student, guarantee) for student in students]
    assert states(house, guarantee).count(ClaimState.WAITING) == 1

    with house.writing() as work:
        acts.give_back(work, by=of(students[0]), claim_id=first, now=NOW)

    assert sorted(states(house, guarantee)) == [ClaimState.CLAIMED, ClaimState.CLAIMED, ClaimState.GIVEN_BACK]


def test_claim_that_does_not_fit_is_refused_with_every_reason(house: House) -> None:
    student = vmbo(1, wishes=Wishes(sectors=("bouw",)))
    guarantee = planted(house, student)

    with pytest.raises(InvalidValueError) as told:
        claim(house, student, guarantee, starts_in=2031)

    assert "ander werk" in told.value.faults["past"]
    assert "ander jaar" in told.value.faults["past"]
    assert states(house, guarantee) == []


def test_claim_of_a_child_waits_for_a_parent_and_takes_no_seat_before(house: House) -> None:
    child = vmbo(1, born_on=date(2013, 3, 14))
    guarantee = planted(house, child)
    claim_id = claim(house, child, guarantee)
    assert states(house, guarantee) == [ClaimState.ASKING_PARENT]
    parent, stranger = (Account.of(Role.PARENT, subject_id=one) for one in (child.id, uuid4()))

    with pytest.raises(NotFoundError), house.writing() as work:
        acts.answer_for_child(work, by=stranger, claim_id=claim_id, is_yes=True, now=NOW)
    with house.writing() as work:
        acts.answer_for_child(work, by=parent, claim_id=claim_id, is_yes=True, now=NOW)

    assert states(house, guarantee) == [ClaimState.CLAIMED]


def test_company_reads_nobody_before_the_yes_and_a_first_name_after(house: House) -> None:
    student = vmbo(1)
    guarantee = planted(house, student)
    company = Account.of(Role.EMPLOYER, subject_id=guarantee.employer_ids[0])
    claim_id = claim(house, student, guarantee)
    with house.writing() as work:
        acts.check_claim(work, by=TEACHER, claim_id=claim_id, now=NOW)
        acts.offer_job(work, by=company, guarantee_id=guarantee.id, now=NOW)
    with house.reading() as work:
        before = acts.guarantees_of_employer(work, by=company, now=NOW)
    assert "Leerling1" not in repr(before)
    assert (before[0].redeemed, before[0].counted.counts.n_taken) == ((), None)

    with pytest.raises(NotFoundError), house.writing() as work:
        acts.answer_offer(work, by=TEACHER, claim_id=claim_id, is_yes=True, now=NOW)
    with house.writing() as work:
        acts.answer_offer(work, by=of(student), claim_id=claim_id, is_yes=True, now=NOW)

    with house.reading() as work:
        after = acts.guarantees_of_employer(work, by=company, now=NOW)
    assert after[0].redeemed == (Redeemed(first_name="Leerling1", programme=""),)
    with house.reading() as work:
        assert acts.guarantees_of_employer(work, by=Account.of(Role.EMPLOYER, subject_id=uuid4()), now=NOW) == ()


def test_no_to_a_job_asks_the_next_and_keeps_the_seat(house: House) -> None:
    students = [vmbo(n) for n in range(2)]
    guarantee = planted(house, *students)
    ids = [claim(house, student, guarantee) for student in students]
    company = Account.of(Role.EMPLOYER, subject_id=guarantee.employer_ids[0])
    with house.writing() as work:
        for one in ids:
            acts.check_claim(work, by=TEACHER, claim_id=one, now=NOW)
        acts.offer_job(work, by=company, guarantee_id=guarantee.id, now=NOW)
        (offered,) = [c for c in work.guarantees.claims_on([guarantee.id]) if c.state is ClaimState.OFFERED]
    asked = next(student for student in students if student.id == offered.student_id)
    other = next(student for student in students if student.id != offered.student_id)

    with house.writing() as work:
        acts.answer_offer(work, by=of(asked), claim_id=offered.id, is_yes=False, now=NOW)

    with house.reading() as work:
        now_of = {c.student_id: c.state for c in work.guarantees.claims_on([guarantee.id])}
    assert now_of[asked.id] is ClaimState.KEPT
    assert now_of[other.id] in (ClaimState.OFFERED, ClaimState.KEPT)


def test_claim_lapses_by_a_person_after_the_time_to_mend_it(house: House) -> None:
    student = vmbo(1)
    guarantee = planted(house, student)
    claim_id = claim(house, student, guarantee)
    with house.writing() as work:
        acts.warn_claim(work, by=TEACHER, claim_id=claim_id, reason="attend", now=NOW)
    with pytest.raises(GuaranteeStepError), house.writing() as work:
        acts.lapse_claim(work, by=TEACHER, claim_id=claim_id, now=NOW + timedelta(days=27))

    with house.writing() as work:
        acts.lapse_claim(work, by=TEACHER, claim_id=claim_id, now=NOW + timedelta(days=28))

    assert states(house, guarantee) == [ClaimState.LAPSED]


def test_seats_below_those_taken_and_words_that_name_somebody_are_refused(house: House) -> None:
    student = vmbo(1)
    guarantee = planted(house, student)
    claim(house, student, guarantee)

    worse = replace(guarantee, sector="niets", own_words="Bel 06-12345678", conditions=("koffie",))
    with pytest.raises(InvalidValueError) as told, house.writing() as work:
        acts.keep_guarantee(work, by=COORDINATOR, guarantee=worse, is_new=False, now=NOW)

    assert set(told.value.faults) == {"sector", "own_words", "conditions"}


def test_letter_is_a_pdf_for_who_has_a_seat_alone(house: House) -> None:
    student = vmbo(1)
    guarantee = planted(house, student, own_words="#set text(red)")
    claim_id = claim(house, student, guarantee)

    with house.reading() as work:
        letter = acts.guarantee_pdf(work, by=of(student), claim_id=claim_id, now=NOW)

    assert letter.startswith(b"%PDF")
    with pytest.raises(NotFoundError), house.reading() as work:
        acts.guarantee_pdf(work, by=of(vmbo(2)), claim_id=claim_id, now=NOW)


def test_messages_tell_the_student(house: House) -> None:
    student = vmbo(1)
    guarantee = planted(house, student)
    with house.writing() as work:
        ensure_account(work, account=replace(of(student), id=uuid4(), name="Noor"), now=NOW - timedelta(days=9))

    claim(house, student, guarantee)

    with house.reading() as work:
        (account_id,) = work.accounts.related(Role.STUDENT, day=NOW.date(), student_id=student.id)
        (told,) = work.messages.of_account(account_id, limit=9)
    assert told.kind == "guarantee_claimed"


class Queue(RuleBasedStateMachine):
    """Claims as a list: whoever is first in it sits, and who leaves goes out of it."""

    house: House

    @initialize(n_seats=st.integers(1, 3))
    def begin(self, n_seats: int) -> None:
        self.students = [vmbo(uuid4().int % 10**9) for _ in range(5)]
        self.guarantee = planted(self.house, *self.students, n_seats=n_seats)
        self.queue: list[UUID] = []
        self.minutes = 0

    @rule(ix=st.integers(0, 4))
    def ask(self, ix: int) -> None:
        student = self.students[ix]
        self.minutes += 1
        if student.id in self.queue:
            return
        with self.house.writing() as work:
            acts.claim_guarantee(
                work,
                by=of(student),
                student_id=student.id,
                guarantee_id=self.guarantee.id,
                starts_in=2029,
                has_read=True,
                now=NOW + timedelta(seconds=self.minutes),
            )
        self.queue.append(student.id)

    @rule(ix=st.integers(0, 4), is_erased=st.booleans())
    def leave(self, ix: int, is_erased: bool) -> None:
        student = self.students[ix]
        if student.id not in self.queue:
            return
        with self.house.writing() as work:
            (held,) = [one for one in work.guarantees.claims_of(student.id) if one.state in OPEN]
            if is_erased:
                release_guarantees(work, student_id=student.id, now=NOW)
            else:
                acts.give_back(work, by=of(student), claim_id=held.id, now=NOW)
        self.queue.remove(student.id)

    @invariant()
    def the_first_sit(self) -> None:
        if not hasattr(self, "queue"):
            return
        with self.house.reading() as work:
            claims = work.guarantees.claims_on([self.guarantee.id])
            held = work.guarantees.get(self.guarantee.id)
        assert held is not None
        n = held.n_seats
        assert {c.student_id for c in claims if c.state in SEATED} == set(self.queue[:n])
        assert {c.student_id for c in claims if c.state is ClaimState.WAITING} == set(self.queue[n:])
        assert held.n_taken == min(n, len(self.queue))


def test_any_course_of_claims_equals_a_plain_list(house: House) -> None:
    class Of(Queue):
        pass

    Of.house = house
    run_state_machine_as_test(Of, settings=settings(max_examples=8, stateful_step_count=12, deadline=None))


@pytest.mark.parametrize(("school_type", "chooses"), [(SchoolType.VMBO, True), (SchoolType.MBO, False)])
def test_a_profile_is_only_asked_of_who_is_in_vmbo(house: House, school_type: SchoolType, chooses: bool) -> None:
    student = vmbo(1, school_type=school_type, born_on=date(2013, 3, 14))
    guarantee = planted(house, student)
    with house.reading() as work:
        view = acts.guarantees_for(work, by=of(student), student_id=student.id, now=NOW)
    assert view.chooses_profile is chooses

    claim(house, student, guarantee)

    parent = Account.of(Role.PARENT, subject_id=student.id)
    with house.reading() as work:
        ((_, told),) = acts.claims_of_children(work, by=parent, now=NOW)
    assert told.chooses_profile is chooses
