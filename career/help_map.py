"""The help map (hulpkaart): who helps with what, and finding a situation by somebody's own words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from math import log
from uuid import UUID

from career.errors import InvalidValueError
from career.phrase import phrase_key

PIECE_LENGTH = 4
"""Letters of the pieces by which a word is still known when it is bent, misspelt or part of a longer one."""
PIECE_WEIGHT = 0.25
"""What such a piece counts beside a whole word."""
SENSE_WEIGHT = 1.5
"""What the meaning of a word counts beside the word itself, where the list of words knows it."""
SHARPNESS = 1.5
"""Power of the rarity: above 1, what tells situations apart counts more than what many share."""
FIRST_SHARE = 0.5
"""What one phrase leaves for the next: a word in two phrases of a situation counts 3/4, in three 7/8."""
UNKNOWN_SHARE = 0.3
"""What a word that no situation has counts beside one that a single situation has."""
NEAR_ENOUGH = 0.2
"""Least score at which a situation is told; what is farther away is no answer."""
BESIDE_BEST = 0.6
"""Share of the best score that others need to be told beside it."""
MOST_FOUND = 3
# All of these were set on the questions for tuning (benchmarks/help_map.py).


LONGEST_LABEL, LONGEST_TEXT, LONGEST_PHONE = 80, 300, 20
"""Characters of what a coordinator writes."""
PHONE_SIGNS = frozenset("0123456789 +-()")


class ForWhom(StrEnum):
    """Whom an offer helps."""

    STUDENT = "student"
    PARENT = "parent"


class HelpKind(StrEnum):
    """What kind of helper it is."""

    SCHOOL = "school"
    MUNICIPALITY = "municipality"
    REGION = "region"
    SECTOR = "sector"
    MONEY = "money"
    WORK = "work"
    CARE = "care"


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What somebody can be in (situatie), in words that a young person uses.

    Parameters
    ----------
    calls : tuple of str
        Codes of whom to call, the first one first; a situation with ``alarms`` always has some.
    alarms : tuple of str
        Beginnings of words, or a few words, that lead here whatever else is said: nobody may miss these.
    phrases : tuple of str
        Ways to say it.
    """

    code: str
    group: str
    title: str
    lead: str
    calls: tuple[str, ...]
    alarms: tuple[str, ...]
    phrases: tuple[str, ...]

    @property
    def is_urgent(self) -> bool:
        """Whether somebody may need help at once."""
        return bool(self.alarms)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpOffer:
    """Somebody who helps, or something that can be had (hulpaanbod).

    Parameters
    ----------
    situations : tuple of str
        Codes of the situations it helps in.
    age_from, age_until : int or None
        From which age, and up to which; the last is not included. ``None``: it does not matter.
    school_types : frozenset of str
        Empty when it does not matter.
    area : tuple of str
        Municipalities; empty for the whole country.
    how : str
        How to reach it, in one sentence.
    cost : str
        What it costs; empty when that is not known.
    """

    code: str
    label: str
    kind: HelpKind
    what: str
    situations: tuple[str, ...]
    for_whom: frozenset[ForWhom]
    age_from: int | None
    age_until: int | None
    school_types: frozenset[str]
    area: tuple[str, ...]
    how: str
    cost: str
    phone: str
    url: str

    def helps(self, *, municipality: str = "", who: ForWhom | None = None) -> bool:
        """Say whether it is there for somebody who lives here; what was not said keeps nothing away."""
        is_here = not self.area or not municipality or municipality in self.area
        return is_here and (who is None or who in self.for_whom)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegionalOffer:
    """Help of a region itself, kept by its coordinator; for everybody of any age.

    Parameters
    ----------
    municipality : str
        Where it is; empty for the whole region.
    checked_on : date
        Day on which somebody looked whether it is right.
    until_on : date or None
        First day on which it is not there any more; ``None`` while no end is known.
    """

    id: UUID
    label: str
    kind: HelpKind
    what: str
    situations: tuple[str, ...]
    municipality: str
    how: str
    phone: str
    url: str
    source_title: str
    source_url: str
    checked_on: date
    until_on: date | None

    def __post_init__(self) -> None:
        """Refuse what cannot be, all faults at once."""
        checks = {
            "label": (0 < len(self.label) <= LONGEST_LABEL, f"Vul een naam in van hoogstens {LONGEST_LABEL} tekens"),
            "what": (
                0 < len(self.what) <= LONGEST_TEXT,
                f"Schrijf in hoogstens {LONGEST_TEXT} tekens wat iemand hier krijgt",
            ),
            "how": (
                0 < len(self.how) <= LONGEST_TEXT,
                f"Schrijf in hoogstens {LONGEST_TEXT} tekens hoe iemand dit regelt",
            ),
            "situations": (bool(self.situations), "Kies minstens één situatie waarin dit helpt"),
            "municipality": (len(self.municipality) <= LONGEST_LABEL, "Dit is te lang; vul één gemeente in"),
            "phone": (_is_phone(self.phone), "Vul een nummer in zoals 038 123 45 67, of laat dit leeg"),
            "url": (_is_address(self.url), "Begin het adres met https://, of laat dit leeg"),
            "source_title": (
                0 < len(self.source_title) <= LONGEST_LABEL,
                "Vul in waar je dit weet, zoals: website van de gemeente",
            ),
            "source_url": (_is_address(self.source_url), "Begin het adres met https://, of laat dit leeg"),
            "until_on": (
                self.until_on is None or self.until_on > self.checked_on,
                "Kies een einddag na de dag van nakijken, of laat dit leeg",
            ),
        }
        faults = {name: text for name, (is_right, text) in checks.items() if not is_right}
        if faults:
            raise InvalidValueError("help offer", faults)

    def is_on(self, day: date) -> bool:
        """Say whether it is there on a day."""
        return self.until_on is None or day < self.until_on

    @property
    def offer(self) -> HelpOffer:
        """As everybody reads it."""
        return HelpOffer(
            code=str(self.id),
            label=self.label,
            kind=self.kind,
            what=self.what,
            situations=self.situations,
            for_whom=frozenset(ForWhom),
            age_from=None,
            age_until=None,
            school_types=frozenset(),
            area=(self.municipality,) if self.municipality else (),
            how=self.how,
            cost="",
            phone=self.phone,
            url=self.url,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A situation that own words may be about.

    Parameters
    ----------
    score : float
        0 to about 1: how much of the words is known from this situation.
    is_alarm : bool
        It is told because of an alarm, whatever the score.
    """

    code: str
    score: float
    is_alarm: bool = False


class HelpFinder:
    """Finds situations by own words; holds what it learned from their phrases and remembers no question.

    A question is taken apart into words, what they mean, and pieces of words. Each weighs as much as it tells
    situations apart (inverse document frequency, Spärck Jones 1972); the score is the part of the weight of the
    question that the phrases of a situation hold.

    Parameters
    ----------
    senses : iterable of iterable of str
        Words that mean about the same.
    small_words : iterable of str
        Words that say nothing about what somebody needs, and are passed over.

    Examples
    --------
    >>> travel, debts = (
    ...     Situation(code=code, group="", title=title, lead="", calls=(), alarms=(), phrases=())
    ...     for code, title in (("travel", "De bus is te duur"), ("debts", "Er komt een deurwaarder"))
    ... )
    >>> finder = HelpFinder([travel, debts], senses=[["bus", "trein"]])
    >>> [one.code for one in finder.find("de trein is duur")], finder.find("wat eten we vandaag")
    (['travel'], ())
    """

    def __init__(
        self, situations: Iterable[Situation], *, senses: Iterable[Iterable[str]], small_words: Iterable[str] = ()
    ) -> None:
        kept = tuple(situations)
        self._small = frozenset(map(phrase_key, small_words))
        self._sense_of: dict[str, set[int]] = defaultdict(set)
        for number, words in enumerate(senses):
            for word in words:
                self._sense_of[phrase_key(word)].add(number)
        self._alarms = [(phrase_key(alarm), one.code) for one in kept for alarm in one.alarms]
        counted: dict[str, Counter[str]] = {}
        for one in kept:
            counted[one.code] = Counter()
            for text in (one.title, *one.phrases):
                counted[one.code].update(self._features(text).keys())
        n_with = Counter(feature for features in counted.values() for feature in features)
        self._weight = {
            feature: _kind_weight(feature) * log(len(kept) / n) ** SHARPNESS
            for feature, n in n_with.items()
            if n < len(kept)
        }
        self._rarest = log(max(len(kept), 2)) ** SHARPNESS
        self._held = {
            code: {feature: 1 - FIRST_SHARE**n for feature, n in features.items()} for code, features in counted.items()
        }

    def find(self, words: str) -> tuple[Found, ...]:
        """Give the situations that words are about: what is urgent first, then the nearest; empty when none is near."""
        key = f" {phrase_key(words)}"
        alarms = dict.fromkeys(code for alarm, code in self._alarms if f" {alarm}" in key)
        scores = self.scores(words)
        best = max(scores.values(), default=0.0)
        near = [
            Found(code=code, score=score)
            for code, score in sorted(scores.items(), key=lambda one: -one[1])
            if score >= max(NEAR_ENOUGH, BESIDE_BEST * best) and code not in alarms
        ]
        urgent = [Found(code=code, score=scores.get(code, 0.0), is_alarm=True) for code in alarms]
        return (*urgent, *near[:MOST_FOUND])

    def scores(self, words: str) -> Mapping[str, float]:
        """Give how near words are to each situation that shares anything with them."""
        asked = {
            feature: self._weight.get(feature, UNKNOWN_SHARE * _kind_weight(feature) * self._rarest)
            for feature in self._features(words)
        }
        whole = sum(asked.values()) or 1.0
        shared = {
            code: sum(weight * held[feature] for feature, weight in asked.items() if feature in held)
            for code, held in self._held.items()
        }
        return {code: score / whole for code, score in shared.items() if score}

    def _features(self, text: str) -> Mapping[str, int]:
        """Count what a text holds: words, what they mean, and pieces of them."""
        counted: Counter[str] = Counter()
        for word in phrase_key(text).split():
            if word in self._small:
                continue
            counted[f"={word}"] += 1
            counted.update(f"~{sense}" for sense in self._sense_of.get(word, ()))
            framed = f"^{word}$"
            counted.update(framed[at : at + PIECE_LENGTH] for at in range(len(framed) - PIECE_LENGTH + 1))
        return counted


def _kind_weight(feature: str) -> float:
    return {"=": 1.0, "~": SENSE_WEIGHT}.get(feature[0], PIECE_WEIGHT)


def offers_for(
    offers: Iterable[HelpOffer], situations: Sequence[str], *, municipality: str = "", who: ForWhom | None = None
) -> tuple[HelpOffer, ...]:
    """Give who helps in any of these situations: for the first situation first, then in the order of the list.

    Examples
    --------
    >>> offers_for([], ["debts"])
    ()
    """
    held = [one for one in offers if one.helps(municipality=municipality, who=who)]
    chosen = dict.fromkeys(place for code in situations for place, offer in enumerate(held) if code in offer.situations)
    return tuple(held[place] for place in chosen)


def _is_address(url: str) -> bool:
    return not url or (url.startswith("https://") and len(url) <= LONGEST_TEXT and not any(map(str.isspace, url)))


def _is_phone(phone: str) -> bool:
    return not phone or (len(phone) <= LONGEST_PHONE and any(map(str.isdigit, phone)) and set(phone) <= PHONE_SIGNS)
