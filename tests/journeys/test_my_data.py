"""A student looks at what is kept, has something put right, pauses, comes back, takes everything along, and goes."""

import json
import re

from accounts.role import Role
from tests.demo_doors import Doors

HERE = "/mijn-gegevens"


def test_student_looks_corrects_pauses_returns_takes_along_and_goes(own_doors: Doors) -> None:
    student = own_doors.student()
    me = own_doors.somebody(Role.STUDENT)

    looked = me.get(HERE).text
    assert student.first_name in looked
    assert student.travel.postcode4 in looked

    asked = me.get(f"{HERE}/klopt-niet?over=students.postcode4").text
    assert re.search(r'value="students.postcode4" selected', asked)
    told = me.post_form(f"{HERE}/klopt-niet", {"over": "students.postcode4", "woorden": "Ik woon nu in Zwolle."})
    assert told.headers["location"] == f"{HERE}?gedaan=gezegd"
    assert "wacht op antwoord" in me.get(HERE).text

    teacher = own_doors.somebody(Role.TEACHER)
    waiting = teacher.get("/klopt-niet").text
    assert "Ik woon nu in Zwolle." in waiting
    found = re.search(r'name="welke" value="([^"]+)"', waiting)
    assert found is not None
    answer = {"welke": found[1], "besluit": "verbeterd", "antwoord": "Wij hebben het aangepast."}
    assert teacher.post_form("/klopt-niet", answer).status_code == 303
    assert "Er wacht nu niets op antwoord." in teacher.get("/klopt-niet").text

    me = own_doors.somebody(Role.STUDENT)
    answered = me.get(HERE).text
    assert "Wij hebben het aangepast." in answered
    assert "wat er volgens jou niet klopt" in answered.partition("Wie keek er?")[2]

    assert me.post_form(f"{HERE}/pauze", {"pauze": "aan"}).headers["location"] == f"{HERE}?gedaan=pauze"
    teacher = own_doors.somebody(Role.TEACHER)
    assert str(student.id) not in teacher.get("/klas").text
    me = own_doors.somebody(Role.STUDENT)
    assert me.post_form(f"{HERE}/pauze", {"pauze": "uit"}).headers["location"] == f"{HERE}?gedaan=terug"
    teacher = own_doors.somebody(Role.TEACHER)
    assert str(student.id) in teacher.get("/klas").text

    me = own_doors.somebody(Role.STUDENT)
    along = json.loads(me.get(f"{HERE}/bestand.json").text)
    assert student.reference in json.dumps(along)
    assert "wat er volgens jou niet klopt" in {look["at"] for look in along["who_looked"]}
    assert me.get(f"{HERE}/bestand.pdf").content.startswith(b"%PDF")

    assert "Wissen kan niemand terugdraaien" in me.get(f"{HERE}/wissen").text
    assert me.post_form(f"{HERE}/wissen", {"zeker": "wis alles"}).headers["location"] == "/gewist"
    assert me.get(HERE).status_code == 401
    teacher = own_doors.somebody(Role.TEACHER)
    assert str(student.id) not in teacher.get("/klas").text
    assert teacher.get(f"/klas/{student.id}").status_code == 404
