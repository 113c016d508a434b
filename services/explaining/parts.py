"""One component of a score in words, as the lists on the pages show it."""

from dataclasses import dataclass

from matching import ComponentResult, Explanation, Side
from services.explaining.staff import StaffText
from services.explaining.student import StudentText
from services.features import Codes


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


class Parts:
    """Puts components into words."""

    def __init__(self, codes: Codes, *, for_student: bool) -> None:
        self._texts = codes.reference.component_texts
        self._teller = StudentText(codes) if for_student else StaffText(codes)
        self._for_student = for_student

    def of(self, explanation: Explanation, side: Side) -> tuple[MatchPart, ...]:
        """Put one side's components into words, in their fixed order."""
        return tuple(self._part(result) for result in explanation.components if result.side is side)

    def label(self, result: ComponentResult) -> str:
        """Name a component."""
        texts = self._texts[result.component.value]
        return texts.student_label if self._for_student else texts.staff_label

    def _part(self, result: ComponentResult) -> MatchPart:
        return MatchPart(
            code=result.component.value,
            label=self.label(result),
            value=result.value,
            low=result.low,
            high=result.high,
            weight=result.weight,
            contribution=result.contribution,
            text=self._teller.part(result),
            is_unknown=result.unknown_share >= 1.0,
        )
