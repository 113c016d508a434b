"""A teacher settles the dossier of the school and sets a task; the student reads both, does it, and shares it."""

import re

from accounts.role import Role
from career.dossier import CareerCompetency
from tests.demo_doors import Doors

UNDER = dict(zip(CareerCompetency, "11223", strict=True))
LAYOUT = {
    "visie": "Wij leren buiten.\nEn samen.",
    "naam-1": "Ik zelf",
    "naam-2": "De wereld",
    "naam-3": "Mijn weg",
    **{f"deel-{one}": number for one, number in UNDER.items()},
}


def test_school_settles_its_dossier_and_the_student_reads_it(own_doors: Doors) -> None:
    teacher, student = own_doors.somebody(Role.TEACHER), own_doors.somebody(Role.STUDENT)

    assert 'href="/school/dossier"' in teacher.get("/school").text
    answer = teacher.post_form("/school/dossier", LAYOUT)
    assert answer.status_code == 303
    kept = teacher.get(answer.headers["location"]).text
    assert "Bewaard" in kept
    assert 'value="De wereld"' in kept

    own = student.get("/dossier").text
    assert "Wij leren buiten.\nEn samen." in own
    at = [own.index(text) for text in ("Ik zelf", "Wat kan ik?", "Wat wil ik?", "De wereld", "Mijn weg")]
    assert at == sorted(at)
    assert "(De wereld)" in student.get("/dossier/nieuw").text


def test_layout_with_a_hole_is_refused_and_nothing_typed_is_lost(own_doors: Doors) -> None:
    teacher = own_doors.somebody(Role.TEACHER)
    before = teacher.get("/school/dossier").text

    answer = teacher.post_form("/school/dossier", {**LAYOUT, "deel-motives": "5", "naam-4": "Leeg deel"})

    assert answer.status_code == 400
    assert "Kies een deel dat een naam heeft" in answer.text
    assert "elk deel minstens één vraag" in answer.text
    assert 'value="Leeg deel"' in answer.text
    assert "Wij leren buiten." in answer.text
    assert without_csrf(teacher.get("/school/dossier").text) == without_csrf(before)


def test_own_assignment_goes_to_the_class_and_into_a_dossier(own_doors: Doors) -> None:
    teacher, student = own_doors.somebody(Role.TEACHER), own_doors.somebody(Role.STUDENT)
    name = own_doors.student().first_name
    refused = teacher.post_form("/school/opdrachten", {"titel": "Bak een brood", "minuten": "veel"})
    assert refused.status_code == 400
    assert "Bak een brood" in refused.text
    assert "heel getal" in refused.text
    written = {
        "titel": "Bak een brood",
        "stappen": "Vraag een recept.\n\nBak het.",
        "minuten": "90",
        "past-qualities": "1",
    }
    assert teacher.post_form("/school/opdrachten", written).status_code == 303
    found = re.search(r'value="([0-9a-f-]{36})">Bak een brood', teacher.get("/klas/opdrachten").text)
    assert found is not None
    code = found[1]

    given = {"klas": "0", "opdracht": code}
    assert "die nog komt" in teacher.post_form("/klas/opdrachten", {**given, "klaar": "2026-01-05"}).text
    assert "Kies een klas" in teacher.post_form("/klas/opdrachten", {**given, "klas": "²", "klaar": "2027-06-01"}).text
    assert teacher.post_form("/klas/opdrachten", {**given, "klaar": "2027-06-01"}).status_code == 303

    assert "Je hebt een opdracht van school" in student.get("/berichten").text
    assert f"/dossier/nieuw?opdracht={code}" in student.get("/dossier").text
    form = student.get(f"/dossier/nieuw?opdracht={code}").text
    assert "Vraag een recept." in form
    entry = {
        "titel": "Mijn eerste brood",
        "wanneer": "2026-11-01",
        "soort": "assignment",
        "wie": "guides",
        "opdracht": code,
        **dict.fromkeys(("doel", "resultaat", "terugblik", "vervolg"), "Gelukt"),
    }
    answer = student.post_form("/dossier/nieuw", entry)
    assert answer.status_code == 303
    assert "Vraag een recept." in student.get(answer.headers["location"]).text

    classes = teacher.get("/klas/opdrachten").text
    assert re.search(rf"Bak een brood.*1 van de .*>{name}</a>", classes, re.DOTALL)
    number = re.search(r'name="nummer" value="([0-9a-f-]{36})">(?=(?:(?!nummer).)*Bak een brood)', classes, re.DOTALL)
    assert number is not None
    assert teacher.post_form("/klas/opdrachten", {"wat": "weg", "nummer": number[1]}).status_code == 303
    assert "Bak een brood</strong>" not in teacher.get("/klas/opdrachten").text


def without_csrf(page: str) -> str:
    return re.sub(r'name="csrf" value="[^"]*"', "", page)
