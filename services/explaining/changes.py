"""Open questions, and what could be changed, in Dutch; every figure was re-scored by the engine."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matching import Answerer, Change, Explanation, Opening, Question, Step, Unknown, WhatIf
from services.explaining.naming import Names, dutch_level, named, on_days
from services.features import Codes, from_day_number
from services.wording import day_text, number_text

LEVELS = (
    "dit wil leren",
    "dit met hulp {can}",
    "dit voor een deel zelf {can}",
    "dit zelf {can}",
    "dit een ander {can} leren",
)
"""How far somebody is, by level."""
NAMED_AT_MOST = 3
WHO_LABELS = {
    Answerer.STUDENT: ("jij", "de student"),
    Answerer.SCHOOL: ("je school", "de school"),
    Answerer.JOBHUNTER: ("je begeleider", "de jobhunter"),
    Answerer.PLACE: ("het bedrijf", "het bedrijf"),
}
"""Who can answer, as the student and as the people around them read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeNote:
    """What could be changed, in a sentence.

    Parameters
    ----------
    sides : tuple of str
        Who does it: ``"student"``, ``"placement"`` or both.
    size : float
        How much it asks; see ``matching.SIZES``.
    percent : int
        Score after it, of 100.
    opens : bool
        The place was not possible, and is with this change.
    """

    text: str
    sides: tuple[str, ...]
    size: float
    percent: int
    opens: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenQuestion:
    """What nobody has said yet, who can, and what it does.

    Parameters
    ----------
    who : str
        ``"student"``, ``"school"``, ``"jobhunter"`` or ``"place"``.
    low_percent, high_percent : int
        Score after a bad and after a good answer, of 100.
    closes : bool
        After a bad answer the place is not possible.
    """

    text: str
    effect: str
    who: str
    who_label: str
    low_percent: int
    high_percent: int
    closes: bool


