"""An employer posts a place with faults, mends them, posts it; then others find it."""

import re
from typing import Any

from accounts.role import Role
from services.permissions import Account
from tests.demo_doors import Doors, Visitor

WHERE = {"soort": "bpv_bol", "opleiding": "25655", "sector": ""}
GOOD: dict[str, Any] = {
    "titel": "Assistent in het magazijn",
    "omschrijving": "Jij helpt ons team.",
    "dag": ["1", "2", "3"],
    "van.1": "09:00", "tot.1": "16:30", "van.2": "09:00", "tot.2": "16:30", "van.3": "09:00", "tot.3": "16:30",
    "pauze": "30",
    "dagen_min": "2",
    "uren_min": "14",
    "uren_max": "21",
    "start": "2027-02-01",
    "eind": "2027-06-30",
    "plaatsen": "2",
    "helpt.vaste_begeleider": "ja",
    "helpt.rustige_plek": "nee",
    "bedrag": "250",
    "per": "month",
    "contact_naam": "Bo Baas",
    "contact_mail": "bo@bedrijf.example",
}  # fmt: skip


def begun(doors: Doors, employer: Visitor) -> dict[str, Any]:
    """Go through the first step and fill in what is right, with a task that the page offers."""
    site = next(s for s in doors.region.sites if s.employer_id == doors.employer_id())
    placement = next(p for p in doors.region.placements if p.type == "bpv_bol")
    where = {**WHERE, "vestiging": str(site.id), "opleiding": placement.qualification_codes[0]}
    page = employer.get("/werkgever/plek", params={**where, "verder": "1"}).text
    task = re.findall(r'name="(taak\.[^"]+)"', page)[0]
    key = re.findall(r'name="kenmerk" value="([^"]+)"', page)[0]
    return {**where, "kenmerk": key, **GOOD, task: "leert"}


def test_first_step_asks_what_is_missing(doors: Doors) -> None:
    answer = doors.somebody(Role.EMPLOYER).get("/werkgever/plek?verder=1&soort=bpv_bol")

    assert answer.status_code == 400
    assert "Kies een vestiging" in answer.text
    assert "Kies voor welke opleiding deze plek is" in answer.text


def test_three_faults_are_told_together_and_nothing_typed_is_lost(doors: Doors) -> None:
    employer = doors.somebody(Role.EMPLOYER)
    wrong = {**begun(doors, employer), "titel": "", "uren_min": "veertien", "start": "31-2-2027"}

    answer = employer.post_form("/werkgever/plek", {**wrong, "stap": "bekijk"})

    assert answer.status_code == 400
    assert "Er zijn 3 dingen die nog niet kloppen" in answer.text
    assert answer.text.count('class="fault"') == 3
    for kept in ('value="veertien"', 'value="31-2-2027"', "Jij helpt ons team.", 'value="bo@bedrijf.example"'):
        assert kept in answer.text
    assert len(re.findall(r'name="dag" value="[123]" checked', answer.text)) == 3
    assert 'name="helpt.rustige_plek" value="nee" checked' in answer.text


def test_every_link_of_the_error_summary_leads_to_a_field(doors: Doors) -> None:
    employer = doors.somebody(Role.EMPLOYER)
    page = employer.post_form("/werkgever/plek", {**begun(doors, employer), **dict.fromkeys(GOOD, "")}).text

    summary = page.partition('class="faults"')[2].partition("</div>")[0]
    anchors = re.findall(r'href="#([^"]+)"', summary)

    assert len(anchors) >= 7
    assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == []


def test_going_back_from_the_preview_keeps_everything(doors: Doors) -> None:
    employer = doors.somebody(Role.EMPLOYER)
    preview = employer.post_form("/werkgever/plek", {**begun(doors, employer), "stap": "bekijk"}).text
    fields: dict[str, Any] = {}
    for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', preview):
        if name != "csrf":
            fields.setdefault(name, []).append(value)

    form = employer.post_form("/werkgever/plek", {**fields, "stap": "terug"})

    assert form.status_code == 200
    assert "faults" not in form.text
    assert 'value="Assistent in het magazijn"' in form.text
    assert len(re.findall(r'name="dag" value="[123]" checked', form.text)) == 3


def test_posted_place_is_counted_by_the_worker_and_found_by_the_jobhunter(working_doors: Doors) -> None:
    employer = working_doors.somebody(Role.EMPLOYER)
    fields = begun(working_doors, employer)

    preview = employer.post_form("/werkgever/plek", {**fields, "stap": "bekijk"})
    assert "Klopt het zo?" in preview.text
    posted = employer.post_form("/werkgever/plek", {**fields, "stap": "plaats"})
    again = employer.post_form("/werkgever/plek", {**fields, "stap": "plaats"})
    assert posted.status_code == 303
    assert posted.headers["location"] == again.headers["location"]

    page = employer.get(posted.headers["location"]).text
    assert re.search(r"Deze plek kan nu voor (minder dan 10|minstens \d+0) jongeren\.", page)
    assert "Bo Baas" in page

    placement_id = re.findall(r"[0-9a-f-]{36}", posted.headers["location"])[0]
    jobhunter = working_doors.visitor(Account.of(Role.JOBHUNTER, name="Noor"))
    listed = jobhunter.get("/kandidaten?zoek=assistent in het mag").text
    assert placement_id in listed
    cards = jobhunter.get(f"/kandidaten/{placement_id}").text
    assert re.search(r"Kandidaten voor Assistent in het magazijn", cards)
    assert "Bo Baas" not in cards
