"""What is said in a message of each kind, in the inbox and by mail."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from types import MappingProxyType

from accounts.message import MessageKind, Occasion
from services.reference.folder import rules_folder
from services.reference.rows import Row, by_code, read_rows
from services.reference.texts import template

FILE = "message_texts.csv"
COLUMNS = ("kind", "occasion", "about", "title", "text", "button", "address", "mail_text")

PLACEHOLDERS = frozenset({"about", "message"})


class About(StrEnum):
    """What a message can be about."""

    APPLICATION = "application"
    MEETING = "meeting"
    STUDENT = "student"
    REPORT = "report"
    PLACEMENT = "placement"
    EVENT = "event"
    CALENDAR = "calendar"
    CASE = "case"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageText:
    """What is said in a message of one kind.

    Parameters
    ----------
    title, text : str
        As the inbox shows them.
    button : str
        Name of the link to where the reader can go on; empty when there is none.
    address : str
        Where that is, on this site; ``{about}`` stands for the id of what the message is about, ``{message}`` for its
        own.
    mail_text : str
        As a mail says it: without a word about what happened, because mail is read over shoulders.
    """

    kind: MessageKind
    occasion: Occasion
    about: About
    title: str
    text: str
    button: str
    address: str
    mail_text: str


@cache
def load_message_texts() -> Mapping[MessageKind, MessageText]:
    """Give the texts of this installation, read from their file the first time.

    Raises
    ------
    ReferenceDataError
        The file holds something that cannot be right, or a kind lacks.
    """
    return read_message_texts(rules_folder())


def read_message_texts(folder: Path) -> Mapping[MessageKind, MessageText]:
    """Read message_texts.csv of a folder; raises as ``load_message_texts``."""
    rows = read_rows(folder / FILE, COLUMNS)
    texts = by_code(rows, "kind", _text)
    for kind in MessageKind:
        if kind.value not in texts:
            raise rows[-1].error("kind", f"dit is de laatste rij en “{kind.value}” was er niet bij; zet er een rij bij")
    return MappingProxyType({text.kind: text for text in texts.values()})


def _text(row: Row) -> MessageText:
    has_button = bool(row.optional_text("button"))
    address = template(row, "address", PLACEHOLDERS) if has_button else row.optional_text("address")
    if has_button != bool(address):
        raise row.error("button", "er staat een adres zonder knop; vul allebei in of geen van beide")
    if address and (not address.startswith("/") or address.startswith("//")):
        raise row.error("address", f"er staat “{address}”; geef een pagina van Plekwijzer, die begint met één /")
    return MessageText(
        kind=MessageKind(row.choice("kind", list(MessageKind))),
        occasion=Occasion(row.choice("occasion", list(Occasion))),
        about=About(row.choice("about", list(About))),
        title=row.text("title"),
        text=row.text("text"),
        button=row.optional_text("button"),
        address=address,
        mail_text=row.text("mail_text"),
    )
