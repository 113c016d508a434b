"""What a student can do, side by side: for the student, and for who guides the student at school."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.role import Role
from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.seen import LEVELS, faults_in, first_values, read_seen, typed
from api.rendering import FormView, page
from career.errors import InvalidValueError
from career.student import Student
from services.competency_profile import answer_questions, competency_profile
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act
from services.privacy.pausing import paused_since
from services.profile import LEVEL_WORDS
from services.reference import load_lists, load_reference
from services.seen import say_seen
from services.unit_of_work import UnitOfWork
from services.wording import hours_text, list_text, weekdays_text

router = guarded_router()

HERE = "/profiel"
OF_STUDENT = "/klas/{student_id}/profiel"
CAN, LIKES = "kan.", "leuk."
"""How the fields begin in which a question is answered; the code of what it is about follows."""


@router.get(HERE)
@allow(Act.SEE_PROFILE)
def show_own(request: Request, work: Reading, by: By, now: Now, bewaard: str = "") -> Response:
    """Show a student what is known of what he or she can do, and what is not known yet."""
    own_id = found(by.subject_id if by.role is Role.STUDENT else None)
    if paused_since(work, by=by, now=now) is not None:
        return RedirectResponse("/mijn-gegevens", status_code=303)
    return _page(request, work, by, own_id, now, is_kept=bool(bewaard))


@router.post(HERE)
@allow(Act.EDIT_PROFILE)
def answer(request: Request, work: Writing, by: By, now: Now, form: Submitted) -> Response:
    """Keep what a student answers to the questions."""
    known = {str(int(level)): level for level in LEVEL_WORDS}
    given = {name: str(value) for name, value in form.items()}
    levels = {
        name.removeprefix(CAN): known[value] for name, value in given.items() if name.startswith(CAN) and value in known
    }
    likes = {
        name.removeprefix(LIKES): value == "ja"
        for name, value in given.items()
        if name.startswith(LIKES) and value in ("ja", "nee")
    }
    if not answer_questions(work, by=by, levels=levels, likes=likes, now=now):
        faults = {"vragen": "Kies bij minstens één vraag een antwoord"}
        return _page(request, work, by, found(by.subject_id), now, faults=faults)
    return RedirectResponse(f"{HERE}?bewaard=1", status_code=303)


@router.get(OF_STUDENT)
@allow(Act.SEE_PROFILE)
def show_of(request: Request, work: Reading, by: By, now: Now, student_id: UUID, bewaard: str = "") -> HTMLResponse:
    """Show who guides a student at school the same, and ask what was seen there."""
    return _page(request, work, by, student_id, now, is_kept=bool(bewaard))


@router.post(OF_STUDENT)
@allow(Act.SAY_SEEN)
def keep_seen(request: Request, work: Writing, by: By, now: Now, form: Submitted, student_id: UUID) -> Response:
    """Put in the profile what was seen at school, or show the form again with every fault."""
    values = typed(form)
    try:
        say_seen(work, by=by, student_id=student_id, seen=read_seen(values), now=now)
    except InvalidValueError as error:
        return _page(request, work, by, student_id, now, values=values, faults=faults_in(error))
    return RedirectResponse(f"{OF_STUDENT.format(student_id=student_id)}?bewaard=1", status_code=303)


def _page(
    request: Request,
    work: UnitOfWork,
    by: Account,
    student_id: UUID,
    now: datetime,
    *,
    values: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
    is_kept: bool = False,
) -> HTMLResponse:
    held = competency_profile(work, by=by, student_id=student_id, now=now)
    is_own = by.role is Role.STUDENT
    begin = "/begin" if is_own else f"/klas/{student_id}/begin"
    return page(
        request,
        "competency_profile.html",
        status=400 if faults else 200,
        current=HERE if is_own else "/klas",
        held=held,
        is_own=is_own,
        here=HERE if is_own else OF_STUDENT.format(student_id=student_id),
        list_href="/plekken" if is_own else f"/klas/{student_id}",
        begin=begin,
        told=_told(held.intake.student, begin, now),
        form=FormView(values=values or first_values(now), faults=faults or {}),
        own_levels=[(str(int(level)), words) for level, words in LEVEL_WORDS.items()],
        levels=LEVELS,
        is_kept=is_kept,
    )


def _told(student: Student, begin: str, now: datetime) -> list[tuple[str, str, str]]:
    """Give what else the intake tells: of each part its name, what is known, and where to change it."""
    lists, ways = load_lists(), load_reference(local_day(now)).travel_modes
    free, travel = student.availability, student.travel
    by = list_text([row.by for code, row in ways.items() if code in travel.modes])
    return [
        (
            "Werk dat leuk lijkt",
            list_text([lists.sectors[code].label for code in student.wishes.sectors if code in lists.sectors]),
            f"{begin}?stap=leuk",
        ),
        (
            "Wat helpt",
            list_text([held.place_label for code, held in lists.conditions.items() if code in student.helps]),
            f"{begin}?stap=helpt",
        ),
        (
            "Wanneer",
            f"{weekdays_text(free.weekdays)}, {hours_text(free.hours_min, free.hours_max)}",
            f"{begin}?stap=wanneer",
        ),
        ("Hoe ver", f"hoogstens {travel.max_minutes} minuten, {by}", f"{begin}?stap=wanneer"),
    ]
