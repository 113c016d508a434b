"""A student's places: for the student and, the same list, for who guides the student; and one place for all inside."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Now, Reading
from api.doors import allow, guarded_router
from api.drawing import MapPoint, distance_map
from api.errors import UnreadableQueryError
from api.pages.schedules import schedule_href
from api.pages.typed import read_page
from api.rendering import page
from employer_toolkit.placement import PlacementType
from services import groups, intake, matches, openings, people, placements
from services.applications.student_side import contact_with
from services.errors import found
from services.match_views import StudentMatches
from services.matches import MatchFilters
from services.permissions import Account, Act, may
from services.privacy.pausing import paused_since
from services.quick_answers import quick_placements
from services.reference import load_lists
from services.unit_of_work import UnitOfWork

router = guarded_router()

N_CARDS = 10
MOST_CARDS = 50
LONGEST_MINUTES = 240
GROUP_NAMES = {Role.TEACHER: "Mijn klas", Role.PLACEMENT_COORDINATOR: "Mijn school"}
PROGRAMMES = {"pro": "praktijkonderwijs", "vso": "voortgezet speciaal onderwijs", "vmbo": "vmbo", "mbo": "mbo"}
"""How a teacher calls a programme that has no qualification."""
BACK = {
    Role.STUDENT: ("/plekken", "Alle plekken"),
    Role.EMPLOYER: ("/werkgever", "Mijn plekken"),
    Role.JOBHUNTER: ("/kandidaten", "Kandidaten voor deze plek"),
    Role.TEACHER: ("/klas", "Mijn klas"),
    Role.PLACEMENT_COORDINATOR: ("/klas", "Mijn school"),
    Role.JOB_COACH: ("/klas", "Mijn leerlingen"),
    Role.PARENT: ("/mijn-kind", "Mijn kind"),
}
"""Where somebody came from, to go back to."""


@router.get("/plekken")
@allow(Act.SEE_MATCHES)
def show_places(
    request: Request, work: Reading, by: By, now: Now, minuten: str = "", soort: str = "", aantal: str = ""
) -> Response:
    """Show a student's own places; who has paused reads so under the own data."""
    own_id = found(by.subject_id if by.role is Role.STUDENT else None)
    if paused_since(work, by=by, now=now) is not None:
        return RedirectResponse("/mijn-gegevens", status_code=303)
    values = _list(work, by, own_id, (minuten, soort, aantal), now, list_href="/plekken")
    return page(
        request,
        "places.html",
        current="/plekken",
        place_base="/plekken",
        is_own=True,
        begin_href="" if intake.is_complete(work, student_id=own_id) else "/begin",
        back_href="",
        back_text="",
        **values,
    )


@router.get("/klas/{student_id}")
@allow(Act.SEE_GROUP)
def show_places_of(
    request: Request,
    work: Reading,
    by: By,
    now: Now,
    student_id: UUID,
    minuten: str = "",
    soort: str = "",
    aantal: str = "",
) -> HTMLResponse:
    """Show who guides a student the places of that student."""
    return _places_of(request, work, by, student_id, (minuten, soort, aantal), now, here=f"/klas/{student_id}")


@router.get("/mijn-kind/{student_id}")
@allow(Act.SEE_CHILD)
def show_places_of_child(
    request: Request,
    work: Reading,
    by: By,
    now: Now,
    student_id: UUID,
    minuten: str = "",
    soort: str = "",
    aantal: str = "",
) -> HTMLResponse:
    """Show a parent the places of a child that does not decide alone yet, or that shares them."""
    return _places_of(request, work, by, student_id, (minuten, soort, aantal), now, here=f"/mijn-kind/{student_id}")


@router.get("/plekken/{placement_id}")
@allow(Act.SEE_PLACEMENT)
def show_place(request: Request, work: Reading, by: By, now: Now, placement_id: UUID) -> HTMLResponse:
    """Show one place; to a student also how it fits, both ways."""
    place = placements.place(work, by=by, placement_id=placement_id, now=now)
    card, contact = None, None
    if by.role is Role.STUDENT:
        card = matches.match_explanation(
            work, by=by, student_id=found(by.subject_id), placement_id=placement_id, now=now
        )
        contact = contact_with(work, by=by, placement_id=placement_id, now=now)
    back_href, back_text = BACK.get(by.role, ("/", "Naar het begin"))
    if by.role is Role.JOBHUNTER:
        back_href = f"/kandidaten/{placement_id}"
    return page(
        request,
        "place.html",
        current="",
        place=place,
        quick=quick_placements(work, placement_ids=[placement_id], now=now),
        schedule_href=schedule_href(place.type, place.schedule, now=now),
        card=card,
        contact=contact,
        is_own=True,
        student_name=by.name,
        back_href=back_href,
        back_text=back_text,
    )


@router.get("/klas/{student_id}/plekken/{placement_id}")
@allow(Act.SEE_GROUP)
def show_place_for(
    request: Request, work: Reading, by: By, now: Now, student_id: UUID, placement_id: UUID
) -> HTMLResponse:
    """Show who guides a student how one place fits that student."""
    return _place_of(request, work, by, student_id, placement_id, now, back_href=f"/klas/{student_id}")


