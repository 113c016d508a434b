"""The pages of the dossier: a form that loses nothing, evidence that is only downloaded, a teacher who reads along."""

import io
import re
from uuid import uuid4

import pytest
from PIL import Image

from accounts.role import Role
from tests.demo_doors import Doors, Visitor

ENTRY = {"titel": "Soep voor de buurt", "wanneer": "2026-11-02", "soort": "experience", "wie": "private"}


def keep(student: Visitor, **changed: str) -> str:
    answer = student.post_form("/dossier/nieuw", ENTRY | changed, follow_redirects=False)
    assert answer.status_code == 303
    return answer.headers["location"].partition("?")[0]


def photo() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (20, 20), (9, 99, 9)).save(made, "JPEG")
    return made.getvalue()


def without_token(text: str) -> str:
    return re.sub(r'name="csrf" value="[^"]*"', "", text)


@pytest.fixture
def student(doors: Doors) -> Visitor:
    return doors.somebody(Role.STUDENT)


def test_form_with_faults_tells_them_all_and_loses_nothing(student: Visitor) -> None:
    typed = ENTRY | {"titel": "", "wanneer": "ooit", "doel": "Leren koken", "toont-0": "doe:koken"}

    answer = student.post_form("/dossier/nieuw", typed)

    assert answer.status_code == 400
    for name in ("titel", "wanneer", "hoe-0"):
        assert f'id="fout-{name}"' in answer.text
    assert "Leren koken" in answer.text


def test_entry_is_kept_changed_and_taken_away(student: Visitor) -> None:
    path = keep(student, doel="Leren koken")
    assert "Leren koken" in student.get(path).text

    student.post_form(path, ENTRY | {"doel": "Leren bakken"})
    assert "Leren bakken" in student.get(path).text

    assert "Wil je dit stuk wegdoen?" in student.post_form(path, {"wat": "weg"}).text
    student.post_form(path, {"wat": "weg", "zeker": "ja"})
    assert student.get(path).status_code == 404


def test_evidence_is_downloaded_and_never_shown(student: Visitor) -> None:
    path = keep(student)
    student.post_form(f"{path}/bewijs", {}, files={"bestand": ("foto’s.jpg", photo(), "text/html")})
    link = student.get(path).text.partition('href="/dossier/bewijs/')[2].partition('"')[0]

    answer = student.get(f"/dossier/bewijs/{link}")

    assert answer.content.startswith(b"\xff\xd8\xff")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["content-disposition"] == (
        "attachment; filename=\"bewijs.jpg\"; filename*=UTF-8''foto%E2%80%99s.jpg"
    )
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers.get_list("content-security-policy") == ["default-src 'none'; frame-ancestors 'none'; sandbox"]

    student.post_form(f"/dossier/bewijs/{link}", {})
    assert student.get(f"/dossier/bewijs/{link}").status_code == 404


def test_refused_file_says_why(student: Visitor) -> None:
    path = keep(student)

    answer = student.post_form(f"{path}/bewijs", {}, files={"bestand": ("a.svg", b"<svg/>", "image/svg+xml")})

    assert (answer.status_code, "Dit soort bestand bewaren wij niet" in answer.text) == (400, True)
    assert 'id="fout-bestand"' in answer.text
    assert 'value="Soep voor de buurt"' in answer.text


def test_file_without_the_token_of_a_form_is_refused(student: Visitor) -> None:
    path = keep(student)

    answer = student.request("POST", f"{path}/bewijs", files={"bestand": ("foto.jpg", photo(), "image/jpeg")})

    assert answer.status_code == 403


def test_what_is_not_shared_is_for_a_teacher_as_what_is_not_there(doors: Doors, student: Visitor) -> None:
    teacher, student_id = doors.somebody(Role.TEACHER), doors.student().id
    path = keep(student, doel="Geheim doel")
    student.post_form(f"{path}/bewijs", {}, files={"bestand": ("foto.jpg", photo(), "image/jpeg")})
    file_id = student.get(path).text.partition('href="/dossier/bewijs/')[2].partition('"')[0]

    hidden, missing = teacher.get(f"/dossier/bewijs/{file_id}"), teacher.get(f"/dossier/bewijs/{uuid4()}")
    assert hidden.status_code == 404
    assert without_token(hidden.text) == without_token(missing.text)
    assert "Geheim doel" not in teacher.get(f"/klas/{student_id}/dossier").text

    student.post_form(path, ENTRY | {"doel": "Geheim doel", "wie": "guides"})
    assert "Geheim doel" in teacher.get(f"/klas/{student_id}/dossier").text
    assert teacher.get(f"/dossier/bewijs/{file_id}").status_code == 200


def test_assignment_fills_the_form_and_the_entry_remembers_it(student: Visitor) -> None:
    form = student.get("/dossier/nieuw?opdracht=trots").text
    assert 'value="Waar ben ik trots op?"' in form

    path = keep(student, opdracht="trots")

    assert 'name="opdracht" value="trots"' in student.get(path).text
    assert "Staat in je dossier" in student.get("/dossier/opdrachten?bij=qualities").text
