"""The pages with own words: what is shown is kept apart from what is answered, and nothing typed is lost."""

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from accounts.role import Role
from services.permissions import Account
from services.reference import load_reference
from tests.demo_doors import NOW, Doors, Visitor

TEXT = "handige harry voor in de keuken"
HERE = "/wat-kun-jij"


def student(doors: Doors, *, is_young: bool = False) -> Visitor:
    """Give a visitor who is a student of at least sixteen, or below."""
    today = date(2026, 11, 24)
    found = next(s for s in doors.region.students if (s.age_on(today) < 16) is is_young)
    return doors.visitor(Account.of(Role.STUDENT, subject_id=found.id, name=found.first_name))


def shown(page: str) -> dict[str, str]:
    """Give the hidden fields of the sentences and of what was shown for them."""
    fields = re.findall(r'type="hidden" name="((?:zin|getoond)\.[^"]+|versie)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}


def codes(fields: dict[str, str]) -> list[str]:
    return [name.split(".", 2)[2] for name in fields if name.startswith("getoond.")]


def test_student_page_finds_something_asks_how_well_and_puts_it_in_the_profile(own_doors: Doors) -> None:
    visitor = student(own_doors)
    text = "eten koken"
    found = visitor.post_form(HERE, {"tekst": text, "stap": "zoek"})
    fields = shown(found.text)
    assert (found.status_code, fields["zin.0"]) == (200, text)
    assert "doe:koken" in codes(fields)

    answers = {"antwoord.0.doe:koken": "4", "tekst": text, "stap": "zet", **fields}
    done = visitor.post_form(HERE, answers)

    assert (done.status_code, done.headers["location"]) == (303, f"{HERE}?erbij=1")
    after = visitor.get(f"{HERE}?erbij=1").text
    assert "Het staat in je profiel" in after
    assert "Helemaal zelf" in after
    assert waiting(own_doors) == 0


def test_student_words_are_kept_only_with_the_tick(own_doors: Doors) -> None:
    visitor = student(own_doors)
    fields = shown(visitor.post_form(HERE, {"tekst": "eten koken", "stap": "zoek"}).text)
    answers = {"antwoord.0.doe:koken": "nee", "tekst": "eten koken", "stap": "zet", **fields}

    visitor.post_form(HERE, answers)
    assert waiting(own_doors) == 0
    visitor.post_form(HERE, {**answers, "bewaren": "1"})

    assert waiting(own_doors) == 1
    again = shown(visitor.post_form(HERE, {"tekst": "eten koken", "stap": "zoek"}).text)
    assert "doe:koken" not in codes(again)


def test_young_student_is_not_asked_to_have_words_kept_and_a_forged_tick_is_refused(own_doors: Doors) -> None:
    visitor = student(own_doors, is_young=True)
    page = visitor.post_form(HERE, {"tekst": "eten koken", "stap": "zoek"}).text
    assert 'name="bewaren"' not in page

    answers = {"antwoord.0.doe:koken": "4", "tekst": "eten koken", "stap": "zet", "bewaren": "1", **shown(page)}

    assert visitor.post_form(HERE, answers).status_code == 403
    assert waiting(own_doors) == 0


def test_phone_number_is_a_fault_only_when_words_are_to_be_kept(own_doors: Doors) -> None:
    visitor = student(own_doors)
    text = "eten koken, bel 06-12345678"
    page = visitor.post_form(HERE, {"tekst": text, "stap": "zoek"})
    assert page.status_code == 200
    answers = {"antwoord.0.doe:koken": "3", "tekst": text, "stap": "zet", **shown(page.text)}

    refused = visitor.post_form(HERE, {**answers, "bewaren": "1"})

    assert refused.status_code == 400
    assert "Haal een telefoonnummer" in refused.text
    assert re.search(r'name="antwoord.0.doe:koken" value="3" checked', refused.text)
    assert visitor.post_form(HERE, answers).status_code == 303


@pytest.mark.parametrize("fields", [{}, {"tekst": ""}, {"tekst": "a" * 1501}, {"tekst": "", "stap": "zet"}])
def test_empty_and_too_long_texts_are_faults(doors: Doors, fields: dict[str, str]) -> None:
    answer = student(doors).post_form(HERE, fields)

    assert answer.status_code == 400
    assert 'href="#tekst"' in answer.text


def test_nothing_answered_is_a_fault_and_nothing_is_lost(doors: Doors) -> None:
    visitor = student(doors)
    fields = shown(visitor.post_form(HERE, {"tekst": "eten koken", "stap": "zoek"}).text)

    answer = visitor.post_form(HERE, {"tekst": "eten koken", "stap": "zet", **fields})

    assert answer.status_code == 400
    assert 'href="#antwoorden"' in answer.text
    assert 'id="antwoorden"' in answer.text


def test_something_else_can_be_sought_for_a_sentence(own_doors: Doors) -> None:
    visitor = student(own_doors)
    first = shown(visitor.post_form(HERE, {"tekst": "xyzzy", "stap": "zoek"}).text)
    assert codes(first) == []

    page = visitor.post_form(HERE, {"tekst": "xyzzy", "stap": "zoek", "ander.0": "eten koken", **first}).text
    fields = shown(page)

    assert fields["getoond.0.doe:koken"] == "gezocht"
    answers = {"antwoord.0.doe:koken": "2", "tekst": "xyzzy", "stap": "zet", "bewaren": "1", **fields}
    visitor.post_form(HERE, answers)
    again = shown(visitor.post_form(HERE, {"tekst": "xyzzy", "stap": "zoek"}).text)
    assert codes(again)[:1] == ["doe:koken"]


def test_ability_is_taken_back(own_doors: Doors) -> None:
    visitor = student(own_doors)
    page = visitor.get(HERE).text
    held = re.findall(r'name="weg" value="([^"]+)"', page)
    if not held:
        fields = shown(visitor.post_form(HERE, {"tekst": "eten koken", "stap": "zoek"}).text)
        visitor.post_form(HERE, {"antwoord.0.doe:koken": "3", "tekst": "eten koken", "stap": "zet", **fields})
        held = ["doe:koken"]

    visitor.post_form(HERE, {"weg": held[0]})

    assert f'name="weg" value="{held[0]}"' not in visitor.get(HERE).text


def waiting(doors: Doors) -> int:
    counts = doors.somebody(Role.COORDINATOR).get("/api/v1/links").json()["n_waiting"]
    return sum(counts.values())


# -- Posting -----------------------------------------------------------------------------------------------------------


def posting(doors: Doors, **changes: Any) -> dict[str, Any]:
    site = next(s for s in doors.region.sites if s.employer_id == doors.employer_id())
    return {
        "vestiging": str(site.id),
        "soort": "eerste_baan",
        "opleiding": "",
        "sector": "horeca",
        "kenmerk": "een-sleutel",
        "titel": "Hulp in de keuken",
        "dag": ["1"],
        "van.1": "09:00",
        "tot.1": "16:30",
        "pauze": "30",
        "dagen_min": "1",
        "uren_min": "7",
        "uren_max": "7",
        "start": "2027-02-01",
        "plaatsen": "1",
        "per": "month",
        **changes,
    }


def sought(visitor: Visitor, doors: Doors, text: str, **changes: Any) -> str:
    answer = visitor.post_form("/werkgever/plek", posting(doors, werk=text, stap="zoek", **changes))
    assert answer.status_code == 200
    return answer.text


def test_searching_keeps_what_was_typed_and_shows_no_faults(doors: Doors) -> None:
    page = sought(doors.somebody(Role.EMPLOYER), doors, "eten koken\nxyzzy", titel="", uren_min="veertien")

    assert "faults" not in page
    assert 'value="veertien"' in page
    assert shown(page)["zin.1"] == "xyzzy"
    assert "Niets gevonden dat dichtbij genoeg is." in page
    assert re.search(r'name="antwoord.0.doe:koken" value="1" checked', page)
    assert 'name="taak.doe:koken"' not in page


def test_task_that_was_chosen_in_the_list_stays_chosen_when_own_words_find_it(doors: Doors) -> None:
    page = sought(doors.somebody(Role.EMPLOYER), doors, "eten koken", **{"taak.doe:koken": "kan"})

    assert re.search(r'name="antwoord.0.doe:koken" value="1" checked', page)
    assert re.search(r'name="kan.doe:koken" value="1" checked', page)


def test_what_is_taken_becomes_a_task_and_what_is_dropped_is_remembered(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    text = "eten koken\ntaart bakken"
    fields = shown(sought(employer, own_doors, text))
    filled = posting(own_doors, werk=text, **fields, **{"antwoord.0.doe:koken": "1", "kan.doe:koken": "1"})

    preview = employer.post_form("/werkgever/plek", {**filled, "stap": "bekijk"}).text
    assert "Klopt het zo?" in preview
    assert waiting(own_doors) == 0
    posted = employer.post_form("/werkgever/plek", {**filled, "stap": "plaats"})
    again = employer.post_form("/werkgever/plek", {**filled, "stap": "plaats"})

    assert (posted.status_code, again.status_code) == (303, 303)
    place = employer.get(f"/api/v1/placements/{posted.headers['location'].split('/')[-1].partition('?')[0]}").json()
    assert (place["needed"], place["learned"]) == (["eten koken"], [])
    rejected = own_doors.somebody(Role.COORDINATOR).get("/api/v1/links?verdict=rejected").json()["corrections"]
    assert ("taart bakken", "doe:bakken") in [(c["text"], c["competency_id"]) for c in rejected]
    found = codes(shown(sought(own_doors.somebody(Role.EMPLOYER), own_doors, text)))
    assert "doe:bakken" not in found


def test_going_back_from_the_preview_keeps_the_answers(doors: Doors) -> None:
    employer = doors.somebody(Role.EMPLOYER)
    text = "eten koken\ntaart bakken"
    fields = shown(sought(employer, doors, text))
    answered = posting(doors, werk=text, stap="terug", **fields, **{"antwoord.0.doe:koken": "1"})

    page = employer.post_form("/werkgever/plek", answered).text

    assert re.search(r'name="antwoord.0.doe:koken" value="1" checked', page)
    assert re.search(r'name="antwoord.1.doe:bakken" value="1">', page)


def test_phone_number_in_own_words_is_told_at_the_field(doors: Doors) -> None:
    answer = doors.somebody(Role.EMPLOYER).post_form(
        "/werkgever/plek", posting(doors, werk="eten koken, bel 06-12345678", stap="zoek")
    )

    assert answer.status_code == 400
    assert 'id="fout-werk"' in answer.text
    assert 'href="#werk"' in answer.text


@pytest.mark.parametrize(
    "forged",
    [
        {"zin.0": "bel 06-12345678", "getoond.0.doe:koken": "zeker", "antwoord.0.doe:koken": "1"},
        {"zin.0": "a" * 301, "getoond.0.doe:koken": "zeker", "antwoord.0.doe:koken": "1"},
        {"zin.0": "ruimte", "getoond.0.doe:raket": "zeker", "antwoord.0.doe:raket": "1"},
        {"zin.0": "gedrag", "getoond.0.gedrag:24101": "zeker", "antwoord.0.gedrag:24101": "1"},
    ],
)
def test_fields_that_no_page_shows_are_refused(doors: Doors, forged: dict[str, str]) -> None:
    filled = posting(doors, werk="eten koken", stap="plaats", **{"taak.doe:koken": "leert"}, **forged)

    assert doors.somebody(Role.EMPLOYER).post_form("/werkgever/plek", filled).status_code == 400


# -- What a text says besides tasks ------------------------------------------------------------------------------------

SAYS = "Je gaat eten koken. Een VOG is verplicht. Je krijgt een vaste begeleider. Je werkt in de herrie."


def is_ticked(page: str, name: str, value: str) -> bool:
    return re.search(rf'name="{re.escape(name)}" value="{value}" checked', page) is not None


def marks(page: str) -> dict[str, str]:
    """Give what is asked at each field, as it is read."""
    found = re.findall(r'<p class="read" id="gelezen-([^"]+)"><strong[^>]*>[^<]*</strong> (.*?)</p>', page)
    return {name: unescape(words) for name, words in found}


def test_what_the_text_says_is_asked_at_its_field_and_nothing_is_ticked(doors: Doors) -> None:
    page = sought(doors.somebody(Role.EMPLOYER), doors, f"{SAYS} Heb je een rijbewijs? Je spreekt Nederlands.")

    assert marks(page) == {
        "helpt.vaste_begeleider": "Je schreef: “Je krijgt een vaste begeleider”. Klopt dit? Kies dan ja.",
        "vooraf.vog": "Je schreef: “Een VOG is verplicht”. Klopt dit? Vink het dan aan.",
        "vooraf.rijbewijs_b": "Je schreef: “Heb je een rijbewijs?”. Klopt dit? Vink het dan aan.",
        "nederlands": "Je schreef: “Je spreekt Nederlands”. Klopt dit? Kies dan hieronder hoe goed.",
    }
    assert 'name="vooraf" value="vog"' in page
    assert re.findall(r'name="(?:vooraf|gevaar)" value="[^"]*" checked', page) == []
    assert re.findall(r'name="helpt\.[^"]*" value="(?:ja|nee)" checked', page) == []


def test_list_of_what_was_read_leads_to_each_question(doors: Doors) -> None:
    page = sought(doors.somebody(Role.EMPLOYER), doors, f"{SAYS} Je spreekt Nederlands.")

    led_to = re.findall(r'<li><a href="#(gelezen-[^"]+)"', page)
    assert led_to == re.findall(r'class="read" id="([^"]+)"', page)
    assert len(led_to) == 4


def test_what_the_employer_chose_stays_and_is_no_longer_asked(doors: Doors) -> None:
    chosen = {"vooraf": ["vog"], "helpt.vaste_begeleider": "nee"}
    page = sought(doors.somebody(Role.EMPLOYER), doors, SAYS, **chosen)

    assert is_ticked(page, "vooraf", "vog")
    assert is_ticked(page, "helpt.vaste_begeleider", "nee")
    assert marks(page) == {
        "helpt.vaste_begeleider": "Je schreef: “Je krijgt een vaste begeleider”.",
        "vooraf.vog": "Je schreef: “Een VOG is verplicht”.",
    }


def test_mark_goes_with_its_words_and_a_tick_stays(doors: Doors) -> None:
    page = sought(doors.somebody(Role.EMPLOYER), doors, "eten koken", vooraf=["vog"])

    assert is_ticked(page, "vooraf", "vog")
    assert marks(page) == {}


def test_danger_is_asked_once_and_left_as_it_was(doors: Doors) -> None:
    employer = doors.somebody(Role.EMPLOYER)
    page = sought(employer, doors, SAYS)
    chosen = sought(employer, doors, SAYS, gevaar=["lawaai"])

    assert "Je schreef: “Je werkt in de herrie”." in page
    assert not is_ticked(page, "gevaar", "lawaai")
    assert is_ticked(chosen, "gevaar", "lawaai")
    assert page.count('name="gevaar" value="lawaai"') == 1


def test_only_what_the_form_says_is_posted(own_doors: Doors) -> None:
    employer = own_doors.somebody(Role.EMPLOYER)
    filled = posting(own_doors, werk=SAYS, **{"taak.doe:koken": "leert"})

    posted = employer.post_form("/werkgever/plek", {**filled, "stap": "plaats"})

    place_id = posted.headers["location"].split("/")[-1].partition("?")[0]
    place = employer.get(f"/api/v1/placements/{place_id}").json()
    assert (place["prerequisites"], place["offered"], place["hazards"]) == ([], [], [])


def test_marks_and_ticks_are_there_when_the_form_has_a_fault(doors: Doors) -> None:
    filled = posting(doors, werk=SAYS, titel="", vooraf=["vog"], stap="bekijk")
    answer = doors.somebody(Role.EMPLOYER).post_form("/werkgever/plek", filled)

    assert answer.status_code == 400
    assert is_ticked(answer.text, "vooraf", "vog")
    assert set(marks(answer.text)) == {"helpt.vaste_begeleider", "vooraf.vog"}


def test_words_of_the_text_are_shown_as_words(doors: Doors) -> None:
    page = sought(doors.somebody(Role.EMPLOYER), doors, "Een VOG <b>is</b> verplicht.")

    assert "“Een VOG <b>is</b> verplicht”" in marks(page)["vooraf.vog"]
    assert "<b>is</b>" not in page


# -- Looking over ------------------------------------------------------------------------------------------------------


def test_coordinator_decides_and_goes_on_where_it_was(own_doors: Doors) -> None:
    said = {"text": TEXT, "verdict": "corrected", "competency_id": "doe:gereedschap"}
    own_doors.somebody(Role.EMPLOYER).request("POST", "/api/v1/links", json=said)
    coordinator = own_doors.somebody(Role.COORDINATOR)
    page = coordinator.get("/verbeteringen").text
    assert TEXT in page
    which = re.findall(r'name="welke" value="([^"]+)"', page)[0]
    fields = {"welke": which, "soort": "verbeterd", "bladzijde": "1"}

    done = coordinator.post_form("/verbeteringen", {**fields, "besluit": "weg"})
    again = coordinator.post_form("/verbeteringen", {**fields, "besluit": "goed"})

    assert done.headers["location"] == "/verbeteringen?soort=verbeterd&bladzijde=1&gedaan=weg"
    assert again.status_code == 409
    after = coordinator.get(done.headers["location"]).text
    assert "De woorden zijn gewist" in after
    assert TEXT not in after


@pytest.mark.parametrize("query", ["soort=x", "bladzijde=0x", "bladzijde=", "bladzijde=99999"])
def test_strange_address_is_refused(doors: Doors, query: str) -> None:
    assert doors.somebody(Role.COORDINATOR).get(f"/verbeteringen?{query}").status_code == 400


@pytest.mark.parametrize("fields", [{}, {"welke": "x", "besluit": "goed"}, {"besluit": "misschien"}])
def test_strange_decision_is_refused(doors: Doors, fields: dict[str, str]) -> None:
    assert doors.somebody(Role.COORDINATOR).post_form("/verbeteringen", fields).status_code == 400


def test_privacy_page_tells_the_age_of_the_rule_about_consent(doors: Doors) -> None:
    page = doors.visitor().get("/privacy").text

    age = load_reference(NOW.date()).consent_ages["personal_data"].age
    assert f"als je {age} jaar of ouder bent" in page
