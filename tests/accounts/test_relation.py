"""A relation holds from its first day until the day before its last, and ties to what its role asks."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.errors import InvalidAccountError
from accounts.relation import Relation, Tie
from accounts.role import OF_EMPLOYER, OF_SCHOOL, OF_STUDENT, Role

ROLES = sorted(set(Role) - {Role.ANONYMOUS})
DAYS = st.dates(date(2024, 1, 1), date(2030, 1, 1))


def relation(role: Role, **changes: Any) -> Relation:
    plain: dict[str, Any] = {
        "id": UUID(int=1),
        "account_id": UUID(int=2),
        "role": role,
        "from_on": date(2026, 8, 1),
        "student_id": UUID(int=3) if role in OF_STUDENT else None,
        "employer_id": UUID(int=4) if role in OF_EMPLOYER else None,
        "school": "De Wissel" if role in OF_SCHOOL else "",
        "group": "3b" if role is Role.TEACHER else "",
    }
    return Relation(**{**plain, **changes})


@pytest.mark.parametrize("role", ROLES)
def test_every_role_can_be_had_and_ties_to_what_it_asks(role: Role) -> None:
    tie = relation(role).tie

    assert tie == Tie(
        subject_id=UUID(int=3) if role in OF_STUDENT else UUID(int=4) if role in OF_EMPLOYER else None,
        school="De Wissel" if role in OF_SCHOOL else "",
        group="3b" if role is Role.TEACHER else "",
    )


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("field", "value"), [("student_id", UUID(int=9)), ("employer_id", UUID(int=9)), ("school", "X"), ("group", "X")]
)
def test_relation_to_something_the_role_does_not_ask_is_refused(role: Role, field: str, value: object) -> None:
    asked = getattr(relation(role), field)
    wrong = value if not asked else type(asked)() if isinstance(asked, str) else None

    with pytest.raises(InvalidAccountError) as refused:
        relation(role, **{field: wrong})

    assert set(refused.value.faults) == {field}


def test_nobody_has_the_role_of_who_has_not_entered() -> None:
    with pytest.raises(InvalidAccountError):
        relation(Role.ANONYMOUS)


@given(begins=DAYS, lasts=st.none() | st.integers(0, 700), asked=DAYS)
def test_relation_holds_on_its_days_and_no_other(begins: date, lasts: int | None, asked: date) -> None:
    until = None if lasts is None else begins + timedelta(days=lasts)
    days = {begins + timedelta(days=n) for n in range(lasts)} if lasts is not None else None

    holds = relation(Role.JOBHUNTER, from_on=begins, until_on=until).holds_on(asked)

    assert holds == (asked >= begins if days is None else asked in days)


def test_relation_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidAccountError, match="einddag"):
        relation(Role.JOBHUNTER, until_on=date(2026, 7, 31))
