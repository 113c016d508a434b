"""An employer posts a place step by step, leaves it, mends it, posts it; then others find it."""

import re
from typing import Any

from accounts.role import Role
from services.permissions import Account
from tests.demo_doors import Doors
from tests.posting_steps import DAYS, answer, begin, complete, go_on, own_site, post, posted_id, stand

CUSTOM: dict[str, Any] = {
    "patroon": "eigen",
    "dag": ["1", "2", "3"],
    "van.1": "09:00", "tot.1": "16:30", "van.2": "09:00", "tot.2": "16:30", "van.3": "09:00", "tot.3": "16:30",
    "pauze": "30",
    "dagen_min": "2",
    "uren_min": "14",
    "uren_max": "21",
    "start": "2027-02-01",
    "eind": "2027-06-30",
}  # fmt: skip
MORE = {
    "titel": "Assistent in het magazijn",
    "omschrijving": "Jij helpt ons team.",
    "plaatsen": "2",
    "bedrag": "250",
    "per": "month",
    "contact_naam": "Bo Baas",
    "contact_mail": "bo@bedrijf.example",
}


def programme(doors: Doors) -> str:
    placement = next(p for p in doors.region.placements if p.type == "bpv_bol")
    return str(placement.qualification_codes[0])


def test_first_step_asks_what_is_missing_and_keeps_nothing(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)

    refused = employer.post_form("/werkgever/plek", {"soort": "bpv_bol"})

    assert refused.status_code == 400
    assert "Kies een vestiging" in refused.text
    assert "Kies voor welke opleiding deze plek is" in refused.text
    assert re.search(r'name="soort" value="bpv_bol" checked', refused.text)
    assert "Nog niet af" not in employer.get("/werkgever").text


