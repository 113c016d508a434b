"""Who does or looks at something is noted: in the commit of the act, before the answer to a look, and when refused."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from accounts.audit import AuditKind, AuditNote, AuditResult, find_break
from accounts.relation import Tie
from accounts.role import Role
from services.errors import ForbiddenError, NotFoundError
from services.permissions import ANONYMOUS, Account, Act, note_shown, require
from services.unit_of_work import ConflictError, House
from tests.factories import make_student

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
STUDENT, OTHER = UUID(int=1), UUID(int=2)
CLASS = ("De Wissel", "3b")


@pytest.fixture
def house(house: House) -> House:
    house.clock = lambda: NOW
    return house


def teacher() -> Account:
    return Account.of(Role.TEACHER, id=UUID(int=8), school=CLASS[0], group=CLASS[1])


def student() -> Account:
    return Account.of(Role.STUDENT, id=UUID(int=9), subject_id=STUDENT)


def noted(house: House) -> list[AuditNote]:
    with house.reading() as work:
        assert find_break(work.audit.all(), end=work.audit.end()) is None
        return [entry.note for entry in work.audit.all()]


def note(result: AuditResult = AuditResult.DONE, **changes: object) -> AuditNote:
    plain = {
        "at": NOW,
        "kind": AuditKind.READING,
        "role": "teacher",
        "act": "see_matches",
        "account_id": UUID(int=8),
        "subject_id": STUDENT,
        "result": result,
    }
    return AuditNote(**{**plain, **changes})  # type: ignore[arg-type]


def test_look_at_somebody_is_noted_once_however_often_it_is_asked(house: House) -> None:
    by = teacher()
    with house.reading(by) as _:
        for act in (Act.SEE_MATCHES, Act.SEE_MATCHES, Act.SEE_FIGURES):
            require(by, act, STUDENT, group=CLASS)

    assert noted(house) == [note()]


def test_everybody_in_a_list_is_noted(house: House) -> None:
    by = teacher()
    with house.reading(by) as _:
        require(by, Act.SEE_GROUP, None, group=CLASS)
        note_shown(by, Act.SEE_GROUP, [STUDENT, OTHER, STUDENT])

    assert noted(house) == [note(act="see_group"), note(act="see_group", subject_id=OTHER)]


def test_look_at_oneself_is_not_noted(house: House) -> None:
    by = student()
    with house.reading(by) as _:
        require(by, Act.SEE_MATCHES, STUDENT)
        require(by, Act.SEE_EVENTS, None)

    assert noted(house) == []


def test_look_that_is_refused_is_noted_though_nothing_was_shown(house: House) -> None:
    by = teacher()

    def look(act: Act, group: tuple[str, str]) -> None:
        with house.reading(by) as _:
            require(by, act, STUDENT, group=group)

    with pytest.raises(NotFoundError):
        look(Act.SEE_MATCHES, ("De Vaart", "1a"))
    with pytest.raises(ForbiddenError):
        look(Act.EDIT_PROFILE, CLASS)

    assert noted(house) == [note(AuditResult.HIDDEN), note(AuditResult.REFUSED, act="edit_profile")]


def test_who_is_let_in_and_finds_nobody_tried_to_look(house: House) -> None:
    by = teacher()

    def look() -> None:
        with house.reading(by) as _:
            require(by, Act.SEE_MATCHES, STUDENT, group=CLASS)
            raise NotFoundError("not found")

    with pytest.raises(NotFoundError):
        look()

    assert noted(house) == [note(AuditResult.HIDDEN)]


def test_refusal_counts_before_a_look_at_the_same_person(house: House) -> None:
    by = teacher()
    with house.reading(by) as _:
        require(by, Act.SEE_MATCHES, STUDENT, group=CLASS)
        with pytest.raises(ForbiddenError):
            require(by, Act.EDIT_PROFILE, STUDENT)

    assert noted(house) == [note(AuditResult.REFUSED, act="edit_profile")]


def test_who_has_not_entered_is_not_noted(house: House) -> None:
    def look() -> None:
        with house.reading(ANONYMOUS) as _:
            require(ANONYMOUS, Act.SEE_MATCHES, STUDENT)

    with pytest.raises(ForbiddenError):
        look()

    assert noted(house) == []
    assert ANONYMOUS.trail.take() == ()


def test_act_is_noted_in_the_commit_of_what_it_did(house: House) -> None:
    by = student()
    with house.writing(by) as work:
        require(by, Act.EDIT_PROFILE, STUDENT)
        work.students.save(make_student(id=STUDENT))

    expected = note(kind=AuditKind.ACT, role="student", act="edit_profile", account_id=UUID(int=9))
    assert noted(house) == [expected]


def test_act_that_fails_keeps_nothing_but_that_it_was_tried_on_somebody_else(house: House) -> None:
    by, own = teacher(), student()

    def save_twice(account: Account, act: Act) -> None:
        with house.writing(account) as work:
            require(account, act, STUDENT, group=CLASS)
            work.students.add_all([make_student(id=STUDENT), make_student(id=STUDENT)])

    with pytest.raises(ConflictError):
        save_twice(own, Act.EDIT_PROFILE)
    with pytest.raises(ConflictError):
        save_twice(by, Act.SEE_MATCHES)

    assert noted(house) == [note(AuditResult.UNDONE, kind=AuditKind.ACT, reason="ConflictError")]
    with house.reading() as work:
        assert work.students.count() == 0


def test_form_that_changes_nothing_is_a_look_and_no_act(house: House) -> None:
    by = teacher()
    with house.writing(by) as _:
        require(by, Act.SEE_MATCHES, STUDENT, group=CLASS)
        require(by, Act.KEEP_SCHOOL, None, school=CLASS[0])

    assert noted(house) == [note()]


def test_note_with_a_reason_takes_the_place_of_the_one_without(house: House) -> None:
    by = Account(role=Role.JOBHUNTER, id=UUID(int=7), ties=(Tie(),))
    with house.writing(by) as work:
        require(by, Act.SEE_FIGURES, STUDENT)
        work.students.save(make_student(id=STUDENT))
        work.note(by=by, act=Act.SEE_FIGURES, subject_id=STUDENT, on_behalf_of=OTHER, reason="asked")

    asked = {"role": "jobhunter", "act": "see_figures", "account_id": UUID(int=7), "kind": AuditKind.ACT}
    assert noted(house) == [note(**asked, on_behalf_of=OTHER, reason="asked")]  # type: ignore[arg-type]


def test_what_the_service_does_by_itself_is_noted_without_an_account(house: House) -> None:
    with house.writing() as work:
        work.note(by=None, act="retention", subject_id=STUDENT, reason="two_years")

    expected = {"role": "service", "act": "retention", "account_id": None, "reason": "two_years"}
    assert noted(house) == [note(kind=AuditKind.ACT, **expected)]  # type: ignore[arg-type]