@router.get("/mijn-kind/{student_id}/plekken/{placement_id}")
@allow(Act.SEE_CHILD)
def show_place_for_child(
    request: Request, work: Reading, by: By, now: Now, student_id: UUID, placement_id: UUID
) -> HTMLResponse:
    """Show a parent how one place fits a child, where the parent sees places."""
    return _place_of(request, work, by, student_id, placement_id, now, back_href=f"/mijn-kind/{student_id}")


@router.get("/klas")
@allow(Act.SEE_GROUP)
def show_group(request: Request, work: Reading, by: By, now: Now, bladzijde: str = "1") -> HTMLResponse:
    """Show who guides students how it goes: who has places, and for whom something has to be arranged."""
    return page(
        request,
        "group.html",
        current="/klas",
        heading=GROUP_NAMES.get(by.role, "Mijn leerlingen"),
        where="; ".join(", ".join(filter(None, (tie.group, tie.school))) for tie in by.ties if tie.school),
        group=groups.group_of(work, by=by, page=read_page(bladzijde), now=now),
        programmes=PROGRAMMES,
        has_school=may(by, Act.SEE_SCHOOL),
    )


def _places_of(
    request: Request,
    work: UnitOfWork,
    by: Account,
    student_id: UUID,
    asked: tuple[str, str, str],
    now: datetime,
    *,
    here: str,
) -> HTMLResponse:
    values = _list(work, by, student_id, asked, now, list_href=here)
    back_href, back_text = BACK[by.role]
    return page(
        request,
        "places.html",
        current=back_href,
        place_base=f"{here}/plekken",
        is_own=False,
        begin_href="",
        back_href=back_href,
        back_text=back_text,
        **values,
    )


def _place_of(
    request: Request,
    work: UnitOfWork,
    by: Account,
    student_id: UUID,
    placement_id: UUID,
    now: datetime,
    *,
    back_href: str,
) -> HTMLResponse:
    card = matches.match_explanation(work, by=by, student_id=student_id, placement_id=placement_id, now=now)
    place = placements.place(work, by=by, placement_id=placement_id, now=now)
    return page(
        request,
        "place.html",
        current=BACK[by.role][0],
        place=place,
        quick=quick_placements(work, placement_ids=[placement_id], now=now),
        schedule_href=schedule_href(place.type, place.schedule, now=now),
        card=card,
        contact=None,
        proposed_id=student_id if may(by, Act.PROPOSE_STUDENT) else None,
        is_own=False,
        student_name=people.student_brief(work, by=by, student_id=student_id, now=now).first_name,
        back_href=back_href,
        back_text="Alle plekken van deze leerling",
    )


def _list(
    work: UnitOfWork, by: Account, student_id: UUID, asked: tuple[str, str, str], now: datetime, *, list_href: str
) -> dict[str, Any]:
    """Read the filters, ask for the matches and make ready what the list needs."""
    minutes, kind, number = asked
    filters = MatchFilters(max_minutes=_number(minutes, LONGEST_MINUTES), type=_type(kind))
    n_cards = _number(number, MOST_CARDS) or N_CARDS
    shown = matches.matches_for_student(work, by=by, student_id=student_id, filters=filters, top=n_cards, now=now)
    more = min(n_cards + N_CARDS, MOST_CARDS)
    query = {"minuten": filters.max_minutes, "soort": filters.type, "aantal": more}
    is_few = not (filters.max_minutes or filters.type) and shown.n_total < load_lists().opening_limits.few_places
    has_more = shown.n_total > n_cards and n_cards < MOST_CARDS
    return {
        "found": shown,
        "quick": quick_placements(work, placement_ids=[card.placement_id for card in shown.cards], now=now),
        "filters": filters,
        "openings": openings.openings_for_student(work, by=by, student_id=student_id, now=now) if is_few else None,
        "list_href": list_href,
        "type_labels": people.student_brief(work, by=by, student_id=student_id, now=now).seeks,
        "map": _map(shown),
        "more_href": f"{list_href}?{urlencode({k: v for k, v in query.items() if v})}" if has_more else "",
    }


def _map(shown: StudentMatches) -> object:
    points = [
        MapPoint(
            latitude=card.latitude,
            longitude=card.longitude,
            number=card.number,
            town=card.municipality,
            title=card.title,
            href=f"#plek-{card.number}",
        )
        for card in shown.cards
        if card.latitude is not None and card.longitude is not None
    ]
    if not points or shown.latitude is None or shown.longitude is None:
        return ""
    return distance_map(home_label=shown.home_label, latitude=shown.latitude, longitude=shown.longitude, places=points)


def _number(text: str, most: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= most):
        raise UnreadableQueryError
    return int(text)


def _type(text: str) -> PlacementType | None:
    try:
        return PlacementType(text) if text else None
    except ValueError:
        raise UnreadableQueryError from None
