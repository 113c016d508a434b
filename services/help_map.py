"""The help map as people read it: by situation, and by a question in their own words that nobody keeps."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from career.errors import InvalidValueError
from career.help_map import ForWhom, HelpKind, HelpOffer, RegionalOffer, Situation, offers_for
from services.errors import found
from services.local_time import local_day
from services.permissions import Account, Act, require
from services.reference import Help, load_reference
from services.reference.help_map import HelpMap, load_help_map
from services.reference.rows import OWN_TITLE
from services.reference.values import Source
from services.unit_of_work import UnitOfWork

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
    is_own_word : bool
        There is no source but ourselves.
    """

    offer: HelpOffer
    kind_text: str
    ages_text: str
    is_own_word: bool
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class SituationView:
    """A situation with whom to call and who helps.

    Parameters
    ----------
    calls : tuple of Help
        Whom to call, the first one first.
    municipalities : tuple of str
        Where there is help that is not everywhere.
    """

    situation: Situation
    calls: tuple[Help, ...]
    offers: tuple[OfferView, ...]
    municipalities: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalHelp:
    """What a region has of its own, and what it leaves out of all the others.

    Parameters
    ----------
    hidden : frozenset of str
        Codes of what it leaves out.
    """

    own: tuple[RegionalOffer, ...]
    offers: tuple[HelpOffer, ...]
    hidden: frozenset[str]


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


def help_in(work: UnitOfWork, *, code: str, municipality: str = "", by: Account, now: datetime) -> SituationView:
    """Give who helps in one situation; raise ``NotFoundError`` when there is no such situation."""
    held = help_map_here(work, now=now)
    return _view(held, found(held.situations.get(code)), municipality=municipality, by=by, now=now)


def help_for_words(work: UnitOfWork, *, words: str, by: Account, now: datetime) -> Answer:
    """Give what a question in own words leads to, or whom to ask when nothing is near; the words go nowhere else."""
    held = help_map_here(work, now=now)
    near = held.finder.find(words)
    return Answer(
        situations=tuple(_view(held, held.situations[one.code], by=by, now=now) for one in near),
        ask_first=() if near else tuple(_offer(held, held.offers[code]) for code in ASK_FIRST if code in held.offers),
    )


def help_map_here(work: UnitOfWork, *, now: datetime) -> HelpMap:
    """Give the help map of this installation: what the region has of its own first, without what it leaves out."""
    day = local_day(now)
    held, hidden = load_help_map(day), work.help_offers.hidden()
    own = {str(one.id): one for one in work.help_offers.all() if one.is_on(day)}
    kept = {code: offer for code, offer in held.offers.items() if code not in hidden}
    return replace(
        held,
        offers={**{code: one.offer for code, one in own.items()}, **kept},
        sources={**{code: _own_source(one) for code, one in own.items()}, **held.sources},
    )


def regional_help(work: UnitOfWork, *, by: Account, now: datetime) -> RegionalHelp:
    """Give the coordinator what the region has of its own, and everything it can leave out."""
    require(by, Act.KEEP_HELP, None)
    return RegionalHelp(
        own=work.help_offers.all(),
        offers=tuple(load_help_map(local_day(now)).offers.values()),
        hidden=work.help_offers.hidden(),
    )


def regional_offer(work: UnitOfWork, *, by: Account, offer_id: UUID) -> RegionalOffer:
    """Give the coordinator one offer of the region; raise ``NotFoundError`` when there is none."""
    require(by, Act.KEEP_HELP, None)
    return found(work.help_offers.get(offer_id))


def keep_offer(work: UnitOfWork, *, by: Account, offer: RegionalOffer, is_new: bool, now: datetime) -> None:
    """Keep an offer of the region, new or changed.

    Raises
    ------
    InvalidValueError
        It was looked over on a day that is still to come.
    NotFoundError
        It is to be changed, and there is none; or it names a situation that does not exist.
    """
    require(by, Act.KEEP_HELP, None)
    if not is_new:
        found(work.help_offers.get(offer.id))
    for code in offer.situations:
        found(load_help_map(local_day(now)).situations.get(code))
    if offer.checked_on > local_day(now):
        raise InvalidValueError("help offer", {"checked_on": "Kies vandaag of een dag die al is geweest"})
    work.help_offers.save(offer)
    work.note(by=by, act=Act.KEEP_HELP, subject_id=offer.id, reason="added" if is_new else "changed")


def remove_offer(work: UnitOfWork, *, by: Account, offer_id: UUID) -> None:
    """Take an offer of the region away; raise ``NotFoundError`` when there is none."""
    require(by, Act.KEEP_HELP, None)
    work.help_offers.remove(found(work.help_offers.get(offer_id)).id)
    work.note(by=by, act=Act.KEEP_HELP, subject_id=offer_id, reason="removed")


def hide_offer(work: UnitOfWork, *, by: Account, code: str, is_hidden: bool, now: datetime) -> None:
    """Leave an offer of the product out in this region, or no more.

    Raises
    ------
    NotFoundError
        There is no such offer.
    """
    require(by, Act.KEEP_HELP, None)
    found(load_help_map(local_day(now)).offers.get(code))
    if is_hidden:
        work.help_offers.hide(code)
    else:
        work.help_offers.show(code)


def _own_source(one: RegionalOffer) -> Source:
    return Source(
        article="",
        title=one.source_title,
        url=one.source_url,
        checked_on=one.checked_on,
        valid_from=one.checked_on,
        valid_until=one.until_on,
        is_to_verify=False,
        note="",
    )


def _view(held: HelpMap, situation: Situation, *, municipality: str = "", by: Account, now: datetime) -> SituationView:
    numbers = load_reference(local_day(now)).report_help
    who, everybody = READS_AS.get(by.role), held.offers.values()
    offers = offers_for(everybody, [situation.code], municipality=municipality, who=who)
    towns = {town for offer in everybody if situation.code in offer.situations for town in offer.area}
    return SituationView(
        situation=situation,
        calls=tuple(numbers[code] for code in situation.calls),
        offers=tuple(_offer(held, offer) for offer in offers),
        municipalities=tuple(sorted(towns)),
    )


def _offer(held: HelpMap, offer: HelpOffer) -> OfferView:
    return OfferView(
        offer=offer,
        kind_text=KIND_WORDS[offer.kind],
        ages_text=_ages(offer),
        is_own_word=held.sources[offer.code].title == OWN_TITLE,
        source=held.sources[offer.code],
    )


def _ages(offer: HelpOffer) -> str:
    first, last = offer.age_from, None if offer.age_until is None else offer.age_until - 1
    if first is None:
        return "" if last is None else f"tot en met {last} jaar"
    return f"vanaf {first} jaar" if last is None else f"{first} tot en met {last} jaar"
