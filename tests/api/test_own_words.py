"""The pages with own words: what is shown is kept apart from what is answered, and nothing typed is lost."""

import re
from datetime import date
from html import unescape

import pytest

from accounts.role import Role
from services.permissions import Account
from tests.demo_doors import Doors, Visitor
from tests.posting_steps import DAYS, answer, begin, complete, go_on, own_site, post, posted_id, seek

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


@pytest.fixture
def employer(own_doors: Doors) -> Visitor:
    return own_doors.somebody(Role.EMPLOYER)


@pytest.fixture
def path(own_doors: Doors, employer: Visitor) -> str:
    """Give the address of a draft of which the first step is answered."""
    return begin(employer, own_site(own_doors))


def test_searching_keeps_what_was_typed_and_shows_no_faults(employer: Visitor, path: str) -> None:
    page = seek(employer, path, "eten koken\nxyzzy", taak=["doe:bakken"])

    assert "faults" not in page
    assert re.findall(r'name="taak" value="([^"]+)" checked', page) == ["doe:bakken"]
    assert shown(page)["zin.1"] == "xyzzy"
    assert "Niets gevonden dat dichtbij genoeg is." in page
    assert re.search(r'name="antwoord.0.doe:koken" value="1" checked', page)
    assert 'name="taak" value="doe:koken"' not in page


def test_task_that_was_chosen_in_the_list_stays_chosen_when_own_words_find_it(employer: Visitor, path: str) -> None:
    page = seek(employer, path, "eten koken", taak=["doe:koken"])

    assert re.search(r'name="antwoord.0.doe:koken" value="1" checked', page)


def test_what_is_taken_becomes_a_task_and_what_is_dropped_is_remembered(
    own_doors: Doors, employer: Visitor, path: str
) -> None:
    text = "eten koken\ntaart bakken"
    fields = shown(seek(employer, path, text))
    go_on(employer, path, "werk", werk=text, **fields, **{"antwoord.0.doe:koken": "1"})
    go_on(employer, path, "dagen", **DAYS)
    go_on(employer, path, "helpt", kan=["doe:koken"])

    assert "Klopt het zo?" in employer.get(f"{path}?stap=kijk").text
    assert waiting(own_doors) == 0
    posted, again = post(employer, path), post(employer, path)

    assert posted_id(posted) == posted_id(again)
    place = employer.get(f"/api/v1/placements/{posted_id(posted)}").json()
    assert (place["needed"], place["learned"]) == (["eten koken"], [])
    rejected = own_doors.somebody(Role.COORDINATOR).get("/api/v1/links?verdict=rejected").json()["corrections"]
    assert ("taart bakken", "doe:bakken") in [(c["text"], c["competency_id"]) for c in rejected]
    found = codes(shown(seek(employer, begin(employer, own_site(own_doors)), text)))
    assert "doe:bakken" not in found


def test_going_back_to_the_work_keeps_the_answers(employer: Visitor, path: str) -> None:
    text = "eten koken\ntaart bakken"
    fields = shown(seek(employer, path, text))
    go_on(employer, path, "werk", werk=text, **fields, **{"antwoord.0.doe:koken": "1"})

    page = employer.get(f"{path}?stap=werk").text

    assert re.search(r'name="antwoord.0.doe:koken" value="1" checked', page)
    assert re.search(r'name="antwoord.1.doe:bakken" value="1">', page)


def test_phone_number_in_own_words_is_told_at_the_field(employer: Visitor, path: str) -> None:
    refused = answer(employer, path, "werk", "zoek", werk="eten koken, bel 06-12345678")

    assert refused.status_code == 400
    assert 'id="fout-werk"' in refused.text
    assert 'href="#werk"' in refused.text


@pytest.mark.parametrize(
    "forged",
    [
        {"zin.0": "bel 06-12345678", "getoond.0.doe:koken": "zeker", "antwoord.0.doe:koken": "1"},
        {"zin.0": "a" * 301, "getoond.0.doe:koken": "zeker", "antwoord.0.doe:koken": "1"},
        {"zin.0": "ruimte", "getoond.0.doe:raket": "zeker", "antwoord.0.doe:raket": "1"},
        {"zin.0": "gedrag", "getoond.0.gedrag:24101": "zeker", "antwoord.0.gedrag:24101": "1"},
    ],
)
def test_fields_that_no_page_shows_are_refused(employer: Visitor, path: str, forged: dict[str, str]) -> None:
    assert answer(employer, path, "werk", werk="eten koken", taak=["doe:koken"], **forged).status_code == 400


# -- What a text says besides tasks ------------------------------------------------------------------------------------

SAYS = "Je gaat eten koken. Een VOG is verplicht. Je krijgt een vaste begeleider. Je werkt in de herrie."


def said(employer: Visitor, path: str, text: str) -> tuple[str, str]:
    """Have a text kept as own words, and give the pages that ask about it: what helps, and what else."""
    go_on(employer, path, "werk", werk=text, taak=["doe:koken"])
    return employer.get(f"{path}?stap=helpt").text, employer.get(f"{path}?stap=meer").text


