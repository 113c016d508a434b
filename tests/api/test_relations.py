"""Who gets what about whom: every page and call about one student, for every role in every relation to that student."""

import csv
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from httpx2 import Response

from accounts.audit import AuditNote, AuditResult
from accounts.relation import Relation
from accounts.role import OF_EMPLOYER, OF_SCHOOL, OF_STUDENT, Role
from services.ids import stable_id
from services.sessions import SESSION_LASTS, hashed
from storage.sessions import KeptSession
from tests.api.test_doors import real_routes, without_addresses
from tests.demo_doors import NOW, Doors, Visitor
from tests.factories import make_holder

TABLE = Path(__file__).with_name("relations.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
ROLES = [role for role in Role if role is not Role.ANONYMOUS]
TODAY = NOW.date()
LAPSED = {"ended": (TODAY - timedelta(days=90), TODAY), "not_begun": (TODAY + timedelta(days=1), None)}
"""First and last day of a relation to the student that does not hold today."""
DELETED = uuid4()
KINDS = ("own", "class", "school", "other_school", "ended", "not_begun", "deleted")


def routes_about_a_student() -> set[str]:
    return {path for method, path in real_routes() if method == "GET" and "{student_id}" in path}


def student_of(doors: Doors, kind: str) -> UUID:
    """Give the student that is asked about, seen from the one whom the account is tied to."""
    own = doors.student()
    same_school = [s for s in doors.region.students if s.school == own.school and s.id != own.id]
    if kind == "deleted":
        return DELETED
    if kind == "class":
        return next(s.id for s in same_school if s.group == own.group)
    if kind == "school":
        return next(s.id for s in same_school if s.group != own.group)
    if kind == "other_school":
        return next(s.id for s in doors.region.students if s.school != own.school)
    return own.id  # type: ignore[no-any-return]  # the doors give a student of the region


def visitor_of(doors: Doors, role: Role, kind: str) -> Visitor:
    """Let somebody in who is, was or will be something to the student."""
    if kind not in LAPSED:
        return doors.somebody(role)
    from_on, until_on = LAPSED[kind]
    secret = f"{role} {kind}"
    with doors.client.app_state["house"].writing() as work:
        holder = make_holder(id=stable_id("account", "relations", secret))
        if work.accounts.get(holder.id) is None:
            work.accounts.save(holder)
            work.accounts.save_relation(lapsed(doors, role, holder.id, from_on, until_on))
            work.sessions.add(
                KeptSession(
                    token_sha256=hashed(secret),
                    account_id=holder.id,
                    role=role,
                    made_at=NOW,
                    expires_at=NOW + SESSION_LASTS,
                )
            )
    nobody = doors.visitor()
    return replace(nobody, session=replace(nobody.session, secret=secret))


def lapsed(doors: Doors, role: Role, account_id: UUID, from_on: date, until_on: date | None) -> Relation:
    student = doors.student()
    ties: dict[str, Any] = {
        "student_id": student.id if role in OF_STUDENT else None,
        "employer_id": doors.employer_id() if role in OF_EMPLOYER else None,
        "school": student.school if role in OF_SCHOOL else "",
        "group": student.group if role is Role.TEACHER else "",
    }
    return Relation(id=uuid4(), account_id=account_id, role=role, from_on=from_on, until_on=until_on, **ties)


@cache
def answered(doors: Doors, role: Role, kind: str, path: str) -> tuple[Response, tuple[AuditNote, ...]]:
    """Ask, and give the answer with what stands in the audit trail because of it."""
    filled = path.format(
        student_id=student_of(doors, kind),
        placement_id=doors.placement().id,
        conversation_id=DELETED,
        sector="zorg",
    )
    visitor, house = visitor_of(doors, role, kind), doors.client.app_state["house"]
    with house.reading() as work:
        before = work.audit.end().number
    got = visitor.get(filled)
    with house.reading() as work:
        return got, tuple(entry.note for entry in work.audit.all(after=before))


def answer(doors: Doors, role: Role, kind: str, path: str) -> Response:
    return answered(doors, role, kind, path)[0]


def test_table_names_every_route_about_a_student_for_every_role_once() -> None:
    named = [(row["path"], row["role"]) for row in ROWS]

    assert len(named) == len(set(named)) > 60
    assert set(named) == {(path, role.value) for path in routes_about_a_student() for role in ROLES}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']} {row['path']}")
def test_each_relation_gets_what_the_table_says(doors: Doors, row: dict[str, str]) -> None:
    got = {kind: str(answer(doors, Role(row["role"]), kind, row["path"]).status_code) for kind in KINDS}

    assert got == {kind: row[kind] for kind in KINDS}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']} {row['path']}")
def test_who_is_out_of_reach_looks_like_who_does_not_exist(doors: Doors, row: dict[str, str]) -> None:
    role, path = Role(row["role"]), row["path"]
    missing = without_addresses(answer(doors, role, "deleted", path))

    for kind in KINDS:
        if row[kind] == "404":
            assert without_addresses(answer(doors, role, kind, path)) == missing, kind


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['role']} {row['path']}")
def test_each_look_and_each_try_is_noted_once_and_a_look_at_oneself_never(doors: Doors, row: dict[str, str]) -> None:
    results = {"200": AuditResult.DONE, "403": AuditResult.REFUSED, "404": AuditResult.HIDDEN}

    for kind in KINDS:
        notes = answered(doors, Role(row["role"]), kind, row["path"])[1]
        is_nobody = row[kind] == "401"
        is_oneself = (row["role"], kind) == ("student", "own")
        expected = [] if is_nobody or is_oneself else [(row["role"], student_of(doors, kind), results[row[kind]])]

        assert [(note.role, note.subject_id, note.result) for note in notes] == expected, kind
