"""The agenda of the demo region holds one of each thing that an agenda can show, whenever it is planted."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.role import Role
from events.registration import RegistrationState
from services.demo.agenda import plant_agenda
from services.event_import.look_alikes import look_alikes
from services.ids import stable_id
from services.people import DemoPerson
from services.permissions import Account
from services.unit_of_work import House
from tests.factories import make_student

STUDENTS = (make_student("leerling-1"), make_student("leerling-2"))
COORDINATOR = Account.of(Role.COORDINATOR, id=stable_id("account", "demo", "coordinator"))
PEOPLE = [
    DemoPerson(key="", account=account, text="")
    for account in (COORDINATOR, *(Account.of(Role.STUDENT, subject_id=student.id) for student in STUDENTS))
]


@pytest.mark.parametrize(("month", "day"), [(11, 22), (12, 12), (4, 20), (7, 1)])
def test_agenda_has_days_with_parts_a_series_a_change_a_kept_seat_and_a_calendar_of_others(
    house: House, month: int, day: int
) -> None:
    now = datetime(2026, month, day, 9, tzinfo=UTC)
    with house.writing() as work:
        work.students.add_all(STUDENTS)

        plant_agenda(work, PEOPLE, now=now)

    with house.reading() as work:
        coming = work.events.between(now, now + timedelta(days=200))
        kept = [one for event in coming for one in work.registrations.of_event(event.id)]
        alike = look_alikes(work, by=COORDINATOR, now=now)
        changed = [one.title for one in coming if work.events.revisions(one.id)]
    assert [len(one.sessions) for one in coming if len(one.sessions) > 1] == [3]
    assert len([one for one in coming if one.series_id]) >= 4
    assert changed == ["Inloop: hulp bij je brief"]
    assert [one.state for one in kept if one.answer_by] == [RegistrationState.OFFERED]
    assert len([one for one in coming if one.imported_from]) == 3
    assert [pair.other.title for pair in alike] == ["Inloop: hulp met je brief"]
