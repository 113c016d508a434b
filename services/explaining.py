"""Reasons in Dutch, made from an explanation of the engine and from nothing else."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from matching import Change, Component, ComponentResult, Explanation, Finding, Gate, GateResult, Side, Verdict, WhatIf
from services.features import LANGUAGE_LEVELS, TRAVEL_MODES, Codes, from_day_number
from services.reference import ComponentText
from services.wording import WEEKDAYS, day_text, list_text, number_text, weekdays_text

GOOD, MIDDLING = 0.7, 0.4
"""From which value a component is told as good, and as middling."""
WORDS = ((0.85, "Past heel goed"), (0.7, "Past goed"), (0.5, "Past redelijk"), (0.0, "Past een beetje"))
"""From which score on which words stand beside the figure."""
GATE_LABELS = {
    Gate.TYPE_PROGRAMME: "Soort plek of opleiding",
    Gate.RECOGNITION: "Erkenning van het bedrijf",
    Gate.AGE: "Leeftijd",
    Gate.PERIOD: "Periode",
    Gate.DAYS_HOURS: "Dagen en uren",
    Gate.WORKING_TIME: "Werktijden bij deze leeftijd",
    Gate.HAZARDS: "Gevaarlijk werk",
    Gate.PREREQUISITES: "Wat vooraf nodig is",
    Gate.TRAVEL: "Reistijd",
    Gate.DUTCH: "Nederlands",
    Gate.SEATS: "Vrije plaatsen",
    Gate.CONTACTS: "Open gesprekken",
}
NAMED_AT_MOST = 3
SHORT_WORDS = 60
"""A text for a young person has at most so many words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchPart:
    """One component in words.

    Parameters
    ----------
    value, low, high : float
        0 to 1: as it counts, and with everything unknown bad and good.
    weight, contribution : float
        Contributions of one side add up to its fit.
    """

    code: str
    label: str
    value: float
    low: float
    high: float
    weight: float
    contribution: float
    text: str
    is_unknown: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GateNote:
    """What a gate has to say: what is the matter, why, and who can take the next step."""

    gate: str
    verdict: str
    text: str
    repair: str
    who: str
    article: str
    source_title: str
    source_url: str
    is_to_verify: bool


def words_for(score: float) -> str:
    """Give the words that stand beside a score.

    Examples
    --------
    >>> words_for(0.91)
    'Past heel goed'
    """
    return next(words for least, words in WORDS if score >= least)


