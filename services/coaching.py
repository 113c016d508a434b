"""The coaching kit for the workplace: cards of five minutes, and what to do for each condition."""

from collections.abc import Collection, Sequence
from datetime import date

from services.errors import found
from services.reference.coaching import CoachingCard, ConditionAdvice, load_cards, load_condition_advice


def cards_by_moment() -> tuple[tuple[str, tuple[CoachingCard, ...]], ...]:
    """Give all cards beneath the heading of their moment, in order."""
    moments: dict[str, list[CoachingCard]] = {}
    for card in load_cards().values():
        moments.setdefault(card.moment, []).append(card)
    return tuple((moment, tuple(cards)) for moment, cards in moments.items())


def card_and_next(code: str) -> tuple[CoachingCard, CoachingCard | None]:
    """Give one card and the one after it.

    Raises
    ------
    NotFoundError
        There is none with this code.
    """
    cards = load_cards()
    card, codes = found(cards.get(code)), list(cards)
    place = codes.index(code) + 1
    return card, cards[codes[place]] if place < len(codes) else None


def is_shown(card: CoachingCard, on: date) -> bool:
    """Say whether what a card rests on may be told on a day."""
    return card.evidence is None or card.evidence.source.is_on(on)


def all_advice() -> tuple[ConditionAdvice, ...]:
    """Give the advice for every condition."""
    return tuple(load_condition_advice().values())


def advice_for(codes: Collection[str]) -> tuple[ConditionAdvice, ...]:
    """Give the advice for conditions by their code, in the order of their list."""
    return tuple(advice for code, advice in load_condition_advice().items() if code in codes)


def advice_for_helps(helps: Sequence[str]) -> tuple[ConditionAdvice, ...]:
    """Give the advice for what a card tells that helps somebody.

    A card holds the words of a condition and not its code: what a company was told is all that this can answer, so it
    cannot tell of a condition that stayed with the student.
    """
    return tuple(advice for advice in load_condition_advice().values() if advice.label in helps)
