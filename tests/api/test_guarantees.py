"""The pages of guarantees: entered for the region, claimed by a student, kept by school, redeemed at a company."""

import re

from accounts.role import Role
from tests.demo_doors import Doors, Visitor

NEW = {
    "groep": "Kanariegroep",
    "begin": "2029",
    "plaatsen": "2",
    "voorwaarden": "diploma",
    "getekend": "2026-09-01",
    "tot": "2034-08-01",
}


def entered(doors: Doors, **changed: str) -> Visitor:
    """Let the coordinator enter a guarantee that fits the student at the door."""
    student = doors.student()
    sector = student.wishes.sectors[0] if student.wishes.sectors else "zorg"
    region = doors.somebody(Role.COORDINATOR)
    company = str(doors.employer_id())
    answer = region.post_form(
        "/regio/garanties/vast", NEW | {"werk": sector, "bedrijven": company} | changed, follow_redirects=False
    )
    assert answer.status_code == 303, answer.text
    return region


def card_of(text: str, group: str) -> str:
    """Give the id in the first card with this name."""
    return re.findall(r'id="kaart-([0-9a-f-]{36})"', text[: text.index(group)])[-1]


def test_form_with_faults_tells_them_all_and_loses_nothing(doors: Doors) -> None:
    answer = doors.somebody(Role.COORDINATOR).post_form(
        "/regio/garanties/vast", {"groep": "Kanariegroep", "getekend": "ooit", "keuze": "Groen"}
    )

    assert answer.status_code == 400
    for name in ("begin", "plaatsen", "voorwaarden", "getekend", "tot", "keuzedag"):
        assert f"#{name}" in answer.text
    assert "Kanariegroep" in answer.text


def test_conditions_stand_on_the_card_and_a_claim_without_reading_them_is_refused(doors: Doors) -> None:
    entered(
        doors, groep="Kanarieband", eigen="Kanariezin over het werk", keuze="Zorg en welzijn", keuzedag="2028-04-01"
    )
    student = doors.somebody(Role.STUDENT)
    shown = student.get("/garantie").text
    assert "Je haalt je diploma" in shown
    assert "Kanariezin over het werk" in shown
    # Who is at mbo chose a profile long ago.
    assert "Kies in vmbo 2" not in shown

    answer = student.post_form(
        "/garantie", {"welke": card_of(shown, "Kanarieband"), "stap": "aanvragen", "start": "2029"}
    )

    assert answer.status_code == 400
    assert "zet een vinkje" in answer.text


def test_whole_course_from_claim_to_job_hides_the_student_from_the_company_until_the_yes(doors: Doors) -> None:
    entered(doors, groep="Kanariekring")
    student, teacher, company = (doors.somebody(role) for role in (Role.STUDENT, Role.TEACHER, Role.EMPLOYER))
    name, school = doors.student().first_name, f"/klas/{doors.student().id}/garantie"
    wanted = {
        "welke": card_of(student.get("/garantie").text, "Kanariekring"),
        "start": "2029",
        "gelezen": "ja",
        "stap": "aanvragen",
    }
    student.post_form("/garantie", wanted)
    claimed = student.get("/garantie").text
    claim = card_of(claimed, "Kanariekring")
    assert "Deze garantie is van jou" in claimed
    assert student.get(f"/garantie/{claim}.pdf").content.startswith(b"%PDF")

    for step in ("waarschuw", "niets"):
        assert teacher.post_form(school, {"welke": claim, "stap": step}).status_code == 400
    teacher.post_form(school, {"welke": claim, "stap": "klopt"})
    assert "klopt nog" in teacher.get(school).text
    company.post_form("/werkgever/garanties", {"welke": wanted["welke"]})
    before = company.get("/werkgever/garanties").text
    assert name not in before
    student.post_form("/garantie", {"welke": claim, "stap": "ja"})

    assert f"<li>{name}" in company.get("/werkgever/garanties").text
    assert name not in doors.somebody(Role.COORDINATOR).get("/regio/garanties").text
