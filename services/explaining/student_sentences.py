"""Sentences for a young person about one component: what is good, what is less so, and what nobody has said yet.

Each is given longer and shorter, so that a short text can choose; where there is nothing to name, nothing is said.
"""

from collections.abc import Callable, Mapping

from matching import REASON_FOR, Component, ComponentResult, Evidence, Finding
from services.explaining.fitting import Told, longer_and_shorter, readable
from services.explaining.naming import Names, capitalised, dutch_level, found, named, on_days, sentences
from services.features import Codes
from services.wording import number_text

NOTHING_TO_SAY: Mapping[Component, str] = {
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


class StudentSentences:
    """Tells a young person about one component."""

    def __init__(self, codes: Codes) -> None:
        self._names = Names(codes, for_student=True)
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

    def good(self, result: ComponentResult) -> Told:
        """Say what speaks for the place."""
        return readable(self._good[result.component](result))

    def poor(self, result: ComponentResult) -> Told:
        """Say what does not fit."""
        return readable(self._poor[result.component](result))

    def asked(self, result: ComponentResult) -> Told:
        """Ask what nobody has said yet."""
        return readable(self._open[result.component](result)) if result.component in self._open else ()

    def whole(self, result: ComponentResult) -> str:
        """Say everything there is to say, each thing once."""
        good, poor, asked = self.good(result)[:1], self.poor(result)[:1], self.asked(result)[:1]
        if result.component in (Component.WISH, Component.TRAVEL):
            said = [*(good if result.value >= REASON_FOR else poor), *asked]
        elif result.component is Component.SCHEDULE:
            said = [*good, *self._missed_time(result, with_days=not good), *asked]
        elif result.component is Component.AVAILABILITY:
            said = self._missed_time(result) or list(good)
        else:
            said = [*good, *poor, *asked]
        return sentences(*said) or NOTHING_TO_SAY[result.component]

    # --- what is good ------------------------------------------------------------------------------------------

    def _wish(self, result: ComponentResult) -> Told:
        (fact,) = result.evidence
        if not fact.has:
            return ()
        work = f"Dit is {self._names.work(fact.code)}."
        return (f"{work} {'Dat wil jij het liefst.' if fact.has >= 1 else 'Dat staat ook op jouw lijst.'}",)

    def _liked(self, result: ComponentResult) -> Told:
        labels = self._activities(result, Finding.LIKED)
        return longer_and_shorter(labels, lambda some: f"Je gaat hier {some}. Dat vind jij leuk.", counts=False)

    def _offered(self, result: ComponentResult) -> Told:
        labels = self._conditions(result, Finding.OFFERED)
        return longer_and_shorter(labels, lambda some: f"Dit helpt jou en is hier geregeld: {some}.")

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
        told = longer_and_shorter(labels, lambda some: f"Dit is hier nodig en jij kunt het al: {some}.")
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
        return longer_and_shorter(labels, lambda some: f"Dit hoort bij het werk en vind jij niet leuk: {some}.")

    def _refused(self, result: ComponentResult) -> Told:
        labels = self._conditions(result, Finding.REFUSED)
        return longer_and_shorter(labels, lambda some: f"Dit helpt jou, maar het kan hier niet: {some}.")

    def _long_trip(self, result: ComponentResult) -> Told:
        (fact,) = result.evidence
        if not self._trip(result) or fact.has is None or result.value >= REASON_FOR:
            return ()
        return (f"Je reist ongeveer {_minutes(fact.has)} {self._names.by(fact.code)}.",)

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
        told = longer_and_shorter(missing, lambda some: f"Dit moet jij nog leren en kan hier niet: {some}.")
        return (*told, *(f"Dit leer je hier niet: {label}." for label in missing[:1]))

    def _to_learn(self, result: ComponentResult) -> Told:
        needed, taught = (self._below(result, is_trainable=is_trainable) for is_trainable in (False, True))
        if needed:
            return longer_and_shorter(needed, lambda some: f"Dit is hier nodig en lukt jou nog niet alleen: {some}.")
        return longer_and_shorter(taught, lambda some: f"Dit lukt jou nog niet alleen, maar leer je hier: {some}.")

    def _below(self, result: ComponentResult, *, is_trainable: bool) -> list[str]:
        facts = found(result.evidence, Finding.BELOW)
        return [self._names.competency(fact.code) for fact in facts if fact.is_trainable is is_trainable]

    def _to_arrange(self, result: ComponentResult) -> Told:
        labels = [self._names.prerequisite(fact.code) for fact in found(result.evidence, Finding.TO_ARRANGE)]
        return longer_and_shorter(labels, lambda some: f"Dit moet nog geregeld worden: {some}.")

    # --- what is open ------------------------------------------------------------------------------------------

    def _which_work(self, result: ComponentResult) -> Told:
        (fact,) = result.evidence
        work = self._names.work(fact.code)
        return (f"Dit is {work}. Wil jij dat?",) if result.unknown_share >= 1.0 else ()

    def _which_tasks(self, result: ComponentResult) -> Told:
        labels = self._activities(result, Finding.NO_OPINION)
        return longer_and_shorter(labels, lambda some: f"Wat vind jij hiervan: {some}?", counts=False)

    def _which_conditions(self, result: ComponentResult) -> Told:
        labels = self._conditions(result, Finding.NOT_SAID)
        return longer_and_shorter(labels, lambda some: f"Vraag of dit kan: {some}.", counts=False)

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
        told = longer_and_shorter(labels, lambda some: f"Kun jij dit al: {some}? Dat is hier nodig.", counts=False)
        return (*told, *(f"Kun jij dit al: {label}?" for label in labels[:1]))

    def _which_dutch(self, result: ComponentResult) -> Told:
        asked = [fact for fact in found(result.evidence, Finding.DUTCH) if fact.has is None]
        return tuple(f"Vraag je docent of jouw Nederlands niveau {dutch_level(int(f.needs or 0))} is." for f in asked)

    def shown(self, result: ComponentResult, titles: Mapping[str, str]) -> tuple[str, ...]:
        """Say of what is needed where the student showed it; titles by competency."""
        codes = [fact.code for fact in found(result.evidence, Finding.MET, Finding.BELOW)]
        return tuple(
            f"{capitalised(self._names.competency(code))}: dat liet je zien bij ‘{titles[identity]}’."
            for code in codes
            if (identity := self._names.competency_id(code)) in titles
        )

    def _activities(self, result: ComponentResult, *findings: Finding) -> list[str]:
        return [self._names.activity(fact.code) for fact in found(result.evidence, *findings)]

    def _competencies(self, result: ComponentResult, *findings: Finding) -> list[str]:
        return [self._names.competency(fact.code) for fact in found(result.evidence, *findings)]

    def _conditions(self, result: ComponentResult, *findings: Finding) -> list[str]:
        return [self._names.condition(fact.code) for fact in found(result.evidence, *findings)]


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
