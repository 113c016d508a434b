"""The figures behind one pair, for a coordinator who checks or explains a decision."""

from dataclasses import dataclass

from matching import SIDES, Explanation, Side, Verdict
from services.explaining.changes import ChangeNote, Changes, OpenQuestion
from services.explaining.notes import GATE_LABELS
from services.explaining.parts import Parts
from services.features import Codes
from services.wording import number_text

VERDICT_LABELS = {
    Verdict.PASS: "in orde",
    Verdict.TO_ARRANGE: "nog regelen",
    Verdict.UNKNOWN: "nog niet bekend",
    Verdict.NOT_NOW: "kan nu niet",
    Verdict.FORBIDDEN: "mag niet",
}
SIDE_LABELS = {Side.STUDENT: "De plek voor de student", Side.PLACEMENT: "De student voor de plek"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PartFigures:
    """One component; ``contribution`` is ``value`` times ``weight``, and ``low`` and ``high`` bound the value."""

    code: str
    side: str
    label: str
    value: float
    low: float
    high: float
    weight: float
    contribution: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GateFigures:
    """How one gate came out, and by which article."""

    code: str
    label: str
    verdict: str
    verdict_label: str
    article: str
    source_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything that was reckoned for one pair; the contributions of a side add up to its fit, to the last bit."""

    score: float
    low: float
    high: float
    fit_student: float
    fit_placement: float
    may_rank: bool
    parts: tuple[PartFigures, ...]
    gates: tuple[GateFigures, ...]
    questions: tuple[OpenQuestion, ...]
    changes: tuple[ChangeNote, ...]
    rules_version: str
    parameters_version: str

    @property
    def text(self) -> str:
        """The same as lines of text, for a message or a file."""
        lines = [
            f"Score {_three(self.score)}, tussen {_three(self.low)} en {_three(self.high)}"
            f"{'' if self.may_rank else '; deze plek kan nu niet'}",
        ]
        for side, fit in ((Side.STUDENT, self.fit_student), (Side.PLACEMENT, self.fit_placement)):
            lines += ["", f"{SIDE_LABELS[side]}: {_three(fit)}"]
            lines.append(f"{'Onderdeel':<20}{'waarde':>8}{'van':>8}{'tot':>8}{'gewicht':>9}{'telt mee':>10}")
            lines += [
                f"{part.label:<20}{_three(part.value):>8}{_three(part.low):>8}{_three(part.high):>8}"
                f"{_three(part.weight):>9}{_three(part.contribution):>10}"
                for part in self.parts
                if part.side == side.value
            ]
        lines += ["", "Regels"]
        lines += [f"{gate.label:<32}{gate.verdict_label:<18}{_source(gate)}".rstrip() for gate in self.gates]
        if self.questions:
            lines += ["", "Nog niet bekend"]
            lines += [f"{ask.text} ({ask.who_label}) {ask.effect}" for ask in self.questions]
        if self.changes:
            lines += ["", "Wat kan helpen"]
            lines += [f"{note.text} (grootte {number_text(note.size, 2)})" for note in self.changes]
        return "\n".join([*lines, "", f"Regels {self.rules_version}, wegingen {self.parameters_version}"])


class FiguresTable:
    """Makes the figures of pairs."""

    def __init__(self, codes: Codes) -> None:
        self._parts = Parts(codes, for_student=False)
        self._changes = Changes(codes, for_student=False)
        self._texts = codes.reference.gate_texts

    def of(self, explanation: Explanation) -> Figures:
        """Give the figures behind one pair."""
        return Figures(
            score=explanation.score,
            low=explanation.low,
            high=explanation.high,
            fit_student=explanation.fit_student,
            fit_placement=explanation.fit_placement,
            may_rank=explanation.may_rank,
            parts=tuple(
                PartFigures(
                    code=result.component.value,
                    side=result.side.value,
                    label=self._parts.label(result),
                    value=result.value,
                    low=result.low,
                    high=result.high,
                    weight=result.weight,
                    contribution=result.contribution,
                )
                for side in Side
                for result in explanation.components
                if result.component in SIDES[side]
            ),
            gates=tuple(
                self._gate(result.gate.value, GATE_LABELS[result.gate], result.verdict) for result in explanation.gates
            ),
            questions=self._changes.each_question(explanation),
            changes=self._changes.of(explanation, most=len(explanation.what_if), has_all=True),
            rules_version=explanation.rules_version,
            parameters_version=explanation.parameters_version,
        )

    def _gate(self, code: str, label: str, verdict: Verdict) -> GateFigures:
        source = next(texts.source for (gate, _), texts in self._texts.items() if gate == code)
        texts = self._texts.get((code, verdict.name.lower()))
        source = texts.source if texts else source
        return GateFigures(
            code=code,
            label=label,
            verdict=verdict.name.lower(),
            verdict_label=VERDICT_LABELS[verdict],
            article=source.article,
            source_title=source.title,
        )


def _three(value: float) -> str:
    return f"{value:.3f}".replace(".", ",")


def _source(gate: GateFigures) -> str:
    return f"artikel {gate.article}, {gate.source_title}" if gate.article else gate.source_title
