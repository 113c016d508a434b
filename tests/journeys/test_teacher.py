"""A teacher sees the own class, and goes with one student to one place."""

import re

from accounts.role import Role
from tests.demo_doors import Doors


def test_teacher_goes_from_class_to_student_to_place(doors: Doors) -> None:
    teacher = doors.somebody(Role.TEACHER)
    own = doors.student()
    classmates = {str(s.id) for s in doors.region.students if (s.school, s.group) == (own.school, own.group)}

    group = teacher.get("/klas").text
    shown = re.findall(r'href="/klas/([0-9a-f-]{36})"', group)
    places = teacher.get(f"/klas/{own.id}").text

    assert set(shown) == classmates
    assert f"Plekken die passen bij {own.first_name}" in places
    href = re.findall(rf'href="(/klas/{own.id}/plekken/[0-9a-f-]{{36}})"', places)[0]
    place = teacher.get(href).text
    assert f"Past de plek bij {own.first_name}?" in place
    assert f"Past {own.first_name} bij de plek?" in place


def test_class_begins_with_who_has_the_fewest_places(doors: Doors) -> None:
    page = doors.somebody(Role.TEACHER).get("/klas").text

    numbers = [
        int(found[1]) if (found := re.match(r"(\d+) plek", text)) else 0
        for text in re.findall(r"(\d+ plek(?:ken)? pas|Nog geen plek)", page)
    ]
    assert len(numbers) > 1
    assert numbers == sorted(numbers)
