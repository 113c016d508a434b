"""The short text: why a place fits somebody or not, told to the young person in B1 Dutch.

Every sentence names something that can be pointed at: a task, a day, minutes. It says what speaks for the place in
the order in which it counts, then what does not fit, then one question. A component of which there is nothing to tell
is left out; days are told once, though they count on both sides.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from matching import REASON_FOR, Component, ComponentResult, Evidence, Explanation, Finding, Gate, Verdict
from services.explaining.naming import Names, capitalised, dutch_level, found, named, on_days, sentences
from services.explaining.notes import Notes
from services.features import Codes
from services.wording import number_text

SHORT_WORDS = 60
"""A text for a young person has at most so many words."""
LONGEST_SENTENCE = 18
"""Words in one sentence, where the same can be said shorter."""
FOR_AT_MOST = 3
ALIKE = ({Component.SCHEDULE, Component.AVAILABILITY},)
"""Components that a reader takes for the same thing; one of them is told."""
TOLD_BY_GATE = {
    Component.TRAVEL: Gate.TRAVEL,
    Component.LANGUAGE: Gate.DUTCH,
}
"""What is unknown here is told, with the next step, by the note of the gate."""

Told = tuple[str, ...]
"""The same said longer and shorter; nothing when there is nothing to say."""


class StudentText:
    """Tells a young person about one place."""

    def __init__(self, codes: Codes) -> None:
        self._names = Names(codes, for_student=True)
        self._notes = Notes(codes, for_student=True)
        self._good: Mapping[Component, Callable[[ComponentResult], Told]] = {
            Component.WISH: self._wish,
            Component.TASKS: self._liked,
            Component.CONDITIONS: self._offered,
            Component.TRAVEL: self._trip,
            Component.SCHEDULE: self._days,
            Component.GOALS: self._learned,
            Component.COMPETENCIES: self._can,
            Component.AVAILABILITY: self._days,
            Component.LANGUAGE: self._in_hand,
        }
        self._poor: Mapping[Component, Callable[[ComponentResult], Told]] = {
            Component.WISH: self._other_work,
            Component.TASKS: self._disliked,
            Component.CONDITIONS: self._refused,
            Component.TRAVEL: self._long_trip,
            Component.SCHEDULE: self._less_time,
            Component.GOALS: self._not_learned,
            Component.COMPETENCIES: self._to_learn,
            Component.AVAILABILITY: self._less_time,
            Component.LANGUAGE: self._to_arrange,
        }
        self._open: Mapping[Component, Callable[[ComponentResult], Told]] = {
            Component.WISH: self._which_work,
            Component.TASKS: self._which_tasks,
            Component.CONDITIONS: self._which_conditions,
            Component.TRAVEL: self._which_trip,
            Component.SCHEDULE: self._which_pay,
            Component.GOALS: self._which_goals,
            Component.COMPETENCIES: self._which_level,
            Component.LANGUAGE: self._which_dutch,
        }

    def text(self, explanation: Explanation) -> str:
        """Say in at most 60 words why this pair stands where it stands."""
        if not explanation.may_rank:
            note = self._notes.of(explanation)[0]
            return fitting([(f"{note.text} {note.repair}", note.text), *self._for(explanation)[:1]], SHORT_WORDS)
        good = self._for(explanation)[:FOR_AT_MOST]
        poor, asked = self._against(explanation)[:1], self._asked(explanation)[:1]
        facts = self._facts(explanation, good + poor)
        told = [*good, *facts, *poor, *asked]
        first = [*good[:1], *poor, *asked, *facts[:1], *good[1:], *facts[1:]]
        return fitting(told, SHORT_WORDS, first=first) or "Er is nog weinig bekend. Praat erover met je begeleider."

    def part(self, result: ComponentResult) -> str:
        """Say everything there is to say about one component: what is good, what is less so and what is open."""
        good, poor, asked = (
            _readable(tell[result.component](result))[:1] if result.component in tell else ()
            for tell in (self._good, self._poor, self._open)
        )
        if result.component in (Component.WISH, Component.TRAVEL):
            said = [*(good if result.value >= REASON_FOR else poor), *asked]
        elif result.component is Component.SCHEDULE:
            said = [*good, *self._missed_time(result, with_days=not good), *asked]
        elif result.component is Component.AVAILABILITY:
            said = self._missed_time(result) or list(good)
        else:
            said = [*good, *poor, *asked]
        return sentences(*said) or _NOTHING_TO_SAY[result.component]

    def _for(self, explanation: Explanation) -> list[Told]:
        return _told(
            (part for part in explanation.reasons_for() if part.component is not Component.LANGUAGE), self._good
        )

    def _facts(self, explanation: Explanation, told: Sequence[Told]) -> list[Told]:
        """The trip and the days, where they are neither a reason for nor against."""
        parts = {result.component: result for result in explanation.components}
        begun = {text for one in told for text in one}
        trip, days = self._trip(parts[Component.TRAVEL]), self._days(parts[Component.SCHEDULE])
        long_trip = {f"Let op: {text[:1].lower()}{text[1:]}" for text in self._long_trip(parts[Component.TRAVEL])}
        return [told for told, other in ((trip, long_trip), (days, set())) if told and not begun & {*told, *other}]

    def _against(self, explanation: Explanation) -> list[Told]:
        return [
            tuple(f"Let op: {text[:1].lower()}{text[1:]}" for text in told)
            for told in _told(explanation.reasons_against(), self._poor)
        ]

    def _asked(self, explanation: Explanation) -> list[Told]:
        gates = {result.gate for result in explanation.gates if result.verdict is Verdict.UNKNOWN}
        parts = [part for part in explanation.open_parts() if TOLD_BY_GATE.get(part.component) not in gates]
        return _told(parts, self._open)

    # --- what is good ------------------------------------------------------------------------------------------

    def _wish(self, result: ComponentResult) -> Told:
        (fact,) = result.evidence
        if not fact.has:
            return ()
        work = f"Dit is {self._names.work(fact.code)}."
        return (f"{work} {'Dat wil jij het liefst.' if fact.has >= 1 else 'Dat staat ook op jouw lijst.'}",)

    def _liked(self, result: ComponentResult) -> Told:
        labels = self._activities(result, Finding.LIKED)
        return _longer_and_shorter(labels, lambda some: f"Je gaat hier {some}. Dat vind jij leuk.", counts=False)

    def _offered(self, result: ComponentResult) -> Told:
        labels = self._conditions(result, Finding.OFFERED)
        return _longer_and_shorter(labels, lambda some: f"Dit helpt jou en is er: {some}.")

    def _trip(self, result: ComponentResult) -> Told:
        (fact,) = result.evidence
        if fact.has is None or not 0 <= fact.has < float("inf"):
            return ()
        return (f"{capitalised(self._names.by(fact.code))} ben je er in ongeveer {_minutes(fact.has)}.",)

    def _days(self, result: ComponentResult) -> Told:
        shared = [fact.code for fact in found(result.evidence, Finding.SHARED_DAY)]
        if not shared:
            return ()
        if found(result.evidence, Finding.MISSED_DAY):
            return (f"{capitalised(on_days(shared))} is er werk, en dan kun jij.",)
        return (f"Het werk is {on_days(shared)}. Dan kun jij.",)

    def _learned(self, result: ComponentResult) -> Told:
        covered = self._competencies(result, Finding.COVERED)
        n = len(result.evidence)
        if not covered:
            return ()
        how_much = "wat" if n == 1 else "alles wat" if len(covered) == n else f"{len(covered)} van de {n} dingen die"
        begin = f"Je leert hier {how_much} jij nog moet leren"
        told = tuple(
            f"{begin}{'. Bijvoorbeeld' if some < len(covered) else ''}: {named(covered[:some])}."
            for some in range(min(2, len(covered)), 0, -1)
        )
        return (*told, f"Dit leer je hier: {covered[0]}.")

    def _can(self, result: ComponentResult) -> Told:
        if not result.evidence:
            return ("Je hoeft vooraf nog niets te kunnen.",)
        labels = self._competencies(result, Finding.MET)
        told = _longer_and_shorter(labels, lambda some: f"Dit is hier nodig en jij kunt het al: {some}.")
        return (*told, *(f"Dit kun jij al: {label}." for label in labels[:1]))

    def _in_hand(self, result: ComponentResult) -> Told:
        held = [self._names.prerequisite(fact.code) for fact in found(result.evidence, Finding.IN_HAND)]
        dutch = found(result.evidence, Finding.DUTCH)
        is_enough = bool(dutch and dutch[0].has and dutch[0].needs and dutch[0].has >= dutch[0].needs)
        both = sentences(
            f"Dit is nodig en jij hebt het al: {named(held, most=2)}." if held else "",
            "Jouw Nederlands is goed genoeg voor dit werk." if is_enough else "",
        )
        return (both,) if both else ()

    # --- what is less good -------------------------------------------------------------------------------------

    def _other_work(self, result: ComponentResult) -> Told:
        (fact,) = result.evidence
        if fact.has is None or fact.has >= 1:
            return ()
        where = "laag" if fact.has else "niet"
        return (f"Dit is {self._names.work(fact.code)}. Dat staat {where} op jouw lijst.",)

    def _disliked(self, result: ComponentResult) -> Told:
        labels = self._activities(result, Finding.DISLIKED)
        return _longer_and_shorter(labels, lambda some: f"Dit hoort bij het werk en vind jij niet leuk: {some}.")

    def _refused(self, result: ComponentResult) -> Told:
        labels = self._conditions(result, Finding.REFUSED)
        return _longer_and_shorter(labels, lambda some: f"Dit helpt jou, maar het kan hier niet: {some}.")

    def _long_trip(self, result: ComponentResult) -> Told:
        (fact,) = result.evidence
        if not self._trip(result) or fact.has is None or result.value >= REASON_FOR:
            return ()
        trip = f"Je reist ongeveer {_minutes(fact.has)} {self._names.by(fact.code)}."
        return (trip,)

    def _less_time(self, result: ComponentResult) -> Told:
        return tuple(self._missed_time(result)[:1])

    def _missed_time(self, result: ComponentResult, *, with_days: bool = True) -> list[str]:
        """Say which days, hours and weeks are missed, and what pay; the plainest first."""
        missed = [fact.code for fact in found(result.evidence, Finding.MISSED_DAY)]
        said = [f"Het bedrijf wil ook graag iemand {on_days(missed)}."] if missed and with_days else []
        for fact in _short(result, Finding.HOURS):
            has, needs = _hours(fact.has or 0.0), _hours(fact.needs or 0.0)
            if has == needs:
                continue
            if result.component is Component.SCHEDULE:
                said.append(f"Je kunt hier {has} per week werken. Jij wilt {needs}.")
            else:
                said.append(f"Het bedrijf zoekt iemand voor {needs} per week. Jij kunt {has}.")
        for fact in _short(result, Finding.PAY):
            said.append(f"Je krijgt ongeveer {_euros(fact.has)} per maand. Jij wilt {_euros(fact.needs)}.")
        if _short(result, Finding.PERIOD):
            said.append("Jij kunt niet de hele tijd dat de plek er is.")
        return said

    def _not_learned(self, result: ComponentResult) -> Told:
        missing = self._competencies(result, Finding.NOT_COVERED)
        if result.unknown_share >= 1.0:
            return ()
        told = _longer_and_shorter(missing, lambda some: f"Dit moet jij nog leren en kan hier niet: {some}.")
        return (*told, *(f"Dit leer je hier niet: {label}." for label in missing[:1]))

    def _to_learn(self, result: ComponentResult) -> Told:
        below = found(result.evidence, Finding.BELOW)
        taught = [self._names.competency(fact.code) for fact in below if fact.is_trainable]
        needed = [self._names.competency(fact.code) for fact in below if not fact.is_trainable]
        return (
            *_longer_and_shorter(needed, lambda some: f"Dit is hier nodig en lukt jou nog niet alleen: {some}."),
            *_longer_and_shorter(
                taught, lambda some: f"Dit kun je nog niet alleen, maar leer je hier: {some}.", most=1
            ),
        )

    def _to_arrange(self, result: ComponentResult) -> Told:
        labels = [self._names.prerequisite(fact.code) for fact in found(result.evidence, Finding.TO_ARRANGE)]
        return _longer_and_shorter(labels, lambda some: f"Dit moet nog geregeld worden: {some}.")

    # --- what is open ------------------------------------------------------------------------------------------

    def _which_work(self, result: ComponentResult) -> Told:
        (fact,) = result.evidence
        work = self._names.work(fact.code)
        return (f"Dit is {work}. Wil jij dat?",) if result.unknown_share >= 1.0 else ()

    def _which_tasks(self, result: ComponentResult) -> Told:
        labels = self._activities(result, Finding.NO_OPINION)
        return _longer_and_shorter(labels, lambda some: f"Wat vind jij hiervan: {some}?", counts=False)

    def _which_conditions(self, result: ComponentResult) -> Told:
        labels = self._conditions(result, Finding.NOT_SAID)
        return _longer_and_shorter(labels, lambda some: f"Vraag of dit kan: {some}.", counts=False)

    def _which_trip(self, result: ComponentResult) -> Told:
        return ("Kijk zelf hoe lang je reist.",) if result.unknown_share >= 1.0 else ()

    def _which_pay(self, result: ComponentResult) -> Told:
        is_open = any(fact.has is None for fact in found(result.evidence, Finding.PAY))
        return ("Vraag wat je hier verdient.",) if is_open else ()

    def _which_goals(self, result: ComponentResult) -> Told:
        if result.unknown_share < 1.0:
            return ()
        if result.evidence:
            return ("Vraag aan het bedrijf wat je hier kunt leren.",)
        return ("Vertel je begeleider wat jij nog wilt leren.",)

    def _which_level(self, result: ComponentResult) -> Told:
        labels = self._competencies(result, Finding.NOT_ASSESSED, Finding.NEAR)
        told = _longer_and_shorter(labels, lambda some: f"Kun jij dit al: {some}? Dat is hier nodig.", counts=False)
        return (*told, *(f"Kun jij dit al: {label}?" for label in labels[:1]))

    def _which_dutch(self, result: ComponentResult) -> Told:
        asked = [fact for fact in found(result.evidence, Finding.DUTCH) if fact.has is None]
        return tuple(f"Vraag je docent of jouw Nederlands niveau {dutch_level(int(f.needs or 0))} is." for f in asked)

    def _activities(self, result: ComponentResult, *findings: Finding) -> list[str]:
        return [self._names.activity(fact.code) for fact in found(result.evidence, *findings)]

    def _competencies(self, result: ComponentResult, *findings: Finding) -> list[str]:
        return [self._names.competency(fact.code) for fact in found(result.evidence, *findings)]

    def _conditions(self, result: ComponentResult, *findings: Finding) -> list[str]:
        return [self._names.condition(fact.code) for fact in found(result.evidence, *findings)]


_NOTHING_TO_SAY: Mapping[Component, str] = {
    Component.WISH: "Vertel welk werk jij het liefst doet.",
    Component.TASKS: "Vraag aan het bedrijf wat je hier doet.",
    Component.CONDITIONS: "Jij hebt niets ingevuld dat jou helpt bij het werk.",
    Component.TRAVEL: "We weten niet hoe lang je reist.",
    Component.SCHEDULE: "De dagen zijn nog niet bekend.",
    Component.GOALS: "Vertel je begeleider wat jij nog wilt leren.",
    Component.COMPETENCIES: "Je hoeft vooraf nog niets te kunnen.",
    Component.AVAILABILITY: "De dagen zijn nog niet bekend.",
    Component.LANGUAGE: "Je hoeft voor deze plek vooraf niets te regelen.",
}
"""Said in the list of parts when there is no fact to name."""


def fitting(told: Sequence[Told], n_words: int, *, first: Sequence[Told] = ()) -> str:
    """Say as much as fits in a number of words: each thing as long as it can, and rather short than not at all.

    Parameters
    ----------
    first : sequence of Told
        The same things, what must not be missed first; without it, in the order of telling.

    Examples
    --------
    >>> fitting([("Een twee drie.", "Een twee."), ("Vier vijf.",)], 4)
    'Een twee. Vier vijf.'
    """
    chosen: dict[Told, str] = {}
    for one in first or told:
        if _n_words([*chosen.values(), one[-1]]) <= n_words:
            chosen[one] = one[-1]
    for one in list(chosen):
        others = [said for other, said in chosen.items() if other != one]
        chosen[one] = next(said for said in one if _n_words([*others, said]) <= n_words)
    return " ".join(chosen[one] for one in told if one in chosen)


def _n_words(texts: Iterable[str]) -> int:
    return sum(len(text.split()) for text in texts)


def _told(
    results: Iterable[ComponentResult], tells: Mapping[Component, Callable[[ComponentResult], Told]]
) -> list[Told]:
    """Tell what there is to tell, and things that are alike once."""
    kept: list[Told] = []
    done: set[Component] = set()
    for result in results:
        told = _readable(tells[result.component](result)) if result.component in tells else ()
        if told and result.component not in done:
            kept.append(told)
            done |= {result.component, *(part for alike in ALIKE if result.component in alike for part in alike)}
    return kept


def _readable(told: Told) -> Told:
    """Leave out what takes too long a breath, unless it is the shortest way to say it."""

    def longest(text: str) -> int:
        return max(len(sentence.split()) for sentence in text.replace("?", ".").split(". "))

    return tuple(text for text in told[:-1] if longest(text) <= LONGEST_SENTENCE) + told[-1:]


def _longer_and_shorter(
    labels: Sequence[str], tell: Callable[[str], str], *, most: int = 2, counts: bool = True
) -> Told:
    """Name two, and shorter: one; nothing where there is none.

    Parameters
    ----------
    counts : bool
        As long as there is room, also say how many there are beside those named.
    """
    several = [named(labels if counts else labels[:n], most=n) for n in range(min(most, len(labels)), 0, -1)]
    return tuple(dict.fromkeys(tell(names) for names in (*several, *labels[:1])))


def _short(result: ComponentResult, finding: Finding) -> list[Evidence]:
    """Give the facts of one kind in which there is less than is asked."""
    facts = found(result.evidence, finding)
    return [fact for fact in facts if fact.has is not None and fact.needs is not None and fact.has < fact.needs]


def _minutes(minutes: float) -> str:
    return f"{max(1, round(minutes))} {'minuut' if round(minutes) <= 1 else 'minuten'}"


def _euros(amount: float | None) -> str:
    return f"{number_text(round(amount or 0))} euro"


def _hours(hours: float) -> str:
    return f"{number_text(round(hours))} uur"
