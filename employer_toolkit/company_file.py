"""The company file (bedrijfsdossier): whom to ask for, and whether a company wants young people this school year."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from uuid import UUID

from employer_toolkit.employer import Contact
from employer_toolkit.errors import InvalidCompanyError

LONGEST_NAME = 120
MAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
FEWEST_DIGITS, MOST_DIGITS = 10, 15
"""Digits of a telephone number: ten in the Netherlands, at most fifteen anywhere (ITU-T E.164)."""


class Appetite(StrEnum):
    """Whether a company wants young people (animo)."""

    LOOKING = "looking"
    INTERESTED = "interested"
    NOT_NOW = "not_now"


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteContact:
    """Somebody who can be asked for at a site.

    Parameters
    ----------
    is_main : bool
        The one person whom schools call first (aanspreekpunt); a company has one.
    """

    id: UUID
    employer_id: UUID
    site_id: UUID
    contact: Contact
    is_main: bool = False

    def __post_init__(self) -> None:
        """Refuse somebody without a name, or who cannot be reached, all faults at once."""
        who = self.contact
        digits = sum(map(str.isdigit, who.phone))
        is_phone = FEWEST_DIGITS <= digits <= MOST_DIGITS and not re.search(r"[^\d\s()+./-]", who.phone)
        checks = {
            "name": (0 < len(who.name.strip()) <= LONGEST_NAME, "Vul in hoe deze persoon heet"),
            "role": (len(who.role) <= LONGEST_NAME, f"Houd het op hoogstens {LONGEST_NAME} tekens"),
            "phone": (is_phone or not who.phone, "Vul een telefoonnummer in, zoals 038 123 45 67"),
            "email": (
                not who.email or (bool(MAIL.fullmatch(who.email)) and len(who.email) <= LONGEST_NAME),
                "Vul een e-mailadres in, zoals naam@bedrijf.nl",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if not who.phone and not who.email:
            faults["phone"] = "Vul een telefoonnummer of een e-mailadres in"
        if faults:
            raise InvalidCompanyError("contact", faults)


def with_contact(held: Iterable[SiteContact], given: SiteContact) -> tuple[SiteContact, ...]:
    """Give a company's contacts with one more or one changed, so that exactly one of them is the main one.

    The first is the main one by itself; who becomes it takes that from the other.

    Raises
    ------
    InvalidCompanyError
        The main one would be no longer, and nobody else is.
    """
    others = [one for one in held if one.id != given.id]
    if given.is_main:
        return (*(replace(one, is_main=False) for one in others), given)
    if any(one.is_main for one in others):
        return (*others, given)
    if others:
        raise InvalidCompanyError("contact", {"is_main": "Maak eerst iemand anders het aanspreekpunt"})
    return (replace(given, is_main=True),)


def without_contact(held: Iterable[SiteContact], contact_id: UUID) -> tuple[SiteContact, ...]:
    """Give a company's contacts without one; raises as ``with_contact`` when others would be left without a main one.

    Raises
    ------
    InvalidCompanyError
        The main one cannot go while others stay.
    """
    rest = tuple(one for one in held if one.id != contact_id)
    if rest and not any(one.is_main for one in rest):
        raise InvalidCompanyError("contact", {"is_main": "Maak eerst iemand anders het aanspreekpunt"})
    return rest


def school_year_of(day: date, *, begins_month: int) -> int:
    """Give the calendar year in which the school year of a day began.

    Examples
    --------
    >>> school_year_of(date(2027, 7, 31), begins_month=8), school_year_of(date(2027, 8, 1), begins_month=8)
    (2026, 2027)
    """
    return day.year if day.month >= begins_month else day.year - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class HostingYear:
    """What a company wants in one school year (animo per schooljaar).

    Parameters
    ----------
    school_year : int
        Calendar year in which it begins.
    reason : str
        Code of the list of reasons; only when it is not now.
    until_on : date or None
        Ask again from that day on; only when it is not now.
    """

    employer_id: UUID
    school_year: int
    appetite: Appetite
    said_on: date
    reason: str = ""
    until_on: date | None = None

    def __post_init__(self) -> None:
        """Refuse a reason for a yes, and a no without one."""
        faults = {}
        is_no = self.appetite is Appetite.NOT_NOW
        if is_no and not self.reason:
            faults["reason"] = "Kies waarom het nu niet kan"
        if not is_no and (self.reason or self.until_on):
            faults["reason"] = "Een reden hoort alleen bij “nu niet”"
        if is_no and self.until_on is not None and self.until_on <= self.said_on:
            faults["until_on"] = "Kies een dag die nog komt"
        if faults:
            raise InvalidCompanyError("school year", faults)
