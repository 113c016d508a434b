"""Every route says for which act it is, and the table that people read says the same."""

import csv
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from httpx2 import Response

from accounts.role import Role
from api.doors import GuardedRoute, MissingPolicyError, allow, everybody, guarded_router
from api.pages import ROUTERS
from api.v1.main import ROUTERS as API_ROUTERS
from events.event import EventState
from services.permissions import Act
from tests.demo_doors import Doors, without_tokens

TABLE = Path(__file__).with_name("permissions.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))


def real_routes() -> set[tuple[str, str]]:
    pages = [("", route) for router in ROUTERS for route in router.routes]
    calls = [("/api/v1", route) for router in API_ROUTERS for route in router.routes]
    found = set()
    for prefix, route in pages + calls:
        assert isinstance(route, GuardedRoute)
        found |= {(method, prefix + route.path) for method in route.methods or ()}
    return found


def visit(doors: Doors, role: Role, method: str, path: str) -> Response:
    event = next(e for e in doors.region.events if e.state is EventState.PUBLISHED)
    # A school's name may hold a slash: its parameter says so, behind a colon.
    filled = path.replace(":path}", "}").format(
        placement_id=doors.placement().id,
        student_id=doors.student().id,
        event_id=event.id,
        registration_id=uuid4(),
        link_id=uuid4(),
        application_id=uuid4(),
        message_id=uuid4(),
        draft_id=uuid4(),
        calendar_id=uuid4(),
        school=doors.student().school,
        token="unknown",
        provider="unknown",
        role="student",
        invitation_id=uuid4(),
        encounter_id=uuid4(),
        card="eerste-dag",
        module="start",
        code="unknown",
        letter_id=uuid4(),
        entry_id=uuid4(),
        conversation_id=uuid4(),
        agreement_id=uuid4(),
        file_id=uuid4(),
        claim_id=uuid4(),
        handover_id=uuid4(),
        number=1,
        qualification_code="25498",
        scheme_code="PRAKTIJKLEREN",
        employer_id=doors.employer_id(),
        report_id=uuid4(),
        school_year=2026,
        situation="debts",
        sector="zorg",
        case_id=uuid4(),
    )
    visitor = doors.somebody(role)
    if method == "GET":
        return visitor.get(filled)
    if path.startswith("/api"):
        return visitor.request(method, filled, json={})
    return visitor.post_form(filled, {"wie": "student-1"})


def test_table_names_every_route_and_no_other() -> None:
    named = {(row["method"], row["path"]) for row in ROWS}

    assert len(named) > 25
    assert named == real_routes()


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['method']} {row['path']}")
def test_each_role_gets_what_the_table_says(doors: Doors, role: Role, row: dict[str, str]) -> None:
    answer = visit(doors, role, row["method"], row["path"])

    assert answer.status_code == int(row[role.value]), answer.text[:300]


def test_route_without_policy_cannot_be_built() -> None:
    router = guarded_router()

    def forgotten() -> str:
        return "everything"

    with pytest.raises(MissingPolicyError, match="forgotten"):
        router.get("/forgotten")(forgotten)


@pytest.mark.parametrize("mark", [allow(Act.SEE_EVENTS), everybody("it is a test")])
def test_route_with_policy_can_be_built(mark: Callable[[Callable[[], str]], Callable[[], str]]) -> None:
    router = guarded_router()

    router.get("/said")(mark(lambda: "this"))

    assert len(router.routes) == 1


OUT_OF_SCOPE = [
    (Role.STUDENT, "/api/v1/students/{other_student}/matches"),
    (Role.STUDENT, "/api/v1/students/{other_student}/matches/{placement}"),
    (Role.TEACHER, "/api/v1/students/{other_student}/matches"),
    (Role.TEACHER, "/api/v1/students/{other_student}/matches/{placement}/figures"),
    (Role.STUDENT, "/api/v1/students/{other_student}/openings"),
    (Role.TEACHER, "/api/v1/students/{other_student}/openings"),
    (Role.EMPLOYER, "/api/v1/placements/{other_placement}/advice"),
    (Role.JOBHUNTER, "/api/v1/placements/{closed_placement}/advice"),
    (Role.TEACHER, "/klas/{other_student}"),
    (Role.TEACHER, "/api/v1/schools/{other_school}/settings"),
    (Role.TEACHER, "/klas/{other_student}/plekken/{placement}"),
    (Role.EMPLOYER, "/plekken/{other_placement}"),
    (Role.EMPLOYER, "/werkgever/plekken/{other_placement}"),
    (Role.EMPLOYER, "/werkgever/plekken/{other_placement}/woorden"),
    (Role.JOBHUNTER, "/nakijken/{other_placement}"),
    (Role.EMPLOYER, "/api/v1/placements/{other_placement}"),
    (Role.STUDENT, "/plekken/{closed_placement}"),
    (Role.JOBHUNTER, "/kandidaten/{closed_placement}"),
    (Role.ANONYMOUS, "/agenda/{draft_event}"),
    (Role.ANONYMOUS, "/agenda/{draft_event}.ics"),
    (Role.ANONYMOUS, "/api/v1/events/{draft_event}"),
]


@pytest.mark.parametrize(("role", "path"), OUT_OF_SCOPE)
def test_what_is_out_of_scope_looks_like_what_does_not_exist(doors: Doors, role: Role, path: str) -> None:
    there = {
        "other_student": doors.other_student().id,
        "other_school": next(s.school for s in doors.region.students if s.school != doors.student().school),
        "placement": doors.placement().id,
        "other_placement": doors.other_placement().id,
        "closed_placement": doors.region.placements[-1].id,
        "draft_event": doors.region.events[-1].id,
    }
    visitor = doors.somebody(role)

    hidden = visitor.get(path.format(**there))
    missing = visitor.get(path.format(**{name: uuid4() for name in there}))

    assert (hidden.status_code, missing.status_code) == (404, 404)
    assert without_addresses(hidden) == without_addresses(missing)


def without_addresses(answer: Response) -> tuple[bytes, list[tuple[str, str]]]:
    kept = [(name, value) for name, value in answer.headers.items() if name not in ("content-length", "set-cookie")]
    return without_tokens(answer.content), kept
