"""The pages of conversations: both sides prepare, school keeps it short, and a form with faults loses nothing."""

import re

import pytest

from accounts.role import Role
from tests.demo_doors import Doors, Visitor

PLAN = {"soort": "individual", "plek": "school", "dag": "2026-11-25", "tijd": "9.30", "minuten": "30"}
HELD = {
    "wat": "vast",
    "plek": "home",
    "dag": "2026-11-23",
    "tijd": "9.30",
    "minuten": "25",
    "over-motives": "1",
    "afspraak-0": "Belt de bakker",
    "wie-0": "student",
    "klaar-0": "2026-12-10",
}


@pytest.fixture
def school(own_doors: Doors) -> str:
    return f"/klas/{own_doors.student().id}/gesprekken"


def plan(teacher: Visitor, school: str, **changed: str) -> str:
    assert teacher.post_form(school, PLAN | changed).status_code == 303
    found = re.search(rf'href="({school}/[^"?]+)"', teacher.get(school).text)
    assert found is not None
    return found[1]


def test_teacher_and_student_hold_a_conversation(own_doors: Doors, school: str) -> None:
    teacher, student = own_doors.somebody(Role.TEACHER), own_doors.somebody(Role.STUDENT)
    path = plan(teacher, school)
    talk_id = path.rpartition("/")[2]

    student.post_form(f"/gesprekken/{talk_id}", {"punt-0": "Open dag", "niet-places": "1"})
    assert "Open dag" in teacher.get(school).text

    assert teacher.post_form(path, HELD).status_code == 303
    page = student.get("/gesprekken").text
    assert "Belt de bakker" in page
    assert "25 minuten" in page
    tick = re.search(r'action="(/gesprekken/afspraak/[^"]+)"', page)
    assert tick is not None
    student.post_form(tick[1], {"wat": "gedaan"})

    plan(teacher, school)
    assert "Gedaan: Belt de bakker" in teacher.get(school).text


def test_form_with_faults_tells_them_all_and_loses_nothing(own_doors: Doors, school: str) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    path = plan(teacher, school)

    planned = teacher.post_form(school, PLAN | {"dag": "ooit", "tijd": "laat", "minuten": "veel"})
    kept = teacher.post_form(path, HELD | {"minuten": "0", "klaar-0": "straks"})

    assert [planned.status_code, kept.status_code] == [400, 400]
    assert all(f'id="fout-{name}"' in planned.text for name in ("dag", "tijd", "minuten"))
    assert 'id="fout-klaar-0"' in kept.text
    assert "Belt de bakker" in kept.text


def test_conversation_is_moved_and_called_off(own_doors: Doors, school: str) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    path = plan(teacher, school)
    assert 'value="09:30"' in teacher.get(f"{path}?verzet=1").text

    teacher.post_form(path, PLAN | {"wat": "verzet", "dag": "2026-12-02"})
    assert "2 december" in teacher.get(school).text

    teacher.post_form(path, {"wat": "af"})
    assert "afgezegd" in own_doors.somebody(Role.STUDENT).get("/gesprekken").text
