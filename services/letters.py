"""The letters that let somebody in: in plain Dutch, with one link, and who sends them."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter to one address.

    Parameters
    ----------
    lines : tuple of str
        The text before the link, a paragraph each.
    link : str
        The whole address of the one link in it.
    button : str
        What the link does, as it stands on the button.
    after : tuple of str
        The text after the link.
    """

    to: str
    subject: str
    lines: tuple[str, ...]
    link: str
    button: str
    after: tuple[str, ...] = ()


class Post(Protocol):
    """Brings letters away."""

    def send(self, letter: Letter) -> None:
        """Hand a letter to the mail; an error means that it is not certain to be on its way."""


def login_letter(*, to: str, name: str, link: str) -> Letter:
    """Write the letter with which somebody enters."""
    return Letter(
        to=to,
        subject="Inloggen bij Plekwijzer",
        lines=(f"Hallo {name},", "Met deze link log je in bij Plekwijzer. De link werkt 15 minuten, en één keer."),
        link=link,
        button="Log in",
        after=(
            "Heb je dit niet gevraagd? Dan hoef je niets te doen. Geef de link aan niemand anders.",
        ),
    )


def invitation_letter(*, to: str, inviter: str, role: str, link: str) -> Letter:
    """Write the letter that asks somebody in; about whom it is, stands behind the link and not in the mail."""
    return Letter(
        to=to,
        subject="Je bent uitgenodigd voor Plekwijzer",
        lines=(
            "Hallo,",
            f"{inviter} nodigt je uit voor Plekwijzer, als {role}.",
            "Plekwijzer helpt jongeren aan een stage, leerbaan of eerste baan. De link werkt 3 dagen, en één keer.",
        ),
        link=link,
        button="Bekijk de uitnodiging",
        after=("Ken je de afzender niet? Dan hoef je niets te doen.",),
    )
