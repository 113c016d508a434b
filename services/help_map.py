"""The help map as people read it: by situation, and by a question in their own words that nobody keeps."""

from dataclasses import dataclass
from datetime import datetime

from accounts.role import Role
from career.help_map import ForWhom, HelpKind, HelpOffer, Situation, offers_for
from services.errors import found
from services.local_time import local_day
from services.permissions import Account
from services.reference import Help, load_reference
from services.reference.help_map import HelpMap, load_help_map
from services.reference.values import Source

READS_AS = {Role.STUDENT: ForWhom.STUDENT, Role.PARENT: ForWhom.PARENT}
"""For whom an account reads; everybody else reads all."""
ASK_FIRST = ("mentor", "wijkteam", "doorstroompunt")
"""Whom to ask when nothing is near enough: they know the way to all others."""
KIND_WORDS = {
    HelpKind.SCHOOL: "Op school",
    HelpKind.MUNICIPALITY: "Bij je gemeente",
    HelpKind.REGION: "In je regio",
    HelpKind.SECTOR: "In je sector",
    HelpKind.MONEY: "Geld",
    HelpKind.WORK: "Werk en recht",
    HelpKind.CARE: "Praten en zorg",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferView:
    """Who helps, with where that is known from.

    Parameters
    ----------
    ages_text : str
        For which ages; empty when it does not matter.
    """

    offer: HelpOffer
    kind_text: str
    ages_text: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationView:
    """A situation with whom to call and who helps.

    Parameters
    ----------
    calls : tuple of Help
        Whom to call, the first one first.
    """

    situation: Situation
    calls: tuple[Help, ...]
    offers: tuple[OfferView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a question in own words leads to; of the question itself nothing is left in it.

    Parameters
    ----------
    ask_first : tuple of OfferView
        Whom to ask, when no situation was near enough; empty otherwise.
    """

    situations: tuple[SituationView, ...]
    ask_first: tuple[OfferView, ...]


def situations_by_group(now: datetime) -> tuple[tuple[str, tuple[Situation, ...]], ...]:
    """Give all situations beneath their heading, what cannot wait first."""
    groups: dict[str, list[Situation]] = {}
    for one in load_help_map(local_day(now)).situations.values():
        groups.setdefault(one.group, []).append(one)
    return tuple((group, tuple(ones)) for group, ones in groups.items())


def help_in(*, code: str, by: Account, now: datetime) -> SituationView:
    """Give who helps in one situation; raise ``NotFoundError`` when there is no such situation."""
    held = load_help_map(local_day(now))
    return _view(held, found(held.situations.get(code)), by=by, now=now)


def help_for_words(*, words: str, by: Account, now: datetime) -> Answer:
    """Give what a question in own words leads to, or whom to ask when nothing is near; the words go nowhere else."""
    held = load_help_map(local_day(now))
    near = held.finder.find(words)
    return Answer(
        situations=tuple(_view(held, held.situations[one.code], by=by, now=now) for one in near),
        ask_first=() if near else tuple(_offer(held, held.offers[code]) for code in ASK_FIRST if code in held.offers),
    )


def _view(held: HelpMap, situation: Situation, *, by: Account, now: datetime) -> SituationView:
    numbers = load_reference(local_day(now)).report_help
    offers = offers_for(held.offers.values(), [situation.code], who=READS_AS.get(by.role))
    return SituationView(
        situation=situation,
        calls=tuple(numbers[code] for code in situation.calls),
        offers=tuple(_offer(held, offer) for offer in offers),
    )


def _offer(held: HelpMap, offer: HelpOffer) -> OfferView:
    return OfferView(
        offer=offer,
        kind_text=KIND_WORDS[offer.kind],
        ages_text=_ages(offer),
        source=held.sources[offer.code],
    )


def _ages(offer: HelpOffer) -> str:
    first, last = offer.age_from, None if offer.age_until is None else offer.age_until - 1
    if first is None:
        return "" if last is None else f"tot en met {last} jaar"
    return f"vanaf {first} jaar" if last is None else f"{first} tot en met {last} jaar"
