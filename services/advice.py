"""Advice about a place while it is written: how many students fit now, and what one change would do, counted anew."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from accounts.role import Role
from employer_toolkit.advice import PlaceChange, PlaceChangeKind
from employer_toolkit.placement import Placement, PlacementState
from services.advice_counts import CountedChange, Counts, Tally, counts_for
from services.advice_words import ChangeWords
from services.errors import NotFoundError, found
from services.features import Codes, Offer
from services.local_time import local_day
from services.markets import current_market
from services.permissions import Account, Act, may, require
from services.placements import FEWEST_TOLD, in_tens
from services.reference import CarvingQuestion, load_lists
from services.similar_places import SimilarPlaces, similar_places
from services.unit_of_work import UnitOfWork
from services.wording import number_text

ABOUT_PEOPLE = frozenset(
    {
        PlaceChangeKind.LOWER_DUTCH,
        PlaceChangeKind.EXPERT_SUPERVISION,
        PlaceChangeKind.WITHOUT_HAZARDS,
        PlaceChangeKind.OTHER_TIMES,
        PlaceChangeKind.LATER_START,
        PlaceChangeKind.OFFER_CONDITION,
        PlaceChangeKind.MAKE_TRAINABLE,
    }
)
"""Changes that tell how old the young people nearby are, what they cannot do yet, or what helps them."""
CARVED = {
    PlaceChangeKind.WITHOUT_PREREQUISITE: "prerequisite",
    PlaceChangeKind.WITHOUT_HAZARDS: "hazard",
    PlaceChangeKind.LOWER_DUTCH: "dutch",
    PlaceChangeKind.MAKE_TRAINABLE: "trainable",
}
"""What somebody else could do, or what can be learned there; the kinds of ``carving.csv``."""
NumberOf = Callable[[Tally], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAdvice:
    """One or two changes, and how many students there are with them.

    Parameters
    ----------
    label : str
        What changes, as the beginning of a sentence.
    text : str
        How many it would be in place of how many now.
    kinds : tuple of str
        A ``PlaceChangeKind`` for each change.
    size : float
        How much it asks; see ``matching.SIZES``.
    n_after : int
        How many with the change; to an employer in whole tens.
    """

    label: str
    text: str
    kinds: tuple[str, ...]
    size: float
    n_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is told about a place to whoever posts it, or speaks with who does; it blocks nothing.

    Parameters
    ----------
    n_open, n_well : int or None
        Students whom no gate keeps from the place, and those whom it suits well; to an employer in whole tens, and
        ``None`` below ten.
    open_text, well_text : str
        The same in sentences; the second is empty where the first says it all.
    opening, together : tuple of ChangeAdvice
        Single changes after which more students can come, and changes that do so two at a time.
    fitting : tuple of ChangeAdvice
        Other changes after which the place suits more students well.
    question, because : str
        What to ask about the one thing that keeps most students out, and why; empty where there is no such thing.
    similar : SimilarPlaces or None
        How places like it are; ``None`` where there are too few.
    """

    n_open: int | None
    n_well: int | None
    open_text: str
    well_text: str
    opening: tuple[ChangeAdvice, ...]
    together: tuple[ChangeAdvice, ...]
    fitting: tuple[ChangeAdvice, ...]
    question: str
    because: str
    similar: SimilarPlaces | None
    version: str


def advice_for(work: UnitOfWork, *, by: Account, placement: Placement, now: datetime) -> Advice:
    """Give advice about a place that need not be kept or posted yet.

    An employer reads no number of students but in whole tens, and nothing at all that tells of fewer than ten.

    Raises
    ------
    ForbiddenError
        This account may not know what would open a place.
    NotFoundError
        Its site does not exist, or not for this account.
    """
    if not may(by, Act.SEE_OPENINGS):
        require(by, Act.SEE_OPENINGS, placement.id)
    site = found(work.employers.site(placement.site_id))
    require(by, Act.SEE_OPENINGS, site.employer_id)
    offer = Offer(
        placement=placement,
        site=site,
        employer=found(work.employers.get(site.employer_id)),
        recognitions=work.employers.recognitions(site.id),
    )
    market, limits = current_market(work, now=now), load_lists().advice_limits
    counts = counts_for(market, offer, least=limits.well_percent / 100, today=local_day(now))
    telling = _Telling(counts, market.codes, is_exact=by.role is not Role.EMPLOYER)
    opening = telling.told(counts.opening(), _n_open, most=limits.most_opening)
    fitting = [one for one in counts.fitting() if telling.label(one) not in {change.label for change in opening}]
    question, because = telling.question()
    return Advice(
        n_open=telling.number(counts.now.n_open),
        n_well=telling.number(counts.now.n_well),
        open_text=telling.open_text,
        well_text=telling.well_text,
        opening=opening,
        together=telling.told(counts.together(), _n_open, most=limits.most_together),
        fitting=telling.told(fitting, _n_well, most=limits.most_fitting),
        question=question,
        because=because,
        similar=similar_places(market, offer, limits=limits),
        version=market.version,
    )