def is_ticked(page: str, name: str, value: str) -> bool:
    return re.search(rf'name="{re.escape(name)}" value="{value}" checked', page) is not None


def marks(page: str) -> dict[str, str]:
    """Give what is asked at each field, as it is read."""
    found = re.findall(r'<p class="read" id="gelezen-([^"]+)"><strong[^>]*>[^<]*</strong> (.*?)</p>', page)
    return {name: unescape(words) for name, words in found}


def test_what_the_text_says_is_asked_at_its_field_and_nothing_is_ticked(employer: Visitor, path: str) -> None:
    helps, more = said(employer, path, f"{SAYS} Heb je een rijbewijs? Je spreekt Nederlands.")

    assert marks(helps) == {
        "helpt.vaste_begeleider": "Je schreef: “Je krijgt een vaste begeleider”. Klopt dit? Vink het dan aan.",
    }
    assert marks(more) == {
        "vooraf.vog": "Je schreef: “Een VOG is verplicht”. Klopt dit? Vink het dan aan.",
        "vooraf.rijbewijs_b": "Je schreef: “Heb je een rijbewijs?”. Klopt dit? Vink het dan aan.",
        "nederlands": "Je schreef: “Je spreekt Nederlands”. Klopt dit? Kies dan hieronder hoe goed.",
    }
    assert 'name="vooraf" value="vog"' in more
    assert re.findall(r'name="(?:vooraf|gevaar|helpt|niet)" value="[^"]*" checked', helps + more) == []


def test_list_of_what_was_read_leads_to_each_question(employer: Visitor, path: str) -> None:
    _, more = said(employer, path, f"{SAYS} Je spreekt Nederlands.")

    led_to = re.findall(r'<li><a href="#(gelezen-[^"]+)"', more)
    assert led_to == re.findall(r'class="read" id="([^"]+)"', more)
    assert len(led_to) == 2
    assert f'href="{path}?stap=helpt">Kijk ook bij wat helpt' in more


def test_what_the_employer_chose_stays_and_is_no_longer_asked(employer: Visitor, path: str) -> None:
    said(employer, path, SAYS)
    go_on(employer, path, "dagen", **DAYS)
    go_on(employer, path, "helpt", helpt=["vaste_begeleider"])
    go_on(employer, path, "meer", vooraf=["vog"], plaatsen="1", per="month")

    helps, more = employer.get(f"{path}?stap=helpt").text, employer.get(f"{path}?stap=meer").text

    assert is_ticked(more, "vooraf", "vog")
    assert is_ticked(helps, "helpt", "vaste_begeleider")
    assert marks(helps) | marks(more) == {
        "helpt.vaste_begeleider": "Je schreef: “Je krijgt een vaste begeleider”.",
        "vooraf.vog": "Je schreef: “Een VOG is verplicht”.",
    }


def test_mark_goes_with_its_words_and_a_tick_stays(employer: Visitor, path: str) -> None:
    said(employer, path, SAYS)
    go_on(employer, path, "meer", vooraf=["vog"], plaatsen="1", per="month")

    _, more = said(employer, path, "eten koken")

    assert is_ticked(more, "vooraf", "vog")
    assert marks(more) == {}


def test_danger_is_asked_once_and_left_as_it_was(employer: Visitor, path: str) -> None:
    asked, _ = said(employer, path, SAYS)
    go_on(employer, path, "helpt", gevaarlijk="ja", gevaar=["lawaai"])
    chosen = employer.get(f"{path}?stap=helpt").text

    assert "Je schreef: “Je werkt in de herrie”." in asked
    assert not is_ticked(asked, "gevaar", "lawaai")
    assert is_ticked(asked, "gevaarlijk", "")
    assert is_ticked(chosen, "gevaar", "lawaai")
    assert asked.count('name="gevaar" value="lawaai"') == 1


def test_only_what_the_form_says_is_posted(own_doors: Doors, employer: Visitor) -> None:
    path = complete(employer, own_site(own_doors), work={"werk": SAYS, "taak": ["doe:koken"]})

    place = employer.get(f"/api/v1/placements/{posted_id(post(employer, path))}").json()

    assert (place["prerequisites"], place["offered"], place["hazards"]) == ([], [], [])


def test_marks_and_ticks_are_there_when_the_form_has_a_fault(employer: Visitor, path: str) -> None:
    said(employer, path, SAYS)

    refused = answer(employer, path, "meer", plaatsen="0", vooraf=["vog"])

    assert refused.status_code == 400
    assert is_ticked(refused.text, "vooraf", "vog")
    assert set(marks(refused.text)) == {"vooraf.vog"}


def test_words_of_the_text_are_shown_as_words(employer: Visitor, path: str) -> None:
    _, more = said(employer, path, "Een VOG <b>is</b> verplicht.")

    assert "“Een VOG <b>is</b> verplicht”" in marks(more)["vooraf.vog"]