class Reasons:
    """Turns explanations into Dutch; ``for_student`` decides whom the words speak to."""

    def __init__(self, codes: Codes, *, for_student: bool) -> None:
        self._codes = codes
        self._for_student = for_student

    def parts(self, explanation: Explanation, side: Side) -> tuple[MatchPart, ...]:
        """Put one side's components into words, in their fixed order."""
        return tuple(self._part(result) for result in explanation.components if result.side is side)

    def notes(self, explanation: Explanation) -> tuple[GateNote, ...]:
        """Put every gate that does not simply pass into words, the gravest first."""
        told = [result for result in explanation.gates if result.verdict is not Verdict.PASS]
        return tuple(self.note(result) for result in sorted(told, key=lambda result: -result.verdict))

    def note(self, result: GateResult) -> GateNote:
        """Put one gate into words."""
        verdict = result.verdict.name.lower()
        texts = self._codes.reference.gate_texts[result.gate.value, verdict]
        said, repair = (
            (texts.student_text, texts.student_repair) if self._for_student else (texts.staff_text, texts.repair)
        )
        return GateNote(
            gate=result.gate.value,
            verdict=verdict,
            text=said.format_map(self._placeholders(result)),
            repair=repair.format_map(self._placeholders(result)),
            who=texts.who,
            article=texts.source.article,
            source_title=texts.source.title,
            source_url=texts.source.url,
            is_to_verify=texts.source.is_to_verify,
        )

    def next_step(self, gate: Gate, verdict: Verdict) -> str:
        """Say what can be done about many pairs that one gate refuses; nothing where it differs from pair to pair."""
        texts = self._codes.reference.gate_texts[gate.value, verdict.name.lower()]
        repair = texts.student_repair if self._for_student else texts.repair
        return "" if "{" in repair else repair

    def what_if(self, explanation: Explanation, *, most: int = 3) -> tuple[str, ...]:
        """Say which single changes open this place or make it fit better; each one was re-scored."""
        return tuple(self._what_if(change) for change in explanation.what_if[:most])

    def short(self, explanation: Explanation) -> str:
        """Say in at most 60 words why this pair stands where it stands: good, less good, and to find out."""
        chosen = [*explanation.reasons_for()[:2], *explanation.reasons_against()[:1]]
        open_ones = [part for part in explanation.unknowns() if part not in chosen][:1]
        return _fitting([self._part(result).text for result in [*chosen, *open_ones]], SHORT_WORDS)

    def long(self, explanation: Explanation) -> str:
        """Say the same at length, for somebody who prepares a conversation about it."""
        against = explanation.reasons_against()[:2]
        told = {result.component for result in (*explanation.reasons_for(), *against)}
        blocks = [
            ("Voor de student", self._sentences(explanation.reasons_for(Side.STUDENT))),
            ("Voor de plek", self._sentences(explanation.reasons_for(Side.PLACEMENT))),
            ("Minder passend", self._sentences(against)),
            (
                "Nog niet bekend",
                self._sentences(result for result in explanation.unknowns() if result.component not in told),
            ),
            ("Te regelen", " ".join(note.text for note in self.notes(explanation))),
        ]
        return " ".join(f"{title}: {text}" for title, text in blocks if text)

    def _sentences(self, results: Iterable[ComponentResult]) -> str:
        return " ".join(self._part(result).text for result in results)

    def _part(self, result: ComponentResult) -> MatchPart:
        texts = self._codes.reference.component_texts[result.component.value]
        detail = self._detail(result)
        return MatchPart(
            code=result.component.value,
            label=texts.student_label if self._for_student else texts.staff_label,
            value=result.value,
            low=result.low,
            high=result.high,
            weight=result.weight,
            contribution=result.contribution,
            text=" ".join(filter(None, (self._verdict(texts, result), detail))),
            is_unknown=result.unknown_share >= 1.0,
        )

    def _verdict(self, texts: ComponentText, result: ComponentResult) -> str:
        audience = "student" if self._for_student else "staff"
        if result.unknown_share >= 1.0:
            grade = "unknown"
        else:
            grade = "good" if result.value >= GOOD else "middling" if result.value >= MIDDLING else "bad"
        return str(getattr(texts, f"{audience}_{grade}"))

    def _detail(self, result: ComponentResult) -> str:
        tell = self._details().get(result.component)
        return tell(result) if tell else ""

    def _details(self) -> dict[Component, Callable[[ComponentResult], str]]:
        return {
            Component.WISH: self._wish,
            Component.TASKS: self._tasks,
            Component.CONDITIONS: self._conditions,
            Component.TRAVEL: self._travel,
            Component.SCHEDULE: self._schedule,
            Component.GOALS: self._goals,
            Component.COMPETENCIES: self._competencies,
            Component.LANGUAGE: self._language,
        }

    def _wish(self, result: ComponentResult) -> str:
        sector = self._codes.reference.sectors[self._codes.sectors[result.evidence[0].code]]
        return f"De plek hoort bij: {sector.label.lower()}."

    def _tasks(self, result: ComponentResult) -> str:
        said = _listed(
            ("Leuk" if self._for_student else "Vindt leuk", self._names_of(result, Finding.LIKED, activity=True)),
            ("Niet leuk", self._names_of(result, Finding.DISLIKED, activity=True)),
        )
        asked = self._names_of(result, Finding.NO_OPINION, activity=True)
        if not said or not asked:
            return said
        if self._for_student:
            return f"{said} Wat vind je van {_named(asked)}?"
        return f"{said} Nog vragen: {_named(asked)}."

    def _conditions(self, result: ComponentResult) -> str:
        def labels(finding: Finding) -> list[str]:
            held = [self._codes.conditions[fact.code] for fact in result.evidence if fact.finding is finding]
            return [self._codes.reference.conditions[code].place_label for code in held]

        return _listed(
            ("Is er", labels(Finding.OFFERED)),
            ("Kan daar niet", labels(Finding.REFUSED)),
            ("Nog vragen", labels(Finding.NOT_SAID)),
        )

    def _travel(self, result: ComponentResult) -> str:
        fact = result.evidence[0]
        if fact.has is None or fact.has != fact.has or fact.code < 0:
            return ""
        mode = self._codes.reference.travel_modes[TRAVEL_MODES[fact.code]].label
        return f"Ongeveer {round(fact.has)} minuten met: {mode}."

    def _schedule(self, result: ComponentResult) -> str:
        shared = [fact.code + 1 for fact in result.evidence if fact.finding is Finding.SHARED_DAY]
        if not shared:
            return ""
        return f"{'Jij kunt' if self._for_student else 'De student kan'} op {weekdays_text(shared)}."

    def _goals(self, result: ComponentResult) -> str:
        covered = self._names_of(result, Finding.COVERED)
        if not covered:
            return ""
        return f"{len(covered)} van {len(result.evidence)}: {_named(covered)}."

    def _competencies(self, result: ComponentResult) -> str:
        return _listed(
            ("Lukt al" if self._for_student else "Kan al", self._names_of(result, Finding.MET)),
            ("Leer je nog" if self._for_student else "Te leren", self._names_of(result, Finding.BELOW)),
            (
                "Nog niet bekend",
                self._names_of(result, Finding.NOT_ASSESSED) + self._names_of(result, Finding.NEAR),
            ),
        )

    def _language(self, result: ComponentResult) -> str:
        held = self._codes.reference.prerequisites
        arrange = [
            held[self._codes.prerequisites[fact.code]].label
            for fact in result.evidence
            if fact.finding is Finding.TO_ARRANGE
        ]
        return _listed(("Nog regelen", arrange))

    def _names_of(self, result: ComponentResult, finding: Finding, *, activity: bool = False) -> list[str]:
        ids = self._codes.activities if activity else self._codes.competencies
        held = [self._codes.catalogue[ids[fact.code]] for fact in result.evidence if fact.finding is finding]
        return [competency.plain_label if self._for_student else competency.label for competency in held]

    def _placeholders(self, result: GateResult) -> dict[str, str]:
        figures = result.figures
        words = {
            name: number_text(figures[name], 1)
            for name in ("age", "min_age", "hours", "max_hours", "max_minutes")
            if name in figures
        }
        words["names"] = words["needed"] = self._names(result)
        if "minutes" in figures:
            words["minutes"] = (
                number_text(round(figures["minutes"])) if figures["minutes"] < float("inf") else "te veel"
            )
        if "start_day" in figures:
            words["date"] = day_text(from_day_number(int(figures["start_day"])))
        if "old_enough_day" in figures:
            words["date"] = day_text(from_day_number(int(figures["old_enough_day"])))
        if result.gate is Gate.WORKING_TIME:
            words["day"] = WEEKDAYS[int(figures["weekday"])] if "weekday" in figures else "de hele week"
        if result.gate is Gate.DUTCH:
            words["needed"] = LANGUAGE_LEVELS[int(figures["needed"]) - 1].upper() if figures["needed"] else ""
            words["level"] = LANGUAGE_LEVELS[int(figures["level"]) - 1].upper() if figures["level"] else ""
        return words

    def _names(self, result: GateResult) -> str:
        reference = self._codes.reference
        if result.gate is Gate.HAZARDS:
            return _named([reference.hazards[self._codes.hazards[code]].label for code in result.codes])
        if result.gate is Gate.PREREQUISITES:
            held = [reference.prerequisites[self._codes.prerequisites[code]].label for code in result.codes]
            return _named(held)
        return _named(list(dict.fromkeys(self._offer_name(code) for code in result.codes)))

    def _offer_name(self, code: int) -> str:
        placement_type, qualification = self._codes.offer_words(code)
        held = self._codes.reference.qualifications.get(qualification or "")
        return held.name if held else self._codes.reference.placement_types[placement_type].label

    def _what_if(self, what: WhatIf) -> str:
        who, can, will = ("je", "kunt", "wilt") if self._for_student else ("de student", "kan", "wil")
        amount = number_text(what.amount)
        match what.change:
            case Change.FREE_DAY:
                change = f"Als {who} op {WEEKDAYS[what.code]} {can} werken"
            case Change.LONGER_TRIP:
                change = f"Als {who} {amount} minuten {will} reizen"
            case Change.OTHER_HOURS:
                change = f"Als {who} {amount} uur per week {can} werken"
            case Change.GET_PREREQUISITE:
                change = f"Als dit geregeld is ({self._prerequisite(what.code)})"
            case Change.REACH_LEVEL:
                change = f"Als {who} dit {can}: {_uncapitalised(self._competency(what.code))}"
            case Change.FEWER_DAYS:
                change = f"Als {amount} {'dag' if what.amount == 1 else 'dagen'} per week ook goed is"
            case Change.OFFER_CONDITION:
                change = f"Als het bedrijf dit biedt: {self._condition(what.code)}"
            case Change.GET_RECOGNITION:
                change = "Als het bedrijf erkend is voor deze opleiding"
            case Change.ADD_SEAT:
                change = "Als er een plaats bij komt"
        effect = "dan kan deze plek wel" if what.opens else f"dan past het voor {round(what.score * 100)} van de 100"
        return f"{change}, {effect}."

    def _prerequisite(self, code: int) -> str:
        return self._codes.reference.prerequisites[self._codes.prerequisites[code]].label

    def _condition(self, code: int) -> str:
        return self._codes.reference.conditions[self._codes.conditions[code]].place_label

    def _competency(self, code: int) -> str:
        held = self._codes.catalogue[self._codes.competencies[code]]
        return held.plain_label if self._for_student else held.label


def _fitting(sentences: Sequence[str], n_words: int) -> str:
    """Join as many sentences as fit in a number of words."""
    kept: list[str] = []
    for said in sentences:
        if sum(len(part.split()) for part in [*kept, said]) <= n_words:
            kept.append(said)
    return " ".join(kept)


def _named(labels: Sequence[str]) -> str:
    """Name a few, and count the rest."""
    shown = [_uncapitalised(label) for label in labels[:NAMED_AT_MOST]]
    rest = len(labels) - len(shown)
    return list_text([*shown, f"nog {rest}"] if rest else shown)


def _uncapitalised(label: str) -> str:
    return label if label[:2].isupper() else label[:1].lower() + label[1:]


def _listed(*groups: tuple[str, Sequence[str]]) -> str:
    return " ".join(f"{title}: {_named(labels)}." for title, labels in groups if labels)
