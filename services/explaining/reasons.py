"""The one door to the renderings: what pages and files ask for."""

from collections.abc import Mapping

from matching import Explanation, Gate, GateResult, Opening, Side, Verdict
from services.explaining.changes import ChangeNote, Changes, OpenQuestion
from services.explaining.conversation import Conversation, ConversationText
from services.explaining.figures import Figures, FiguresTable
from services.explaining.notes import GateNote, Notes
from services.explaining.parts import MatchPart, Parts
from services.explaining.student import StudentText
from services.features import Codes

WORDS = ((0.85, "Past heel goed"), (0.7, "Past goed"), (0.5, "Past redelijk"), (0.0, "Past een beetje"))
"""From which score on which words stand beside the figure."""


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
        self._student = StudentText(codes)
        self._conversation = ConversationText(codes)
        self._figures = FiguresTable(codes)
        self._parts = Parts(codes, for_student=for_student)
        self._notes = Notes(codes, for_student=for_student)
        self._changes = Changes(codes, for_student=for_student)

    def short(self, explanation: Explanation) -> str:
        """Say to the student in at most 60 words why this pair stands where it stands."""
        return self._student.text(explanation)

    def shown(self, explanation: Explanation, titles: Mapping[str, str]) -> tuple[str, ...]:
        """Say of what is needed where the student showed it, a sentence each.

        Parameters
        ----------
        titles : mapping of str to str
            By competency what of the dossier shows it, as far as the reader may read that.
        """
        return self._student.shown(explanation, titles)

    def conversation(self, explanation: Explanation) -> Conversation:
        """Prepare a jobhunter's conversation."""
        return self._conversation.of(explanation)

    def figures(self, explanation: Explanation) -> Figures:
        """Give a coordinator the figures."""
        return self._figures.of(explanation)

    def parts(self, explanation: Explanation, side: Side) -> tuple[MatchPart, ...]:
        """Put one side's components into words, in their fixed order."""
        return self._parts.of(explanation, side)

    def notes(self, explanation: Explanation) -> tuple[GateNote, ...]:
        """Put every gate that does not simply pass into words, the gravest first."""
        return self._notes.of(explanation)

    def note(self, result: GateResult) -> GateNote:
        """Put one gate into words."""
        return self._notes.note(result)

    def next_step(self, gate: Gate, verdict: Verdict) -> str:
        """Say what can be done about many pairs that one gate refuses; nothing where it differs from pair to pair."""
        return self._notes.next_step(gate, verdict)

    def what_if(self, explanation: Explanation, *, most: int = 3) -> tuple[ChangeNote, ...]:
        """Say what opens this place or makes it fit better, the smallest change first."""
        return self._changes.of(explanation, most=most)

    def whether(self, opening: Opening) -> str:
        """Say what has to be so for more pairs to open, as what follows "als"."""
        return self._changes.whether(opening)

    def questions(self, explanation: Explanation, *, most: int = 3) -> tuple[OpenQuestion, ...]:
        """Ask what is not known yet, what matters most first."""
        return self._changes.questions(explanation, most=most)
