"""Peers: for the student who wants help or helps, for the peer who keeps a log, and for school that arranges it."""

from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.errors import UnreadableQueryError
from api.pages.typed import day_in, read_id, read_whole, told_in, typed
from api.rendering import FormView, page
from career.errors import InvalidValueError
from career.peer import ContactWay, PeerStepError
from services import guided, peer_arranging, peers, reports
from services.errors import found
from services.local_time import local_day
from services.peer_words import LANGUAGE_WORDS, OFFER_STATES, PAIR_STATES, WAYS
from services.permissions import Account, Act
from services.reference import load_reference
from services.unit_of_work import UnitOfWork

router = guarded_router()

HERE, AT_SCHOOL, HELPING = "/maatje", "/klas/maatjes", "/wie-ik-help"
N_CALLS = 4
"""Numbers beside a worry: for danger, for home, to talk, and for who does not want to live."""
FAULT_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "sectors": "werk",
        "most_km": "km",
        "n_most": "aantal",
        "sector": "in",
        "spoken_on": "dag",
        "minutes": "minuten",
    }
)
"""The field of a page where each fault is mended."""


@router.get(HERE)
@allow(Act.ASK_PEER)
def show_own(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a student who helps, whom the student helps, and how to ask for either."""
    return _own_page(request, work, by, now, FormView(values=defaultdict(str)))


@router.post(HERE)
@allow(Act.ASK_PEER)
def change_own(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Ask for help, offer it, answer, or stop."""
    values = typed(form)
    what, pair_id = values["wat"], read_id(values["nummer"])
    faults: dict[str, str] = {}
    try:
        if what == "help":
            most_km, n_most = read_whole(values, "km", faults), read_whole(values, "aantal", faults)
            peers.offer_help(
                work,
                by=by,
                sectors=_ticked(values, "werk-"),
                languages=_ticked(values, "taal-"),
                most_km=most_km or 0,
                n_most=n_most or 0,
                now=now,
            )
        elif what == "vraag":
            peers.ask_for_peer(work, by=by, sector=values["in"], languages=_ticked(values, "spreek-"), now=now)
        elif what in ("ja", "nee"):
            peers.answer(work, by=by, pair_id=found(pair_id), is_yes=what == "ja", now=now)
        elif what == "stop":
            peers.stop(work, by=by, pair_id=found(pair_id), now=now)
        elif what == "niet-meer":
            peers.stop_offering(work, by=by, now=now)
        else:
            raise UnreadableQueryError("wat", "een knop van deze bladzijde")
    except InvalidValueError as error:
        return _own_page(
            request, work, by, now, FormView(values=values, faults={**told_in(error.faults, FAULT_FIELDS), **faults})
        )
    except PeerStepError as error:
        faults = {"km" if what == "help" else "in": str(error)}
        return _own_page(request, work, by, now, FormView(values=values, faults=faults))
    return RedirectResponse(HERE, status_code=303)


@router.get(AT_SCHOOL)
@allow(Act.ARRANGE_PEERS)
def show_at_school(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show who guides students who wants to help, who wants help, and who could."""
    return _school_page(request, work, by, now)


@router.post(AT_SCHOOL)
@allow(Act.ARRANGE_PEERS)
def arrange(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Let somebody help or not, propose a pair, or let it end."""
    values = typed(form)
    what, number = values["wat"], read_id(values["nummer"])
    try:
        if what in ("mag", "mag-niet"):
            peer_arranging.decide_offer(work, by=by, student_id=found(number), is_yes=what == "mag", now=now)
        elif what == "stel-voor":
            peer_id = found(read_id(values["wie"]))
            peer_arranging.propose(work, by=by, pair_id=found(number), peer_id=peer_id, now=now)
        elif what == "stop":
            peer_arranging.end_at_school(work, by=by, pair_id=found(number), now=now)
        else:
            raise UnreadableQueryError("wat", "een knop van deze bladzijde")
    except PeerStepError as error:
        return _school_page(request, work, by, now, problem=str(error))
    return RedirectResponse(AT_SCHOOL, status_code=303)


@router.get(HELPING)
@allow(Act.SEE_GUIDED)
def show_guided(request: Request, work: Reading, by: By, now: Now) -> HTMLResponse:
    """Show a peer whom he or she helps: a first name, what was agreed to learn, and where to go with a worry."""
    return _helping_page(request, work, by, now, FormView(values=_first_contact(now)))


@router.post(HELPING)
@allow(Act.LOG_PEER_CONTACT)
def log(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep that the two spoke; never about what."""
    values, faults = typed(form), dict[str, str]()
    day, minutes = day_in(values, "dag", faults), read_whole(values, "minuten", faults)
    if day is None and "dag" not in faults:
        faults["dag"] = "Kies de dag waarop jullie elkaar spraken"
    if values["hoe"] not in {one.value for one in ContactWay}:
        faults["hoe"] = "Kies hoe jullie elkaar spraken"
    if day is not None and "hoe" not in faults:
        try:
            peers.log_contact(
                work,
                by=by,
                pair_id=found(read_id(values["nummer"])),
                spoken_on=day,
                minutes=minutes or 0,
                way=ContactWay(values["hoe"]),
                now=now,
            )
        except InvalidValueError as error:
            faults = {**told_in(error.faults, FAULT_FIELDS), **faults}
        else:
            return RedirectResponse(HELPING, status_code=303)
    return _helping_page(request, work, by, now, FormView(values=values, faults=faults))


def _ticked(values: Mapping[str, str], prefix: str) -> list[str]:
    return [name.removeprefix(prefix) for name, value in values.items() if name.startswith(prefix) and value]


def _first_contact(now: Now) -> defaultdict[str, str]:
    return defaultdict(str, {"dag": local_day(now).isoformat()})


def _own_page(request: Request, work: UnitOfWork, by: Account, now: Now, form: FormView) -> HTMLResponse:
    mine = peers.my_peers(work, by=by, now=now)
    values = form.values
    if mine.offer is not None and not values:
        values = defaultdict(str, {"km": str(mine.offer.most_km), "aantal": str(mine.offer.n_most)})
        values.update({f"werk-{code}": "1" for code in mine.offer.sectors})
        values.update({f"taal-{code}": "1" for code in mine.offer.languages})
    return page(
        request,
        "peers.html",
        status=400 if form.faults else 200,
        current=HERE,
        mine=mine,
        form=FormView(values=values, faults=form.faults),
        sectors={code: held.label for code, held in load_reference(local_day(now)).sectors.items()},
        languages=LANGUAGE_WORDS,
        offer_states=OFFER_STATES,
        pair_states=PAIR_STATES,
    )


def _school_page(request: Request, work: UnitOfWork, by: Account, now: Now, *, problem: str = "") -> HTMLResponse:
    return page(
        request,
        "peers_at_school.html",
        status=400 if problem else 200,
        current="/klas",
        seen=peer_arranging.peers_at_school(work, by=by, now=now),
        problem=problem,
        sectors={code: held.label for code, held in load_reference(local_day(now)).sectors.items()},
        languages=LANGUAGE_WORDS,
    )


def _helping_page(request: Request, work: UnitOfWork, by: Account, now: Now, form: FormView) -> HTMLResponse:
    helped = peers.helped_by_me(work, by=by)
    return page(
        request,
        "guided.html",
        status=400 if form.faults else 200,
        current=HELPING,
        students=guided.guided_students(work, by=by, now=now),
        helped=helped,
        who=[(str(one.pair_id), one.name) for one in helped],
        form=form,
        ways=[("", "Kies hoe"), *((one.value, WAYS[one].capitalize()) for one in ContactWay)],
        way_words=WAYS,
        calls=reports.places_of_help(now)[:N_CALLS],
    )
