"""The share that was handed over equals a slow recount, and never lets a small number be known."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.role import Role
from career.handover import Handover, HandoverOrigin, HandoverState
from services.errors import ForbiddenError
from services.handover.counting import regional_handovers
from services.permissions import Account
from services.unit_of_work import House
from tests.demo_doors import NOW
from tests.factories import make_student

COORDINATOR = Account.of(Role.COORDINATOR)
ONE = st.tuples(st.sampled_from(list(HandoverState)), st.sampled_from(list(HandoverOrigin)), st.booleans())
SOME = st.sampled_from([HandoverState.SENT, HandoverState.OPEN]).map(lambda state: (state, HandoverOrigin.HERE, False))


def plant(house: House, drawn: Sequence[tuple[HandoverState, HandoverOrigin, bool]], since: datetime) -> None:
    mark = uuid4().hex
    people = [make_student(f"{mark}-{n}") for n in range(len(drawn))]
    with house.writing() as work:
        work.students.add_all(people)
        for student, (state, origin, is_old) in zip(people, drawn, strict=True):
            work.handovers.save(
                Handover(
                    id=uuid4(),
                    student_id=student.id,
                    from_school="De Wissel",
                    to_school="Het Anker",
                    origin=origin,
                    state=state,
                    begun_at=since - timedelta(days=1) if is_old else since,
                )
            )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.lists(ONE | SOME, max_size=60))
def test_share_equals_a_slow_recount(house: House, drawn: list[tuple[HandoverState, HandoverOrigin, bool]]) -> None:
    since = NOW + timedelta(days=400) * (1 + count_planted(house))
    plant(house, drawn, since)

    with house.reading() as work:
        told = regional_handovers(work, by=COORDINATOR, since=since)

    begun = [state for state, origin, is_old in drawn if origin is HandoverOrigin.HERE and not is_old]
    there = [state for state in begun if state in (HandoverState.SENT, HandoverState.RECEIVED)]
    assert told.n_begun == (len(begun) // 10 * 10 or None)
    is_told = len(there) >= 10 and len(begun) - len(there) >= 10
    assert (told.sent_tenths is not None) == is_told
    if told.sent_tenths is not None:
        assert abs(told.sent_tenths - 10 * len(there) / len(begun)) <= 1


@pytest.mark.parametrize("role", [Role.TEACHER, Role.PLACEMENT_COORDINATOR, Role.EMPLOYER, Role.STUDENT])
def test_nobody_else_reads_it(house: House, role: Role) -> None:
    with house.reading() as work, pytest.raises(ForbiddenError):
        regional_handovers(work, by=Account.of(role), since=NOW)


def count_planted(house: House) -> int:
    """Count the students of earlier examples, so that each example has days of its own."""
    with house.reading() as work:
        return work.students.count()
