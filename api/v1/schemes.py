"""The call about schemes for a kind of place; nothing in it is about a person."""

from datetime import date
from typing import Annotated

from fastapi import Query

from api.dependencies import By, Now
from api.doors import allow, guarded_router
from api.v1.scheme_shapes import SchemeOut, SchemesOut
from api.v1.shapes import Int
from employer_toolkit.placement import PlacementType
from employer_toolkit.scheme import CompanySize
from services.permissions import Act
from services.schemes.advising import advise
from services.schemes.asking import MOST_HOURS, MOST_MONTHS, PlaceAsked, facts_of

router = guarded_router()


@router.get("/schemes", tags=["schemes"], summary="Say which schemes may be for a kind of place")
@allow(Act.SEE_REFERENCE)
def schemes(
    by: By,
    now: Now,
    type: PlacementType,  # noqa: A002 - the field's word, in the address
    starts_on: date,
    hours_per_week: Annotated[Int, Query(ge=1, le=MOST_HOURS)],
    months: Annotated[Int | None, Query(ge=1, le=MOST_MONTHS, description="Left out for work without an end.")] = None,
    level: Annotated[Int | None, Query(ge=0, le=4)] = None,
    pays_wage: bool | None = None,
    sector: Annotated[str, Query(max_length=60)] = "",
    municipality: Annotated[str, Query(max_length=60)] = "",
    company_size: CompanySize | None = None,
    is_recognised: bool | None = None,
) -> SchemesOut:
    """For everybody, and nothing is kept. What depends on the young person comes out as ``depends``."""
    asked = PlaceAsked(
        type=type,
        starts_on=starts_on,
        months=months,
        hours_per_week=hours_per_week,
        level=level,
        pays_wage=pays_wage,
        sector=sector,
        municipality=municipality,
        company_size=company_size or "",
        is_recognised=is_recognised,
    )
    advice = advise(by=by, facts=facts_of(asked, now=now), now=now)
    return SchemesOut(version=advice.version, schemes=[SchemeOut.model_validate(card) for card in advice.cards])
