"""What a gate has to say: what is the matter, why, and who can take the next step."""

from dataclasses import dataclass

from matching import Explanation, Gate, GateResult, Verdict
from services.explaining.naming import Names, dutch_level, named, uncapitalised
from services.features import Codes, from_day_number
from services.wording import WEEKDAYS, day_text, number_text

GATE_LABELS = {
    Gate.TYPE_PROGRAMME: "Soort plek of opleiding",
    Gate.RECOGNITION: "Erkenning van het bedrijf",
    Gate.AGE: "Leeftijd",
    Gate.PERIOD: "Periode",
    Gate.DAYS_HOURS: "Dagen en uren",
    Gate.PROGRAMME_HOURS: "Uren voor de opleiding",
    Gate.WORKING_TIME: "Werktijden bij deze leeftijd",
    Gate.HAZARDS: "Gevaarlijk werk",
    Gate.PREREQUISITES: "Wat vooraf nodig is",
    Gate.SIGNATURE: "Handtekening van een ouder",
    Gate.TRAVEL: "Reistijd",
    Gate.DUTCH: "Nederlands",
    Gate.SEATS: "Vrije plaatsen",
    Gate.CONTACTS: "Open gesprekken",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GateNote:
    """One gate in words, with its rule and the next step."""

    gate: str
    verdict: str
    text: str
    repair: str
    who: str
    article: str
    source_title: str
    source_url: str
    is_to_verify: bool


class Notes:
    """Puts gates into words."""

    def __init__(self, codes: Codes, *, for_student: bool) -> None:
        self._texts = codes.reference.gate_texts
        self._names = Names(codes, for_student=for_student)
        self._for_student = for_student

    def of(self, explanation: Explanation) -> tuple[GateNote, ...]:
        """Put every gate that does not simply pass into words, the gravest first."""
        told = [result for result in explanation.gates if result.verdict is not Verdict.PASS]
        return tuple(self.note(result) for result in sorted(told, key=lambda result: -result.verdict))

    def note(self, result: GateResult) -> GateNote:
        """Put one gate into words."""
        verdict = result.verdict.name.lower()
        texts = self._texts[result.gate.value, verdict + _cause(result)]
        said, repair = (
            (texts.student_text, texts.student_repair) if self._for_student else (texts.staff_text, texts.repair)
        )
        filled = self._placeholders(result)
        return GateNote(
            gate=result.gate.value,
            verdict=verdict,
            text=said.format_map(filled),
            repair=repair.format_map(filled),
            who=texts.who,
            article=texts.source.article,
            source_title=texts.source.title,
            source_url=texts.source.url,
            is_to_verify=texts.source.is_to_verify,
        )

    def next_step(self, gate: Gate, verdict: Verdict) -> str:
        """Say what can be done about many pairs that one gate refuses; nothing where it differs from pair to pair."""
        texts = self._texts[gate.value, verdict.name.lower()]
        repair = texts.student_repair if self._for_student else texts.repair
        return "" if "{" in repair else repair

    def _placeholders(self, result: GateResult) -> dict[str, str]:
        figures = result.figures
        words = {
            name: number_text(figures[name], 1)
            for name in ("age", "min_age", "hours", "max_hours", "max_minutes", "asked")
            if name in figures
        }
        words["names"] = words["needed"] = self._about(result)
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
            words["needed"] = dutch_level(int(figures["needed"]))
            words["level"] = dutch_level(int(figures["level"]))
        return words

    def _about(self, result: GateResult) -> str:
        name = {Gate.HAZARDS: self._names.hazard, Gate.PREREQUISITES: self._names.prerequisite}.get(
            result.gate, self._names.offer
        )
        return named(list(dict.fromkeys(uncapitalised(name(code)) for code in result.codes)))


def _cause(result: GateResult) -> str:
    """Give the ending of the verdict whose text tells of another cause than the first; see ``GATE_PLACEHOLDERS``."""
    if result.gate is Gate.TRAVEL and result.verdict is Verdict.NOT_NOW:
        if not result.figures["is_in_time"]:
            return "_timetable"
        return "_school" if result.figures["is_cap"] else ""
    if result.gate is Gate.WORKING_TIME and result.verdict is Verdict.TO_ARRANGE and not result.figures["has_sunday"]:
        return "_holidays"
    return ""
