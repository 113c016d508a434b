"""What goes out as JSON about schemes for employers; what comes in stands in the address and is about a place alone."""

from datetime import date

from api.v1.shapes import ShapeOut
from employer_toolkit.scheme import SchemeVerdict


class SchemeSourceOut(ShapeOut):
    """Where a row comes from, and when somebody read it there."""

    title: str
    url: str
    article: str
    checked_on: date


class SchemeMomentOut(ShapeOut):
    """Something to do; the days are ``null`` while nobody knows them. ``state``: to_come, open, passed, unknown."""

    code: str
    label: str
    opens_on: date | None
    last_on: date | None
    state: str
    text: str
    marks: list[str]


class SchemeOut(ShapeOut):
    """One scheme held to a kind of place; amounts are for the first year, ``null`` when none is known."""

    code: str
    name: str
    verdict: SchemeVerdict
    what: str
    worth_text: str
    low_eur: int | None
    high_eur: int | None
    who_applies: str
    where: str
    first_step: str
    still_said: str
    met: list[str]
    reasons: list[str]
    moments: list[SchemeMomentOut]
    marks: list[str]
    sources: list[SchemeSourceOut]


class SchemesOut(ShapeOut):
    """Every scheme, with the version of the rules."""

    version: str
    schemes: list[SchemeOut]
