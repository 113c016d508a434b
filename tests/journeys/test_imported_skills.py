"""A school takes over ESCO's skills; an employer and a student write their own words, and meet in one of them."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

import matching.linking.schooling as schooling
from accounts.role import Role
from cli import doctor, importing, linking
from employer_toolkit.placement import Placement
from services.demo.region import Region
from services.linking.model import load_linker
from services.permissions import Account
from tests.demo_doors import Doors, Visitor, opened
from tests.posting_steps import begin, go_on, post, posted_id, seek

ESCO = "http://data.europa.eu/esco"
SKILLS = f"""conceptType,conceptUri,preferredLabel,altLabels,hiddenLabels,description
KnowledgeSkillCompetence,{ESCO}/skill/bb-1,glasparels blazen,"kralen van glas maken
glaskralen branden",parels blaze,Blaast parels.
KnowledgeSkillCompetence,{ESCO}/skill/bb-2,orgelpijpen stemmen,,,Stemt.
"""
OCCUPATIONS = f"conceptUri,preferredLabel,altLabels\n{ESCO}/occupation/aa-1,glasblazer,parelmaker\n"
SKILL, LABEL = "esco:skill/bb-1", "glasparels blazen"
ADVICE = "Draai: plekwijzer train-linker --out linker.model, en zet PLEKWIJZER_LINKER op dat bestand."


@dataclass(frozen=True)
class Installation:
    """An installation with its folder, and who looks after it."""

    file: Path
    folder: Path

    def run(self, *arguments: str) -> Result:
        app = Typer()
        for module in (doctor, importing, linking):
            module.register(app)
        return CliRunner().invoke(app, list(arguments))

    def take_over(self, kind: str, text: str) -> Result:
        path = self.folder / f"{kind}.csv"
        path.write_text(text, encoding="utf-8")
        return self.run("import", kind, str(path))


@pytest.fixture
def installation(planted_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Installation]:
    file = tmp_path / "school.sqlite3"
    shutil.copyfile(planted_file, file)
    monkeypatch.setenv("PLEKWIJZER_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("PLEKWIJZER_SECRET_KEY", "k" * 32)
    # A name is found word for word after any training; how well near words are found is measured elsewhere.
    monkeypatch.setattr(schooling, "FEWEST_STEPS", 20)
    monkeypatch.setattr(schooling, "MOST_STEPS", 20)
    yield Installation(file, tmp_path)
    load_linker.cache_clear()


def shown(page: str) -> dict[str, str]:
    fields = re.findall(r'type="hidden" name="((?:zin|getoond)\.[^"]+|versie)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in fields}


def where_of(like: Placement) -> dict[str, str]:
    programme = like.qualification_codes[0] if like.qualification_codes else ""
    return {"soort": like.type.value, "sector": like.sector, "opleiding": programme}


def days_of(like: Placement) -> dict[str, Any]:
    """Fill the days and hours of another place, so that somebody can come."""
    days = {f"van.{day.weekday}": f"{day.starts:%H:%M}" for day in like.schedule}
    days |= {f"tot.{day.weekday}": f"{day.ends:%H:%M}" for day in like.schedule}
    last = like.ends_on - timedelta(days=1) if like.ends_on else ""
    return {
        "patroon": "eigen", "dag": [str(day.weekday) for day in like.schedule], **days,
        "pauze": str(like.schedule[0].break_minutes), "dagen_min": str(like.days_min),
        "uren_min": str(like.hours_min), "uren_max": str(like.hours_max),
        "start": str(like.starts_on), "eind": str(last),
    }  # fmt: skip


def wanted_place(doors: Doors) -> tuple[Placement, Account]:
    """Give an open place with candidates, and the account of its employer."""
    place = next(p for p in doors.region.placements if p.state == "open" and candidates(doors, p.id))
    site = next(one for one in doors.region.sites if one.id == place.site_id)
    return place, Account.of(Role.EMPLOYER, subject_id=site.employer_id, name="Bedrijf")


def candidates(doors: Doors, placement_id: object) -> list[dict[str, Any]]:
    found = doors.somebody(Role.JOBHUNTER).get(f"/api/v1/placements/{placement_id}/candidates")
    return list(found.json()["cards"])


def say(visitor: Visitor, words: str) -> str:
    """Say in own words what somebody can do, all by oneself, and give the page that comes after it."""
    page = visitor.post_form("/wat-kun-jij", {"tekst": words, "stap": "zoek"}).text
    fields = shown(page)
    assert f"getoond.0.{SKILL}" in fields, page
    done = visitor.post_form("/wat-kun-jij", {**fields, "tekst": words, "stap": "zet", f"antwoord.0.{SKILL}": "4"})
    assert done.status_code == 303
    return visitor.get("/wat-kun-jij").text


def test_imported_skill_is_learned_suggested_posted_said_and_counted(
    installation: Installation, small_region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Two lists are taken over; whoever looks after the installation is told what is still to be done.
    assert ADVICE not in installation.run("doctor").output
    taken = [installation.take_over("esco-skills", SKILLS), installation.take_over("esco-occupations", OCCUPATIONS)]
    assert [one.exit_code for one in taken] == [0, 0]
    assert "Met 3 andere namen." in taken[0].output
    told = installation.run("doctor")
    assert "De koppelaar kent 0 van de 3 ingevoerde competenties" in told.output
    assert ADVICE in told.output
    model = installation.folder / "linker.model"
    trained = installation.run("train-linker", "--out", str(model))
    assert trained.exit_code == 0, trained.output
    monkeypatch.setenv("PLEKWIJZER_LINKER", str(model))
    load_linker.cache_clear()
    assert "goed  De koppelaar kent de competenties van deze installatie, ook de 3" in installation.run("doctor").output

    with opened(installation.file) as client:
        doors = Doors(client, small_region)

        # An employer writes another name of the skill and asks it at the start; the place shows the Dutch label.
        like, account = wanted_place(doors)
        employer = doors.visitor(account)
        path, words = begin(employer, like.site_id, **where_of(like)), "kralen van glas maken"
        fields = shown(seek(employer, path, words))
        assert fields[f"getoond.0.{SKILL}"] == "zeker"
        go_on(employer, path, "werk", werk=words, **fields, **{f"antwoord.0.{SKILL}": "1"})
        go_on(employer, path, "dagen", **days_of(like))
        go_on(employer, path, "helpt", kan=[SKILL], gevaarlijk="nee")
        placement_id = posted_id(post(employer, path))
        place = doors.somebody(Role.JOBHUNTER).get(f"/api/v1/placements/{placement_id}").json()
        assert place["needed"] == [LABEL]

        # A student writes a misspelled name of it, and stands at that place with the label and more evidence.
        before = candidates(doors, placement_id)[0]
        student = next(s for s in small_region.students if str(s.id) == before["student_id"])
        visitor = doors.visitor(Account.of(Role.STUDENT, subject_id=student.id, name=student.first_name))
        assert LABEL in say(visitor, "parels blaze").casefold()
        after = next(one for one in candidates(doors, placement_id) if one["student_id"] == before["student_id"])
        assert LABEL in after["can"]
        texts = [
            next(p["text"] for p in one["parts_placement"] if p["code"] == "competencies") for one in (before, after)
        ]
        assert [text.split(". ")[-1] for text in texts] == [f"Nog niet beoordeeld: {LABEL}.", f"Kan al: {LABEL}."]

        # Trades are found where trades are wanted, and nothing else is pushed aside.
        asked = {"texts": ["parelmaker"], "kinds": ["occupation"]}
        found = employer.request("POST", "/api/v1/link", json=asked).json()["texts"][0]["parts"][0]["suggestions"]
        assert (found[0]["competency_id"], found[0]["label"]) == ("esco:occupation/aa-1", "glasblazer")
