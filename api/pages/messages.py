"""For everybody with an account: the inbox, and how to hear of messages by mail."""

from collections.abc import Mapping
from urllib.parse import urlencode
from uuid import UUID

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from accounts.message import MailPace
from accounts.role import Role
from api.dependencies import By, Now, Reading, Submitted, Writing
from api.doors import allow, guarded_router
from api.pages.typed import read_page
from api.rendering import FormView, page
from services.event_invitations import my_event_invitations
from services.messages import (
    MailSettings,
    count_unread,
    inbox,
    keep_mail_wishes,
    mail_settings,
    meeting_ics,
    read_all_messages,
    read_message,
    try_address_again,
)
from services.permissions import Account, Act
from services.wording import WEEKDAYS

router = guarded_router()

HERE, SETTINGS = "/berichten", "/berichten/instellingen"
PER_PAGE = 20
ASKED_ALONG = (Role.STUDENT, Role.EMPLOYER)
"""Who is invited to events that fit."""
PACES = (
    (MailPace.AT_ONCE.value, "Meteen"),
    (MailPace.DAILY.value, "Elke dag in één mail"),
    (MailPace.WEEKLY.value, "Elke week in één mail"),
    (MailPace.OFF.value, "Geen mail"),
)
HOURS = tuple((str(hour), f"{hour}.00 uur") for hour in range(24))
DAYS = tuple((str(number), name) for number, name in enumerate(WEEKDAYS, start=1))
CHOICES: Mapping[str, tuple[tuple[tuple[str, str], ...], str]] = {
    "antwoord": (PACES, "Kies wanneer je mail wilt over berichten waarop iemand wacht"),
    "nieuws": (PACES, "Kies wanneer je mail wilt over ander nieuws"),
    "uur": (HOURS, "Kies een uur"),
    "dag": (DAYS, "Kies een dag"),
}
"""Per field what can be chosen, and what is said when something else is sent."""


@router.get(HERE)
@allow(Act.READ_MESSAGES)
def show_inbox(request: Request, work: Reading, by: By, bladzijde: str = "1", gelezen: str = "") -> HTMLResponse:
    """Show somebody's own messages, newest first."""
    number = read_page(bladzijde)
    found = inbox(work, by=by, limit=PER_PAGE, skip=(number - 1) * PER_PAGE)
    return page(
        request,
        "inbox.html",
        current=HERE,
        found=found,
        number=number,
        n_pages=max(-(-found.n_messages // PER_PAGE), 1),
        is_all_read=bool(gelezen),
    )


@router.post(HERE)
@allow(Act.READ_MESSAGES)
def read_all(work: Writing, by: By, now: Now, form: Submitted) -> RedirectResponse:
    """Note that somebody has read everything."""
    read_all_messages(work, by=by, now=now)
    return RedirectResponse(f"{HERE}?{urlencode({'gelezen': 1})}", status_code=303)


@router.get(SETTINGS)
@allow(Act.READ_MESSAGES)
def show_settings(request: Request, work: Reading, by: By, bewaard: str = "") -> HTMLResponse:
    """Show how somebody hears of messages by mail."""
    settings = mail_settings(work, by=by)
    wishes = settings.wishes
    values = {
        "antwoord": wishes.answers.value,
        "nieuws": wishes.news.value,
        "uur": str(wishes.hour),
        "dag": str(wishes.weekday),
        "uitnodigingen": "ja" if wishes.is_invited else "",
    }
    return _settings_page(request, by, settings, FormView(values=values), is_kept=bool(bewaard))


@router.post(SETTINGS)
@allow(Act.READ_MESSAGES)
def keep_settings(request: Request, work: Writing, by: By, form: Submitted) -> Response:
    """Keep the wishes, or mail to a refused address again, or show the form again with every fault."""
    if form.get("opnieuw"):
        try_address_again(work, by=by)
        return RedirectResponse(f"{SETTINGS}?bewaard=1", status_code=303)
    values = {name: str(form.get(name, "")) for name in (*CHOICES, "uitnodigingen")}
    faults = {name: text for name, (options, text) in CHOICES.items() if values[name] not in dict(options)}
    if faults:
        return _settings_page(request, by, mail_settings(work, by=by), FormView(values=values, faults=faults))
    keep_mail_wishes(
        work,
        by=by,
        answers=MailPace(values["antwoord"]),
        news=MailPace(values["nieuws"]),
        hour=int(values["uur"]),
        weekday=int(values["dag"]),
        is_invited=bool(values["uitnodigingen"]) or by.role not in ASKED_ALONG,
    )
    return RedirectResponse(f"{SETTINGS}?bewaard=1", status_code=303)


@router.get(HERE + "/{message_id}.ics")
@allow(Act.READ_MESSAGES)
def download_meeting(request: Request, work: Reading, by: By, message_id: UUID) -> Response:
    """Give the calendar file of the meeting that a message is about."""
    details_url = f"{str(request.base_url).rstrip('/')}{HERE}/{message_id}"
    text = meeting_ics(work, by=by, message_id=message_id, details_url=details_url)
    headers = {"Content-Disposition": 'attachment; filename="afspraak.ics"'}
    return Response(text, media_type="text/calendar", headers=headers)


@router.get(HERE + "/{message_id}")
@allow(Act.READ_MESSAGES)
def show_message(request: Request, work: Writing, by: By, now: Now, message_id: UUID) -> HTMLResponse:
    """Show one of somebody's own messages; whoever opens it has read it."""
    view = read_message(work, by=by, message_id=message_id, now=now)
    request.state.n_unread = count_unread(work, by=by)
    invited = None if view.invited_to is None else my_event_invitations(work, by=by, now=now).get(view.invited_to)
    return page(request, "message.html", current=HERE, message=view, invited=invited)


def _settings_page(
    request: Request, by: Account, settings: MailSettings, form: FormView, *, is_kept: bool = False
) -> HTMLResponse:
    return page(
        request,
        "mail_settings.html",
        status=400 if form.faults else 200,
        current=HERE,
        settings=settings,
        is_asked_along=by.role in ASKED_ALONG,
        form=form,
        paces=PACES,
        hours=HOURS,
        days=DAYS,
        is_kept=is_kept,
    )
