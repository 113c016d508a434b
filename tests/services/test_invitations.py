"""Inviting: within one's own reach, for one address, and of a parent only with a word of the school or the student."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from accounts.errors import LinkRefusedError
from accounts.invitation import INVITATION_LASTS
from accounts.role import Role
from career.student import Student
from services.attempts import Attempt, TooManyAttemptsError, limit_of
from services.errors import ForbiddenError, NotFoundError, found
from services.invitations import (
    INVITATION_PATH,
    Wanted,
    accept,
    confirm_parent,
    invitation_of,
    invite,
    open_invitations,
    parents_to_confirm,
    revoke,
)
from services.login import Entered
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.factories import make_employer, make_student
from tests.services.people_who_enter import acting, add_person, mails, path_in, token_of

INVITED = "daan@dewissel.example"


@pytest.fixture
def student(house: House) -> Student:
    return add_student(house)


def add_student(house: House, reference: str = "leerling-1", **changes: object) -> Student:
    made = make_student(reference, school="De Wissel", group="3b", first_name="Noor", **changes)
    with house.writing() as work:
        work.students.save(made)
    return made


def teacher(house: House, **tie: object) -> Account:
    at = {"school": "De Wissel", "group": "3b", **tie}
    return acting(house, add_person(house, Role.TEACHER, email=f"{uuid4()}@dewissel.example", **at), Role.TEACHER)


def somebody(house: House, role: Role) -> Account:
    return acting(house, add_person(house, role, email=f"{role}@regio.example"), role)


def invited(house: House, by: Account, **wanted: object) -> str:
    """Invite somebody and give the secret of the mail."""
    with house.writing() as work:
        invite(work, by=by, wanted=Wanted(email=INVITED, **wanted), now=NOW)  # type: ignore[arg-type]
    (mail,) = mails(house)
    assert path_in(mail).startswith(INVITATION_PATH)
    return token_of(path_in(mail))


def take_up(house: House, token: str, *, name: str = "Daan", after: timedelta = timedelta(0)) -> Entered | None:
    with house.writing() as work:
        return accept(work, token=token, name=name, device="", now=NOW + after)


def roles_at(house: House, email: str) -> list[Role]:
    with house.reading() as work:
        holder = work.accounts.by_email(email)
        return [one.role for one in work.accounts.relations_of(holder.id)] if holder else []


def test_invited_person_gets_an_account_with_that_role_and_enters(house: House) -> None:
    token = invited(house, somebody(house, Role.ADMINISTRATOR), role=Role.JOBHUNTER)

    entered = take_up(house, token)

    assert entered is not None
    assert entered.role is Role.JOBHUNTER
    assert roles_at(house, INVITED) == [Role.JOBHUNTER]


def test_invitation_is_taken_up_once(house: House) -> None:
    token = invited(house, somebody(house, Role.ADMINISTRATOR), role=Role.JOBHUNTER)
    take_up(house, token)

    with pytest.raises(LinkRefusedError):
        take_up(house, token)


def test_page_of_an_invitation_says_who_invites_for_what(house: House, student: Student) -> None:
    token = invited(house, teacher(house), role=Role.PARENT, student_id=student.id)

    with house.reading() as work:
        view = invitation_of(work, token=token, now=NOW)

    assert (view.email, view.what, view.is_known) == (INVITED, "als ouder van Noor", False)


def test_mail_of_an_invitation_does_not_say_about_whom_it_is(house: House, student: Student) -> None:
    by = somebody(house, Role.COORDINATOR)
    with house.writing() as work:
        invite(work, by=by, wanted=Wanted(email=INVITED, role=Role.JOB_COACH, student_id=student.id), now=NOW)
    (mail,) = mails(house)

    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert "als jobcoach" in text
    assert student.first_name not in text
    assert student.school not in text


def test_invitation_adds_a_role_to_an_account_that_is_there_and_opens_nothing(house: House, student: Student) -> None:
    holder = add_person(house, Role.JOBHUNTER, email=INVITED)

    entered = take_up(house, invited(house, teacher(house), role=Role.PARENT, student_id=student.id))

    assert entered is None
    assert set(roles_at(house, INVITED)) == {Role.JOBHUNTER, Role.PARENT}
    with house.reading() as work:
        assert work.sessions.of_account(holder.id) == ()


def test_closed_account_does_not_come_back_by_an_invitation(house: House) -> None:
    token = invited(house, somebody(house, Role.ADMINISTRATOR), role=Role.JOBHUNTER)
    holder = add_person(house, email=INVITED)
    with house.writing() as work:
        work.accounts.save(holder.closed(now=NOW))

    with pytest.raises(LinkRefusedError):
        take_up(house, token)


def test_invitation_of_somebody_who_was_put_out_is_worth_nothing(house: House) -> None:
    holder = add_person(house, Role.ADMINISTRATOR)
    token = invited(house, acting(house, holder, Role.ADMINISTRATOR), role=Role.ADMINISTRATOR)
    with house.writing() as work:
        work.accounts.save(holder.closed(now=NOW))

    with pytest.raises(LinkRefusedError):
        take_up(house, token)


def test_invitation_is_worth_nothing_after_three_days_or_when_it_was_taken_back(house: House) -> None:
    by = somebody(house, Role.ADMINISTRATOR)
    token = invited(house, by, role=Role.JOBHUNTER)
    with pytest.raises(LinkRefusedError):
        take_up(house, token, after=INVITATION_LASTS)

    with house.writing() as work:
        (shown,) = open_invitations(work, by=by, now=NOW)
        revoke(work, by=by, invitation_id=shown.id, now=NOW)
        assert open_invitations(work, by=by, now=NOW) == ()

    with pytest.raises(LinkRefusedError):
        take_up(house, token)


def test_only_who_invited_takes_it_back(house: House) -> None:
    by = somebody(house, Role.ADMINISTRATOR)
    invited(house, by, role=Role.JOBHUNTER)
    with house.reading() as work:
        (shown,) = open_invitations(work, by=by, now=NOW)

    other = somebody(house, Role.COORDINATOR)
    with house.writing() as work, pytest.raises(NotFoundError):
        revoke(work, by=other, invitation_id=shown.id, now=NOW)


@pytest.mark.parametrize("tie", [{"group": "3c"}, {"school": "De Vaart"}])
def test_teacher_invites_nobody_for_a_student_of_another_class(
    house: House, student: Student, tie: dict[str, str]
) -> None:
    by = teacher(house, **tie)

    for role in (Role.STUDENT, Role.PARENT):
        with house.writing() as work, pytest.raises(NotFoundError):
            invite(work, by=by, wanted=Wanted(email=INVITED, role=role, student_id=student.id), now=NOW)


@pytest.mark.parametrize("role", [Role.TEACHER, Role.JOB_COACH, Role.PEER, Role.COORDINATOR, Role.ADMINISTRATOR])
def test_teacher_invites_for_no_other_role(house: House, student: Student, role: Role) -> None:
    by = teacher(house)

    with house.writing() as work, pytest.raises(ForbiddenError):
        invite(work, by=by, wanted=Wanted(email=INVITED, role=role, student_id=student.id), now=NOW)


def test_coordinator_of_the_region_makes_no_administrators(house: House) -> None:
    by = somebody(house, Role.COORDINATOR)

    with house.writing() as work, pytest.raises(ForbiddenError):
        invite(work, by=by, wanted=Wanted(email=INVITED, role=Role.ADMINISTRATOR), now=NOW)


def test_employer_invites_trainers_of_its_own_alone(house: House) -> None:
    own, other = make_employer(), make_employer("werkgever-2")
    with house.writing() as work:
        work.employers.save(own)
        work.employers.save(other)
    holder = add_person(house, Role.EMPLOYER, employer_id=own.id)
    by = acting(house, holder, Role.EMPLOYER)

    with house.writing() as work, pytest.raises(NotFoundError):
        invite(work, by=by, wanted=Wanted(email=INVITED, role=Role.TRAINER, employer_id=other.id), now=NOW)

    entered = take_up(house, invited(house, by, role=Role.TRAINER, employer_id=own.id))
    assert entered is not None
    assert entered.role is Role.TRAINER


def test_school_that_nobody_attends_is_not_there(house: House) -> None:
    by = somebody(house, Role.ADMINISTRATOR)

    wanted = Wanted(email=INVITED, role=Role.TEACHER, school="De Wisel", group="3b")
    with house.writing() as work, pytest.raises(NotFoundError):
        invite(work, by=by, wanted=wanted, now=NOW)


def test_address_is_invited_a_few_times_a_day(house: House) -> None:
    by = somebody(house, Role.ADMINISTRATOR)
    bound = found(limit_of(Attempt.INVITE, "address", now=NOW)).count
    for _ in range(bound):
        with house.writing() as work:
            invite(work, by=by, wanted=Wanted(email=INVITED, role=Role.JOBHUNTER), now=NOW)

    with house.writing() as work, pytest.raises(TooManyAttemptsError):
        invite(work, by=by, wanted=Wanted(email=INVITED, role=Role.JOBHUNTER), now=NOW)


# -- Parents -----------------------------------------------------------------------------------------------------------


def waiting_parent(house: House, student: Student) -> None:
    """Let somebody outside the school invite a parent, who accepts."""
    token = invited(house, somebody(house, Role.COORDINATOR), role=Role.PARENT, student_id=student.id)
    assert take_up(house, token) is None


def own_account(house: House, student: Student) -> Account:
    holder = add_person(house, Role.STUDENT, email="noor.zelf@dewissel.example", student_id=student.id)
    return acting(house, holder, Role.STUDENT)


def test_parent_whom_the_school_invites_enters_at_once(house: House, student: Student) -> None:
    entered = take_up(house, invited(house, teacher(house), role=Role.PARENT, student_id=student.id))

    assert entered is not None
    assert entered.role is Role.PARENT


def test_parent_whom_somebody_else_invites_is_nothing_until_the_school_says_so(house: House, student: Student) -> None:
    waiting_parent(house, student)
    assert roles_at(house, INVITED) == []

    by = teacher(house)
    with house.writing() as work:
        (shown,) = parents_to_confirm(work, by=by, now=NOW)
        confirm_parent(work, by=by, invitation_id=shown.id, is_parent=True, now=NOW)
        assert parents_to_confirm(work, by=by, now=NOW) == ()

    assert roles_at(house, INVITED) == [Role.PARENT]


def test_parent_who_was_turned_down_is_nothing(house: House, student: Student) -> None:
    waiting_parent(house, student)
    by = teacher(house)

    with house.writing() as work:
        (shown,) = parents_to_confirm(work, by=by, now=NOW)
        confirm_parent(work, by=by, invitation_id=shown.id, is_parent=False, now=NOW)

    assert roles_at(house, INVITED) == []
    with house.writing() as work, pytest.raises(LinkRefusedError):
        confirm_parent(work, by=by, invitation_id=shown.id, is_parent=True, now=NOW)


def test_teacher_of_another_class_neither_sees_nor_confirms_a_parent(house: House, student: Student) -> None:
    waiting_parent(house, student)
    guide = teacher(house)
    with house.reading() as work:
        (shown,) = parents_to_confirm(work, by=guide, now=NOW)
    by = teacher(house, group="3c")

    with house.writing() as work:
        assert parents_to_confirm(work, by=by, now=NOW) == ()
        with pytest.raises(NotFoundError):
            confirm_parent(work, by=by, invitation_id=shown.id, is_parent=True, now=NOW)


@pytest.mark.parametrize(("born_on", "may"), [(date(2010, 11, 24), True), (date(2010, 11, 25), False)])
def test_student_confirms_a_parent_from_the_sixteenth_birthday(house: House, born_on: date, may: bool) -> None:
    student = add_student(house, born_on=born_on)
    waiting_parent(house, student)
    guide = teacher(house)
    with house.reading() as work:
        (shown,) = parents_to_confirm(work, by=guide, now=NOW)
    by = own_account(house, student)

    with house.writing() as work:
        assert [one.id for one in parents_to_confirm(work, by=by, now=NOW)] == ([shown.id] if may else [])
        if may:
            confirm_parent(work, by=by, invitation_id=shown.id, is_parent=True, now=NOW)
        else:
            with pytest.raises(NotFoundError):
                confirm_parent(work, by=by, invitation_id=shown.id, is_parent=True, now=NOW)

    assert roles_at(house, INVITED) == ([Role.PARENT] if may else [])


def test_student_does_not_confirm_the_parent_of_another(house: House, student: Student) -> None:
    waiting_parent(house, student)
    other = add_student(house, "leerling-2", born_on=date(2008, 1, 1))
    guide = teacher(house)
    with house.reading() as work:
        (shown,) = parents_to_confirm(work, by=guide, now=NOW)
    by = own_account(house, other)

    with house.writing() as work, pytest.raises(NotFoundError):
        confirm_parent(work, by=by, invitation_id=shown.id, is_parent=True, now=NOW)