def test_three_faults_are_told_together_and_nothing_typed_is_lost(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = begin(employer, own_site(own_doors))

    refused = answer(employer, path, "dagen", **{**CUSTOM, "uren_min": "veertien", "start": "31-2-2027", "tot.1": "9"})

    assert refused.status_code == 400
    assert "Er zijn 3 dingen die nog niet kloppen" in refused.text
    assert refused.text.count('class="fault"') == 3
    for kept in ('value="veertien"', 'value="31-2-2027"', 'name="tot.1" value="9"', 'value="2027-06-30"'):
        assert kept in refused.text
    assert len(re.findall(r'name="dag" value="[123]" checked', refused.text)) == 3


def test_every_link_of_the_error_summary_leads_to_a_field(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = begin(employer, own_site(own_doors))
    wrong: dict[str, dict[str, Any]] = {
        "waar": {"vestiging": "", "soort": "", "sector": ""},
        "werk": {"werk": "bel 06-12345678"},
        "dagen": {"patroon": "eigen", "dag": ["1"], "van.1": "9", "start": "31-2-2027", "uren_max": "x"},
        "helpt": {"helpt": ["maatje"], "niet": ["maatje"], "gevaarlijk": "ja"},
        "meer": {"titel": "x" * 121, "plaatsen": "nul", "bedrag": "veel", "contact_mail": "bo"},
    }
    n_faults = {}
    for step, fields in wrong.items():
        page = answer(employer, path, step, **fields).text
        summary = page.partition('class="faults"')[2].partition("</div>")[0]
        anchors = re.findall(r'href="#([^"]+)"', summary)
        n_faults[step] = len(anchors)
        assert [anchor for anchor in anchors if f'id="{anchor}"' not in page] == [], step

    assert n_faults == {"waar": 3, "werk": 2, "dagen": 3, "helpt": 2, "meer": 4}


def test_place_is_left_taken_up_by_its_link_and_thrown_away(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = begin(employer, own_site(own_doors))
    go_on(employer, path, "werk", taak=["doe:koken", "doe:bakken"])

    home = employer.get("/werkgever").text
    assert "Nog niet af" in home
    assert f'href="{path}"' in home
    again = employer.get(path).text
    assert "Welke dagen en uren?" in again
    before = employer.get(f"{path}?stap=werk").text
    assert re.findall(r'name="taak" value="([^"]+)" checked', before) == ["doe:koken", "doe:bakken"]

    assert employer.post_form(f"{path}/weg", {}).status_code == 303
    assert "Nog niet af" not in employer.get("/werkgever").text
    assert employer.get(path).status_code == 404


def test_going_back_and_forward_loses_nothing(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = complete(employer, own_site(own_doors))
    go_on(employer, path, "meer", **MORE)
    go_on(employer, path, "dagen", **CUSTOM)

    days, more = employer.get(f"{path}?stap=dagen").text, employer.get(f"{path}?stap=meer").text

    assert re.search(r'name="patroon" value="eigen" checked', days)
    assert re.findall(r'name="dag" value="(\d)" checked', days) == ["1", "2", "3"]
    for name in ("dagen_min", "uren_min", "uren_max", "start", "eind"):
        assert f'name="{name}" value="{CUSTOM[name]}"' in days, name
    for name in ("titel", "plaatsen", "bedrag", "contact_naam", "contact_mail"):
        assert f'name="{name}" value="{MORE[name]}"' in more, name
    assert "Jij helpt ons team." in more


def test_two_windows_do_not_write_over_one_another_and_both_are_shown(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = complete(employer, own_site(own_doors))
    old = stand(employer, path, "meer")
    go_on(employer, path, "meer", **MORE)
    mine = {**MORE, "titel": "Hulp in de bediening", "stap": "meer", "doe": "verder"}

    refused = employer.post_form(path, {**mine, "stand": old})

    assert refused.status_code == 409
    assert "Bewaard: Assistent in het magazijn" in refused.text
    assert "Jij vulde in: Hulp in de bediening" in refused.text
    assert 'name="titel" value="Hulp in de bediening"' in refused.text
    assert 'name="titel" value="Assistent in het magazijn"' in employer.get(f"{path}?stap=meer").text
    chosen = employer.post_form(path, {**mine, "stand": re.findall(r'name="stand" value="(\d+)"', refused.text)[0]})
    assert chosen.status_code == 303
    assert 'name="titel" value="Hulp in de bediening"' in employer.get(f"{path}?stap=meer").text


def test_window_that_is_behind_in_another_step_or_says_the_same_may_go_on(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = complete(employer, own_site(own_doors))
    old = stand(employer, path, "dagen")
    go_on(employer, path, "meer", **MORE)

    other = employer.post_form(path, {**CUSTOM, "stap": "dagen", "stand": old, "doe": "verder"})
    same = employer.post_form(path, {**MORE, "stap": "meer", "stand": old, "doe": "verder"})

    assert (other.status_code, same.status_code) == (303, 303)


def test_posted_place_is_counted_by_the_worker_and_found_by_the_jobhunter(working_doors: Doors) -> None:
    employer = working_doors.somebody(Role.EMPLOYER)
    path = begin(employer, own_site(working_doors), soort="bpv_bol", opleiding=programme(working_doors), sector="")
    task = re.findall(r'name="taak" value="([^"]+)"', employer.get(path).text)[0]
    go_on(employer, path, "werk", taak=[task])
    go_on(employer, path, "dagen", **CUSTOM)
    go_on(employer, path, "helpt", helpt=["vaste_begeleider"], niet=["rustige_plek"], gevaarlijk="nee")
    go_on(employer, path, "meer", **MORE)

    assert "Klopt het zo?" in employer.get(f"{path}?stap=kijk").text
    posted, again = post(employer, path), post(employer, path)
    assert posted_id(posted) == posted_id(again)
    assert employer.get(path).headers["location"] == f"/werkgever/plekken/{posted_id(posted)}"

    page = employer.get(posted.headers["location"]).text
    assert re.search(r"Deze plek kan nu voor (minder dan 10|minstens \d+0) jongeren\.", page)
    assert "Bo Baas" in page

    jobhunter = working_doors.visitor(Account.of(Role.JOBHUNTER, name="Noor"))
    listed = jobhunter.get("/kandidaten?zoek=assistent in het mag").text
    assert posted_id(posted) in listed
    cards = jobhunter.get(f"/kandidaten/{posted_id(posted)}").text
    assert re.search(r"Kandidaten voor Assistent in het magazijn", cards)
    assert "Bo Baas" not in cards


def test_unknown_danger_stays_unknown_and_is_asked_again_after_posting(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = complete(employer, own_site(own_doors))
    assert "Kan het werk gevaarlijk zijn? Dat weten we nog niet." in employer.get(f"{path}?stap=kijk").text

    here = f"/werkgever/plekken/{posted_id(post(employer, path))}"
    assert "Kan het werk gevaarlijk zijn?" in employer.get(here).text

    change = employer.post_form(f"{here}/aanpassen", {"stap": "helpt"}).headers["location"]
    assert change.endswith("?stap=helpt")
    there = change.partition("?")[0]
    go_on(employer, there, "helpt", gevaarlijk="nee")
    kept = post(employer, there, plek=posted_id_of(here))
    twice = post(employer, there, plek=posted_id_of(here))

    assert kept.headers["location"] == f"{here}?gewijzigd=1"
    assert twice.headers["location"] == here
    assert "Kan het werk gevaarlijk zijn?" not in employer.get(here).text


def posted_id_of(path: str) -> str:
    return path.rpartition("/")[2]


def test_place_of_last_year_is_copied_in_one_tap_and_posted_in_the_next(own_doors: Doors) -> None:
    employer, placement = own_doors.somebody(Role.EMPLOYER), own_doors.placement()

    copied = employer.post_form(f"/werkgever/plekken/{placement.id}/kopie", {}).headers["location"]
    page = employer.get(copied).text

    assert copied.endswith("?stap=kijk")
    assert "Klopt het zo?" in page
    assert placement.title in page
    assert "De plek begint nu op" in page
    new = posted_id(post(employer, copied.partition("?")[0]))
    assert new != str(placement.id)
    starts = employer.get(f"/api/v1/placements/{new}").json()["period_text"]
    assert re.search(r"202[78]", starts)


def test_pattern_of_one_tap_fills_days_hours_and_period(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    path = begin(employer, own_site(own_doors))
    go_on(employer, path, "werk", taak=["doe:koken"])
    go_on(employer, path, "dagen", patroon="vier_dagen", **{name: DAYS[name] for name in ("van.1", "tot.1")})
    go_on(employer, path, "helpt")

    page = employer.get(f"{path}?stap=kijk").text

    assert "4 of meer dagen: maandag, dinsdag, woensdag, donderdag of vrijdag" in page
    assert "28 tot 35 uur per week" in page
    assert "vanaf 14 december 2026" in page
