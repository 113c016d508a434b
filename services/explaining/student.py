"""The short text: why a place fits somebody or not, told to the young person in B1 Dutch.

It says what speaks for the place in the order in which it counts, then the trip and the days, then what does not fit,
then one question. Days are told once, though they count on both sides. What a gate says, such as a certificate to
arrange or a level of Dutch, stands in the notes that go with the text; a refusal comes first.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from matching import Component, ComponentResult, Explanation
from services.explaining.fitting import Told, fitting
from services.explaining.notes import Notes
from services.explaining.student_sentences import StudentSentences
from services.features import Codes

SHORT_WORDS = 60
"""A text for a young person has at most so many words."""
FOR_AT_MOST = 3
DAYS = frozenset({Component.SCHEDULE, Component.AVAILABILITY})
"""A reader takes these for the same thing; one of them is told."""
NOTHING_KNOWN = "Er is nog weinig bekend. Praat erover met je begeleider."


class StudentText:
    """Tells a young person about one place."""

    def __init__(self, codes: Codes) -> None:
        self._sentences = StudentSentences(codes)
        self._notes = Notes(codes, for_student=True)

    def text(self, explanation: Explanation) -> str:
        """Say in at most 60 words why this pair stands where it stands."""
        good = _told(explanation.reasons_for(), self._sentences.good)
        if not explanation.may_rank:
            note = self._notes.of(explanation)[0]
            return fitting([(f"{note.text} {note.repair}", note.text), *good[:1]], SHORT_WORDS)
        good = good[:FOR_AT_MOST]
        poor = [_warning(told) for told in _told(explanation.reasons_against(), self._sentences.poor)[:1]]
        open_parts = [part for part in explanation.open_parts() if part.component is not Component.TRAVEL]
        asked = _told(open_parts, self._sentences.asked)[:1]
        facts = self._facts(explanation, good + poor)
        first = [*good[:1], *poor, *asked, *facts[:1], *good[1:], *facts[1:]]
        return fitting([*good, *facts, *poor, *asked], SHORT_WORDS, first=first) or NOTHING_KNOWN

    def shown(self, explanation: Explanation, titles: Mapping[str, str]) -> tuple[str, ...]:
        """Say of what is needed where the student showed it."""
        (result,) = (part for part in explanation.components if part.component is Component.COMPETENCIES)
        return self._sentences.shown(result, titles)

    def part(self, result: ComponentResult) -> str:
        """Say everything there is to say about one component."""
        return self._sentences.whole(result)

    def _facts(self, explanation: Explanation, told: Sequence[Told]) -> list[Told]:
        """Say the trip and the days, where they are neither a reason for nor against."""
        parts = {result.component: result for result in explanation.components}
        said = {text for one in told for text in one}
        trip, days = (self._sentences.good(parts[part]) for part in (Component.TRAVEL, Component.SCHEDULE))
        long_trip = _warning(self._sentences.poor(parts[Component.TRAVEL]))
        return [
            fact for fact, other in ((trip, long_trip), (days, ())) if fact and not said.intersection((*fact, *other))
        ]


def _warning(told: Told) -> Told:
    return tuple(f"Let op: {text[:1].lower()}{text[1:]}" for text in told)


def _told(results: Iterable[ComponentResult], tell: Callable[[ComponentResult], Told]) -> list[Told]:
    """Tell what there is to tell, days once."""
    kept: list[Told] = []
    are_days_told = False
    for result in results:
        is_days = result.component in DAYS
        told = () if result.component is Component.LANGUAGE or (is_days and are_days_told) else tell(result)
        if told:
            kept.append(told)
            are_days_told |= is_days
    return kept
