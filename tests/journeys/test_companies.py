"""A company says what it wants, only one jobhunter calls it, its recognition is looked up, and a student reports."""

import re

from accounts.role import Role
from employer_toolkit.recognition import RecognitionStatus
from services.ids import stable_id
from services.permissions import Account
from tests.demo_doors import Doors, Visitor

HERE = "/werkgever/bedrijf"
OTHER_JOBHUNTER = Account.of(Role.JOBHUNTER, id=stable_id("account", "doors", "other"), name="Karim")


def says(visitor: Visitor, path: str, **fields: str) -> str:
    """Send a form that is right, and give where it leads."""
    answer = visitor.post_form(path, fields)
    assert answer.status_code == 303, answer.text[:2000]
    return str(answer.headers["location"])


def faults(page: str) -> list[str]:
    return re.findall(r'<p class="fault" id="fout-[^"]+">([^<]+)</p>', page)


def test_employer_and_two_jobhunters_share_one_file(own_doors: Doors) -> None:
    employer_id = own_doors.employer_id()
    site = next(s for s in own_doors.region.sites if s.employer_id == employer_id)
    file = f"/bedrijven/{employer_id}"

    employer = own_doors.somebody(Role.EMPLOYER)
    says(employer, f"{HERE}/schooljaar", jaar="2026", animo="looking", reden="", tot="")
    says(
        employer,
        f"{HERE}/contact",
        naam="Bo Baas",
        functie="Chef",
        vestiging=str(site.id),
        telefoon="038 123 45 67",
        mail="",
    )

    noor = own_doors.somebody(Role.JOBHUNTER)
    seen = noor.get(file).text
    assert "Bo Baas, Chef" in seen
    assert "zoekt iemand" in seen
    says(noor, f"{file}/bellen", stap="bel")

    karim = own_doors.visitor(OTHER_JOBHUNTER)
    refused = karim.post_form(f"{file}/bellen", {"stap": "bel"})
    assert refused.status_code == 409
    assert "was je voor en belt vandaag" in refused.text

    wrong = noor.post_form(f"{file}/log", {"hoe": "call", "over": "new_place", "woorden": "Bel 06-12345678"})
    assert wrong.status_code == 400
    assert len(faults(wrong.text)) == 2
    assert "Bel 06-12345678</textarea>" in wrong.text
    says(noor, f"{file}/log", hoe="call", over="new_place", uitkomst="calls_back", woorden="Na tien uur", volgende="")
    assert "Na tien uur" in karim.get(file).text
    says(karim, f"{file}/bellen", stap="bel")

    student = own_doors.somebody(Role.STUDENT)
    for path in (file, "/bedrijven"):
        assert student.get(path).status_code == 403
    assert "Bo Baas" not in student.get(f"/plekken/{own_doors.placement().id}").text


def test_what_a_company_claims_counts_once_a_jobhunter_looked_it_up(own_doors: Doors) -> None:
    employer_id, code = own_doors.employer_id(), "25998"
    house = own_doors.client.app_state["house"]
    site = next(s for s in own_doors.region.sites if s.employer_id == employer_id)
    with house.reading() as work:
        known = {one.qualification_code for one in work.employers.recognitions(site.id)}
    page = own_doors.somebody(Role.EMPLOYER).get(f"{HERE}/erkenning").text
    codes = re.findall(r'<option value="(\d{5})"', page)
    code = next(one for one in codes if one not in known)

    def status() -> list[RecognitionStatus]:
        with house.reading() as work:
            return [o.status for o in work.employers.recognitions(site.id) if o.qualification_code == code]

    said = {"vestiging": str(site.id), "opleiding": code, "hoe": "erkend", "tot": ""}
    typo = own_doors.somebody(Role.EMPLOYER).post_form(f"{HERE}/erkenning", {**said, "vanaf": "gisteren"})
    assert (typo.status_code, faults(typo.text)) == (400, ["Vul hier een dag in die bestaat, zoals 1-2-2027"])
    assert 'value="gisteren"' in typo.text
    says(own_doors.somebody(Role.EMPLOYER), f"{HERE}/erkenning", **said, vanaf="1-1-2025")
    assert status() == [RecognitionStatus.CLAIMED]

    says(
        own_doors.somebody(Role.JOBHUNTER),
        f"/bedrijven/{employer_id}/erkenning",
        vestiging=str(site.id),
        opleiding=code,
        dag="2026-11-24",
        erkend="ja",
    )

    assert status() == [RecognitionStatus.CLAIMED, RecognitionStatus.ACTIVE]
    assert "nagekeken door een jobhunter" in own_doors.somebody(Role.EMPLOYER).get(HERE).text.lower()


def test_student_reports_without_a_name_and_reads_by_the_code_what_was_done(own_doors: Doors) -> None:
    student = own_doors.somebody(Role.STUDENT)
    words = "Ze zeiden iets over mijn hoofddoek"

    wrong = student.post_form("/melden", {"wat": words})
    assert wrong.status_code == 400
    assert words in wrong.text
    assert len(faults(wrong.text)) == 2
    done = student.post_form("/melden", {"soort": "discrimination", "wat": words, "waar": "", "naam": "nee"})
    code = re.findall(r"<strong>([0-9a-f-]{19})</strong>", done.text)[0]

    region = own_doors.somebody(Role.COORDINATOR)
    (href,) = set(re.findall(r'href="(/meldingen/[0-9a-f-]{36})"', region.get("/meldingen").text))
    assert words in region.get(href).text
    assert "zonder naam" in region.get(href).text
    says(region, href, stap="oppakken")
    says(region, href, stap="klaar", gedaan="Wij spraken het bedrijf")

    asked = own_doors.somebody(Role.STUDENT).post_form("/melden/stand", {"code": code})
    assert "Wij spraken het bedrijf" in asked.text
    assert own_doors.somebody(Role.STUDENT).post_form("/melden/stand", {"code": "0000"}).status_code == 400
    assert own_doors.somebody(Role.EMPLOYER).get(href).status_code == 403


def test_who_has_no_account_finds_help_and_no_form(own_doors: Doors) -> None:
    page = own_doors.visitor().get("/melden").text

    assert 'href="tel:112"' in page
    assert 'action="/melden"' not in page
