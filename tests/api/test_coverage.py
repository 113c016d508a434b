"""A mentor goes from the class to who misses a conversation, and on to the year plan; a school reads numbers alone."""

import re

from accounts.role import Role
from tests.demo_doors import Doors


def test_mentor_goes_from_the_class_to_the_plan(own_doors: Doors) -> None:
    teacher, own = own_doors.somebody(Role.TEACHER), own_doors.student()

    assert 'href="/klas/gesprekken"' in teacher.get("/klas").text
    covered = teacher.get("/klas/gesprekken").text
    assert f'href="/klas/{own.id}"' in covered
    assert "Mist nog: 1 keer alleen en 1 keer met een ouder erbij." in covered
    assert 'href="/klas/jaarplan"' in covered
    plan = teacher.get("/klas/jaarplan").text
    assert "Week van" in plan
    assert f'href="/klas/{own.id}"' in plan


def test_placement_coordinator_reads_no_name(own_doors: Doors) -> None:
    page = own_doors.somebody(Role.PLACEMENT_COORDINATOR).get("/klas/gesprekken").text

    assert "had alle gesprekken" in page
    assert not re.search(r'href="/klas/[0-9a-f-]{36}"', page)
    assert "/klas/jaarplan" not in page
