"""Who may do what about whom: every request that changes something about one student, for every role and relation."""

import csv
import shutil
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response

from accounts.audit import AuditNote, AuditResult
from accounts.role import Role
from api.v1.main import create_api
from services.demo.region import Region
from tests.api.test_doors import real_routes, without_addresses
from tests.api.test_relations import KINDS, ROLES, student_of, visitor_of
from tests.demo_doors import Doors, opened

TABLE = Path(__file__).with_name("relations_writing.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
Route = tuple[str, str]
Named = Callable[[UUID, UUID], dict[str, Any]]
FORMS: Mapping[Route, Named] = {
    ("POST", "/opvolgen"): lambda student, place: {"jongere": student, "plek": place, "wens": "ja", "waarom": ""},
    ("POST", "/agenda/{event_id}/aanmelden"): lambda student, place: {"wie": student},
    ("POST", "/agenda/{event_id}/groep"): lambda student, place: {"leerling": student},
}
"""Pages of which a field of the form names a student; each is filled so that nothing comes of it."""
BODIES: Mapping[Route, Named] = {
    ("POST", "/api/v1/placements/{placement_id}/proposals"): lambda student, place: {
        "student_id": str(student),
        "is_wish": True,
        "reason": "",
    },
    ("POST", "/api/v1/events/{event_id}/registrations"): lambda student, place: {"student_id": str(student)},
}
"""The same of calls."""


def calls_that_name_a_student() -> set[Route]:
    """Give the calls whose body has a student in it, by what the interface says of itself."""
    described = create_api(max_body_size=1).openapi()
    shapes = described["components"]["schemas"]
    found = set()
    for path, acts in described["paths"].items():
        for method, act in acts.items():
            body = act.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            shape = shapes.get(body.get("$ref", "").rpartition("/")[2], {})
            if "student_id" in shape.get("properties", {}):
                found.add((method.upper(), f"/api/v1{path}"))
    return found


def routes_that_change_something_about_a_student() -> set[Route]:
    in_address = {(method, path) for method, path in real_routes() if method != "GET" and "{student_id}" in path}
    return in_address | calls_that_name_a_student() | set(FORMS)


@pytest.fixture(scope="module")
def doors(small_region: Region, planted_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Doors]:
    """Give doors of our own, in case something does come of a request."""
    file = shutil.copyfile(planted_file, tmp_path_factory.mktemp("written") / "region.sqlite3")
    with opened(file) as client:
        yield Doors(client, small_region)


@cache
def answered(doors: Doors, role: Role, kind: str, method: str, path: str) -> tuple[Response, tuple[AuditNote, ...]]:
    """Ask, and give the answer with what stands in the audit trail because of it."""
    student_id, placement_id = student_of(doors, kind), doors.placement().id
    # Nobody can register for it, so that who is let in is refused and nothing comes of it.
    event_id = next(one.id for one in doors.region.events if one.is_cancelled)
    filled = path.format(
        student_id=student_id,
        placement_id=placement_id,
        event_id=event_id,
        conversation_id=uuid4(),
        agreement_id=uuid4(),
    )
    visitor, house = visitor_of(doors, role, kind), doors.client.app_state["house"]
    with house.reading() as work:
        before = work.audit.end().number
    if path.startswith("/api"):
        body = BODIES.get((method, path), lambda *_: {})(student_id, placement_id)
        got = visitor.request(method, filled, json=body)
    else:
        got = visitor.post_form(filled, FORMS.get((method, path), lambda *_: {})(student_id, placement_id))
    with house.reading() as work:
        return got, tuple(entry.note for entry in work.audit.all(after=before))


def answer(doors: Doors, kind: str, row: dict[str, str]) -> Response:
    return answered(doors, Role(row["role"]), kind, row["method"], row["path"])[0]


def test_table_names_every_route_that_changes_something_about_a_student_for_every_role_once() -> None:
    named = [(row["method"], row["path"], row["role"]) for row in ROWS]
    routes = routes_that_change_something_about_a_student()

    assert len(routes) >= 2
    assert len(named) == len(set(named)) == len(routes) * len(ROLES)
    assert set(named) == {(method, path, role.value) for method, path in routes for role in ROLES}
    assert set(BODIES) == calls_that_name_a_student()


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']} {row['method']} {row['path']}")
def test_each_relation_gets_what_the_table_says(doors: Doors, row: dict[str, str]) -> None:
    got = {kind: str(answer(doors, kind, row).status_code) for kind in KINDS}

    assert got == {kind: row[kind] for kind in KINDS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']} {row['method']} {row['path']}")
def test_who_is_out_of_reach_looks_like_who_does_not_exist(doors: Doors, row: dict[str, str]) -> None:
    missing = without_addresses(answer(doors, "deleted", row))

    for kind in KINDS:
        if row[kind] == "404":
            assert without_addresses(answer(doors, kind, row)) == missing, kind


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']} {row['method']} {row['path']}")
def test_each_try_that_is_hidden_is_noted_with_the_student(doors: Doors, row: dict[str, str]) -> None:
    for kind in KINDS:
        if row[kind] == "404":
            notes = answered(doors, Role(row["role"]), kind, row["method"], row["path"])[1]
            hidden = [(note.role, note.subject_id) for note in notes if note.result is AuditResult.HIDDEN]
            assert hidden == [(row["role"], student_of(doors, kind))], kind
