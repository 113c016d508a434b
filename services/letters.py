"""The letters that let somebody in: in plain Dutch, with one link."""

from datetime import datetime
from email.message import EmailMessage
from uuid import uuid4

from services.mailing import Letterhead, Part, write_mail

IGNORE = "Heb je dit niet gevraagd? Dan hoef je niets te doen."


def login_letter(letterhead: Letterhead, *, to: str, path: str, now: datetime) -> EmailMessage:
    """Write the letter with which somebody enters."""
    return write_mail(
        letterhead,
        key=uuid4(),  # every try holds another link, so it is another mail
        to=to,
        subject="Inloggen bij Plekwijzer",
        title="Inloggen bij Plekwijzer",
        parts=[
            Part(
                text="Met deze link log je in. Hij werkt 15 minuten, en één keer. Geef hem aan niemand anders.",
                url=letterhead.url(path),
                label="Inloggen",
            ),
            Part(text=IGNORE),
        ],
        written_at=now,
    )


def invitation_letter(
    letterhead: Letterhead, *, to: str, inviter: str, role: str, path: str, now: datetime
) -> EmailMessage:
    """Write the letter that asks somebody in; about whom it is, stands behind the link and not in the mail."""
    return write_mail(
        letterhead,
        key=uuid4(),  # as above
        to=to,
        subject="Een uitnodiging voor Plekwijzer",
        title="Je bent uitgenodigd",
        parts=[
            Part(text=f"{inviter} nodigt je uit voor Plekwijzer, als {role}."),
            Part(
                text=(
                    "Plekwijzer helpt jongeren aan een stage, leerbaan of eerste baan. "
                    "De link werkt drie dagen, en één keer."
                ),
                url=letterhead.url(path),
                label="Bekijk de uitnodiging",
            ),
            Part(text="Ken je de afzender niet? Dan hoef je niets te doen."),
        ],
        written_at=now,
    )