class Changes:
    """Puts open questions and changes into words."""

    def __init__(self, codes: Codes, *, for_student: bool) -> None:
        self._names = Names(codes, for_student=for_student)
        self._for_student = for_student

    def of(self, explanation: Explanation, *, most: int = 3, has_all: bool = False) -> tuple[ChangeNote, ...]:
        """Say what opens this place or makes it fit better, the smallest change first.

        Parameters
        ----------
        has_all : bool
            Also tell that it fits better once everything is arranged, which the notes of the gates already say.
        """
        told = [what for what in explanation.what_if if has_all or what.opens or not _is_arranging(what)]
        return tuple(
            ChangeNote(
                text=self._sentence(what, explanation.score),
                sides=tuple(sorted(what.sides)),
                size=what.size,
                percent=round(what.score * 100),
                opens=what.opens,
            )
            for what in told[:most]
        )

    def questions(self, explanation: Explanation, *, most: int = 3) -> tuple[OpenQuestion, ...]:
        """Ask what is not known yet, what matters most first; the same about several things is asked at once."""
        alike: dict[tuple[Question, int, int, bool], list[Unknown]] = {}
        for unknown in explanation.unknowns:
            low, high = _percents(unknown)
            alike.setdefault((unknown.question, low, high, unknown.closes), []).append(unknown)
        return tuple(self._question(group, explanation) for group in list(alike.values())[:most])

    def each_question(self, explanation: Explanation) -> tuple[OpenQuestion, ...]:
        """Ask everything, one thing at a time."""
        return tuple(self._question([unknown], explanation) for unknown in explanation.unknowns)

    def whether(self, opening: Opening) -> str:
        """Say what has to be so for an opening, as what follows "als"."""
        return _joined([self._step(step) for step in opening.steps])

    def _question(self, group: Sequence[Unknown], explanation: Explanation) -> OpenQuestion:
        first = group[0]
        low, high = _percents(first)
        return OpenQuestion(
            text=self._asked(group, explanation),
            effect=self._effect(first, len(group)),
            who=first.question.who.value,
            who_label=WHO_LABELS[first.question.who][not self._for_student],
            low_percent=low,
            high_percent=high,
            closes=first.closes,
        )

    def _sentence(self, what: WhatIf, score: float) -> str:
        whether = _joined([self._step(step) for step in what.steps])
        if what.opens:
            return f"Deze plek kan wel als {whether}."
        after = round(what.score * 100)
        figure = f" ({after} van de 100)" if after != round(score * 100) else ""
        return f"Deze plek past beter{figure} als {whether}."

    def _step(self, step: Step) -> str:
        ways: Mapping[Change, Callable[[Step], str]] = {
            Change.FREE_DAY: lambda step: f"{self._who} {on_days([step.code])} {self._can} werken",
            Change.LONGER_TRIP: lambda step: f"{self._who} {number_text(step.amount)} minuten {self._will} reizen",
            Change.OTHER_MODE: lambda step: f"{self._who} {self._names.by(step.code)} {self._can} reizen",
            Change.OTHER_HOURS: lambda step: f"{self._who} {number_text(step.amount)} uur per week {self._can} werken",
            Change.LONGER_FREE: self._longer_free,
            Change.GET_PREREQUISITE: lambda step: f"dit al geregeld is: {self._names.prerequisite(step.code)}",
            Change.REACH_LEVEL: self._level,
            Change.REACH_DUTCH: lambda step: f"{self._whose} Nederlands niveau {dutch_level(int(step.amount))} is",
            Change.FEWER_DAYS: lambda step: f"het bedrijf {_days(step.amount)} per week ook goed vindt",
            Change.FEWER_HOURS: lambda step: f"het bedrijf {number_text(step.amount)} uur per week ook goed vindt",
            Change.MORE_HOURS: lambda step: f"het bedrijf {number_text(step.amount)} uur per week werk heeft",
            Change.ADD_DAY: lambda step: f"er ook {on_days([step.code])} werk is",
            Change.OTHER_TIMES: lambda step: f"het bedrijf andere werktijden heeft {on_days(_in_mask(step.code))}",
            Change.LATER_START: lambda step: f"de plek mag beginnen op {day_text(from_day_number(int(step.amount)))}",
            Change.OTHER_WEEKS: lambda step: f"de plek {_weeks(step.amount)} {_when(step.amount)} mag zijn",
            Change.OFFER_CONDITION: lambda step: f"het bedrijf dit biedt: {self._names.condition(step.code)}",
            Change.MAKE_TRAINABLE: lambda step: f"{self._who} dit daar mag leren: {self._names.competency(step.code)}",
            Change.LOWER_DUTCH: lambda step: (
                f"het werk ook kan met Nederlands op niveau {dutch_level(int(step.amount))}"
            ),
            Change.EXPERT_SUPERVISION: lambda step: "er een deskundige bij is",
            Change.WITHOUT_HAZARDS: lambda step: f"het kan zonder dit werk: {self._without(step.code)}",
            Change.RAISE_PAY: lambda step: f"{self._who} {number_text(round(step.amount))} euro per maand krijgt",
            Change.GET_RECOGNITION: lambda _: f"het bedrijf erkend is voor {self._whose_programme}",
            Change.ADD_SEAT: lambda step: "er een plaats bij komt",
            Change.ANSWER_CONTACTS: lambda step: "het bedrijf weer ruimte heeft voor een gesprek",
        }
        return ways[step.change](step)

    def _asked(self, group: Sequence[Unknown], explanation: Explanation) -> str:
        yours = self._for_student

        def names(name: Callable[[int], str]) -> str:
            return named([name(unknown.code) for unknown in group[:NAMED_AT_MOST]])

        ways: Mapping[Question, Callable[[], str]] = {
            Question.WISHES: lambda: (
                f"{'Wil jij' if yours else 'Wil de student'} {self._names.work(_sector(explanation))}?"
            ),
            Question.ACTIVITY: lambda: (
                f"{'Vind jij dit leuk' if yours else 'Vindt de student dit leuk'}: {names(self._names.activity)}?"
            ),
            Question.TASKS: lambda: "Wat doe je op deze plek?" if yours else "Welke taken horen bij deze plek?",
            Question.CONDITION: lambda: f"Kan dit op deze plek: {names(self._names.condition)}?",
            Question.HOME: lambda: "Klopt jouw postcode?" if yours else "Klopt de postcode van de student?",
            Question.SITE: lambda: "Waar is deze plek precies?",
            Question.PAY: lambda: "Wat verdien je hier?" if yours else "Wat is de vergoeding?",
            Question.GOALS: lambda: "Wat wil jij nog leren?" if yours else "Wat moet de student nog leren?",
            Question.LEARNED: lambda: "Wat kun je hier leren?" if yours else "Wat kan de student hier leren?",
            Question.COMPETENCY: lambda: (
                f"{'Kun jij dit al' if yours else 'Kan de student dit al'}: {names(self._names.competency)}?"
            ),
            Question.DUTCH: lambda: f"Is {self._whose} Nederlands goed genoeg voor dit werk?",
            Question.SCHOOL_HOURS: lambda: (
                "Op welke uren heb je school?" if yours else "Op welke uren heeft de student school?"
            ),
            Question.HAZARDS: lambda: "Hoort er gevaarlijk werk bij deze plek?",
            Question.RECOGNITION: lambda: f"Is dit bedrijf erkend voor {self._whose_programme}?",
        }
        return ways[group[0].question]()

    def _effect(self, unknown: Unknown, n_alike: int) -> str:
        low, high = _percents(unknown)
        if unknown.closes:
            return "Is het antwoord nee, dan kan deze plek niet."
        if low == high:
            return "Dit verandert weinig."
        begin = "Daarna past het" if n_alike == 1 else "Na elk antwoord past het"
        return f"{begin} voor {low} tot {high} van de 100."

    def _longer_free(self, step: Step) -> str:
        if step.amount < 0:
            return f"{self._who} {_weeks(step.amount)} eerder {self._can} beginnen"
        return f"{self._who} {_weeks(step.amount)} langer {self._can} werken"

    def _level(self, step: Step) -> str:
        level = LEVELS[round(step.amount * (len(LEVELS) - 1))].format(can=self._can)
        return f"{self._who} {level}: {self._names.competency(step.code)}"

    def _without(self, mask: int) -> str:
        return named([self._names.hazard(code) for code in _in_mask(mask)])

    @property
    def _who(self) -> str:
        return "je" if self._for_student else "de student"

    @property
    def _whose(self) -> str:
        return "jouw" if self._for_student else "het"

    @property
    def _whose_programme(self) -> str:
        return "jouw opleiding" if self._for_student else "deze opleiding"

    @property
    def _can(self) -> str:
        return "kunt" if self._for_student else "kan"

    @property
    def _will(self) -> str:
        return "wilt" if self._for_student else "wil"


def _joined(conditions: Sequence[str]) -> str:
    *others, last = conditions
    return f"{', als '.join(others)} en als {last}" if others else last


def _percents(unknown: Unknown) -> tuple[int, int]:
    return round(unknown.low * 100), round(unknown.high * 100)


def _sector(explanation: Explanation) -> int:
    return explanation.components[0].evidence[0].code


def _is_arranging(what: WhatIf) -> bool:
    return all(step.change is Change.GET_PREREQUISITE for step in what.steps)


def _in_mask(mask: int) -> list[int]:
    return [code for code in range(mask.bit_length()) if mask >> code & 1]


def _days(amount: float) -> str:
    return "één dag" if amount == 1 else f"{number_text(amount)} dagen"


def _weeks(amount: float) -> str:
    return "één week" if abs(amount) == 1 else f"{number_text(abs(amount))} weken"


def _when(amount: float) -> str:
    return "later" if amount > 0 else "eerder"
