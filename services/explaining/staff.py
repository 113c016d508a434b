"""What the people around a student read about one component: a verdict, and the facts behind it."""

from collections.abc import Callable, Mapping

from matching import Component, ComponentResult, Finding
from services.explaining.naming import Names, capitalised, dutch_level, found, named, on_days, sentences
from services.features import Codes
from services.wording import number_text

GOOD, MIDDLING = 0.7, 0.4
"""From which value a component is told as good, and as middling."""
WHOLE = 0.99
"""From here on it is as good as all of it."""
HOLLOW: Mapping[Component, str] = {
    Component.CONDITIONS: "De student noemde geen voorwaarden.",
    Component.COMPETENCIES: "De plek vraagt bij de start geen competenties.",
    Component.LANGUAGE: "De plek vraagt geen niveau Nederlands en geen papieren.",
}
"""Said where a component is full because nothing is asked."""


class StaffText:
    """Tells a jobhunter, teacher or coordinator about one component."""

    def __init__(self, codes: Codes) -> None:
        self._texts = codes.reference.component_texts
        self._names = Names(codes, for_student=False)
        self._facts: Mapping[Component, Callable[[ComponentResult], str]] = {
            Component.WISH: self._wish,
            Component.TASKS: self._tasks,
            Component.CONDITIONS: self._conditions,
            Component.TRAVEL: self._travel,
            Component.SCHEDULE: self._schedule,
            Component.GOALS: self._goals,
            Component.COMPETENCIES: self._competencies,
            Component.AVAILABILITY: self._availability,
            Component.LANGUAGE: self._language,
        }

    def part(self, result: ComponentResult) -> str:
        """Give the verdict on one component and what it rests on."""
        if result.component in HOLLOW and not result.evidence:
            return HOLLOW[result.component]
        return sentences(self._verdict(result), self._facts[result.component](result))

    def _verdict(self, result: ComponentResult) -> str:
        texts = self._texts[result.component.value]
        if result.unknown_share >= 1.0:
            return texts.staff_unknown
        share = result.value
        if result.component is Component.LANGUAGE:
            dutch = found(result.evidence, Finding.DUTCH)
            if not dutch or dutch[0].has is None:
                return texts.staff_unknown if dutch else ""
            share = min(dutch[0].has / (dutch[0].needs or dutch[0].has), 1.0) * GOOD
        if result.component is Component.TRAVEL:
            (trip,) = result.evidence
            used = (trip.has or 0.0) / (trip.needs or 1.0)
            if used > 1:
                return "Reistijd boven de grens van de student."
            share = 1 - used * (1 - MIDDLING / 2)
        if result.component is Component.AVAILABILITY and share >= WHOLE:
            return "De student is er op alle gevraagde dagen en uren."
        if share >= GOOD:
            return texts.staff_good
        return texts.staff_middling if share >= MIDDLING else texts.staff_bad

    def _wish(self, result: ComponentResult) -> str:
        return f"Het is {self._names.work(result.evidence[0].code)}."

    def _tasks(self, result: ComponentResult) -> str:
        return _listed(
            ("Vindt leuk", self._activities(result, Finding.LIKED)),
            ("Vindt niet leuk", self._activities(result, Finding.DISLIKED)),
            ("Nog vragen", self._activities(result, Finding.NO_OPINION)),
        )

    def _conditions(self, result: ComponentResult) -> str:
        def labels(finding: Finding) -> list[str]:
            return [self._names.condition(fact.code) for fact in found(result.evidence, finding)]

        return _listed(
            ("Is er", labels(Finding.OFFERED)),
            ("Kan daar niet", labels(Finding.REFUSED)),
            ("Nog vragen", labels(Finding.NOT_SAID)),
        )

    def _travel(self, result: ComponentResult) -> str:
        (fact,) = result.evidence
        if fact.has is None or not 0 <= fact.has < float("inf") or fact.needs is None:
            return ""
        by = capitalised(self._names.by(fact.code))
        return f"{by} ongeveer {round(fact.has)} minuten; de grens is {round(fact.needs)} minuten."

    def _schedule(self, result: ComponentResult) -> str:
        shared = [fact.code for fact in found(result.evidence, Finding.SHARED_DAY)]
        said = [f"De student kan {on_days(shared)}." if shared else "De student kan op geen van de werkdagen."]
        for fact in found(result.evidence, Finding.HOURS):
            said.append(
                f"Samen {number_text(fact.has or 0)} uur per week; gewenst is {number_text(fact.needs or 0)} uur."
            )
        for fact in found(result.evidence, Finding.PAY):
            paid = (
                "nog niet ingevuld" if fact.has is None else f"ongeveer {number_text(round(fact.has))} euro per maand"
            )
            said.append(f"Vergoeding: {paid}; gewenst is {number_text(round(fact.needs or 0))} euro.")
        return " ".join(said)

    def _goals(self, result: ComponentResult) -> str:
        covered, missing = (
            [self._names.competency(fact.code) for fact in found(result.evidence, finding)]
            for finding in (Finding.COVERED, Finding.NOT_COVERED)
        )
        return _listed(
            (f"Te leren op deze plek ({len(covered)} van {len(result.evidence)})", covered),
            ("Niet op deze plek", missing),
        )

    def _competencies(self, result: ComponentResult) -> str:
        def labels(*findings: Finding, is_trainable: bool | None = None) -> list[str]:
            return [
                self._names.competency(fact.code)
                for fact in found(result.evidence, *findings)
                if is_trainable is None or fact.is_trainable is is_trainable
            ]

        return _listed(
            ("Kan al", labels(Finding.MET)),
            ("Te leren op de plek", labels(Finding.BELOW, is_trainable=True)),
            ("Nog onder het gevraagde niveau", labels(Finding.BELOW, is_trainable=False)),
            ("Nog niet beoordeeld", labels(Finding.NOT_ASSESSED, Finding.NEAR)),
        )

    def _availability(self, result: ComponentResult) -> str:
        said = []
        missed = [fact.code for fact in found(result.evidence, Finding.MISSED_DAY)]
        if missed:
            said.append(f"De plek heeft ook werk {on_days(missed)}.")
        for fact in found(result.evidence, Finding.HOURS):
            said.append(f"{number_text(fact.has or 0)} van de {number_text(fact.needs or 0)} uur per week.")
        for fact in found(result.evidence, Finding.PERIOD):
            share = (fact.has or 0) / (fact.needs or 1)
            if share < WHOLE:
                said.append(f"De student is er {round(share * 100)} procent van de periode.")
        return " ".join(said)

    def _language(self, result: ComponentResult) -> str:
        dutch = [
            f"gevraagd {dutch_level(int(fact.needs or 0))}, nu {dutch_level(int(fact.has or 0)) or 'nog niet bekend'}"
            for fact in found(result.evidence, Finding.DUTCH)
        ]
        held, arrange = (
            [self._names.prerequisite(fact.code) for fact in found(result.evidence, finding)]
            for finding in (Finding.IN_HAND, Finding.TO_ARRANGE)
        )
        return sentences(
            *(f"Nederlands: {said}." for said in dutch), _listed(("Geregeld", held), ("Nog regelen", arrange))
        )

    def _activities(self, result: ComponentResult, finding: Finding) -> list[str]:
        return [self._names.activity(fact.code) for fact in found(result.evidence, finding)]


def _listed(*groups: tuple[str, list[str]]) -> str:
    return " ".join(f"{title}: {named(labels)}." for title, labels in groups if labels)
