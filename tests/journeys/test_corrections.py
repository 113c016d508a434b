"""An employer corrects a suggestion; the next one with the same or nearly the same words gets it first, everywhere."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

from accounts.role import Role
from services.demo.region import Region
from services.permissions import Account
from tests.demo_doors import NOW, Doors, Visitor, opened
from tests.posting_steps import DAYS, begin, go_on, own_site, post, seek

WORDS = "handige harry voor in de keuken"
NEAR = "Wij zoeken een handige harry voor de keuken"
RIGHT = "doe:gereedschap"
ASK = """
import sys
from services.linking.suggesting import suggest
from accounts.role import Role
from services.permissions import Account
from services.unit_of_work import House

house = House.open(sys.argv[1])
with house.reading() as work:
    found = suggest(work, by=Account.of(Role.TEACHER), text=sys.argv[2])
print(found.parts[0].suggestions[0].competency_id if found.parts[0].suggestions else "nothing")
house.close()
"""


@pytest.fixture
def two_doors(small_region: Region, planted_file: Path, tmp_path: Path) -> Iterator[tuple[Doors, Doors, str]]:
    """Give two services before one database, each with a memory of its own, and the address of that database."""
    file = tmp_path / "shared.sqlite3"
    shutil.copyfile(planted_file, file)
    with opened(file) as one, opened(file) as other:
        yield Doors(one, small_region), Doors(other, small_region), f"sqlite:///{file}"


def asked_elsewhere(database_url: str, text: str) -> str:
    """Ask in a process of its own what comes first."""
    ran = subprocess.run([sys.executable, "-c", ASK, database_url, text], capture_output=True, text=True, check=True)
    return ran.stdout.strip()


def first_for(visitor: Visitor, text: str) -> str:
    answer = visitor.request("POST", "/api/v1/link", json={"texts": [text]})
    suggestions = [one for part in answer.json()["texts"][0]["parts"] for one in part["suggestions"]]
    return str(suggestions[0]["competency_id"]) if suggestions else "nothing"


def other_employer(doors: Doors) -> Account:
    own = doors.employer_id()
    return Account.of(Role.EMPLOYER, subject_id=next(e.id for e in doors.region.employers if e.id != own))


def shown(page: str) -> dict[str, str]:
    fields = re.findall(r'type="hidden" name="((?:zin|getoond)\.[^"]+|versie)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}


def test_correction_of_one_employer_helps_the_next_in_another_process_too(
    two_doors: tuple[Doors, Doors, str],
) -> None:
    here, there, database_url = two_doors
    employer = here.somebody(Role.EMPLOYER)
    assert first_for(there.visitor(other_employer(there)), WORDS) != RIGHT

    # The employer writes, does not find it, looks for something else, takes that and drops the rest.
    path = begin(employer, own_site(here))
    again = {**shown(seek(employer, path, WORDS)), "ander.0": "werken met gereedschap"}
    fields = shown(seek(employer, path, WORDS, **again))
    assert fields[f"getoond.0.{RIGHT}"] == "gezocht"
    go_on(employer, path, "werk", werk=WORDS, **fields, **{f"antwoord.0.{RIGHT}": "1"})
    go_on(employer, path, "dagen", **DAYS)
    go_on(employer, path, "helpt")
    assert post(employer, path).status_code == 303

    # The next employer, another service, and a process that starts now.
    other = there.visitor(other_employer(there))
    for words in (WORDS, WORDS.upper() + "!", NEAR):
        assert first_for(other, words) == RIGHT, words
        assert asked_elsewhere(database_url, words) == RIGHT, words
    page = other_form(there, other)
    assert "anderen bedoelden dit ook" in page
    assert re.search(rf'name="antwoord.0.{RIGHT}" value="1" checked', page)


def other_form(doors: Doors, visitor: Visitor) -> str:
    """Show the form with the same words to another employer."""
    site = next(s for s in doors.region.sites if s.employer_id == other_employer(doors).subject_id)
    return seek(visitor, begin(visitor, site.id), WORDS)


def test_word_of_a_student_helps_near_words_after_the_coordinator_agreed(
    two_doors: tuple[Doors, Doors, str],
) -> None:
    here, there, database_url = two_doors
    student = next(s for s in here.region.students if s.age_on(NOW.date()) >= 16)
    visitor = here.visitor(Account.of(Role.STUDENT, subject_id=student.id, name=student.first_name))
    words, near = "ik fluffer bij mijn buurman op zolder", "ik fluffer op zolder bij mn buurman"
    page = visitor.post_form("/wat-kun-jij", {"tekst": words, "stap": "zoek"}).text
    again = {**shown(page), "ander.0": "werken met gereedschap"}
    page = visitor.post_form("/wat-kun-jij", {"tekst": words, "stap": "zoek", **again}).text
    answered = {**shown(page), "tekst": words, "stap": "zet", "bewaren": "1", f"antwoord.0.{RIGHT}": "3"}
    assert visitor.post_form("/wat-kun-jij", answered).status_code == 303
    assert first_for(there.somebody(Role.TEACHER), words) == RIGHT
    assert first_for(there.somebody(Role.TEACHER), near) != RIGHT

    coordinator = there.somebody(Role.COORDINATOR)
    page = coordinator.get("/verbeteringen").text
    assert words in page
    which = re.findall(r'name="welke" value="([^"]+)"', page)[0]
    decided = coordinator.post_form(
        "/verbeteringen", {"welke": which, "besluit": "goed", "soort": "verbeterd", "bladzijde": "1"}
    )
    assert decided.status_code == 303

    assert first_for(here.somebody(Role.TEACHER), near) == RIGHT
    assert asked_elsewhere(database_url, near) == RIGHT
    labels = coordinator.get("/api/v1/links/labels").text
    assert f",{words},{RIGHT},0,nl" in labels
