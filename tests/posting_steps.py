"""An employer who writes a place step by step, as a browser without script does it."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from httpx2 import Response

from tests.demo_doors import Doors, Visitor

DAYS: Mapping[str, Any] = {"patroon": "eigen", "dag": ["1"], "van.1": "09:00", "tot.1": "16:30", "pauze": "30"}


def own_site(doors: Doors) -> UUID:
    """Give the first site of the employer of these doors."""
    found: UUID = next(s for s in doors.region.sites if s.employer_id == doors.employer_id()).id
    return found


def begin(visitor: Visitor, site_id: UUID, **changes: str) -> str:
    """Answer the first step and give the address of the draft."""
    where = {"vestiging": str(site_id), "soort": "eerste_baan", "opleiding": "", "sector": "horeca", **changes}
    answer = visitor.post_form("/werkgever/plek", where)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"]).partition("?")[0]


def answer(visitor: Visitor, path: str, step: str, doe: str = "verder", **fields: Any) -> Response:
    """Answer a step as it stands now."""
    return visitor.post_form(path, {"stap": step, "stand": stand(visitor, path, step), "doe": doe, **fields})


def stand(visitor: Visitor, path: str, step: str) -> str:
    """Give the mark with which a step is shown."""
    return str(re.findall(r'name="stand" value="(\d+)"', visitor.get(f"{path}?stap={step}").text)[0])


def go_on(visitor: Visitor, path: str, step: str, **fields: Any) -> None:
    """Answer a step, which must be right."""
    done = answer(visitor, path, step, **fields)
    assert done.status_code == 303, done.text


def seek(visitor: Visitor, path: str, text: str, **fields: Any) -> str:
    """Have tasks looked for in own words, and give the page."""
    found = answer(visitor, path, "werk", "zoek", werk=text, **fields)
    assert found.status_code == 200, found.text
    return str(found.text)


def complete(visitor: Visitor, site_id: UUID, *, work: Mapping[str, Any] | None = None, **changes: str) -> str:
    """Answer every step with something right, and give the address of the draft."""
    path = begin(visitor, site_id, **changes)
    go_on(visitor, path, "werk", **(work or {"taak": ["doe:koken"]}))
    go_on(visitor, path, "dagen", **DAYS)
    go_on(visitor, path, "helpt")
    return path


def post(visitor: Visitor, path: str, **fields: str) -> Response:
    """Post the place of a draft, or keep its changes."""
    return visitor.post_form(path, {"doe": "plaats", **fields})


def posted_id(done: Response) -> str:
    """Give the id of the place that was posted."""
    assert done.status_code == 303, done.text
    return str(re.findall(r"[0-9a-f-]{36}", done.headers["location"])[0])
