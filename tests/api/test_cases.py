"""The pages of cases: written and refused with everything kept, looked over, read without a name."""

import re

import pytest

from accounts.role import Role
from services import cases
from tests.demo_doors import Doors

GOOD = {
    "titel": "Kanariecasus",
    "situatie": "Een leerling durfde niet te bellen.",
    "aanpak": "Wij oefenden samen.",
    "uitkomst": "De leerling belt nu zelf.",
    "vraag": "",
    "over": "networking",
    "voor": "vmbo4",
}


def test_form_with_faults_tells_them_all_and_loses_nothing(doors: Doors) -> None:
    answer = doors.somebody(Role.TEACHER).post_form(
        "/casussen/nieuw", {"titel": "Kanarietitel", "situatie": "Bel 0612345678", "voor": "havo"}
    )

    assert answer.status_code == 400
    for name in ("situatie", "aanpak", "uitkomst", "over", "voor"):
        assert f'href="#{name}"' in answer.text
    assert "Kanarietitel" in answer.text
    assert "Bel 0612345678" in answer.text


def test_a_case_is_looked_over_and_read_without_who_wrote_it(own_doors: Doors) -> None:
    teacher, region = own_doors.somebody(Role.TEACHER), own_doors.somebody(Role.COORDINATOR)
    assert teacher.post_form("/casussen/nieuw", GOOD).status_code == 303

    waiting = region.get("/regio/casussen").text
    fields = {name: re.findall(rf'name="{name}" value="([^"]+)"', waiting)[0] for name in ("welke", "versie")}
    empty = region.post_form("/regio/casussen", fields | {"stap": "terug", "uitleg": ""})
    assert empty.status_code == 400
    assert f'href="#uitleg-{fields["welke"]}"' in empty.text
    assert region.post_form("/regio/casussen", fields | {"stap": "plaats"}).status_code == 303

    reader = own_doors.somebody(Role.PLACEMENT_COORDINATOR).get("/casussen").text
    assert "Kanariecasus" in reader
    assert "Mentor" not in reader.partition('id="main"')[2].partition("Kanariecasus")[2]
    assert "Kanariecasus" not in own_doors.somebody(Role.PLACEMENT_COORDINATOR).get("/casussen?bij=motives").text
    again = region.post_form("/regio/casussen", fields | {"stap": "plaats"})
    assert again.status_code == 409
    shown = own_doors.somebody(Role.TEACHER).get(f"/casussen/{fields['welke']}")
    assert (shown.status_code, 'value="Kanariecasus"' in shown.text) == (200, True)
    assert own_doors.somebody(Role.PLACEMENT_COORDINATOR).get(f"/casussen/{fields['welke']}").status_code == 404


def test_recognising_somebody_hides_it_and_taking_back_removes_it(own_doors: Doors) -> None:
    teacher, region = own_doors.somebody(Role.TEACHER), own_doors.somebody(Role.COORDINATOR)
    teacher.post_form("/casussen/nieuw", GOOD)
    waiting = region.get("/regio/casussen").text
    fields = {name: re.findall(rf'name="{name}" value="([^"]+)"', waiting)[0] for name in ("welke", "versie")}
    region.post_form("/regio/casussen", fields | {"stap": "plaats"})
    reader = own_doors.somebody(Role.PLACEMENT_COORDINATOR)

    assert reader.post_form("/casussen", {"welke": fields["welke"], "stap": "herken"}).status_code == 303

    assert "Kanariecasus" not in reader.get("/casussen").text
    assert "Kanariecasus" in region.get("/regio/casussen").text
    assert teacher.post_form("/casussen", {"welke": fields["welke"], "stap": "terug"}).status_code == 303
    assert "Kanariecasus" not in region.get("/regio/casussen").text


def test_many_cases_stand_on_pages_and_a_fault_shows_the_page_it_is_on(
    own_doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "PAGE_SIZE", 1)
    reader, region = own_doors.somebody(Role.PLACEMENT_COORDINATOR), own_doors.somebody(Role.COORDINATOR)
    for title in ("Alles is saai", "Bang om te bellen"):
        own_doors.somebody(Role.TEACHER).post_form("/casussen/nieuw", GOOD | {"titel": title})
        waiting = region.get("/regio/casussen").text
        fields = dict(re.findall(r'name="(welke|versie|bladzijde)" value="([^"]+)"', waiting)[:3])
        assert region.post_form("/regio/casussen", fields | {"stap": "plaats"}).status_code == 303

    pages = [reader.get(f"/casussen?bladzijde={number}").text for number in (1, 2, 9)]
    second = region.get("/regio/casussen?bladzijde=2").text
    leads = dict(re.findall(r'name="(welke|versie|bladzijde)" value="([^"]+)"', second.partition('id="kop-leest"')[2]))
    answer = region.post_form("/regio/casussen", leads | {"stap": "terug", "uitleg": ""})

    titles = [re.findall(r'<h3 class="title">([^<]+)<', page) for page in pages]
    assert sorted(titles[0] + titles[1]) == ["Alles is saai", "Bang om te bellen"]
    assert titles[2] == titles[1]
    assert "Bladzijde 1 van 2" in pages[0]
    assert f'href="#uitleg-{leads["welke"]}"' in answer.text
    assert f'id="uitleg-{leads["welke"]}"' in answer.text
    assert reader.get("/casussen?bladzijde=x").status_code == 400


def test_a_number_that_cannot_be_a_revision_is_refused(own_doors: Doors) -> None:
    fields = {"welke": "12345678-1234-5678-1234-567812345678", "stap": "plaats"}

    answers = [
        own_doors.somebody(Role.COORDINATOR).post_form("/regio/casussen", fields | {"versie": text})
        for text in ("", "x", "9" * 5_000)
    ]

    assert [answer.status_code for answer in answers] == [400] * 3