def advice_for_placement(work: UnitOfWork, *, by: Account, placement_id: UUID, now: datetime) -> Advice:
    """Give advice about a place that is kept: to a jobhunter of an open one, to an employer of any of their own.

    Raises
    ------
    ForbiddenError
        This account may not know what would open a place.
    NotFoundError
        There is no such place, or not for this account.
    """
    if not may(by, Act.SEE_OPENINGS):
        require(by, Act.SEE_OPENINGS, placement_id)
    placement = found(work.placements.get(placement_id))
    if by.role is not Role.EMPLOYER and placement.state is not PlacementState.OPEN:
        raise NotFoundError("not found")
    return advice_for(work, by=by, placement=placement, now=now)


def _n_open(tally: Tally) -> int:
    return tally.n_open


def _n_well(tally: Tally) -> int:
    return tally.n_well


class _Telling:
    """Tells what was counted: exactly, or so that nobody below ten can be found in it."""

    def __init__(self, counts: Counts, codes: Codes, *, is_exact: bool) -> None:
        self._counts, self._codes, self._is_exact = counts, codes, is_exact
        self._words, self._questions = ChangeWords(codes), codes.reference.carving_questions

    def number(self, n: int) -> int | None:
        """Give the number that may be told; ``None`` for few."""
        return n if self._is_exact else in_tens(n)

    def number_text(self, n: int) -> str:
        """Write the number that may be told."""
        told = self.number(n)
        if told is None:
            return f"minder dan {FEWEST_TOLD}"
        return number_text(told) if self._is_exact else f"minstens {number_text(told)}"

    @property
    def open_text(self) -> str:
        """How many students no gate keeps from the place."""
        n = self._counts.now.n_open
        if self._is_exact and n <= 1:
            return f"Deze plek kan nu voor {'1 jongere' if n else 'niemand'}."
        return f"Deze plek kan nu voor {self.number_text(n)} jongeren."

    @property
    def well_text(self) -> str:
        """How many of them it suits well."""
        n_open, n_well = self._counts.now.n_open, self._counts.now.n_well
        if self.number(n_open) in (None, 0):
            return ""
        if self._is_exact and n_well in (0, n_open):
            return "Voor allemaal past de plek goed." if n_well else "Voor niemand past de plek al goed."
        return f"Voor {self.number_text(n_well)} daarvan past de plek goed."

    def told(self, ranked: Iterable[CountedChange], number: NumberOf, *, most: int) -> tuple[ChangeAdvice, ...]:
        """Tell the first changes that may be told."""
        kept = [one for one in ranked if self._may_be_proposed(one) and self._may_be_told(one, number)]
        return tuple(self._advice(one, number) for one in kept[:most])

    def label(self, one: CountedChange) -> str:
        """Name what changes."""
        return self._words.label(one.changes, one.proposal.placement)

    def _advice(self, one: CountedChange, number: NumberOf) -> ChangeAdvice:
        n, n_now = number(one.tally), number(self._counts.now)
        return ChangeAdvice(
            label=self.label(one),
            text=f"{self.number_text(n)} in plaats van {self.number_text(n_now)}",
            kinds=tuple(change.kind.value for change in one.changes),
            size=one.size,
            n_after=self.number(n) or 0,
        )

    def _may_be_told(self, one: CountedChange, number: NumberOf) -> bool:
        """Both numbers in tens must differ, and what tells about people must tell about ten at least."""
        n, n_now = number(one.tally), number(self._counts.now)
        if self._is_exact:
            return n > n_now
        is_about_people = any(change.kind in ABOUT_PEOPLE for change in one.changes)
        return (in_tens(n) or 0) > (in_tens(n_now) or 0) and not (is_about_people and n - n_now < FEWEST_TOLD)

    def _may_be_proposed(self, one: CountedChange) -> bool:
        """Nobody is told to do without what the law asks."""
        return all(
            self._question("prerequisite", code).may_go
            for change in one.changes
            if change.kind is PlaceChangeKind.WITHOUT_PREREQUISITE
            for code in change.codes
        )

    def _question(self, kind: str, code: str) -> CarvingQuestion:
        return self._questions.get((kind, code)) or self._questions[kind, ""]

    def question(self) -> tuple[str, str]:
        """Ask about the one task or demand that keeps most students out, or from fitting well; and say why."""
        carved = [one for one in self._counts.singles if one.changes[0].kind in CARVED and _is_one(one.changes)]
        for number, because in (
            (_n_open, "Zonder deze eis kunnen er meer jongeren terecht."),
            (_n_well, "Dan past de plek bij meer jongeren goed."),
        ):
            most = max(carved, key=_by(number), default=None)
            if most is not None and self._may_be_told(most, number):
                change = most.changes[0]
                code = change.codes[0] if change.codes else ""
                asked = self._question(CARVED[change.kind], code).question
                return asked.format(label=self._words.named(change)), because
        return "", ""


def _by(number: NumberOf) -> Callable[[CountedChange], tuple[int, float]]:
    return lambda one: (number(one.tally), -one.size)


def _is_one(changes: Sequence[PlaceChange]) -> bool:
    return len(changes) == 1 and len(changes[0].codes) <= 1
