"""Nobody meets a dead link: every page that can be reached from the start is there."""

import re
from html import unescape

import pytest

from accounts.role import Role
from tests.demo_doors import Doors


@pytest.mark.parametrize("role", list(Role))
def test_every_link_leads_somewhere(doors: Doors, role: Role) -> None:
    visitor = doors.somebody(role)
    waiting, seen = ["/"], {"/"}
    per_shape: dict[str, int] = {}
    while waiting:
        path = waiting.pop()
        answer = visitor.get(path)
        if answer.status_code == 303:
            answer = visitor.get(answer.headers["location"])
        assert answer.status_code == 200, f"{role}: {path}"
        # What is sent by a form is looked at by who sends it.
        page = re.sub(r'<form[^>]*method="post"[^>]*>', "", answer.text)
        for found in re.findall(r'(?:href|src|action)="(/[^"#]*)', page):
            href = unescape(found)
            shape = re.sub(r"[0-9a-f-]{36}", "{id}", href.partition("?")[0])
            if href in seen or shape in ("/demo", "/uitloggen") or per_shape.get(shape, 0) >= 4:
                continue
            per_shape[shape] = per_shape.get(shape, 0) + 1
            seen.add(href)
            waiting.append(href)

    assert len(seen) > 8


@pytest.mark.parametrize("role", list(Role))
def test_every_mark_on_a_page_is_there_once_and_every_inner_link_has_its_mark(doors: Doors, role: Role) -> None:
    homes = {
        Role.ANONYMOUS: "/agenda",
        Role.STUDENT: "/plekken",
        Role.EMPLOYER: "/werkgever/plek",
        Role.JOBHUNTER: f"/kandidaten/{doors.placement().id}",
        Role.TEACHER: f"/klas/{doors.student().id}",
        Role.COORDINATOR: "/verbeteringen",
    }

    page = doors.somebody(role).get(homes.get(role, "/")).text

    ids = re.findall(r'\sid="([^"]+)"', page)
    inner = set(re.findall(r'href="#([^"]+)"', page))
    named = {
        name
        for names in re.findall(r'(?:aria-labelledby|aria-describedby|for)="([^"]+)"', page)
        for name in names.split()
    }
    assert len(ids) == len(set(ids))
    assert (inner | named) - set(ids) == set()
