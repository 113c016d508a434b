"""Who gets what about whose application: every page and call about one, for everybody in a small world."""

import csv
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from httpx2 import Response

from accounts.role import Role
from career.application_rules import StepKind
from services.ids import stable_id
from services.people import ensure_account
from services.permissions import Account
from tests.api.test_doors import real_routes, without_addresses
from tests.contact_doors import Street
from tests.contacts import GROUP, NOW, SCHOOL, planned

ROWS = list(
    csv.DictReader(Path(__file__).with_name("application_relations.csv").read_text(encoding="utf-8").splitlines())
)
NAMES = (
    "student", "other_student", "parent", "other_parent", "teacher", "other_class", "former_teacher",
    "placement_coordinator", "other_school", "jobhunter", "employer", "other_employer", "trainer", "job_coach", "peer",
    "region", "administrator",
)  # fmt: skip
"""Everybody in the world, by what they are to the student or the place of the application."""
KNOWN = {
    "student": "student 0",
    "other_student": "student 1",
    "parent": "parent",
    "teacher": "teacher",
    "other_class": "other teacher",
    "placement_coordinator": "coordinator",
    "jobhunter": "jobhunter",
    "employer": "employer",
    "other_employer": "other employer",
}
"""Those whom the world has already, by the name it gives them."""


@dataclass(frozen=True)
class Met:
    """The world with everybody in it, and one application."""

    street: Street
    application_id: UUID

    def ask(self, who: str, method: str, path: str, application_id: UUID) -> Response:
        visitor = self.street.visitor(KNOWN.get(who, who))
        filled = path.format(application_id=application_id)
        if method == "GET":
            return visitor.get(filled)
        if path.startswith("/api"):
            return visitor.request(method, filled, json={"kind": "end", "end_code": "none"})
        return visitor.post_form(filled, {"stap": "stoppen", "reden": "none", "zeker": "ja"})


@pytest.fixture
def met(street: Street) -> Met:
    world = street.world
    student_id, employer_id = world.students[0].id, world.accounts["employer"].subject_id
    others = {
        "other_parent": Account.of(Role.PARENT, subject_id=world.students[1].id),
        "former_teacher": Account.of(Role.TEACHER, school=SCHOOL, group=GROUP),
        "other_school": Account.of(Role.PLACEMENT_COORDINATOR, school="De Vaart"),
        "trainer": Account.of(Role.TRAINER, subject_id=employer_id),
        "job_coach": Account.of(Role.JOB_COACH, subject_id=student_id),
        "peer": Account.of(Role.PEER, subject_id=student_id),
        "region": Account.of(Role.COORDINATOR),
        "administrator": Account.of(Role.ADMINISTRATOR),
    }
    with world.house.writing() as work:
        for name, account in others.items():
            named = replace(account, id=stable_id("account", "application", name), name=name)
            world.accounts[name] = ensure_account(work, account=named, now=NOW - timedelta(days=30))
        # The teacher of last year guided another class since, so that a session begins and the old class is gone.
        former = world.accounts["former_teacher"].id
        assert former is not None
        for relation in work.accounts.relations_of(former):
            work.accounts.end_relation(relation.id, on=NOW.date())
            work.accounts.save_relation(replace(relation, id=uuid4(), group="4c"))
    application = world.interest()
    # They are to see each other, so that there is a day to move as well.
    world.step("employer", application, StepKind.INVITE, **planned(world))
    world.step("student 0", application, StepKind.AGREE)
    return Met(street, application.id)


def test_table_names_every_route_about_an_application() -> None:
    named = {(row["method"], row["path"]) for row in ROWS}

    assert named == {(method, path) for method, path in real_routes() if "{application_id}" in path}
    assert len(named) == len(ROWS) > 8


def test_everybody_gets_what_the_table_says_and_out_of_reach_looks_like_nothing(met: Met) -> None:
    for row in ROWS:
        method, path = row["method"], row["path"]
        answers = {who: met.ask(who, method, path, met.application_id) for who in NAMES}

        assert {who: str(answer.status_code) for who, answer in answers.items()} == {who: row[who] for who in NAMES}
        for who, answer in answers.items():
            if answer.status_code == 404:
                missing = met.ask(who, method, path, uuid4())
                assert without_addresses(answer) == without_addresses(missing), (who, method, path)
